import { Bot, type BotOptions, MemoryStore, ParleyClient, type Socket, type Store } from '@parley/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Line } from '../../../web/e2e/line.ts';
import { OfficeProxy } from '../../../web/e2e/office-proxy.ts';
import { Server } from '../../../web/e2e/server.ts';
import { direct, eventually, numbered, PASSWORD, type Person, reads, registered } from './people.ts';

let server: Server;
let line: Line;
let office: OfficeProxy;
let clients: ParleyClient[];
let people = 0;

beforeAll(async () => {
  server = await Server.start();
  line = await Line.to(server.url);
  office = await OfficeProxy.to(server.url);
  clients = [];
});

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
  line.mend();
});

afterAll(async () => {
  line?.close();
  office?.close();
  await server?.stop();
});

/** Two people of their own for each test, and a conversation of theirs. */
async function pair(url = server.url): Promise<{ ada: Person; ben: Person; conversation: string }> {
  people++;
  const ada = await registered(url, `ada${people}`);
  const ben = await registered(server.url, `ben${people}`);
  return { ada, ben, conversation: await direct(ada, ben) };
}

interface Given {
  WebSocket?: new (url: string, protocol: string) => Socket;
  store?: Store;
}

function start({ api, me }: Person, given: Given = { WebSocket }): ParleyClient {
  const client = new ParleyClient({
    me,
    api,
    socketUrl: `${api.base.replace('http', 'ws')}/v1/socket`,
    client: { name: 'acceptance', version: '1' },
    ...given,
  });
  clients.push(client);
  client.start();
  return client;
}

async function live(client: ParleyClient): Promise<ParleyClient> {
  await eventually(() => expect(client.get().connection.phase).toBe('live'));
  return client;
}

/** Holds the conversation, whole from now on. */
async function opened(client: ParleyClient, conversation: string): Promise<ParleyClient> {
  await eventually(() => expect(client.get().conversations[conversation]).toBeDefined());
  client.open(conversation);
  return client;
}

const shown = (client: ParleyClient, conversation: string) =>
  (client.get().logs[conversation]?.entries ?? []).flatMap(entry =>
    entry.kind === 'message' ? [entry.text] : [],
  );

describe('on the real server, a client', () => {
  it('sends in order and exactly once over a kill -9 of the server', async () => {
    const { ada, ben, conversation } = await pair();
    const client = await live(start(ada));
    const before = numbered('before', 60);
    const during = numbered('during', 60);
    const sent = before.map(text => client.send(conversation, text));
    await sent[9];
    const restarted = server.crashAndRestart();
    sent.push(...during.map(text => client.send(conversation, text)));
    await restarted;
    client.wake();
    const seqs = await Promise.all(sent);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    await reads(conversation, ben, [...before, ...during]);
  });

  it('resumes from its cursor, and is told what it missed', async () => {
    const { ada, ben, conversation } = await pair(line.url);
    const welcomes: Record<string, unknown>[] = [];
    const note = (frame: Record<string, unknown>) => frame.op === 'welcome' && welcomes.push(frame);
    class Listening extends WebSocket {
      override emit(event: string | symbol, ...args: unknown[]): boolean {
        if (event === 'message') note(JSON.parse(String(args[0])));
        return super.emit(event, ...args);
      }
    }
    // It may come back by either.
    const poll = ada.api.poll.bind(ada.api);
    ada.api.poll = async (...asked) => {
      const answer = await poll(...asked);
      for (const frame of answer.frames) note(frame as Record<string, unknown>);
      return answer;
    };
    const client = await live(start(ada, { WebSocket: Listening }));
    await opened(client, conversation);
    const other = await live(start(ben));
    await other.send(conversation, 'while it was there');
    await eventually(() => expect(shown(client, conversation)).toEqual(['while it was there']));
    line.cut();
    await eventually(() => expect(client.get().connection.phase).not.toBe('live'));
    const missed = numbered('missed', 120);
    const all = ['while it was there', ...missed];
    for (const text of missed) other.post(conversation, text);
    await reads(conversation, ben, all);
    line.mend();
    client.wake();
    await eventually(() => expect(shown(client, conversation)).toEqual(all));
    expect(welcomes[0]).toMatchObject({ reset: true });
    expect(welcomes.length).toBeGreaterThan(1);
    for (const resumed of welcomes.slice(1)) expect(resumed).not.toHaveProperty('reset', true);
  });

  it('fetches what was lost on the way', async () => {
    const { ada, ben, conversation } = await pair();
    class Lossy extends WebSocket {
      override emit(event: string | symbol, ...args: unknown[]): boolean {
        return event === 'message' && String(args[0]).includes('lost') ? true : super.emit(event, ...args);
      }
    }
    const client = await opened(await live(start(ada, { WebSocket: Lossy })), conversation);
    const other = await live(start(ben));
    const said = ['there', 'lost one', 'lost two', 'there again'];
    for (const text of said) await other.send(conversation, text);
    await eventually(() => expect(shown(client, conversation)).toEqual(said));
  });

  it('keeps a hundred messages while there is no network, and through its own end', async () => {
    const { ada, ben, conversation } = await pair(line.url);
    const store = new MemoryStore();
    const client = await live(start(ada, { WebSocket, store }));
    line.cut();
    await eventually(() => expect(client.get().connection.phase).not.toBe('live'));
    const written = numbered('written', 100);
    for (const text of written) client.post(conversation, text);
    client.stop();
    const next = start(ada, { WebSocket, store });
    await eventually(() => expect(next.get().pending).toHaveLength(100));
    line.mend();
    next.wake();
    await reads(conversation, ben, written);
    await eventually(() => expect(next.get().pending.filter(({ state }) => state !== 'sent')).toEqual([]));
  });

  it('polls behind a proxy that refuses sockets, and climbs back once it lets them pass', async () => {
    const { ada, ben, conversation } = await pair(office.url);
    const client = await opened(await live(start(ada)), conversation);
    expect(client.get().connection).toEqual({ phase: 'live', via: 'poll' });
    const other = await live(start(ben));
    await client.send(conversation, 'by requests');
    await other.send(conversation, 'answered');
    await eventually(() => expect(shown(client, conversation)).toEqual(['by requests', 'answered']));
    office.refusesUpgrades = false;
    client.wake();
    await eventually(() => expect(client.get().connection).toEqual({ phase: 'live', via: 'socket' }));
    await other.send(conversation, 'by a socket');
    await eventually(() => expect(shown(client, conversation).at(-1)).toBe('by a socket'));
  });
});

