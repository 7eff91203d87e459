import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  Connection,
  type ConnectionState,
  FIRST_DELAY_MS,
  LONGEST_DELAY_MS,
  type Socket,
  SUBPROTOCOL,
} from '../src/connection.ts';
import { eventually } from './eventually.ts';

/** A real socket server that speaks just enough of the protocol, and can be told to misbehave. */
class Server {
  readonly hellos: { token: string; cursor?: string }[] = [];
  readonly sockets: WebSocket[] = [];
  private readonly server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    path: '/v1/socket',
    handleProtocols: () => SUBPROTOCOL,
  });

  constructor(greet: (socket: WebSocket) => void) {
    this.server.on('connection', socket => {
      this.sockets.push(socket);
      socket.on('message', data => {
        const frame = JSON.parse(String(data));
        if (frame.op !== 'hello') return;
        this.hellos.push(frame);
        greet(socket);
      });
    });
  }

  async listening(): Promise<void> {
    if (!this.server.address()) await once(this.server, 'listening');
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/socket`;
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
    this.server.close();
  }
}

let server: Server;
let connection: Connection;
let states: ConnectionState[];
let refreshes: number;
let session: 'good' | 'over';

function welcome(socket: WebSocket, heartbeat = 30): void {
  const cursor = `cursor-${server.hellos.length}`;
  const lists = { features: [], conversations: [], users: [], gone: [] };
  socket.send(JSON.stringify({ op: 'welcome', session: 's1', user: 'u1', heartbeat, cursor, ...lists }));
}

async function connectTo(greet: (socket: WebSocket) => void): Promise<void> {
  server = new Server(greet);
  await server.listening();
  connection = new Connection({
    url: server.url,
    client: { name: 'test', version: '1' },
    WebSocket,
    random: () => 0,
    token: async () => {
      if (session === 'over') throw Object.assign(new Error('over'), { code: 'unauthenticated' });
      return `token-${refreshes}`;
    },
    refresh: async () => {
      refreshes++;
    },
    onFrame: () => {},
    onState: state => states.push(state),
  });
  connection.start();
}

/** A socket that welcomes, and needs no server for it. */
function pollSocket(): Socket {
  const lists = { features: [], conversations: [], users: [], gone: [] };
  const welcome = { op: 'welcome', session: 's1', user: 'u1', heartbeat: 30, cursor: 'polled', ...lists };
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: data => {
      if (data.includes('hello')) socket.onmessage?.({ data: JSON.stringify(welcome) });
    },
    close: () => {},
  };
  queueMicrotask(() => socket.onopen?.(undefined as never));
  return socket;
}

const phases = () => states.map(state => state.phase);
const becomes = (phase: ConnectionState['phase'], times = 1) =>
  eventually(() => expect(phases().filter(seen => seen === phase)).toHaveLength(times));

beforeEach(() => {
  states = [];
  refreshes = 0;
  session = 'good';
});

afterEach(() => {
  connection.stop();
  server.close();
});

describe('the connection', () => {
  it('says hello and is live once welcomed', async () => {
    await connectTo(welcome);
    await becomes('live');
    expect(phases()).toEqual(['connecting', 'hello', 'live']);
    expect(server.hellos).toMatchObject([{ token: 'token-0', client: { name: 'test' } }]);
    expect(server.hellos[0]?.cursor).toBeUndefined();
  });

  it.each([1001, 1012, 4408, 4409, 4429])('comes back from its cursor after %i', async code => {
    await connectTo(welcome);
    await becomes('live');
    server.sockets[0]?.send('{"op":"cursor","cursor":"newer"}');
    server.sockets[0]?.close(code);
    await becomes('live', 2);
    expect(server.hellos[1]?.cursor).toBe('newer');
    expect(refreshes).toBe(0);
  });

  it('comes back after the line breaks', async () => {
    await connectTo(welcome);
    await becomes('live');
    server.sockets[0]?.terminate();
    await becomes('live', 2);
  });

  it.each([1009, 4400, 4403])('stays away after %i', async code => {
    await connectTo(welcome);
    await becomes('live');
    server.sockets[0]?.close(code);
    await becomes('ended');
    expect(connection.state).toEqual({ phase: 'ended', reason: 'refused' });
  });

  it('refreshes its token after 4401', async () => {
    await connectTo(socket => (refreshes === 0 ? socket.close(4401) : welcome(socket)));
    await becomes('live');
    expect(server.hellos.map(hello => hello.token)).toEqual(['token-0', 'token-1']);
  });

  it('ends when the session is over', async () => {
    await connectTo(welcome);
    await becomes('live');
    session = 'over';
    server.sockets[0]?.close(4401);
    await becomes('ended');
    expect(connection.state).toEqual({ phase: 'ended', reason: 'signed-out' });
  });

  it('does not fight for its place when superseded', async () => {
    await connectTo(welcome);
    await becomes('live');
    server.sockets[0]?.send('{"op":"bye","reason":"superseded"}');
    server.sockets[0]?.close(4429);
    await becomes('ended');
    connection.start();
    await becomes('live', 2);
  });

  it('waits as long as a bye asks', async () => {
    await connectTo(welcome);
    await becomes('live');
    server.sockets[0]?.send('{"op":"bye","reason":"draining","retryAfterMs":60000}');
    server.sockets[0]?.close(1012);
    await becomes('waiting');
    const { state } = connection;
    expect(state.phase === 'waiting' && state.until - Date.now()).toBeGreaterThan(50_000);
    connection.wake();
    await becomes('live', 2);
  });

  it('waits at least as long as the refusal of a welcome asks', async () => {
    let crowded = true;
    await connectTo(socket => {
      if (!crowded) return welcome(socket);
      crowded = false;
      socket.send('{"op":"error","code":"unavailable","detail":"too many at once","retryAfterMs":60000}');
      socket.close(4429);
    });
    await becomes('waiting');
    const { state } = connection;
    expect(state.phase === 'waiting' && state.until - Date.now()).toBeGreaterThan(50_000);
    connection.wake();
    await becomes('live');
  });

  it('pings when it hears nothing for a heartbeat', async () => {
    const heard: string[] = [];
    await connectTo(socket => {
      socket.on('message', data => heard.push(String(data)));
      welcome(socket, 1);
    });
    await eventually(() => expect(heard.map(text => JSON.parse(text))).toMatchObject([{ op: 'ping' }]));
  });

  it('falls back to long polling after two attempts without a welcome, and climbs back when a socket opens', async () => {
    const polled: string[] = [];
    let blocked = true;
    /** Some proxies answer an upgrade with an ordinary page. */
    class Proxied extends WebSocket {
      constructor(url: string, protocol: string) {
        super(blocked ? url.replace('/v1', '/blocked') : url, protocol);
      }
    }
    server = new Server(welcome);
    await server.listening();
    connection = new Connection({
      url: server.url,
      client: { name: 'test', version: '1' },
      WebSocket: Proxied,
      poll: () => {
        polled.push('poll');
        return pollSocket();
      },
      random: () => 0,
      token: async () => 'token',
      refresh: () => Promise.resolve(),
      onFrame: () => {},
      onState: state => states.push(state),
    });
    connection.start();
    await becomes('live');
    expect(connection.state).toEqual({ phase: 'live', via: 'poll' });
    expect(phases().filter(phase => phase === 'connecting')).toHaveLength(3);

    connection.wake();
    expect(connection.state).toEqual({ phase: 'live', via: 'poll' });
    blocked = false;
    connection.wake();
    await eventually(() => expect(connection.state).toEqual({ phase: 'live', via: 'socket' }));
    expect(polled).toHaveLength(1);
    expect(server.hellos).toMatchObject([{ cursor: 'polled' }]);
  });

  it('polls and does not try to climb where there is no WebSocket', async () => {
    states = [];
    connection = new Connection({
      url: 'ws://127.0.0.1:1/v1/socket',
      client: { name: 'test', version: '1' },
      poll: pollSocket,
      token: async () => 'token',
      refresh: () => Promise.resolve(),
      onFrame: () => {},
      onState: state => states.push(state),
    });
    connection.start();
    await becomes('live');
    connection.wake();
    expect(connection.state).toEqual({ phase: 'live', via: 'poll' });
    expect(phases()).toEqual(['connecting', 'hello', 'live']);
  });

  it('draws its delay from a window that doubles up to a limit', async () => {
    await connectTo(welcome);
    await becomes('live');
    vi.useFakeTimers({ now: 0 });
    const delays: number[] = [];
    const refused = new Connection({
      url: server.url,
      client: { name: 'test', version: '1' },
      WebSocket,
      random: () => 1,
      token: () => Promise.reject(new Error('nobody answers')),
      refresh: () => Promise.resolve(),
      onFrame: () => {},
      onState: state => state.phase === 'waiting' && delays.push(state.until - Date.now()),
    });
    refused.start();
    for (let failures = 1; failures <= 9; failures++) {
      await eventually(() => expect(delays).toHaveLength(failures));
      await vi.advanceTimersToNextTimerAsync();
    }
    refused.stop();
    vi.useRealTimers();
    expect(delays.slice(0, 3)).toEqual([FIRST_DELAY_MS, 2 * FIRST_DELAY_MS, 4 * FIRST_DELAY_MS]);
    expect(Math.max(...delays)).toBe(LONGEST_DELAY_MS);
  });
});
