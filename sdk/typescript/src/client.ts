import { Connection, type ConnectionState, type SocketConstructor } from './connection.ts';
import type { DraftSync } from './drafts.ts';
import { SyncEngine } from './engine.ts';
import { type ClientEvents, Events } from './events.ts';
import type {
  ClientFrame,
  ClientInfo,
  ConversationState,
  Entry,
  Profile,
  ServerFrame,
  Status,
} from './frames.ts';
import type { Api } from './http.ts';
import { Interests } from './interests.ts';
import { Keeper } from './keeper.ts';
import { Later } from './later.ts';
import { DEFAULT_PREFERENCES } from './notices.ts';
import { type Context, Outbox } from './outbox.ts';
import type { OwnSync } from './own.ts';
import { PollSocket } from './poll.ts';
import type { ClientState } from './state.ts';
import { draftKey, KEPT_ENTRIES, MemoryStore, placeOf, type Saved, type Store } from './store.ts';
import { Alone, type TabMessage, type Tabs } from './tabs.ts';
import { WhoTypes } from './typing.ts';
import { uuidv7 } from './uuid.ts';

export interface ClientOptions {
  me: Profile;
  api: Api;
  socketUrl: string;
  client: ClientInfo;
  /** What outlives this run; without it, nothing. */
  store?: Store;
  /** Other tabs that share the store; without it, this program is the only one. */
  tabs?: Tabs;
  /** Where there is none built in (Node 20), or another is wanted. Without any the client polls. */
  WebSocket?: SocketConstructor;
}

/**
 * One signed-in user's view of the server, kept true by the connection, the logs and the outbox; `subscribe`
 * tells of every change, `on` of what happened. Nothing here knows a framework.
 *
 * Of several tabs one leads: it owns the connection, sends what all of them write, and tells the others what the
 * server says. A tab that follows does the same with it as if it had come from a connection of its own.
 */
export class ParleyClient {
  private current: ClientState;
  private readonly listeners = new Set<() => void>();
  private readonly events = new Events();
  private readonly options: ClientOptions;
  private readonly store: Store;
  private readonly tabs: Tabs;
  private readonly keeper: Keeper;
  private readonly engine: SyncEngine;
  private readonly outbox: Outbox;
  private readonly typists: WhoTypes;
  private readonly interests: Interests;
  private readonly own: Later<OwnSync>;
  private readonly drafts: Later<DraftSync>;
  private readonly tab = uuidv7();
  private status: Status['status'] = 'online';
  /** Of the tab that leads. */
  private connection: Connection | null = null;
  /** Another tab told what it knows: that is newer than what is stored. */
  private told = false;
  /** Changes with each start and stop, so that what one began does not go on in the next. */
  private run = 0;
  private running = false;

  constructor(options: ClientOptions) {
    const { me, api } = options;
    this.options = options;
    this.store = options.store ?? new MemoryStore();
    this.tabs = options.tabs ?? new Alone();
    const onStoreFailure = (failure: unknown) => this.storeFailed(failure);
    this.keeper = new Keeper({ store: this.store, onFailure: onStoreFailure });
    this.current = {
      me,
      connection: { phase: 'idle' },
      ready: false,
      conversations: {},
      appeared: {},
      logs: {},
      threads: {},
      users: { [me.id]: me },
      pending: [],
      typing: {},
      presence: {},
      drafts: {},
      preferences: DEFAULT_PREFERENCES,
      saved: new Set(),
      scheduled: 0,
      kept: true,
    };
    this.typists = new WhoTypes({
      get: this.get,
      set: part => this.set(part),
      send: frame => this.put(frame),
    });
    this.interests = new Interests(
      frame => this.connection?.send(frame) ?? false,
      wants => this.toLeader({ type: 'wants', tab: this.tab, wants }),
    );
    this.outbox = new Outbox({
      store: this.store,
      send: frame => this.connection?.send(frame) ?? false,
      nextRid: () => this.connection?.nextRid() ?? 0,
      onChange: pending => this.pendingBecame(pending),
      onStored: message => this.toLeader({ type: 'posted', message }),
      onStoreFailure,
    });
    this.engine = new SyncEngine({
      api,
      store: this.store,
      keeper: this.keeper,
      events: this.events,
      typing: this.typists,
      get: this.get,
      set: part => this.set(part),
      leading: () => this.connection !== null,
      send: frame => this.put(frame),
      onOwn: (conversation, id) => this.outbox.seen(conversation, id),
    });
    this.own = new Later(() => this.loadOwn());
    this.drafts = new Later(() => this.loadDrafts());
    this.events.on('connection', ({ phase }) => {
      if (phase === 'live') this.drafts.on(drafts => drafts.connected());
    });
    this.events.on('storeFailure', () => this.set({ kept: false }));
  }

