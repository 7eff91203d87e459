import { LONGEST_PAGE } from './calls.ts';
import { entryFrom, profileFrom, standingFrom, threadFrom } from './codec.ts';
import { ConversationCalls } from './conversation-calls.ts';
import type { Entry, Profile, Standing, ThreadState } from './frames.ts';
import { boolean, type Check, list, nullable, number, object, optional, string } from './shape.ts';

const HITS = 20;

export interface EntryPage {
  entries: Entry[];
  head: number;
  first: number;
}

/** Who else has one message of one's own; all in it have it on a device, and some have read it. */
export interface ReceiptPage {
  receipts: { user: string; read: boolean }[];
  next?: string | null;
}

export interface PinnedMessages {
  messages: { seq: number; at: string; from: string; text: string }[];
  users: Profile[];
}

/** Whether the server looks at links, and what it found. */
export interface LinkPreviews {
  on: boolean;
  previews: LinkPreview[];
}

/** What a page says of itself: a stranger's text, to be shown as text. */
export interface LinkPreview {
  url: string;
  title: string;
  description?: string | null;
  site: string;
  /** Painted anew by the server. */
  image?: { bytes: Blob; width: number; height: number } | null;
}

/** Messages as they stand, oldest first; one that was recalled has no text. */
export interface Around {
  messages: { seq: number; at: string; from: string; text?: string | undefined }[];
  users: Profile[];
}

/** Oldest first, as they stood at `head`; entries after it continue the page. */
export interface MessagePage {
  messages: Standing[];
  head: number;
  first: number;
  users: Profile[];
}

/** Which messages: those around one, the newest before one or the oldest after one, of the main timeline or of a thread. */
export interface MessagesAsked {
  thread?: number;
  around?: number;
  before?: number;
  after?: number;
  limit: number;
}

/** A thread that one follows, with the message under which it is and the last one in it, their texts cut. */
export interface FollowedThread {
  state: ThreadState;
  root: Entry;
  newest?: Entry;
}

/** Those with the newest messages first. */
export interface Threads {
  threads: FollowedThread[];
  users: Profile[];
  next?: string | null;
}

/** A message that was found. */
export interface Hit {
  conversation: string;
  seq: number;
  at: string;
  from: string;
  /** Plain text, and where in it something matched. */
  snippet: string;
  highlights: { start: number; end: number }[];
}

/** A page may hold few hits, or none, and not be the last: only `next` says so. */
export interface Hits {
  hits: Hit[];
  /** The senders. */
  users: Profile[];
  next?: string | null;
}

export interface Search {
  /** What people write: words, "phrases", `begin*`, `-not`, `from:`, `in:`, `before:`, `after:`, `has:`. */
  query: string;
  /** Of one conversation alone. */
  conversation?: string;
  order?: 'date' | 'rank';
  limit?: number;
  /** Of the page before. */
  next?: string | null;
}

/** What is said in conversations, what becomes of it, and who has read it. */
export class MessageCalls extends ConversationCalls {
  // ---- the log ----

  async entries(conversation: string, after: number, limit: number): Promise<EntryPage> {
    return object<EntryPage>({ entries: list(entryFrom), head: number, first: number })(
      await this.call('GET', `/v1/conversations/${conversation}/entries?after=${after}&limit=${limit}`),
      'page',
    );
  }

  // ---- what becomes of a message: the log tells everybody ----

  /** The same `id` again is the same edit, however often it is asked for. */
  async edit(conversation: string, seq: number, id: string, text: string): Promise<void> {
    await this.call('PATCH', messagePath(conversation, seq), { id, text });
  }

  async recall(conversation: string, seq: number): Promise<void> {
    await this.call('DELETE', messagePath(conversation, seq));
  }

  /** Exactly one emoji, with or without U+FE0F. */
  async react(conversation: string, seq: number, emoji: string, on: boolean): Promise<void> {
    const path = `${messagePath(conversation, seq)}/reactions/${encodeURIComponent(emoji)}`;
    await this.call(on ? 'PUT' : 'DELETE', path);
  }

  async pin(conversation: string, seq: number, on: boolean): Promise<void> {
    await this.call(on ? 'PUT' : 'DELETE', `${messagePath(conversation, seq)}/pin`);
  }

  /** The message as it was sent and its edits, oldest first; blank where it was recalled. */
  async versions(conversation: string, seq: number): Promise<Entry[]> {
    const path = `${messagePath(conversation, seq)}/versions?limit=${LONGEST_PAGE}`;
    return object<{ versions: Entry[] }>({ versions: list(entryFrom) })(await this.call('GET', path), 'page')
      .versions;
  }

