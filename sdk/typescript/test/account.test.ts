import { beforeEach, describe, expect, it } from 'vitest';
import { OwnAccount } from '../src/account.ts';
import { Api, type Tokens } from '../src/http.ts';

const ada = { id: 'u1', handle: 'ada', name: 'Ada', role: 'member' as const };
const ben = { id: 'u2', handle: 'ben', name: 'Ben', role: 'member' as const };
const session = {
  id: 's1',
  device: 'Browser/1',
  createdAt: '2026-11-24T01:02:03.123Z',
  usedAt: '2026-11-24T02:02:03.123Z',
  current: true,
};

let asked: [string, unknown][];
let tokens: Tokens | null;
let own: OwnAccount;
let api: Api;

const answers: Record<string, unknown> = {
  'GET /v1/users/me': { ...ada, readReceipts: true },
  'PATCH /v1/users/me': { ...ada, name: 'Ada L.', readReceipts: false },
  'GET /v1/sessions': { sessions: [session] },
  'GET /v1/users/me/blocks': { users: [ben] },
};

beforeEach(() => {
  asked = [];
  tokens = { user: ada, accessToken: 'a', refreshToken: 'r', expiresAt: Number.MAX_SAFE_INTEGER };
  const store = {
    load: () => tokens,
    save: (saved: Tokens | null) => {
      tokens = saved;
    },
  };
  api = new Api('', store, async (url, { method, body }) => {
    asked.push([`${method} ${url}`, body ? JSON.parse(String(body)) : undefined]);
    const answer = answers[`${method} ${url}`];
    return answer ? Response.json(answer) : new Response(null, { status: 204 });
  });
  own = new OwnAccount(api);
});

describe('one’s own account', () => {
  it('is seen and changed, and the next start knows its new name', async () => {
    expect(await own.see()).toEqual({ ...ada, readReceipts: true });
    expect(await own.change({ name: 'Ada L.', readReceipts: false })).toEqual({
      ...ada,
      name: 'Ada L.',
      readReceipts: false,
    });
    expect(asked.at(-1)).toEqual(['PATCH /v1/users/me', { name: 'Ada L.', readReceipts: false }]);
    expect(tokens).toMatchObject({ user: { ...ada, name: 'Ada L.' }, refreshToken: 'r' });
  });

  it('has sessions that can be ended, and people who are blocked', async () => {
    expect(await own.sessions()).toEqual([session]);
    await own.endSession('s1');
    expect(await own.blocks()).toEqual([ben]);
    await own.block('u2', true);
    await own.block('u2', false);
    await own.delete();
    expect(asked.map(([call]) => call)).toEqual([
      'GET /v1/sessions',
      'DELETE /v1/sessions/s1',
      'GET /v1/users/me/blocks',
      'PUT /v1/users/me/blocks/u2',
      'DELETE /v1/users/me/blocks/u2',
      'DELETE /v1/users/me',
    ]);
  });
});

describe('members', () => {
  it('are given roles and removed, page by page', async () => {
    answers['GET /v1/conversations/c1/members?limit=200&after=u1'] = {
      members: [{ user: 'u2', role: 'moderator' }],
      users: [ben],
    };
    expect((await api.members('c1', 'u1')).members).toEqual([{ user: 'u2', role: 'moderator' }]);
    await api.setRole('c1', 'u2', 'owner');
    await api.removeMember('c1', 'u2');
    await api.leave('c1');
    expect(asked.slice(1)).toEqual([
      ['PATCH /v1/conversations/c1/members/u2', { role: 'owner' }],
      ['DELETE /v1/conversations/c1/members/u2', undefined],
      ['DELETE /v1/conversations/c1/members/me', undefined],
    ]);
  });
});
