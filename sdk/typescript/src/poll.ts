import type { Socket } from './connection.ts';
import type { ErrorCode } from './frames.ts';

/** One request of the protocol's section 3, as an HTTP client makes it. Rejects with `code` and `retryAfterMs`. */
export interface PollCalls {
  /** Frames are JSON values; `poll` is null for the first request. */
  poll(poll: string | null, body: PollRequest, signal: AbortSignal): Promise<PollAnswer>;
  /** Ends it for the server too; may go unheard, since a session that is not asked for lapses by itself. */
  endPoll(poll: string): Promise<void>;
}

export interface PollRequest {
  ack?: number;
  first?: number;
  frames: unknown[];
}

export interface PollAnswer {
  poll?: string | undefined;
  next: number;
  frames: unknown[];
}

interface Failure {
  code?: ErrorCode | 'unreachable';
  retryAfterMs?: number | undefined;
}

/** What the socket would have been closed with. */
const CLOSE_CODES: Partial<Record<ErrorCode | 'unreachable', number>> = {
  unauthenticated: 4401,
  forbidden: 4403,
  bad_request: 4400,
  too_large: 1009,
  rate_limited: 4429,
  unreachable: 1006,
};
const TRY_AGAIN = 1012;
/** One request that waits for frames, and a newer one that brings some. */
const MOST_REQUESTS = 2;
/** What answers at once without a frame is not the server that waits: it is not asked in a tight loop. */
const IDLE_ROUND_MS = 1_000;

/**
 * A socket made of requests, for where none can pass. Each request says up to where all arrived (`ack`) and carries
 * the frames that no answer has confirmed yet, so whatever a lost request or answer held comes again; both sides
 * number what they send and skip what they saw.
 */
export class PollSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  private poll: string | null = null;
  /** The number of the next frame from the server. */
  private next = 0;
  /** The number of the first frame in `outgoing`. */
  private first = 0;
  private readonly outgoing: unknown[] = [];
  /** The number after the last frame that some request carries. */
  private carried = 0;
  private requests = 0;
  private readonly ended = new AbortController();
  private readonly calls: PollCalls;

  constructor(calls: PollCalls) {
    this.calls = calls;
    queueMicrotask(() => this.onopen?.(undefined as never));
  }

  send(data: string): void {
    const frame = JSON.parse(data) as { op: string; token?: string };
    if (frame.op === 'hello') {
      const { token: _, ...hello } = frame;
      void this.request(null, { frames: [hello] });
      return;
    }
    this.outgoing.push(frame);
    // What is sent in one go travels in one request.
    queueMicrotask(() => this.pump());
  }

  close(): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    if (this.poll) void this.calls.endPoll(this.poll);
  }

  private pump(): void {
    if (!this.poll || this.ended.signal.aborted) return;
    const waiting = this.carried < this.first + this.outgoing.length;
    if (this.requests > 0 && !(waiting && this.requests < MOST_REQUESTS)) return;
    const frames = [...this.outgoing];
    this.carried = this.first + frames.length;
    void this.request(this.poll, { ack: this.next, first: this.first, frames });
  }

  private async request(poll: string | null, body: PollRequest): Promise<void> {
    this.requests++;
    const began = Date.now();
    try {
      const answer = await this.calls.poll(poll, body, this.ended.signal);
      this.requests--;
      if (this.ended.signal.aborted) return;
      this.answered(body, answer);
      const idle = answer.frames.length === 0 && Date.now() - began < IDLE_ROUND_MS;
      if (idle && this.requests === 0) setTimeout(() => this.pump(), IDLE_ROUND_MS);
      else this.pump();
    } catch (failure) {
      this.failed(failure as Failure);
    }
  }

  private answered({ first = 0, frames }: PollRequest, answer: PollAnswer): void {
    if (this.poll === null) this.poll = answer.poll ?? null;
    else this.confirmed(first + frames.length);
    const from = answer.next - answer.frames.length;
    const fresh = answer.frames.slice(Math.max(0, this.next - from));
    this.next = Math.max(this.next, answer.next);
    for (const frame of fresh) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  private confirmed(upTo: number): void {
    if (upTo <= this.first) return;
    this.outgoing.splice(0, upTo - this.first);
    this.first = upTo;
  }

  private failed({ code, retryAfterMs }: Failure): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    this.onclose?.({ code: (code && CLOSE_CODES[code]) ?? TRY_AGAIN, ...(retryAfterMs && { retryAfterMs }) });
  }
}
