import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OwnThing, Welcome } from '../src/frames.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../src/notices.ts';
import { OwnCalls, OwnSync, RETRY_OWN_MS } from '../src/own.ts';

const none: Preferences = { direct: 'none', group: 'none', channel: 'none' };
const welcome: Welcome = {
  op: 'welcome',
  session: 's1',
  user: 'me',
  heartbeat: 30,
  cursor: 'x.1',
  features: [],
  conversations: [],
  users: [],
};

let answers: (() => Promise<unknown>)[] = [];
let known: Preferences[] = [];
let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  known = [];
  asked = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function sync(): OwnSync {
  const calls = new OwnCalls((method, path) => {
    if (path.endsWith('/places')) return Promise.resolve({ places: [{ conversation: 'c1', seq: 7 }] });
    if (path.endsWith('/drafts')) return Promise.resolve({ drafts: [] });
    asked.push(`${method} ${path}`);
    return answers.shift()?.() ?? Promise.resolve(DEFAULT_PREFERENCES);
  });
  return new OwnSync({
    calls,
    set: ({ preferences }) => preferences && known.push(preferences),
    asking: () => true,
  });
}

const settled = () => vi.advanceTimersByTimeAsync(0);

it('asks at the first welcome, and later for what moved', async () => {
  const own = sync();
  own.received(welcome);
  own.received(welcome);
  await settled();
  expect(asked).toEqual(['GET /v1/users/me/notifications']);
  own.received({ ...welcome, own: ['notifications'] });
  own.received({ op: 'own', moved: ['notifications', 'of later' as OwnThing] });
  own.received({ ...welcome, reset: true });
  await settled();
  expect(asked).toHaveLength(4);
});

it('drops an answer that a newer question overtook', async () => {
  const own = sync();
  let late: (value: unknown) => void = () => {};
  answers = [
    () =>
      new Promise(resolve => {
        late = resolve;
      }),
    () => Promise.resolve(none),
  ];
  own.received(welcome);
  own.received({ op: 'own', moved: ['notifications'] });
  await settled();
  late(DEFAULT_PREFERENCES);
  await settled();
  expect(known).toEqual([none]);
});

it('asks again after a failure', async () => {
  const own = sync();
  answers = [() => Promise.reject(new Error('not now')), () => Promise.resolve(none)];
  own.received(welcome);
  await settled();
  expect(known).toEqual([]);
  await vi.advanceTimersByTimeAsync(RETRY_OWN_MS);
  expect(known).toEqual([none]);
});

it('tells whoever shows what is sent later that it changed', async () => {
  const told: number[] = [];
  const own = new OwnSync({
    calls: new OwnCalls(() => Promise.resolve({})),
    set: ({ scheduled }) => scheduled !== undefined && told.push(scheduled),
    asking: () => false,
  });
  own.received(welcome);
  own.received({ ...welcome, own: ['scheduled'] });
  await settled();
  own.received({ op: 'own', moved: ['scheduled'] });
  await settled();
  expect(told).toHaveLength(2);
  expect(told[1]).not.toBe(told[0]);
});
