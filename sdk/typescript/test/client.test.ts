import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ParleyClient } from '../src/client.ts';
import { SUBPROTOCOL } from '../src/connection.ts';
import type { Entry } from '../src/frames.ts';
import { Api, type Tokens } from '../src/http.ts';
import { SAVE_AFTER_MS } from '../src/keeper.ts';
import { MemoryStore } from '../src/store.ts';
import type { TabMember, Tabs } from '../src/tabs.ts';
import { eventually } from './eventually.ts';
import { conversation, message } from './messages.ts';

const me = { id: 'me', handle: 'me', name: 'Me' };
const tokens: Tokens = { user: me, accessToken: 'a', refreshToken: 'r', expiresAt: Number.MAX_SAFE_INTEGER };

/** One conversation on a real socket, with an answer for what these tests send. */
class Server {
  readonly log: Entry[] = [message(1, 'ben')];
  readonly heard: { op: string; [field: string]: unknown }[] = [];
  readonly sockets = new Set<WebSocket>();
  mute = false;
  url = '';
  private readonly server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => SUBPROTOCOL,
  });

  constructor() {
    this.server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('message', data => this.answer(socket, JSON.parse(String(data))));
    });
  }

  async listening(): Promise<void> {
    if (!this.server.address()) await once(this.server, 'listening');
    this.url = `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The entries call of the HTTP interface. */
  readonly fetch = async (url: string): Promise<Response> => {
    if (url.includes('/threads')) return Response.json({ threads: [], users: [], next: null });
    const after = Number(new URL(url, 'http://x').searchParams.get('after'));
    const entries = this.log.filter(entry => entry.seq > after);
    return Response.json(
      url.includes('/users') ? { users: [] } : { entries, head: this.log.length, first: 1 },
    );
  };

  say(from: string, id: string, text: string): Entry {
    const entry: Entry = { ...message(this.log.length + 1, from, text), id };
    this.log.push(entry);
    for (const socket of this.sockets) socket.send(JSON.stringify(entry));
    return entry;
  }

  texts(): (string | undefined)[] {
    return this.log.map(entry => (entry.kind === 'message' ? entry.text : undefined));
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
    this.server.close();
  }

  private answer(socket: WebSocket, frame: { op: string; [field: string]: unknown }): void {
    this.heard.push(frame);
    const reply = (answer: unknown) => socket.send(JSON.stringify(answer));
    const head = this.log.length;
    const state = conversation({
      kind: 'direct',
      head,
      messages: head,
      read: 0,
      readMessages: 0,
      delivered: 0,
      marks: { ben: { delivered: 1, read: 1 } },
    });
    const named = frame.cursor === `${head}` ? [] : [state];
    if (frame.op === 'hello')
      reply({
        ...{
          op: 'welcome',
          session: 's',
          user: 'me',
          heartbeat: 30,
          cursor: `${head}`,
          features: [],
          users: [],
        },
        ...(frame.cursor ? {} : { reset: true }),
        conversations: named,
      });
    if (frame.op !== 'send' || this.mute) return;
    const { rid, id, text } = frame as unknown as { rid: number; id: string; text: string };
    const known = this.log.find(entry => entry.kind === 'message' && entry.id === id);
    const entry = known ?? this.say('me', id, text);
    reply({
      op: 'ack',
      rid,
      conversation: 'c1',
      id,
      seq: entry.seq,
      at: '',
      ...(known && { duplicate: true }),
    });
  }
}

/** Tabs of one browser, in one process: the first to join leads, and the next one once it has gone. */
class Browser {
  readonly members: TabMember[] = [];

  tab(): Tabs {
    const { members } = this;
    let self: TabMember | undefined;
    return {
      exclusive: true,
      join(member) {
        self = member;
        members.push(member);
        if (members.length === 1) member.lead();
      },
      tell(said) {
        const copy = structuredClone(said);
        for (const member of members) if (member !== self) queueMicrotask(() => member.heard(copy));
      },
      leave: () => self && this.kill(self),
    };
  }

  /** Gone without a word: what a crash of its tab looks like to the others. */
  kill(member: TabMember): void {
    const leads = this.members[0] === member;
    this.members.splice(this.members.indexOf(member), 1);
    if (leads) this.members[0]?.lead();
  }
}

let server: Server;
let store: MemoryStore;
let browser: Browser;
let clients: ParleyClient[];

function open(): ParleyClient {
  const client = new ParleyClient({
    me,
    api: new Api('', { load: () => tokens, save: () => {} }, server.fetch),
    socketUrl: server.url,
    client: { name: 'test', version: '1' },
    store,
    tabs: browser.tab(),
    WebSocket,
  });
  clients.push(client);
  client.start();
  return client;
}

async function live(client: ParleyClient): Promise<ParleyClient> {
  await eventually(() => expect(client.get().connection.phase).toBe('live'));
  await eventually(() => expect(client.get().ready).toBe(true));
  return client;
}

const shown = (client: ParleyClient) =>
  client.get().logs.c1?.entries.map(entry => (entry.kind === 'message' ? entry.text : entry.kind));
const shows = (client: ParleyClient, ...texts: string[]) =>
  eventually(() => expect(shown(client)).toEqual(texts));

beforeEach(async () => {
  server = new Server();
  await server.listening();
  store = new MemoryStore();
  browser = new Browser();
  clients = [];
});

afterEach(() => {
  for (const client of clients) client.stop();
  server.close();
});

describe('a client', () => {
  it('opens without a server to what it knew, and resumes from there', async () => {
    const before = await live(open());
    before.open('c1');
    await shows(before, 'message 1');
    await new Promise(saved => setTimeout(saved, 2 * SAVE_AFTER_MS));
    before.stop();
    server.close();

    const offline = open();
    await eventually(() => expect(offline.get().ready).toBe(true));
    offline.open('c1');
    await shows(offline, 'message 1');
    offline.post('c1', 'written offline');
    offline.stop();

    server = new Server();
    await server.listening();
    const after = await live(open());
    after.open('c1');
    await shows(after, 'message 1', 'written offline');
    expect(server.heard[0]).toMatchObject({ op: 'hello', cursor: '1' });
  });

  it('promises a message and keeps the promise', async () => {
    const client = await live(open());
    expect(await client.send('c1', 'hello')).toBe(2);
  });

  it('tells the sender of what it has, once it has it', async () => {
    await live(open());
    await eventually(() => expect(server.heard).toContainEqual({ op: 'delivered', marks: { c1: 1 } }));
    server.say('ben', 'b', 'more');
    await eventually(() => expect(server.heard).toContainEqual({ op: 'delivered', marks: { c1: 2 } }));
  });

  it('takes a head for news only when it moves', async () => {
    const client = await live(open());
    const head = (seq: number) => ({ op: 'head', conversation: 'c1', seq, messages: seq });
    const tell = (frame: object) => {
      for (const socket of server.sockets) socket.send(JSON.stringify(frame));
    };
    tell(head(1));
    tell({ op: 'typing', conversation: 'c1', user: 'ben' });
    await eventually(() => expect(client.get().typing.c1).toEqual(['ben']));
    expect(client.get().appeared).toEqual({});
    tell(head(2));
    await eventually(() => expect(client.get().appeared.c1).toBeDefined());
    expect(client.get().conversations.c1).toMatchObject({ head: 2, messages: 2 });
  });

  it('keeps a draft until it is sent', async () => {
    const client = await live(open());
    client.draft('c1', 'begun');
    const other = await live(open());
    expect(other.get().drafts).toEqual({ c1: 'begun' });
    client.post('c1', 'begun');
    expect(client.get().drafts).toEqual({});
    expect((await store.load()).drafts).toEqual({});
  });

  it('forgets everything when it signs out, in every tab', async () => {
    const client = await live(open());
    const other = await live(open());
    client.draft('c1', 'begun');
    await client.signOut();
    await new Promise(saved => setTimeout(saved, 2 * SAVE_AFTER_MS));
    expect(await store.load()).toEqual({
      conversations: [],
      users: [],
      threads: [],
      pending: [],
      drafts: {},
    });
    expect(browser.members).toEqual([]);
    expect(other.get().pending).toEqual([]);
  });

  it('is called by its new name, wherever that was given', async () => {
    const client = await live(open());
    for (const socket of server.sockets)
      socket.send(JSON.stringify({ op: 'user', ...me, name: 'Me, Myself' }));
    await eventually(() => expect(client.get().me.name).toBe('Me, Myself'));
    client.stop();
    const again = open();
    await eventually(() => expect(again.get().me.name).toBe('Me, Myself'));
  });
});

describe('two tabs', () => {
  it('share one connection, and both hear of everything', async () => {
    const leader = await live(open());
    const follower = await live(open());
    expect(server.sockets.size).toBe(1);
    for (const client of [leader, follower]) client.open('c1');
    server.say('ben', 'b', 'hello both');
    for (const client of [leader, follower]) await shows(client, 'message 1', 'hello both');
  });

  it('send by way of the one that leads', async () => {
    const leader = await live(open());
    const follower = await live(open());
    for (const client of [leader, follower]) client.open('c1');
    follower.post('c1', 'from the second tab');
    expect(follower.get().pending).toMatchObject([{ text: 'from the second tab', state: 'waiting' }]);
    for (const client of [leader, follower]) await shows(client, 'message 1', 'from the second tab');
    for (const client of [leader, follower]) await eventually(() => expect(client.get().pending).toEqual([]));
    follower.markRead('c1');
    await eventually(() => expect(server.heard).toContainEqual({ op: 'read', conversation: 'c1', seq: 2 }));
  });

  it('lose nothing and double nothing when the leading one is killed in the middle of sending', async () => {
    const leader = await live(open());
    const follower = await live(open());
    server.mute = true;
    const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`);
    for (const text of texts) leader.post('c1', text);
    await eventually(() => expect(server.heard.filter(({ op }) => op === 'send')).toHaveLength(20));
    // Half of them had arrived when the tab died; nobody was told.
    for (const { id, text } of leader.get().pending.slice(0, 10)) server.say('me', id, text);
    server.mute = false;
    // A killed tab runs no code: its socket ends, and nothing in it comes back.
    (leader as unknown as { connection: { dropSocket(): void } }).connection.dropSocket();
    browser.kill(browser.members[0] as TabMember);

    await live(follower);
    await eventually(() => expect(server.texts()).toEqual(['message 1', ...texts]));
    await eventually(() =>
      expect(follower.get().pending.filter(({ state }) => state !== 'sent')).toEqual([]),
    );
    expect((await store.load()).pending).toEqual([]);
  });
});