describe('on the real server, a bot', () => {
  const quiet = { client: { name: 'acceptance', version: '1' } };

  async function bot(person: Person, options: Partial<BotOptions>): Promise<Bot> {
    const { base } = person.api;
    const account = { handle: person.me.handle, password: PASSWORD };
    return Bot.signIn(base, account, {
      ...quiet,
      onMessage: () => {},
      onFailure: failure => expect(failure).toBeUndefined(),
      ...options,
    });
  }

  it('hears each message once and in order, over a kill -9 of the server', async () => {
    const { ada, ben, conversation } = await pair();
    const heard: (string | undefined)[] = [];
    const listener = await bot(ben, { WebSocket, onMessage: ({ text }) => void heard.push(text) });
    const ended = listener.run();
    const speaker = await live(start(ada));
    const said = numbered('said', 80);
    const sent = said.map(text => speaker.send(conversation, text));
    await sent[20];
    await server.crashAndRestart();
    speaker.wake();
    await Promise.all(sent);
    await eventually(() => expect(heard).toEqual(said));
    listener.stop();
    expect(await ended).toBe('stopped');
  });

  it('goes on in the next run where the last one stopped', async () => {
    const { ada, ben, conversation } = await pair();
    const speaker = await live(start(ada));
    const heard: (string | undefined)[] = [];
    const options: Partial<BotOptions> = { WebSocket, onMessage: ({ text }) => void heard.push(text) };
    const first = await bot(ben, options);
    const ended = first.run();
    await speaker.send(conversation, 'to the first');
    await eventually(() => expect(heard).toEqual(['to the first']));
    first.stop();
    await ended;
    await speaker.send(conversation, 'to nobody');
    const second = await bot(ben, options);
    const over = second.run();
    await eventually(() => expect(heard).toEqual(['to the first', 'to nobody']));
    second.stop();
    await over;
  });

  it('answers once, however often it hears a question', async () => {
    const { ada, ben, conversation } = await pair();
    const speaker = await live(start(ada));
    const asked = await bot(ben, {
      WebSocket,
      async onMessage(message, self) {
        const once = [self.answer(message, 'yes'), self.answer(message, 'yes')];
        await Promise.all([...once, self.answer(message, 'and one thing more', 1)]);
        await self.answer(message, 'yes');
      },
    });
    const ended = asked.run();
    await speaker.send(conversation, 'well?');
    await reads(conversation, ada, ['well?', 'yes', 'and one thing more']);
    asked.stop();
    await ended;
  });

  it('is told of a refusal, and of its own end', async () => {
    const { ben } = await pair();
    const refused = await bot(ben, { WebSocket });
    const ended = refused.run();
    const elsewhere = '00000000-0000-7000-8000-000000000000';
    await expect(refused.send(elsewhere, 'nobody is here')).rejects.toMatchObject({ code: 'not_found' });
    refused.stop();
    await ended;
    await expect(refused.send(elsewhere, 'too late')).rejects.toThrow('ended');
  });
});
