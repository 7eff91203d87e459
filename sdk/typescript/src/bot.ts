import { Connection, type ConnectionState, type EndReason, type SocketConstructor } from './connection.ts';
import type {
  ClientInfo,
  ConversationState,
  Entry,
  MessageEntry,
  Profile,
  ServerFrame,
  Welcome,
} from './frames.ts';
import { Api, ApiError, type Tokens } from './http.ts';
import { type Context, Outbox, type Pending } from './outbox.ts';
import { FETCH_AGAIN_MS, Places } from './places.ts';
import { PollSocket } from './poll.ts';
import { Promised } from './promised.ts';
import { ReadMarks } from './read-marks.ts';
import { uuidOf, uuidv7 } from './uuid.ts';

export interface BotOptions {
  /** How the bot names itself to the server. */
  client: ClientInfo;
  /**
   * Hears each message of others, in order within its conversation. The next one there waits until the promise is
   * kept; only then does the message count as read, for others and for the next run.
   */
  onMessage(message: MessageEntry, bot: Bot): void | Promise<void>;
  /**
   * Hears everything that happens, messages included, the bot's own too, before `onMessage`. Only messages keep a
   * conversation unread: what else happened just before a run ended is not told again for sure.
   */
  onEntry?(entry: Entry, bot: Bot): void | Promise<void>;
  /** Hears what a handler threw. The bot goes on with the next entry. */
  onFailure(failure: unknown, entry: Entry): void;
  onConnection?(state: ConnectionState): void;
  /** Where there is none built in (Node 20), or another is wanted. Without any the bot polls. */
  WebSocket?: SocketConstructor;
}

/** Where a message stands, and under which id it is sent: the same id again is the same message. */
export type Placing = Context & { id?: string };

/** How many conversations a `reset` welcome names at most (protocol, section 2). */
const RESET_NAMES = 200;

/** What a bot sends is kept by the message that it answers: that is unread until the answer is there. */
const NOWHERE = { post: async () => {}, amend: async () => {}, discard: async () => {} };

/**
 * A program that takes part in conversations: it hears every message once and in order, and what it sends arrives
 * once, whatever happens to the line, to the server, or to itself. It keeps nothing on disk: where it is in a
 * conversation is its read marker on the server, so it goes on where the last run with its account stopped.
 */
export class Bot {
  readonly api: Api;
  readonly me: Profile;
  private readonly options: BotOptions;
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly places: Places;
  private readonly marks: ReadMarks;
  private readonly sending = new Map<string, Promised<number>>();
  private readonly ended = new Promised<EndReason>();

  constructor(api: Api, me: Profile, options: BotOptions) {
    this.api = api;
    this.me = me;
    this.options = options;
    this.marks = new ReadMarks(frame => this.connection.send(frame));
    this.places = new Places({
      fetch: (conversation, after, limit) => api.entries(conversation, after, limit),
      handle: entry => this.handle(entry),
    });
    this.outbox = new Outbox({
      store: NOWHERE,
      send: frame => this.connection.send(frame),
      nextRid: () => this.connection.nextRid(),
      onChange: pending => this.refused(pending),
      onStored: () => {},
      onStoreFailure: () => {},
    });
    this.connection = new Connection({
      url: `${api.base.replace(/^http/, 'ws')}/v1/socket?route=${encodeURIComponent(me.id)}`,
      client: options.client,
      WebSocket: options.WebSocket,
      poll: () => new PollSocket(api),
      token: () => api.accessToken(),
      refresh: () => api.refresh(),
      onFrame: frame => this.received(frame),
      onState: state => this.connectionBecame(state),
    });
  }

  /** Throws an `ApiError`: `unauthenticated` where handle or password are wrong, `unreachable` where nobody answers. */
  static async signIn(
    server: string,
    account: { handle: string; password: string },
    options: BotOptions,
  ): Promise<Bot> {
    let tokens: Tokens | null = null;
    const inMemory = {
      load: () => tokens,
      save: (newer: Tokens | null) => {
        tokens = newer;
      },
    };
    const api = new Api(server.replace(/\/+$/, ''), inMemory);
    const { user } = await api.signIn(account.handle, account.password);
    return new Bot(api, user, options);
  }

  /** Takes part until `stop`, or until the server ends it for good; says why it ended. */
  async run(): Promise<EndReason> {
    this.connection.start();
    const reason = await this.ended.promise;
    this.places.stop();
    for (const { reject } of this.sending.values()) reject(new Error(`the bot ended: ${reason}`));
    if (reason === 'stopped') await this.leave();
    return reason;
  }