  // ---- what a screen reads ----

  readonly get = (): ClientState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  // ---- what a screen does ----

  /** Shows what was kept, then connects or follows the tab that did; again after a connection that ended. */
  start(): void {
    if (!this.running) void this.begin();
    else if (this.connection) this.connection.start();
    else this.tabs.tell({ type: 'start' });
  }

  stop(): void {
    if (!this.running) return;
    this.running = false;
    this.run++;
    void this.keeper.flush();
    this.quit();
  }

  /** The network or the page came back: find out at once how the connection is. */
  wake(): void {
    if (this.connection) this.connection.wake();
    else this.tabs.tell({ type: 'wake' });
  }

  /** Ends the session on the server too, as far as it can be reached, and forgets everything, what was not sent included. */
  async signOut(): Promise<void> {
    this.tabs.tell({ type: 'signed-out' });
    this.abandon();
    try {
      await this.store.clear();
    } finally {
      await this.options.api.signOut();
    }
  }

  /** Brings a conversation on screen: shows its newest page and keeps it whole from now on. */
  open(conversation: string): void {
    this.engine.open(conversation);
  }

  older(conversation: string): Promise<void> {
    return this.engine.older(conversation);
  }

  /** Leaves as soon as it can; a `sent` or `failed` event tells. Throws when too many wait already. */
  post(conversation: string, text: string, context: Context = {}): string {
    const { id } = this.outbox.post(conversation, text, context);
    const key = draftKey(conversation, context.thread);
    const { [key]: _, ...drafts } = this.current.drafts;
    this.set({ drafts });
    this.drafts.on(drafts => drafts.edited(key));
    this.typists.posted(conversation);
    return id;
  }

  /** As `post`; resolves once the server has it for good, rejects when it refuses for good. */
  send(conversation: string, text: string, context: Context = {}): Promise<number> {
    const id = this.post(conversation, text, context);
    return new Promise((resolve, reject) => {
      const done = () => {
        for (const end of ends) end();
      };
      const ends = [
        this.on('sent', sent => {
          if (sent.id !== id) return;
          done();
          resolve(sent.seq);
        }),
        this.on('failed', failed => {
          if (failed.id !== id) return;
          done();
          reject(Object.assign(new Error(failed.failure?.detail), { code: failed.failure?.code }));
        }),
      ];
    });
  }

  retry(id: string): void {
    if (this.connection) this.outbox.retryFailed(id);
    else this.toLeader({ type: 'retry', message: id });
  }

  discard(id: string): void {
    if (this.connection) this.outbox.discard(id);
    else this.toLeader({ type: 'discard', message: id });
  }

  /** Keeps text that was begun, in the conversation or in a thread of it, or forgets it when it is empty. */
  draft(conversation: string, text: string, thread?: number): void {
    const key = draftKey(conversation, thread);
    this.keepDraft(key, text);
    this.drafts.on(drafts => drafts.edited(key));
  }

  /** Entries that this device kept and that are older than `before`, oldest first, as far back as none is missing. */
  kept(conversation: string, before: number): Promise<Entry[]> {
    return this.engine.stored(conversation, before, KEPT_ENTRIES);
  }

  /** Whether this tab speaks for all: what is to happen once is for it. */
  get leads(): boolean {
    return this.connection !== null;
  }

  /** Whether a tab has it on screen, as far as this one was told. */
  isOnScreen(conversation: string): boolean {
    return this.interests.includes(conversation);
  }

  /** Keeps a message for this user alone, or forgets it; shown at once, and taken back where the server refuses. */
  async save(conversation: string, seq: number, on: boolean): Promise<void> {
    this.showSaved(conversation, seq, on);
    try {
      await (await this.options.api.own()).save(conversation, seq, on);
    } catch (failure) {
      this.showSaved(conversation, seq, !on);
      throw failure;
    }
  }

  /** Somebody is writing there; the others are told now and then. */
  typing(conversation: string): void {
    this.typists.type(conversation);
  }

  /** The conversations on screen, those alone: from them everything is wanted at once. */
  focus(conversations: readonly string[]): void {
    this.interests.focus(conversations);
  }

  /** Follows the presence of these users for one part of a screen, until that part names others or none. */
  watch(part: string, users: readonly string[]): void {
    this.interests.watch(part, users);
  }

  /** What others are shown from now on, whenever this client is connected. */
  setStatus(status: Status['status']): void {
    this.status = status;
    this.put({ op: 'status', status });
  }

