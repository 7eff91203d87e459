import { conversationFrom, profileFrom, standingFrom } from './codec.ts';
import type { ConversationState, OwnThing, Profile, ServerFrame, Standing } from './frames.ts';
import type { NoticeChoice, NoticeRule, Preferences, QuietHours } from './notices.ts';
import { ScheduledCalls } from './scheduled.ts';
import { boolean, list, nullable, number, object, open, optional, string } from './shape.ts';
import { placeOf, placeOfDraft } from './store.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** A message that mentions the user or everybody. */
export interface Mention {
  message: Standing;
  /** Beyond the user's read marker. */
  unread: boolean;
}

export interface MentionPage {
  mentions: Mention[];
  /** The senders. */
  users: Profile[];
  next?: string | null;
}

export interface SavedPage {
  saved: { message: Standing; savedAt: string }[];
  /** The senders. */
  users: Profile[];
  next?: string | null;
}

/** What the user began to write, on whichever device. */
export interface KeptDraft {
  conversation: string;
  thread?: number | null;
  text: string;
  revision: number;
}

const rule = open<NoticeRule>();
const quietFrom = object<QuietHours>({ days: list(open()), from: string, to: string, zone: string });
const preferencesFrom = object<Preferences>({
  direct: rule,
  group: rule,
  channel: rule,
  quiet: optional(nullable(quietFrom)),
});

/** The calls about what a user has of their own. */
export class OwnCalls {
  readonly scheduled: ScheduledCalls;
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
    this.scheduled = new ScheduledCalls(call);
  }

  /** What of a conversation notifies; all of the choice at once. */
  async chooseNotices(conversation: string, choice: NoticeChoice): Promise<ConversationState> {
    const path = `/v1/conversations/${conversation}/notifications`;
    return conversationFrom(await this.call('PUT', path, choice), 'conversation');
  }

  async preferences(): Promise<Preferences> {
    return preferencesFrom(await this.call('GET', '/v1/users/me/notifications'), 'preferences');
  }

  async prefer(preferences: Preferences): Promise<Preferences> {
    return preferencesFrom(await this.call('PUT', '/v1/users/me/notifications', preferences), 'preferences');
  }

  /** The newest first, of all conversations. */
  async mentions(before?: string | null): Promise<MentionPage> {
    const mention = object<Mention>({ message: standingFrom, unread: boolean });
    return object<MentionPage>({
      mentions: list(mention),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/users/me/mentions${after(before)}`), 'page');
  }

  /** The last saved first, as they stand. */
  async saved(before?: string | null): Promise<SavedPage> {
    const saved = object<SavedPage['saved'][number]>({ message: standingFrom, savedAt: string });
    return object<SavedPage>({
      saved: list(saved),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/users/me/saved${after(before)}`), 'page');
  }

  /** Where all are that the user saved, by `placeOf`. */
  async savedPlaces(): Promise<ReadonlySet<string>> {
    const place = object<{ conversation: string; seq: number }>({ conversation: string, seq: number });
    const page = object<{ places: { conversation: string; seq: number }[] }>({ places: list(place) });
    const { places } = page(await this.call('GET', '/v1/users/me/saved/places'), 'page');
    return new Set(places.map(({ conversation, seq }) => placeOf(conversation, seq)));
  }

  /** Keeps a message for the user alone, or forgets it. */
  async save(conversation: string, seq: number, on: boolean): Promise<void> {
    await this.call(on ? 'PUT' : 'DELETE', `/v1/conversations/${conversation}/messages/${seq}/saved`);
  }

  async drafts(): Promise<KeptDraft[]> {
    const draft = object<KeptDraft>({
      conversation: string,
      thread: optional(nullable(number)),
      text: string,
      revision: number,
    });
    const page = object<{ drafts: KeptDraft[] }>({ drafts: list(draft) });
    return page(await this.call('GET', '/v1/users/me/drafts'), 'page').drafts;
  }

  /** Under its `draftKey`; answers the revision, null where the text is empty. `conflict` where `known` is not the newest. */
  async keepDraft(key: string, text: string, known: number | null): Promise<number | null> {
    const { conversation, thread } = placeOfDraft(key);
    const body = { text, thread: thread ?? null, revision: known };
    const kept = object<{ revision?: number | null }>({ revision: optional(nullable(number)) });
    const path = `/v1/conversations/${conversation}/draft`;
    return kept(await this.call('PUT', path, body), 'draft').revision ?? null;
  }
}

/** What the server keeps of a user's own, beside conversations. */
export interface Belongings {
  preferences: Preferences;
  saved: ReadonlySet<string>;
  keptDrafts: readonly KeptDraft[];
  /** How often what is sent later is known to have changed. */
  scheduled: number;
}

export interface OwnOptions {
  calls: OwnCalls;
  set: (part: Partial<Belongings>) => void;
  /** Whether there is still somebody to ask for. */
  asking: () => boolean;
}

/** A failed call is made again after this. */
export const RETRY_OWN_MS = 5_000;

/** Asks for what is the user's own when the client comes to know of the server, and whenever it changed there. */
export class OwnSync {
  private known = false;
  private scheduled = 0;
  private readonly asks = new Map<OwnThing, symbol>();
  private readonly options: OwnOptions;

  constructor(options: OwnOptions) {
    this.options = options;
  }

  received(frame: ServerFrame): void {
    if (frame.op === 'own') for (const thing of frame.moved) this.ask(thing);
    if (frame.op !== 'welcome') return;
    const all = !this.known || frame.reset;
    this.known = true;
    for (const thing of all ? OWN_THINGS : (frame.own ?? [])) this.ask(thing);
  }

  /** Another tab tells what it knows of this. */
  told(): void {
    this.known = true;
  }

  /** An answer that a newer question overtook is dropped. */
  ask(thing: OwnThing): void {
    const ask = Symbol(thing);
    this.asks.set(thing, ask);
    this.read(thing).then(
      part => {
        if (this.asks.get(thing) === ask) this.options.set(part);
      },
      () => {
        const again = () => {
          if (this.asks.get(thing) === ask && this.options.asking()) this.ask(thing);
        };
        setTimeout(again, RETRY_OWN_MS);
      },
    );
  }

  private async read(thing: OwnThing): Promise<Partial<Belongings>> {
    switch (thing) {
      case 'notifications':
        return { preferences: await this.options.calls.preferences() };
      case 'saved':
        return { saved: await this.options.calls.savedPlaces() };
      case 'drafts':
        return { keptDrafts: await this.options.calls.drafts() };
      case 'scheduled':
        return { scheduled: ++this.scheduled };
      default:
        // Of a later minor version.
        return {};
    }
  }
}

const OWN_THINGS: readonly OwnThing[] = ['notifications', 'saved', 'drafts', 'scheduled'];

function after(before: string | null | undefined): string {
  return before ? `?before=${encodeURIComponent(before)}` : '';
}
