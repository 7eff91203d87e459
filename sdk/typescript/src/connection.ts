import { decodeServerFrame, encode } from './codec.ts';
import type { ClientFrame, ClientInfo, ServerFrame, Welcome } from './frames.ts';

/*
 *            start()             open              welcome
 *    idle ──────────▶ connecting ─────▶ hello ──────────────▶ live
 *                      ▲      │           │                    │
 *             timer or │      │ closed    │ closed             │ closed, or silent
 *              wake()  │      ▼           ▼                    ▼
 *                     waiting ◀────────────────────────────────┘
 *                             │
 *                             │ 1009, 4400, 4403, superseded, session over, stop()
 *                             ▼
 *                           ended ──start()──▶ connecting
 *
 * After 1001, 1006, 1012, 4408, 4409, 4429 (and whatever else may pass) it waits with full jitter and comes back;
 * after 4401 it refreshes the token first. The cursor lives here: each hello resumes from the last one received.
 */

export type ConnectionState =
  | { phase: 'idle' | 'connecting' | 'hello' | 'live' }
  | { phase: 'waiting'; until: number }
  | { phase: 'ended'; reason: EndReason };

export type EndReason = 'stopped' | 'signed-out' | 'superseded' | 'refused';

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface ConnectionOptions {
  url: string;
  client: ClientInfo;
  connect?: (url: string, protocol: string) => Socket;
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

const NEVER_COME_BACK = new Set([1009, 4400, 4403]);
const NOT_AUTHENTICATED = 4401;
const ABNORMAL = 1006;

export class Connection {
  state: ConnectionState = { phase: 'idle' };
  private socket: Socket | null = null;
  private cursor: string | undefined;
  private heartbeatMs = 30_000;
  private failures = 0;
  private notBefore = 0;
  private superseded = false;
  private mustRefresh = false;
  private attempt = 0;
  private rid = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.options = options;
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
    else if (this.state.phase === 'live') this.ping();
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
    const connect = this.options.connect ?? ((url, protocol) => new WebSocket(url, protocol) as Socket);
    const socket = connect(this.options.url, SUBPROTOCOL);
    this.socket = socket;
    socket.onopen = () => {
      const { client } = this.options;
      this.become({ phase: 'hello' });
      socket.send(encode({ op: 'hello', token, client, ...(this.cursor && { cursor: this.cursor }) }));
    };
    socket.onmessage = event => this.received(String(event.data));
    socket.onclose = event => this.closed(event.code);
    this.expectWithin(ANSWER_WITHIN_MS, () => this.closed(ABNORMAL));
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
    this.options.onFrame(frame);
    if (frame.op === 'welcome') this.become({ phase: 'live' });
  }

  private welcomed(frame: Welcome): void {
    this.cursor = frame.cursor;
    this.heartbeatMs = frame.heartbeat * 1000;
    this.failures = 0;
    this.notBefore = 0;
    this.expectHeartbeat();
  }

  private expectHeartbeat(): void {
    this.expectWithin(this.heartbeatMs, () => this.ping());
  }

  private ping(): void {
    this.send({ op: 'ping', rid: this.nextRid() });
    this.expectWithin(ANSWER_WITHIN_MS, () => this.closed(ABNORMAL));
  }

  private closed(code: number): void {
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