  /** Everything on screen up to the newest entry held was read. */
  markRead(conversation: string): void {
    this.engine.markRead(conversation);
  }

  /** A thread that is followed was read up to one of its messages, which is on screen. */
  markThreadRead(conversation: string, thread: number, seq: number): void {
    this.engine.markThreadRead(conversation, thread, seq);
  }

  /** Follows the thread under a message, or no longer until one replies in it or is mentioned in it. */
  async follow(conversation: string, thread: number, on: boolean): Promise<void> {
    this.engine.threadTold(await this.options.api.follow(conversation, thread, on));
  }

  /** A conversation that an HTTP call answered with, before (or instead of) the socket's frame about it. */
  learn(conversation: ConversationState): void {
    this.engine.learn(conversation);
  }

  meet(profiles: readonly Profile[]): void {
    this.engine.meet(profiles);
  }

  /** Asks once for the profiles that nobody sent along. */
  lookUp(ids: readonly string[]): void {
    this.engine.lookUp(ids);
  }

  // ---- coming and going ----

  private async begin(): Promise<void> {
    this.running = true;
    const run = ++this.run;
    const saved = await this.saved();
    if (run !== this.run) return;
    this.adopt(saved);
    this.outbox.adopt(saved.pending);
    this.tabs.join({
      lead: () => void this.lead(run),
      heard: message => {
        if (run === this.run) this.heard(message);
      },
    });
    if (!this.connection) this.tabs.tell({ type: 'arrived' });
  }

  /** Reads the store again: the tab that led before may have saved more since this one came. */
  private async lead(run: number): Promise<void> {
    const saved = await this.saved();
    if (run !== this.run) return;
    if (!this.told) this.adopt(saved);
    this.keeper.leading = true;
    const { api, socketUrl, client, WebSocket } = this.options;
    this.connection = new Connection({
      url: socketUrl,
      client,
      WebSocket,
      poll: () => new PollSocket(api),
      cursor: this.tabs.exclusive ? saved.cursor : undefined,
      token: () => api.accessToken(),
      refresh: () => api.refresh(),
      onFrame: frame => this.received(frame),
      onState: state => this.connectionBecame(state),
    });
    this.outbox.adopt(saved.pending);
    this.tellState();
    this.connection.start();
  }

  private quit(): void {
    const { connection } = this;
    this.connection = null;
    connection?.stop();
    this.keeper.leading = false;
    this.told = false;
    this.outbox.rest();
    this.interests.rest();
    this.drafts.ifMade(drafts => drafts.rest());
    this.tabs.leave();
  }

  /** Signed out: nothing that waits may be written after the store was cleared. */
  private abandon(): void {
    this.running = false;
    this.run++;
    this.keeper.forgetChanges();
    this.quit();
  }

  private async saved(): Promise<Saved> {
    try {
      return await this.store.load();
    } catch (failure) {
      this.storeFailed(failure);
      return { conversations: [], users: [], threads: [], pending: [], drafts: {} };
    }
  }

  private adopt({ cursor, conversations, users, threads, drafts }: Saved): void {
    this.engine.adopt({
      conversations: Object.fromEntries(conversations.map(state => [state.id, state])),
      users: Object.fromEntries(users.map(user => [user.id, user])),
      threads: Object.fromEntries(threads.map(state => [draftKey(state.conversation, state.thread), state])),
      ...(cursor && { ready: true }),
    });
    this.set({ drafts });
  }

  private storeFailed(failure: unknown): void {
    this.events.emit('storeFailure', failure);
  }

  private keepDraft(key: string, text: string): void {
    const { [key]: _, ...others } = this.current.drafts;
    this.set({ drafts: text ? { ...others, [key]: text } : others });
    this.store.draft(key, text).catch(failure => this.storeFailed(failure));
  }

  private ownReceived(frame: ServerFrame): void {
    if (frame.op === 'own' || frame.op === 'welcome') this.own.on(own => own.received(frame));
  }

  private async loadOwn(): Promise<OwnSync> {
    const { OwnSync } = await import('./own.ts');
    return new OwnSync({
      calls: await this.options.api.own(),
      set: ({ keptDrafts, ...part }) => {
        this.set(part);
        if (keptDrafts) this.drafts.on(drafts => drafts.told(keptDrafts));
      },
      asking: () => this.running && this.current.connection.phase !== 'ended',
    });
  }

  private async loadDrafts(): Promise<DraftSync> {
    const { DraftSync } = await import('./drafts.ts');
    return new DraftSync({
      calls: await this.options.api.own(),
      get: () => this.current.drafts,
      set: (key, text) => this.keepDraft(key, text),
      live: () => this.running && this.current.connection.phase === 'live',
      ask: () => this.own.on(own => own.ask('drafts')),
    });
  }