  stop(): void {
    this.connection.stop();
  }

  /**
   * Arrives once and in order; resolves with its number once the server has it for good, however long that takes.
   * Rejects with an `ApiError` where the server refuses for good, with a `RangeError` where `OUTBOX_LIMIT` wait
   * already, and when the bot ends.
   */
  async send(
    conversation: string,
    text: string,
    { id = uuidv7(), ...context }: Placing = {},
  ): Promise<number> {
    const known = this.sending.get(id);
    if (known) return known.promise;
    if (this.connection.state.phase === 'ended') throw new Error('the bot ended');
    const promised = new Promised<number>();
    this.sending.set(id, promised);
    try {
      this.outbox.post(conversation, text, context, id);
      return await promised.promise;
    } finally {
      this.sending.delete(id);
    }
  }

  /**
   * Answers a message where it stands, in its thread if it is in one. However often the bot hears that message, the
   * answer is given once; `which` tells apart several answers to the same.
   */
  async answer(message: MessageEntry, text: string, which = 0): Promise<number> {
    const { conversation, seq, thread } = message;
    const id = await uuidOf(`${this.me.id}/${conversation}/${seq}/${which}`);
    return this.send(conversation, text, { id, ...(thread !== undefined && { thread }) });
  }

  /** The bot is at work on an answer; the others are shown that for some seconds. */
  typing(conversation: string): void {
    this.connection.send({ op: 'typing', conversation });
  }

  // ---- what the server says ----

  private received(frame: ServerFrame): void {
    switch (frame.op) {
      case 'welcome':
        return this.welcomed(frame);
      case 'entry':
        return this.places.entry(frame);
      case 'head':
        return this.places.reaches(frame.conversation, frame.seq);
      case 'conversation':
        return 'gone' in frame ? this.places.gone(frame.id) : this.takesPart(frame);
      case 'ack':
        this.outbox.acknowledged(frame);
        this.outbox.discard(frame.id);
        return this.sending.get(frame.id)?.resolve(frame.seq);
      case 'error':
        return void this.outbox.refused(frame);
      case 'cursor':
      case 'receipt':
      case 'user':
      case 'typing':
      case 'presence':
      case 'pong':
      case 'bye':
        return;
    }
  }

  private welcomed({ reset, gone = [], conversations }: Welcome): void {
    for (const id of gone) this.places.gone(id);
    for (const state of conversations) this.takesPart(state);
    if (reset && conversations.length >= RESET_NAMES) void this.listTheRest();
  }

  private takesPart({ id, head, first, read }: ConversationState): void {
    this.places.knows(id, head, Math.max(read, first - 1));
  }

  /** A reset names the most recent conversations only; HTTP lists the others. */
  private async listTheRest(): Promise<void> {
    try {
      let before: string | undefined;
      do {
        const page = await this.api.conversations(before);
        for (const state of page.items) this.takesPart(state);
        before = page.next ?? undefined;
      } while (before);
    } catch {
      if (this.connection.state.phase !== 'ended') setTimeout(() => this.listTheRest(), FETCH_AGAIN_MS);
    }
  }

  private connectionBecame(state: ConnectionState): void {
    this.options.onConnection?.(state);
    if (state.phase === 'live') {
      this.outbox.connected();
      this.marks.connected();
    }
    if (state.phase === 'ended') this.ended.resolve(state.reason);
  }

  private refused(pending: readonly Pending[]): void {
    for (const { id, failure } of pending) {
      if (!failure) continue;
      this.sending.get(id)?.reject(new ApiError(0, failure.code, failure.detail));
      this.outbox.discard(id);
    }
  }

  // ---- what the bot does ----

  private async handle(entry: Entry): Promise<void> {
    const { onEntry, onMessage, onFailure } = this.options;
    try {
      await onEntry?.(entry, this);
      if (entry.kind === 'message' && entry.from !== this.me.id && !entry.recalled)
        await onMessage(entry, this);
    } catch (failure) {
      if (this.connection.state.phase !== 'ended') onFailure(failure, entry);
    }
    if (this.connection.state.phase !== 'ended') this.marks.read(entry.conversation, entry.seq);
  }

  /** Says how far it came, and ends the session, as far as the server can be reached. */
  private async leave(): Promise<void> {
    const told = [...this.marks.stop()].map(([conversation, seq]) => this.api.read(conversation, seq));
    await Promise.allSettled(told);
    await this.api.signOut().catch(() => {});
  }
}