  /** What is behind the links of a message as it reads now; the server may have to look first. */
  async previews(conversation: string, seq: number): Promise<LinkPreviews> {
    return object<LinkPreviews>({ on: boolean, previews: list(previewFrom) })(
      await this.call('GET', `${messagePath(conversation, seq)}/previews`),
      'previews',
    );
  }

  /** Those that are pinned, as they are now, oldest first. A server pins fewer in a conversation than a page holds. */
  async pinned(conversation: string): Promise<PinnedMessages> {
    const path = `/v1/conversations/${conversation}/messages?pinned=true&limit=${LONGEST_PAGE}`;
    const message = object<PinnedMessages['messages'][number]>({
      seq: number,
      at: string,
      from: string,
      text: string,
    });
    return object<PinnedMessages>({ messages: list(message), users: list(profileFrom) })(
      await this.call('GET', path),
      'page',
    );
  }

  async messages(conversation: string, asked: MessagesAsked): Promise<MessagePage> {
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
    return object<MessagePage>({
      messages: list(standingFrom),
      head: number,
      first: number,
      users: list(profileFrom),
    })(await this.call('GET', `/v1/conversations/${conversation}/messages?${query}`), 'page');
  }

  /** The messages before and after one, and itself. */
  async around(conversation: string, seq: number, limit: number): Promise<Around> {
    const message = object<Around['messages'][number]>({
      seq: number,
      at: string,
      from: string,
      text: optional(string),
    });
    return object<Around>({ messages: list(message), users: list(profileFrom) })(
      await this.call('GET', `/v1/conversations/${conversation}/messages?around=${seq}&limit=${limit}`),
      'page',
    );
  }

  // ---- threads ----

  /** Follows the thread under a message, or no longer until one replies in it or is mentioned in it. */
  async follow(conversation: string, thread: number, on: boolean): Promise<ThreadState> {
    const path = `${messagePath(conversation, thread)}/follow`;
    return threadFrom(await this.call(on ? 'PUT' : 'DELETE', path), 'thread');
  }

  async threads(before?: string | null): Promise<Threads> {
    const query = `limit=${LONGEST_PAGE}${before ? `&before=${encodeURIComponent(before)}` : ''}`;
    const followed = object<FollowedThread>({
      state: threadFrom,
      root: entryFrom,
      newest: optional(entryFrom),
    });
    return object<Threads>({
      threads: list(followed),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/threads?${query}`), 'page');
  }

  // ---- markers ----

  async read(conversation: string, seq: number): Promise<void> {
    await this.call('PUT', `/v1/conversations/${conversation}/read`, { seq });
  }

  async receipts(conversation: string, seq: number, after?: string): Promise<ReceiptPage> {
    const query = `limit=${LONGEST_PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
    const receipt = object<ReceiptPage['receipts'][number]>({ user: string, read: boolean });
    return object<ReceiptPage>({ receipts: list(receipt), next: optional(nullable(string)) })(
      await this.call('GET', `/v1/conversations/${conversation}/receipts/${seq}?${query}`),
      'page',
    );
  }

  // ---- search ----

  async search({ query, conversation, order = 'date', limit = HITS, next }: Search): Promise<Hits> {
    const asked = new URLSearchParams({ q: query, order, limit: String(limit) });
    if (conversation) asked.set('conversation', conversation);
    if (next) asked.set('next', next);
    const span = object<Hit['highlights'][number]>({ start: number, end: number });
    const hit = object<Hit>({
      conversation: string,
      seq: number,
      at: string,
      from: string,
      snippet: string,
      highlights: list(span),
    });
    return object<Hits>({ hits: list(hit), users: list(profileFrom), next: optional(nullable(string)) })(
      await this.call('GET', `/v1/search?${asked}`),
      'page',
    );
  }
}

function messagePath(conversation: string, seq: number): string {
  return `/v1/conversations/${conversation}/messages/${seq}`;
}

const previewFrom: Check<LinkPreview> = object<LinkPreview>({
  url: string,
  title: string,
  description: nullable(string),
  site: string,
  image: nullable(imageFrom),
});

function imageFrom(value: unknown, path: string): { bytes: Blob; width: number; height: number } {
  const { type, width, height, data } = object<{ type: string; width: number; height: number; data: string }>(
    {
      type: string,
      width: number,
      height: number,
      data: string,
    },
  )(value, path);
  const bytes = Uint8Array.from(atob(data), byte => byte.charCodeAt(0));
  return { bytes: new Blob([bytes], { type }), width, height };
}
