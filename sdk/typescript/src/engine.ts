import { DeliveredMarks } from './delivered.ts';
import type { Events } from './events.ts';
import type {
  ClientFrame,
  ConversationState,
  Entry,
  Head,
  MessageEntry,
  Profile,
  ServerFrame,
  ThreadState,
  Welcome,
} from './frames.ts';
import type { Api } from './http.ts';
import type { Keeper } from './keeper.ts';
import { ConversationLog, RETRY_FETCH_MS } from './log.ts';
import type { ClientState } from './state.ts';
import * as state from './state.ts';
import { draftKey, type Store } from './store.ts';
import type { SharedState } from './tabs.ts';
import type { WhoTypes } from './typing.ts';

export interface EngineOptions {
  api: Api;
  store: Store;
  keeper: Keeper;
  events: Events;
  typing: WhoTypes;
  get: () => ClientState;
  set: (part: Partial<ClientState>) => void;
  /** Only the tab that leads speaks for this device. */
  leading: () => boolean;
  send: (frame: ClientFrame) => boolean;
  /** The log has a message of ours. */
  onOwn: (conversation: string, id: string) => void;
}

/** How many conversations a `reset` welcome names at most (protocol, section 2). */
const RESET_NAMES = 200;
/** After a welcome so many conversations are brought up to date on this device; the others when they are opened. */
export const FETCHED_AHEAD = 50;

/** Keeps conversations, logs and people true to what the server says, and what the server said on disk. */
export class SyncEngine {
  private readonly logs = new Map<string, ConversationLog>();
  private readonly profilesAsked = new Set<string>();
  private readonly delivered: DeliveredMarks;
  /** Resets so far, and the one up to which it is known which threads are followed. */
  private listing = 0;
  private listed = 0;
  private cursor: string | undefined;
  private readonly options: EngineOptions;

  constructor(options: EngineOptions) {
    this.options = options;
    this.delivered = new DeliveredMarks(frame => options.send(frame));
  }

  // ---- what this device knew ----

  /** What the store or the leading tab has. Conversations that it does not name are no more. */
  adopt({
    conversations,
    users,
    ...rest
  }: Pick<SharedState, 'conversations' | 'users'> & Partial<SharedState>): void {
    const known = this.state;
    const me = users[known.me.id] ?? known.me;
    this.options.set({ ...rest, me, conversations, users: { ...known.users, ...users } });
    this.dropLogs(Object.keys(known.conversations).filter(id => !conversations[id]));
    for (const [id, log] of this.logs) log.reaches(conversations[id]?.head ?? 0);
  }

  // ---- what a screen asks for ----

  open(conversation: string): void {
    const known = this.state.conversations[conversation];
    if (!known) return;
    for (const [id, log] of this.logs) if (id !== conversation) log.trim();
    this.log(conversation).open(known.head, known.first);
  }

  older(conversation: string): Promise<void> {
    return this.log(conversation).older();
  }

  /** What the store has; nothing where it cannot be read. */
  async stored(conversation: string, before: number, limit: number): Promise<Entry[]> {
    try {
      return await this.options.store.entries(conversation, before, limit);
    } catch (failure) {
      this.options.events.emit('storeFailure', failure);
      return [];
    }
  }

  markRead(conversation: string): void {
    const newest = this.logs.get(conversation)?.view.entries.at(-1);
    const known = this.state.conversations[conversation];
    if (!newest || !known || newest.seq <= known.read) return;
    if (!this.options.send({ op: 'read', conversation, seq: newest.seq })) return;
    this.update(conversation, now => ({
      ...now,
      read: newest.seq,
      readMessages: newest.messages,
      mentions: 0,
      unreadFrom: null,
    }));
  }

  markThreadRead(conversation: string, thread: number, seq: number): void {
    const known = this.state.threads[draftKey(conversation, thread)];
    if (!known || state.unreadInThread(known) === 0 || seq <= known.read) return;
    if (!this.options.send({ op: 'read', conversation, seq, thread })) return;
    const whole = seq >= (known.last ?? 0);
    if (whole) this.setThread({ ...known, read: seq, readMessages: known.threadMessages, mentions: 0 });
  }

  /** Of a conversation that is no more nothing is followed, whatever was on its way. */
  threadTold(told: ThreadState): void {
    if (this.state.conversations[told.conversation]) this.threadIs(told);
  }

  private threadIs(told: ThreadState): void {
    const now = state.threadTold(this.state.threads[draftKey(told.conversation, told.thread)], told);
    this.setThread(now);
    const mentions = told.conversationMentions;
    this.update(told.conversation, known => (known.mentions === mentions ? known : { ...known, mentions }));
    this.options.events.emit('thread', now);
  }