  private showSaved(conversation: string, seq: number, on: boolean): void {
    const saved = new Set(this.current.saved);
    if (on) saved.add(placeOf(conversation, seq));
    else saved.delete(placeOf(conversation, seq));
    this.set({ saved });
  }

  // ---- the connection ----

  private received(frame: ServerFrame): void {
    this.engine.received(frame);
    this.ownReceived(frame);
    this.answered(frame);
    this.tabs.tell({ type: 'frame', frame });
  }

  private answered(frame: ServerFrame): void {
    if (frame.op === 'error') this.outbox.refused(frame);
    if (frame.op !== 'ack') return;
    if (frame.duplicate) this.outbox.discard(frame.id);
    else this.outbox.acknowledged(frame);
    this.events.emit('sent', frame);
  }

  private connectionBecame(connection: ConnectionState): void {
    this.set({ connection });
    this.events.emit('connection', connection);
    if (this.connection) this.tabs.tell({ type: 'connection', connection });
    if (connection.phase === 'live') {
      this.outbox.connected();
      this.interests.connected();
      if (this.status !== 'online') this.setStatus(this.status);
    }
    if (connection.phase === 'ended' && connection.reason === 'signed-out') this.keeper.noteReset();
  }

  private pendingBecame(pending: ClientState['pending']): void {
    const failedBefore = new Set(
      this.current.pending.filter(({ state }) => state === 'failed').map(({ id }) => id),
    );
    this.set({ pending });
    for (const message of pending)
      if (message.state === 'failed' && !failedBefore.has(message.id)) this.events.emit('failed', message);
    if (this.connection) this.tabs.tell({ type: 'pending', pending });
  }

  /** On this tab's connection, or by way of the tab that has one. */
  private put(frame: ClientFrame): boolean {
    if (this.connection) return this.connection.send(frame);
    if (this.current.connection.phase !== 'live') return false;
    this.tabs.tell({ type: 'send', frame });
    return true;
  }

  // ---- other tabs ----

  private toLeader(message: TabMessage): void {
    if (!this.connection) this.tabs.tell(message);
  }

  private tellState(): void {
    const { ready, conversations, threads, appeared, users, presence, connection, pending } = this.current;
    const { preferences, saved } = this.current;
    const own = { preferences, saved };
    const state = { ready, conversations, threads, appeared, users, presence, connection, pending, ...own };
    this.tabs.tell({ type: 'state', state });
  }

  private heard(message: TabMessage): void {
    if (message.type === 'signed-out') this.abandon();
    else if (this.connection) this.asked(message, this.connection);
    else this.followed(message);
  }

  /** What the leader is asked to do. */
  private asked(message: TabMessage, connection: Connection): void {
    switch (message.type) {
      case 'arrived':
        return this.tellState();
      case 'send':
        if (message.frame.op === 'status') this.status = message.frame.status;
        return void connection.send(message.frame);
      case 'posted':
        return this.outbox.adopt([message.message]);
      case 'retry':
        return this.outbox.retryFailed(message.message);
      case 'discard':
        return this.outbox.discard(message.message);
      case 'wants':
        return this.interests.heard(message.tab, message.wants);
      case 'start':
        return connection.start();
      case 'wake':
        return connection.wake();
      case 'state':
      case 'frame':
      case 'connection':
      case 'pending':
      case 'signed-out':
        return;
    }
  }

  /** What the leader tells. */
  private followed(message: TabMessage): void {
    switch (message.type) {
      case 'state': {
        const { pending, ...shared } = message.state;
        this.told = true;
        this.own.on(own => own.told());
        this.engine.adopt(shared);
        this.tabs.tell({ type: 'wants', tab: this.tab, wants: this.interests.wants });
        return this.outbox.mirror(pending);
      }
      case 'frame':
        this.engine.received(message.frame);
        this.ownReceived(message.frame);
        if (message.frame.op === 'ack') this.events.emit('sent', message.frame);
        return;
      case 'connection':
        this.set({ connection: message.connection });
        return this.events.emit('connection', message.connection);
      case 'pending':
        return this.outbox.mirror(message.pending);
      case 'arrived':
      case 'send':
      case 'posted':
      case 'retry':
      case 'discard':
      case 'wants':
      case 'start':
      case 'wake':
      case 'signed-out':
        return;
    }
  }

  private set(part: Partial<ClientState>): void {
    this.current = { ...this.current, ...part };
    for (const listener of this.listeners) listener();
  }
}
