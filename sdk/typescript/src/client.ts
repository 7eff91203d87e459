import { Connection, type ConnectionState } from './connection.ts';
import type { ClientInfo, ConversationState, Entry, Profile, ServerFrame, Welcome } from './frames.ts';
import type { Api } from './http.ts';
import { ConversationLog, RETRY_FETCH_MS } from './log.ts';
import { Outbox, type Storage } from './outbox.ts';
import type { ClientState } from './state.ts';
import * as state from './state.ts';

export interface ClientOptions {
  me: Profile;
  api: Api;
  socketUrl: string;
  client: ClientInfo;
  storage: Storage;
}

/**
 * One signed-in user's view of the server, kept true by the connection, the logs and the outbox; `subscribe`
 * tells of every change. Nothing here knows a framework.
 */
export class ParleyClient {
  private current: ClientState;
  private readonly logs = new Map<string, ConversationLog>();
  private readonly listeners = new Set<() => void>();
  private readonly profilesAsked = new Set<string>();
  private readonly api: Api;
  private readonly outbox: Outbox;
  private readonly connection: Connection;

  constructor({ me, api, socketUrl, client, storage }: ClientOptions) {
    this.api = api;
    this.connection = new Connection({
      url: socketUrl,
      client,
      token: () => api.accessToken(),
      refresh: () => api.refresh(),
      onFrame: frame => this.received(frame),
      onState: connection => this.connectionBecame(connection),
    });
    this.outbox = new Outbox({
      storage,
      owner: me.id,
      send: frame => this.connection.send(frame),
      nextRid: () => this.connection.nextRid(),
      onChange: pending => this.set({ pending }),
    });
    this.current = {
      me,
      connection: this.connection.state,
      ready: false,
      conversations: {},
      appeared: {},
      logs: {},
      users: { [me.id]: me },
      pending: this.outbox.messages,
    };
  }

  // ---- what a screen reads ----

