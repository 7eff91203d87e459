import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Api, ApiError, type Tokens } from '../src/http.ts';
import { upload } from '../src/upload.ts';

const me = { id: 'u1', handle: 'ada', name: 'Ada', role: 'member' as const };

const hit = {
  conversation: 'c1',
  seq: 4,
  at: '2026-11-24T01:02:03.123Z',
  from: 'u1',
  snippet: 'a word',
  highlights: [{ start: 2, end: 6 }],
};
const stands = {
  conversation: 'c1',
  seq: 4,
  messages: 4,
  at: '2026-11-24T01:02:03.123Z',
  from: 'u1',
  kind: 'message',
  id: 'm4',
  text: 'better',
  edited: { seq: 6, at: '2026-11-24T01:03:03.123Z', edits: 1 },
  reactions: [{ emoji: '👍', count: 1, users: ['u1'], mine: true }],
  replies: { count: 2, last: 9 },
};
const page = { messages: [stands], head: 9, first: 1, users: [me] };
const found = { hits: [hit], users: [me], next: 'p2' };

let server: Server;
let api: Api;
let tokens: Tokens | null;
let good: string;
let refreshes: number;
let asked: string[];
let refreshStatus: number;

beforeEach(async () => {
  good = 'access-1';
  refreshes = 0;
  asked = [];
  refreshStatus = 200;
  tokens = { user: me, accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: Date.now() + 600_000 };
  server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    if (request.url === '/v1/sessions/refresh') {
      refreshes++;
      if (refreshStatus !== 200)
        return answer(refreshStatus, { code: refreshStatus === 401 ? 'unauthenticated' : 'unavailable' });
      good = 'access-2';
      return answer(200, { accessToken: good, refreshToken: 'refresh-2', expiresIn: 600 });
    }
    if (request.headers.authorization !== `Bearer ${good}`) return answer(401, { code: 'unauthenticated' });
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/v1/attachments')) return files(request, response);
    if (request.url?.startsWith('/v1/emoji')) return emoji(request, response);
    if (request.url?.startsWith('/v1/groups')) return groups(request, response);
    if (request.url?.startsWith('/v1/search')) return answer(200, found);
    if (request.url?.endsWith('/previews')) return answer(200, behind);
    if (request.url?.includes('/messages?')) return answer(200, page);
    if (request.url?.startsWith('/v1/users')) return answer(200, { users: [me] });
    return answer(429, { code: 'rate_limited', detail: 'slower', retryAfterMs: 1500 });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  api = new Api(`http://127.0.0.1:${port}`, {
    load: () => tokens,
    save: saved => {
      tokens = saved;
    },
  });
});

afterEach(() => {
  server.close();
});

/** One file, whose bytes are what was uploaded last; one called `huge` is refused. */
let bytes = '';

function files(request: IncomingMessage, response: ServerResponse): void {
  const file = {
    id: 'a1',
    name: 'notes.txt',
    type: 'text/plain',
    bytes: bytes.length,
    width: null,
    height: null,
  };
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status).end(JSON.stringify(body));
  };
  if (request.url === '/v1/attachments/a1/link')
    return answer(200, { link: '/v1/attachments/a1?link=x', expiresIn: 300, attachment: file });
  if (request.url === '/v1/attachments/a1') return void response.end(bytes);
  if (request.url === '/v1/attachments/a1?size=360') return void response.end('small');
  if (request.url === '/v1/attachments/a1?size=1200')
    return answer(404, { code: 'not_found', detail: 'none yet' });
  if (request.url === '/v1/attachments/a2') return answer(410, { code: 'expired', detail: 'recalled' });
  if (request.url?.endsWith('huge')) return answer(413, { code: 'too_large', detail: 'more than 5 bytes' });
  let body = '';
  request.on('data', part => {
    body += part;
  });
  request.on('end', () => {
    bytes = body;
    answer(201, { ...file, bytes: body.length });
  });
}

const party = { name: 'party', picture: 'p1', addedBy: 'u1', addedAt: '2026-11-24T01:02:03.123Z' };

