import { beforeEach, describe, expect, it } from 'vitest';
import { type PollAnswer, type PollCalls, type PollRequest, PollSocket } from '../src/poll.ts';
import { eventually } from './eventually.ts';

/** The server's side of section 3, with answers that can be held and lost. */
class Server implements PollCalls {
  readonly requests: PollRequest[] = [];
  readonly heard: unknown[] = [];
  readonly left: string[] = [];
  refusal: { code: string; retryAfterMs?: number } | null = null;
  private readonly said: unknown[] = [];
  private held: (() => void) | null = null;

  async poll(poll: string | null, body: PollRequest, signal: AbortSignal): Promise<PollAnswer> {
    this.requests.push(body);
    if (this.refusal) throw this.refusal;
    this.held?.();
    if (poll === null) {
      this.said.push({ op: 'welcome' });
      return { poll: 'p1', next: 1, frames: this.said.slice() };
    }
    const { ack = 0, first = 0, frames } = body;
    this.heard.push(...frames.slice(Math.max(0, this.heard.length - first)));
    if (ack === this.said.length)
      await new Promise<void>((resolve, reject) => {
        this.held = resolve;
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    return { next: this.said.length, frames: this.said.slice(ack) };
  }

  async endPoll(poll: string): Promise<void> {
    this.left.push(poll);
  }

  say(...ops: string[]): void {
    this.said.push(...ops.map(op => ({ op })));
    this.held?.();
  }

  /** The waiting request ends without frames, as when a newer one overtakes it. */
  answerEmpty(): void {
    this.held?.();
  }
}

let server: Server;
let socket: PollSocket;
let received: string[];
let closes: { code: number; retryAfterMs?: number }[];

beforeEach(() => {
  server = new Server();
  received = [];
  closes = [];
  socket = new PollSocket(server);
  socket.onopen = () => socket.send('{"op":"hello","token":"secret","cursor":"x"}');
  socket.onmessage = event => received.push(JSON.parse(String(event.data)).op);
  socket.onclose = event => closes.push(event);
});

const hears = (...ops: string[]) => eventually(() => expect(server.heard).toEqual(ops.map(op => ({ op }))));
const gets = (...ops: string[]) => eventually(() => expect(received).toEqual(ops));
const waits = (requests: number) => eventually(() => expect(server.requests).toHaveLength(requests));

describe('a socket made of requests', () => {
  it('says hello without its token, and waits for more', async () => {
    await gets('welcome');
    await waits(2);
    expect(server.requests).toEqual([
      { frames: [{ op: 'hello', cursor: 'x' }] },
      { ack: 1, first: 0, frames: [] },
    ]);
  });

  it('gets each frame once, in order, whatever is returned again', async () => {
    await waits(2);
    server.say('entry', 'receipt');
    await gets('welcome', 'entry', 'receipt');
    server.say('cursor');
    await gets('welcome', 'entry', 'receipt', 'cursor');
    expect(server.requests.map(({ ack }) => ack)).toEqual([undefined, 1, 3, 4]);
  });

  it('sends beside the request that waits, what was written together in one', async () => {
    await waits(2);
    for (const op of ['send', 'read']) socket.send(JSON.stringify({ op }));
    await hears('send', 'read');
    await waits(3);
    socket.send('{"op":"typing"}');
    await hears('send', 'read', 'typing');
    expect(server.requests).toHaveLength(4);
  });

  it('carries a frame again until an answer confirms it', async () => {
    await waits(2);
    socket.send('{"op":"send"}');
    await waits(3);
    socket.send('{"op":"read"}');
    await hears('send', 'read');
    expect(server.requests.at(-1)).toEqual({ ack: 1, first: 0, frames: [{ op: 'send' }, { op: 'read' }] });
    server.answerEmpty();
    const confirmed = { ack: 1, first: 2, frames: [] };
    await eventually(() => expect(server.requests.at(-1)).toEqual(confirmed));
  });

  it.each([
    [{ code: 'expired' }, 1012],
    [{ code: 'unreachable' }, 1006],
    [{ code: 'unauthenticated' }, 4401],
    [{ code: 'forbidden' }, 4403],
    [{ code: 'bad_request' }, 4400],
    [{ code: 'unavailable', retryAfterMs: 700 }, 1012],
  ])('closes as a socket would: %j', async (refusal, code) => {
    await waits(2);
    server.refusal = refusal;
    socket.send('{"op":"send"}');
    await eventually(() => expect(closes).toEqual([{ ...refusal, code }]));
  });

  it('ends for the server too when it is closed, and is heard of no more', async () => {
    await waits(2);
    socket.close();
    socket.close();
    expect(server.left).toEqual(['p1']);
    server.say('entry');
    await eventually(() => expect(closes).toEqual([]));
    expect(received).toEqual(['welcome']);
  });
});
