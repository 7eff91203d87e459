import { decodeServerFrame, encode } from './codec.ts';
import type { ClientFrame, ClientInfo, ServerFrame, Welcome } from './frames.ts';

/*
 *            start()             open              welcome
 *    idle ──────────▶ connecting ─────▶ hello ──────────────▶ live ──┐ over long polling:
 *                      ▲      │           │                    │  ▲  │ tries a socket now and then,
 *             timer or │      │ closed    │ closed             │  └──┘ and climbs back to it once
 *              wake()  │      ▼           ▼                    ▼       one opens
 *                     waiting ◀────────────────────────────────┘ closed, or silent
 *                             │
 *                             │ 1009, 4400, 4403, superseded, session over, stop()
 *                             ▼
 *                           ended ──start()──▶ connecting
 *
 * After 1001, 1006, 1012, 4408, 4409, 4429 (and whatever else may pass) it waits with full jitter and comes back;
 * after 4401 it refreshes the token first. The cursor lives here: each hello resumes from the last one received.
 *
 * It waits at least as long as the server asks for, by `error` instead of `welcome` or by `bye`.
 *
 * After FALL_BACK_AFTER attempts in a row that got no welcome it takes turns between socket and long polling, so that a
 * proxy that blocks one of them and a server that is merely away are both got over. What was welcomed last is tried
 * first the next time. Where there is no WebSocket (Node 20 has none) there is long polling alone.
 */

export type Via = 'socket' | 'poll';

export type ConnectionState =
  | { phase: 'idle' | 'connecting' | 'hello' }
  | { phase: 'live'; via: Via }
  | { phase: 'waiting'; until: number }
  | { phase: 'ended'; reason: EndReason };

export type EndReason = 'stopped' | 'signed-out' | 'superseded' | 'refused';

/** Written as a method, since browsers and `ws` say each in their own types what they call it with. */
type Handler<E> = { handle(event: E): void }['handle'] | null;

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  onopen: Handler<never>;
  onmessage: Handler<{ data: unknown }>;
  onclose: Handler<{ code: number; retryAfterMs?: number }>;
  onerror: Handler<never>;
  send(data: string): void;
  close(code?: number): void;
}

/** A browser's, Node's from version 22 on, or that of the package `ws`. */
export type SocketConstructor = new (url: string, protocol: string) => Socket;

export interface ConnectionOptions {
  url: string;
  client: ClientInfo;
  /** The cursor of an earlier run, to resume from. */
  cursor?: string | undefined;
  /** The one that is built in, where another is not given; where there is none, it polls. */
  WebSocket?: SocketConstructor | undefined;
  /** A socket made of HTTP requests, for where no real one can pass. */
  poll?: (() => Socket) | undefined;
  random?: () => number;
  /** A token good for now; rejects with `code: 'unauthenticated'` when the session is over. */
  token: () => Promise<string>;
  /** A new token whatever the old one says, after a 4401. */
  refresh: () => Promise<unknown>;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: ConnectionState) => void;
}

export const SUBPROTOCOL = 'parley.v1';
export const FIRST_DELAY_MS = 500;
export const LONGEST_DELAY_MS = 30_000;
export const ANSWER_WITHIN_MS = 10_000;
export const FALL_BACK_AFTER = 2;
/** Between two tries to climb back from long polling to a socket; doubles with each that fails, up to the longest. */
export const CLIMB_AFTER_MS = 30_000;
export const LONGEST_CLIMB_MS = 600_000;

const NEVER_COME_BACK = new Set([1009, 4400, 4403]);
const NOT_AUTHENTICATED = 4401;
const ABNORMAL = 1006;