  readonly get = (): ClientState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  // ---- what a screen does ----

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
  }

  wake(): void {
    this.connection.wake();
  }

  /** Ends the session on the server too, as far as it can be reached, and drops what was not sent. */
  async signOut(): Promise<void> {
    this.stop();
    this.outbox.clear();
    await this.api.signOut();
  }

  /** Brings a conversation on screen: loads its newest page and keeps it whole from now on. */
  open(conversation: string): void {
    const known = this.current.conversations[conversation];
    if (!known) return;
    for (const [id, log] of this.logs) if (id !== conversation) log.trim();
    this.log(conversation).open(known.head, known.first);
  }

  older(conversation: string): Promise<void> {
    return this.log(conversation).older();
  }

  post(conversation: string, text: string): void {
    this.outbox.post(conversation, text);
  }

  retry(id: string): void {
    this.outbox.retryFailed(id);
  }

  discard(id: string): void {
    this.outbox.discard(id);
  }

  /** Everything on screen up to the newest entry held was read. */
  markRead(conversation: string): void {
    const newest = this.logs.get(conversation)?.view.entries.at(-1);
    const known = this.current.conversations[conversation];
    if (!newest || !known || newest.seq <= known.read) return;
    if (!this.connection.send({ op: 'read', conversation, seq: newest.seq })) return;
    this.update(conversation, now => ({
      ...now,
      read: newest.seq,
      readMessages: newest.messages,
      mentions: 0,
      unreadFrom: null,
    }));
  }

  /** A conversation that an HTTP call answered with, before (or instead of) the socket's frame about it. */
  learn(conversation: ConversationState): void {
    const known = this.current.conversations[conversation.id];
    if (known && known.head > conversation.head) return;
    const appeared = { [conversation.id]: new Date().toISOString(), ...this.current.appeared };
    this.set({
      conversations: { ...this.current.conversations, [conversation.id]: conversation },
      ...(!known && this.current.ready && { appeared }),
    });
    this.logs.get(conversation.id)?.reaches(conversation.head);
  }

  meet(profiles: readonly Profile[]): void {
    const met = Object.fromEntries(profiles.map(profile => [profile.id, profile]));
    this.set({ users: { ...this.current.users, ...met } });
  }

  /** Asks once for the profiles that nobody sent along. */
  lookUp(ids: readonly string[]): void {
    const unknown = ids.filter(id => !this.current.users[id] && !this.profilesAsked.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) this.profilesAsked.add(id);
    this.api.users(unknown).then(
      profiles => this.meet(profiles),
      () => {
        for (const id of unknown) this.profilesAsked.delete(id);
      },
    );
  }

  // ---- what the server says ----

  private received(frame: ServerFrame): void {
    switch (frame.op) {
      case 'welcome':
        return this.welcomed(frame);
      case 'entry':
        return this.appended(frame);
      case 'head':
        this.logs.get(frame.conversation)?.reaches(frame.seq);
        return this.update(frame.conversation, now => state.headMoved(now, frame));
      case 'ack':
        return frame.duplicate ? this.outbox.discard(frame.id) : this.outbox.acknowledged(frame);
      case 'error':
        this.outbox.refused(frame);
        return;
      case 'receipt':
        return this.update(frame.conversation, now => state.receipt(now, frame, this.current.me.id));
      case 'conversation':
        return 'gone' in frame ? this.forget([frame.id]) : this.learn(frame);
      case 'user':
        return this.meet([frame]);
      case 'cursor':
      case 'pong':
      case 'bye':
      case 'typing':
      case 'presence':
        return;
    }
  }

  private welcomed(frame: Welcome): void {
    const conversations = state.welcomed(this.current.conversations, frame);
    this.meet(frame.users);
    this.set({ conversations, ready: true });
    this.forget([...this.logs.keys()].filter(id => !conversations[id]));
    for (const [id, log] of this.logs) log.reaches(conversations[id]?.head ?? 0);
    if (frame.reset && frame.conversations.length >= RESET_NAMES) void this.listTheRest();
  }

  /** A reset names the most recent conversations only; HTTP lists the others. */
  private async listTheRest(): Promise<void> {
    try {
      let before: string | undefined;
      do {
        const page = await this.api.conversations(before);
        for (const conversation of page.items) this.learn(conversation);
        before = page.next ?? undefined;
      } while (before);
    } catch {
      if (this.current.connection.phase !== 'ended') setTimeout(() => this.listTheRest(), RETRY_FETCH_MS);
    }
  }

  private appended(entry: Entry): void {
    const { conversation } = entry;
    this.update(conversation, now => state.appended(now, entry, this.current.me.id));
    this.arrived([entry]);
    this.logs.get(conversation)?.accept(entry);
    if (entry.kind === 'left' && entry.users.includes(this.current.me.id)) this.forget([conversation]);
  }

  private arrived(entries: readonly Entry[]): void {
    this.lookUp([...new Set(entries.flatMap(peopleIn))]);
    for (const entry of entries)
      if (entry.kind === 'message' && entry.from === this.current.me.id)
        this.outbox.seen(entry.conversation, entry.id);
  }

  private forget(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.logs.delete(id);
    const logs = Object.fromEntries(Object.entries(this.current.logs).filter(([id]) => !ids.includes(id)));
    this.set({ logs, conversations: state.without(this.current.conversations, ids) });
  }

  private connectionBecame(connection: ConnectionState): void {
    this.set({ connection });
    if (connection.phase === 'live') this.outbox.connected();
  }

  private log(conversation: string): ConversationLog {
    const existing = this.logs.get(conversation);
    if (existing) return existing;
    const log = new ConversationLog({
      fetch: (after, limit) => this.api.entries(conversation, after, limit),
      onChange: view => this.set({ logs: { ...this.current.logs, [conversation]: view } }),
      onEntries: entries => this.arrived(entries),
    });
    this.logs.set(conversation, log);
    return log;
  }

  private update(conversation: string, next: (now: ConversationState) => ConversationState): void {
    const now = this.current.conversations[conversation];
    if (now) this.set({ conversations: { ...this.current.conversations, [conversation]: next(now) } });
  }

  private set(part: Partial<ClientState>): void {
    this.current = { ...this.current, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** How many conversations a `reset` welcome names at most (protocol, section 2). */
const RESET_NAMES = 200;

function peopleIn(entry: Entry): string[] {
  return entry.kind === 'joined' || entry.kind === 'left' ? [entry.from, ...entry.users] : [entry.from];
}