  learn(conversation: ConversationState): void {
    const known = this.state.conversations[conversation.id];
    if (known && known.head > conversation.head) {
      return this.update(conversation.id, now => state.overtaken(now, conversation));
    }
    const appeared = { [conversation.id]: new Date().toISOString(), ...this.state.appeared };
    this.options.set({
      conversations: { ...this.state.conversations, [conversation.id]: conversation },
      ...(!known && this.state.ready && { appeared }),
    });
    this.options.keeper.noteConversations([conversation]);
    this.logs.get(conversation.id)?.reaches(conversation.head);
    if (!known) this.options.events.emit('conversation', conversation);
  }

  meet(profiles: readonly Profile[]): void {
    if (profiles.length === 0) return;
    const met = Object.fromEntries(profiles.map(profile => [profile.id, profile]));
    const me = met[this.state.me.id] ?? this.state.me;
    this.options.set({ me, users: { ...this.state.users, ...met } });
    this.options.keeper.noteUsers(profiles);
  }

  lookUp(ids: readonly string[]): void {
    const unknown = ids.filter(id => !this.state.users[id] && !this.profilesAsked.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) this.profilesAsked.add(id);
    this.options.api.users(unknown).then(
      profiles => this.meet(profiles),
      () => {
        for (const id of unknown) this.profilesAsked.delete(id);
      },
    );
  }

  // ---- what the server says ----

  received(frame: ServerFrame): void {
    switch (frame.op) {
      case 'welcome':
        return this.welcomed(frame);
      case 'cursor':
        return this.reached(frame.cursor);
      case 'entry':
        return this.appended(frame);
      case 'head':
        this.headMoved(frame);
        return this.logs.get(frame.conversation)?.reaches(frame.seq);
      case 'receipt':
        this.update(frame.conversation, now => state.receipt(now, frame, this.state.me.id));
        return this.options.events.emit('receipt', frame);
      case 'conversation':
        return 'gone' in frame ? this.forget([frame.id]) : this.learn(frame);
      case 'thread': {
        const { op: _, ...told } = frame;
        return this.threadTold(told);
      }
      case 'user':
        return this.meet([frame]);
      case 'typing':
        return this.options.typing.heard(frame);
      case 'presence':
        return this.options.set({ presence: { ...this.state.presence, [frame.user]: frame } });
      case 'own':
      case 'ack':
      case 'error':
      case 'pong':
      case 'bye':
        return;
    }
  }

  private welcomed(frame: Welcome): void {
    const { keeper } = this.options;
    const before = this.state.conversations;
    const conversations = state.welcomed(before, frame);
    if (frame.reset) keeper.noteReset();
    this.meet(frame.users);
    const threads = frame.reset ? {} : state.threadsIn(this.state.threads, conversations);
    this.options.set({ conversations, threads, ready: true });
    const lost = Object.keys(before).filter(id => !conversations[id]);
    this.dropLogs(lost);
    keeper.noteGone(lost);
    keeper.noteConversations(frame.conversations);
    for (const told of frame.threads ?? []) this.threadTold(told);
    if (frame.reset) this.listing++;
    this.reached(frame.cursor);
    for (const [id, log] of this.logs) log.reaches(conversations[id]?.head ?? 0);
    for (const conversation of frame.conversations.slice(0, FETCHED_AHEAD)) this.bringUpToDate(conversation);
    if (frame.reset && frame.conversations.length >= RESET_NAMES) void this.listTheRest();
    if (frame.reset) void this.listThreads(this.listing);
  }

  /** Others see their ticks when this device has what they said: it is fetched without waiting to be looked at. */
  private bringUpToDate(conversation: ConversationState): void {
    if (!this.options.leading()) return;
    const newest = this.logs.get(conversation.id)?.view.entries.at(-1);
    if (newest) this.owns(newest);
    const owesTick = state.tickedBelow(conversation) && conversation.delivered < conversation.head;
    if (owesTick) this.log(conversation.id).open(conversation.head, conversation.first);
  }

  /** A reset names the most recent conversations only; HTTP lists the others. */
  private async listTheRest(): Promise<void> {
    try {
      let before: string | undefined;
      do {
        const page = await this.options.api.conversations(before);
        for (const conversation of page.items) this.learn(conversation);
        before = page.next ?? undefined;
      } while (before);
    } catch {
      if (this.state.connection.phase !== 'ended') setTimeout(() => this.listTheRest(), RETRY_FETCH_MS);
    }
  }

  /** A reset names no threads, and no cursor covers them until they are listed. Those of an earlier reset are no matter. */
  private async listThreads(reset: number): Promise<void> {
    try {
      let before: string | undefined;
      do {
        const page = await this.options.api.threads(before);
        if (reset !== this.listing) return;
        for (const { state: told } of page.threads) this.threadIs(told);
        before = page.next ?? undefined;
      } while (before);
      this.listed = reset;
      if (this.cursor) this.reached(this.cursor);
    } catch {
      if (reset === this.listing && this.state.connection.phase !== 'ended')
        setTimeout(() => this.listThreads(reset), RETRY_FETCH_MS);
    }
  }