/** One emoji; a further one is refused. */
function emoji(request: IncomingMessage, response: ServerResponse): void {
  const answer = (status: number, body: unknown): void => {
    request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(body)));
  };
  if (request.method === 'DELETE') return void response.writeHead(204).end();
  if (request.url === '/v1/emoji/pictures/p1') return void response.end('a hat');
  if (request.url === '/v1/emoji?name=party') return answer(201, party);
  if (request.method === 'POST') return answer(409, { code: 'conflict', detail: 'the most there may be' });
  answer(200, { emoji: [party], mayAdd: true });
}

describe('emoji of the workspace', () => {
  it('are listed, added, removed, and shown', async () => {
    const calls = await api.emoji();
    expect(await calls.list()).toEqual({ emoji: [party], mayAdd: true });
    expect(await calls.add('party', new Blob(['hat']))).toEqual(party);
    await expect(calls.add('+1', new Blob(['hat']))).rejects.toMatchObject({ code: 'conflict', status: 409 });
    expect(await (await calls.picture('p1')).text()).toBe('a hat');
    await calls.remove('+1');
    expect(asked.at(-1)).toBe('/v1/emoji/%2B1');
    expect(asked).toContain('/v1/emoji?name=%2B1');
  });
});

const backend = { id: 'g1', handle: 'backend', name: 'Backend', members: ['u1', 'u2'] };

/** One group; what is made or changed is answered as it was wished. */
function groups(request: IncomingMessage, response: ServerResponse): void {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status).end(JSON.stringify(body));
  };
  let body = '';
  request.on('data', part => {
    body += part;
  });
  request.on('end', () => {
    if (request.method === 'DELETE') return void response.writeHead(204).end();
    if (request.method !== 'GET') return answer(200, { id: 'g2', ...JSON.parse(body) });
    if (request.url === '/v1/groups/g1') return answer(200, backend);
    if (request.url !== '/v1/groups') return answer(404, { code: 'not_found', detail: 'no such user group' });
    answer(200, { groups: [{ ...backend, members: 2 }], mayChange: true });
  });
}

describe('user groups', () => {
  it('are listed, made, changed and removed', async () => {
    const calls = await api.groups();
    expect(await calls.list()).toEqual({ groups: [{ ...backend, members: 2 }], mayChange: true });
    expect(await calls.get('g1')).toEqual(backend);
    await expect(calls.get('g/7')).rejects.toMatchObject({ code: 'not_found' });
    const wish = { handle: 'ops', name: 'Ops', members: ['u1'] };
    expect(await calls.make(wish)).toEqual({ id: 'g2', ...wish });
    expect(await calls.change('g2', { ...wish, members: [] })).toMatchObject({ members: [] });
    await calls.remove('g2');
    expect(asked.slice(-4)).toEqual(['/v1/groups/g%2F7', '/v1/groups', '/v1/groups/g2', '/v1/groups/g2']);
  });
});