export class Connection {
  state: ConnectionState = { phase: 'idle' };
  private socket: Socket | null = null;
  private cursor: string | undefined;
  private heartbeatMs = 30_000;
  private failures = 0;
  private via: Via = 'socket';
  /** What was welcomed last. */
  private preferred: Via = 'socket';
  /** Attempts in a row without a welcome. */
  private unwelcomed = 0;
  private climbs = 0;
  private climbTimer: ReturnType<typeof setTimeout> | undefined;
  private probe: Socket | null = null;
  private notBefore = 0;
  private superseded = false;
  private mustRefresh = false;
  private attempt = 0;
  private rid = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly options: ConnectionOptions;
  private readonly WebSocket: SocketConstructor | undefined;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.WebSocket = options.WebSocket ?? (globalThis.WebSocket as SocketConstructor | undefined);
    if (!this.WebSocket && !options.poll) throw new Error('neither a WebSocket nor long polling');
    this.cursor = options.cursor;
  }

  start(): void {
    if (this.state.phase === 'idle' || this.state.phase === 'ended') void this.connect();
  }

  stop(): void {
    this.end('stopped');
  }

  /** The network or the page came back: do not sit out a long delay, and find out at once if the line is dead. */
  wake(): void {
    if (this.state.phase === 'waiting') void this.connect();
    else if (this.state.phase === 'live') {
      this.ping();
      if (this.via === 'poll') this.tryToClimb();
    }
  }

  nextRid(): number {
    return ++this.rid;
  }

  /** False when there is no live connection; whether the frame arrived only its answer tells. */
  send(frame: ClientFrame): boolean {
    if (this.state.phase !== 'live' || !this.socket) return false;
    this.socket.send(encode(frame));
    return true;
  }

  private async connect(): Promise<void> {
    this.dropSocket();
    this.superseded = false;
    const attempt = ++this.attempt;
    this.become({ phase: 'connecting' });
    try {
      if (this.mustRefresh) await this.options.refresh();
      this.mustRefresh = false;
      const token = await this.options.token();
      if (attempt === this.attempt) this.openSocket(token);
    } catch (failure) {
      if (attempt === this.attempt) this.tokenFailed(failure);
    }
  }

  private openSocket(token: string): void {
    this.via = this.nextVia();
    const socket = this.via === 'poll' ? this.options.poll?.() : this.realSocket();
    if (!socket) return;
    this.socket = socket;
    socket.onopen = () => {
      const { client } = this.options;
      this.become({ phase: 'hello' });
      socket.send(encode({ op: 'hello', token, client, ...(this.cursor && { cursor: this.cursor }) }));
    };
    socket.onmessage = event => this.received(String(event.data));
    socket.onclose = event => {
      if (event.retryAfterMs) this.notBefore = Date.now() + event.retryAfterMs;
      this.closed(event.code);
    };
    this.expectWithin(ANSWER_WITHIN_MS, () => this.closed(ABNORMAL));
  }

  private nextVia(): Via {
    if (!this.options.poll) return 'socket';
    if (!this.WebSocket) return 'poll';
    const other = this.preferred === 'poll' ? 'socket' : 'poll';
    const othersTurn = this.unwelcomed >= FALL_BACK_AFTER && this.unwelcomed % 2 === FALL_BACK_AFTER % 2;
    return othersTurn ? other : this.preferred;
  }

  private realSocket(): Socket | undefined {
    const socket = this.WebSocket && new this.WebSocket(this.options.url, SUBPROTOCOL);
    // Its end tells all that matters; but in Node an error that nobody hears ends the program.
    if (socket) socket.onerror = () => {};
    return socket;
  }

  private received(text: string): void {
    if (this.state.phase === 'live') this.expectHeartbeat();
    const frame = decodeServerFrame(text);
    if (!frame) return;
    if (frame.op === 'welcome') this.welcomed(frame);
    if (frame.op === 'cursor') this.cursor = frame.cursor;
    if (frame.op === 'bye') {
      this.notBefore = Date.now() + (frame.retryAfterMs ?? 0);
      this.superseded = frame.reason === 'superseded';
    }
    if (frame.op === 'error' && this.state.phase === 'hello')
      this.notBefore = Date.now() + (frame.retryAfterMs ?? 0);
    this.options.onFrame(frame);
    if (frame.op === 'welcome') this.become({ phase: 'live', via: this.via });
  }

  private welcomed(frame: Welcome): void {
    this.cursor = frame.cursor;
    this.heartbeatMs = frame.heartbeat * 1000;
    this.failures = 0;
    this.notBefore = 0;
    this.unwelcomed = 0;
    this.preferred = this.via;
    this.expectHeartbeat();
    if (this.via === 'poll') this.climbLater();
    else this.climbs = 0;
  }

  private climbLater(): void {
    clearTimeout(this.climbTimer);
    const delay = Math.min(LONGEST_CLIMB_MS, CLIMB_AFTER_MS * 2 ** this.climbs);
    this.climbTimer = setTimeout(() => this.tryToClimb(), delay);
  }

  /** A socket that opens is proof enough to leave long polling; the next hello goes over one. */
  private tryToClimb(): void {
    this.dropProbe();
    this.climbs++;
    const probe = this.realSocket();
    if (!probe) return;
    this.probe = probe;
    probe.onopen = () => {
      this.preferred = 'socket';
      void this.connect();
    };
    probe.onclose = () => this.dropProbe();
    this.climbLater();
  }

  private dropProbe(): void {
    const { probe } = this;
    this.probe = null;
    if (!probe) return;
    probe.onopen = probe.onclose = null;
    probe.close();
  }

  private expectHeartbeat(): void {
    this.expectWithin(this.heartbeatMs, () => this.ping());
  }

  private ping(): void {
    this.send({ op: 'ping', rid: this.nextRid() });
    this.expectWithin(ANSWER_WITHIN_MS, () => this.closed(ABNORMAL));
  }

  private closed(code: number): void {
    if (this.state.phase !== 'live') this.unwelcomed++;
    this.dropSocket();
    if (NEVER_COME_BACK.has(code)) this.end('refused');
    else if (this.superseded) this.end('superseded');
    else {
      this.mustRefresh = code === NOT_AUTHENTICATED;
      this.comeBackLater();
    }
  }

  private tokenFailed(failure: unknown): void {
    if ((failure as { code?: unknown }).code === 'unauthenticated') this.end('signed-out');
    else this.comeBackLater();
  }

  private comeBackLater(): void {
    const window = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures++);
    const delay = Math.max(0, this.notBefore - Date.now()) + window * (this.options.random ?? Math.random)();
    this.become({ phase: 'waiting', until: Date.now() + delay });
    this.expectWithin(delay, () => void this.connect());
  }

  private end(reason: EndReason): void {
    this.attempt++;
    this.dropSocket();
    if (reason === 'signed-out') this.cursor = undefined;
    this.become({ phase: 'ended', reason });
  }

  /** Handlers go first: a socket over a dead network may take minutes to report its own end. */
  private dropSocket(): void {
    clearTimeout(this.timer);
    clearTimeout(this.climbTimer);
    this.dropProbe();
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private expectWithin(ms: number, otherwise: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(otherwise, ms);
  }

  private become(state: ConnectionState): void {
    this.state = state;
    this.options.onState(state);
  }
}