  private reached(cursor: string): void {
    this.cursor = cursor;
    if (this.listed === this.listing) this.options.keeper.noteCursor(cursor);
  }

  private setThread(now: ThreadState): void {
    const key = draftKey(now.conversation, now.thread);
    this.options.set({ threads: { ...this.state.threads, [key]: now } });
    this.options.keeper.noteThread(now);
  }

  /** Looking at a conversation is answered by its head, too: that alone is no news. */
  private headMoved(frame: Head): void {
    const { conversation, seq } = frame;
    if (seq <= (this.state.conversations[conversation]?.head ?? 0)) return;
    this.update(conversation, now => state.headMoved(now, frame));
    this.options.set({ appeared: { ...this.state.appeared, [conversation]: new Date().toISOString() } });
  }

  private appended(entry: Entry): void {
    const { conversation } = entry;
    const log = this.logs.get(conversation);
    const fresh = entry.seq > (this.state.conversations[conversation]?.head ?? entry.seq);
    this.update(conversation, now => state.appended(now, entry, this.state.me.id));
    this.options.typing.stopped(conversation, entry.from);
    if (log) log.accept(entry);
    else this.arrived([entry]);
    if (fresh) this.options.events.emit('live', entry);
    if (entry.kind === 'left' && entry.users.includes(this.state.me.id)) this.forget([conversation]);
  }

  /** Entries that this device did not have, at the end of what it has of their conversation. */
  private arrived(entries: readonly Entry[]): void {
    const { events, onOwn } = this.options;
    this.keep(entries);
    const newest = entries.at(-1);
    if (newest) this.owns(newest);
    for (const entry of entries) {
      if (entry.kind === 'message' && entry.from === this.state.me.id) onOwn(entry.conversation, entry.id);
      if (entry.kind === 'message' && entry.thread !== undefined) this.repliedIn(entry);
      events.emit('entry', entry);
      if (entry.kind === 'message') events.emit('message', entry);
    }
  }

  private repliedIn(reply: MessageEntry): void {
    const threads = state.threadAppended(this.state.threads, reply, this.state.me.id);
    const moved = threads[draftKey(reply.conversation, reply.thread)];
    if (threads !== this.state.threads && moved) this.setThread(moved);
  }

  private keep(entries: readonly Entry[]): void {
    this.options.keeper.noteEntries(entries);
    this.lookUp([...new Set(entries.flatMap(peopleIn))]);
  }

  private owns({ conversation, seq }: Entry): void {
    const known = this.state.conversations[conversation];
    if (this.options.leading() && known?.marks && seq > known.delivered)
      this.delivered.has(conversation, seq);
  }

  private forget(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const conversations = state.without(this.state.conversations, ids);
    this.options.set({ conversations, threads: state.threadsIn(this.state.threads, conversations) });
    this.dropLogs(ids);
    this.options.keeper.noteGone(ids);
    for (const conversation of ids) this.options.events.emit('gone', { conversation });
  }

  private dropLogs(ids: readonly string[]): void {
    for (const id of ids) this.logs.delete(id);
    const logs = Object.fromEntries(Object.entries(this.state.logs).filter(([id]) => this.logs.has(id)));
    this.options.set({ logs });
  }

  private log(conversation: string): ConversationLog {
    const existing = this.logs.get(conversation);
    if (existing) return existing;
    const log = new ConversationLog({
      fetch: (after, limit) => this.options.api.entries(conversation, after, limit),
      stored: (before, limit) => this.stored(conversation, before, limit),
      onChange: view => {
        if (this.logs.get(conversation) === log)
          this.options.set({ logs: { ...this.state.logs, [conversation]: view } });
      },
      onRestored: newest => this.owns(newest),
      onAppended: entries => this.arrived(entries),
      onPrepended: entries => this.keep(entries),
    });
    this.logs.set(conversation, log);
    return log;
  }

  private update(conversation: string, next: (now: ConversationState) => ConversationState): void {
    const now = this.state.conversations[conversation];
    if (!now) return;
    const then = next(now);
    if (then === now) return;
    this.options.set({ conversations: { ...this.state.conversations, [conversation]: then } });
    this.options.keeper.noteConversations([then]);
  }

  private get state(): ClientState {
    return this.options.get();
  }
}

function peopleIn(entry: Entry): string[] {
  switch (entry.kind) {
    case 'joined':
    case 'left':
      return [entry.from, ...entry.users];
    case 'message':
      return [entry.from, ...(entry.mentions ?? []).filter(isUser)];
    default:
      return [entry.from];
  }
}

/** Of what a message mentions; the others are `all` and `here`. */
function isUser(mention: string): boolean {
  return mention !== 'all' && mention !== 'here';
}