describe('attachments', () => {
  const blob = new Blob(['hello']);
  const known = { id: 'a1', name: 'notes.txt', type: 'text/plain', bytes: 5 };

  it('are uploaded under their name, with a token that is refreshed where need be, and told of', async () => {
    good = 'access-2';
    const sent: number[] = [];
    expect(await upload(api, blob, { name: 'a & b.txt', onProgress: count => sent.push(count) })).toEqual(
      known,
    );
    expect(asked).toEqual(['/v1/attachments?name=a%20%26%20b.txt']);
    expect(bytes).toBe('hello');
    expect(sent.at(-1)).toBe(5);
  });

  it('are fetched, and linked to for what has no token', async () => {
    await upload(api, blob, { name: 'notes.txt' });
    expect(await (await api.bytes('a1')).text()).toBe('hello');
    expect(await api.link('a1')).toEqual({
      url: `${api.base}/v1/attachments/a1?link=x`,
      expiresIn: 300,
      file: known,
    });
  });

  it('have small pictures, or none', async () => {
    expect(await (await api.thumbnail('a1', 360)).text()).toBe('small');
    await expect(api.thumbnail('a1', 1200)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are refused by their code', async () => {
    await expect(upload(api, blob, { name: 'huge' })).rejects.toMatchObject({
      code: 'too_large',
      status: 413,
    });
    await expect(api.bytes('a2')).rejects.toMatchObject({ code: 'expired' });
    server.close();
    const nowhere = new Api('http://127.0.0.1:1', { load: () => tokens, save: () => {} });
    await expect(upload(nowhere, blob, { name: 'x' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('are given up when their uploader wants it', async () => {
    const given = new AbortController();
    given.abort();
    await expect(upload(api, blob, { name: 'x', signal: given.signal })).rejects.toBe(given.signal.reason);
    expect(asked).toEqual([]);
  });
});

/** What is behind the links of any message. */
const behind = {
  on: true,
  previews: [
    {
      url: 'https://a.example/',
      title: 'A title',
      description: null,
      site: 'a.example',
      image: { type: 'image/png', width: 2, height: 1, data: 'AQID' },
    },
  ],
};

describe('the HTTP calls', () => {
  it('tell what is behind the links of a message', async () => {
    const { on, previews } = await api.previews('c1', 7);
    expect(on).toBe(true);
    expect(previews).toMatchObject([{ url: 'https://a.example/', title: 'A title', description: null }]);
    const picture = previews[0]?.image;
    expect(picture).toMatchObject({ width: 2, height: 1 });
    expect(picture?.bytes.type).toBe('image/png');
    expect(await picture?.bytes.bytes()).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('refresh once for all that were refused together, and repeat them', async () => {
    good = 'access-2';
    const found = await Promise.all([api.findUsers('a'), api.findUsers('b'), api.findUsers('c')]);
    expect(found).toEqual([[me], [me], [me]]);
    expect(refreshes).toBe(1);
    expect(tokens).toMatchObject({ user: me, refreshToken: 'refresh-2' });
  });

  it('ask for hits by what was written, page by page', async () => {
    expect(await api.search({ query: 'word in:"a room"', next: 'p1' })).toEqual(found);
    await api.search({ query: 'word', conversation: 'c1', order: 'rank' });
    expect(asked).toEqual([
      '/v1/search?q=word+in%3A%22a+room%22&order=date&limit=20&next=p1',
      '/v1/search?q=word&order=rank&limit=20&conversation=c1',
    ]);
  });

  it('read messages as they stand, of a thread or around one', async () => {
    const { messages, head } = await api.messages('c1', { thread: 4, before: 9, limit: 50 });
    expect(head).toBe(9);
    expect(messages).toMatchObject([
      { op: 'entry', seq: 4, text: 'better', edited: { seq: 6 }, replies: { count: 2, last: 9 } },
    ]);
    expect(messages[0]?.reactions).toEqual([{ emoji: '👍', users: ['u1'] }]);
    await api.messages('c1', { around: 4, limit: 1 });
    expect(asked).toEqual([
      '/v1/conversations/c1/messages?thread=4&before=9&limit=50',
      '/v1/conversations/c1/messages?around=4&limit=1',
    ]);
  });

  it('refresh ahead of the end of a token', async () => {
    if (tokens) tokens.expiresAt = Date.now() + 1_000;
    expect(await api.accessToken()).toBe('access-2');
  });

  it('end the session when the refresh is refused', async () => {
    good = 'none';
    refreshStatus = 401;
    await expect(api.findUsers('a')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(tokens).toBeNull();
  });

  it('keep the session when the refresh merely fails', async () => {
    good = 'none';
    refreshStatus = 503;
    await expect(api.findUsers('a')).rejects.toBeInstanceOf(ApiError);
    expect(tokens).not.toBeNull();
  });

  it('carry the code and the delay of a problem', async () => {
    await expect(api.leave('c1')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 1500,
      message: 'slower',
    });
  });

  it('say so when nobody answers', async () => {
    server.close();
    server.closeAllConnections();
    await expect(api.findUsers('a')).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });
});
