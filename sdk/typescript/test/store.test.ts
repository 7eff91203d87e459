import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../src/frames.ts';
import { IndexedDbStore } from '../src/indexed-db.ts';
import type { Pending } from '../src/outbox.ts';
import { draftKey, KEPT_ENTRIES, MemoryStore, type Store } from '../src/store.ts';
import { uuidv7 } from '../src/uuid.ts';
import { conversation, message, run } from './messages.ts';

let user = 0;

const stores: Record<string, () => Store> = {
  'in memory': () => new MemoryStore(),
  'in IndexedDB': () => new IndexedDbStore(`u${++user}`),
};

describe.each(Object.entries(stores))('a store %s', (_, open) => {
  let store: Store;
  const pending = (text: string): Pending => ({
    id: uuidv7(),
    conversation: 'c1',
    text,
    createdAt: 0,
    state: 'waiting',
  });
  const seqs = async (before: number, limit: number) =>
    (await store.entries('c1', before, limit)).map(entry => entry.seq);

  beforeEach(() => {
    store = open();
  });

  it('begins empty', async () => {
    expect(await store.load()).toEqual({
      conversations: [],
      users: [],
      threads: [],
      pending: [],
      drafts: {},
    });
  });

  it('forgets the threads of a conversation with it', async () => {
    const state = {
      conversation: 'c1',
      thread: 2,
      following: true,
      read: 4,
      readMessages: 1,
      threadMessages: 1,
      mentions: 0,
      conversationMentions: 0,
      version: 1,
    };
    await store.save({ threads: [state, { ...state, conversation: 'c2' }] });
    await store.save({ threads: [{ ...state, version: 2 }] });
    expect((await store.load()).threads).toContainEqual({ ...state, version: 2 });
    await store.save({ gone: ['c1'] });
    expect((await store.load()).threads).toEqual([{ ...state, conversation: 'c2' }]);
  });

  it('gives back what was saved last', async () => {
    await store.save({
      cursor: 'x',
      conversations: [conversation()],
      users: [{ id: 'u1', handle: 'a', name: 'A' }],
    });
    await store.save({ cursor: 'y', conversations: [conversation({ head: 9 })] });
    const saved = await store.load();
    expect(saved).toMatchObject({
      cursor: 'y',
      conversations: [{ id: 'c1', head: 9 }],
      users: [{ id: 'u1' }],
    });
    expect(saved.conversations).toHaveLength(1);
  });

  it('reads entries back to where one is missing', async () => {
    await store.save({ entries: [...run(1, 3), ...run(5, 9)] });
    expect(await seqs(100, 50)).toEqual([5, 6, 7, 8, 9]);
    expect(await seqs(9, 2)).toEqual([7, 8]);
    expect(await seqs(5, 50)).toEqual([1, 2, 3]);
    expect(await seqs(1, 50)).toEqual([]);
  });

  it('keeps nothing of a message that was recalled', async () => {
    const { id: _, text: __, ...common } = message(2);
    const recalled: Entry = { ...common, kind: 'recalled', target: 1, reason: 'sender' };
    const called = { mentions: ['u2'], groups: [{ id: 'g1', handle: 'backend' }] };
    await store.save({ entries: [{ ...message(1), ...called } as Entry, recalled] });
    expect(JSON.stringify(await store.entries('c1', 9, 9))).not.toMatch(/message 1|mentions|groups/);
    expect(await store.entries('c1', 2, 9)).toMatchObject([{ seq: 1, recalled: true }]);
  });

  it('keeps nothing of what went from the beginning of a log, whether an entry or a state says it', async () => {
    const { id: _, text: __, ...common } = message(6);
    await store.save({ entries: [...run(1, 5), { ...common, kind: 'changed', first: 3 }] });
    expect(await seqs(100, 50)).toEqual([3, 4, 5, 6]);
    await store.save({ conversations: [conversation({ first: 5 })] });
    expect(await seqs(100, 50)).toEqual([5, 6]);
  });

  it('forgets a conversation that is gone, with its entries', async () => {
    await store.save({ cursor: 'x', conversations: [conversation()], entries: run(1, 3) });
    await store.save({ gone: ['c1'] });
    expect(await store.load()).toMatchObject({ cursor: 'x', conversations: [] });
    expect(await seqs(100, 50)).toEqual([]);
  });

  it('forgets on a reset what the server said, and keeps what was written here', async () => {
    const message = pending('a');
    await store.save({ cursor: 'x', conversations: [conversation()], entries: run(1, 3) });
    await store.post(message);
    await store.draft('c2', 'begun');
    await store.save({ reset: true, conversations: [conversation({ id: 'c2' })] });
    const saved = await store.load();
    expect(saved).toMatchObject({
      conversations: [{ id: 'c2' }],
      pending: [message],
      drafts: { c2: 'begun' },
    });
    expect(saved.cursor).toBeUndefined();
    expect(await seqs(100, 50)).toEqual([]);
  });

  it('keeps messages in the order of writing, and drops the draft that one was', async () => {
    await store.draft('c1', 'a');
    const written = ['a', 'b', 'c'].map(pending);
    for (const message of written) await store.post(message);
    expect(await store.load()).toMatchObject({ pending: written, drafts: {} });
  });

  it('keeps a draft a thread, beside that of its conversation', async () => {
    await store.draft(draftKey('c1'), 'to all');
    await store.draft(draftKey('c1', 7), 'in the thread');
    await store.draft(draftKey('c1', 8), 'in another');
    await store.post({ ...pending('in the thread'), thread: 7 });
    expect((await store.load()).drafts).toEqual({
      [draftKey('c1')]: 'to all',
      [draftKey('c1', 8)]: 'in another',
    });
  });

  it('keeps what became of a message, until it is discarded', async () => {
    const message = pending('a');
    await store.post(message);
    await store.draft('c1', 'the next one');
    await store.amend({ ...message, state: 'failed' });
    expect(await store.load()).toMatchObject({
      pending: [{ state: 'failed' }],
      drafts: { c1: 'the next one' },
    });
    await store.discard([message.id]);
    expect((await store.load()).pending).toEqual([]);
  });

  it('evicts the oldest entries of a long conversation', async () => {
    for (let from = 1; from < KEPT_ENTRIES * 2; from += 500)
      await store.save({ entries: run(from, from + 499) });
    const kept = await seqs(Number.MAX_SAFE_INTEGER, 10 * KEPT_ENTRIES);
    expect(kept.at(-1)).toBe(2 * KEPT_ENTRIES);
    expect(kept.length).toBeLessThan(2 * KEPT_ENTRIES);
    expect(kept.length).toBeGreaterThanOrEqual(KEPT_ENTRIES);
  });

  it('forgets everything when asked', async () => {
    await store.save({ cursor: 'x', conversations: [conversation()], entries: run(1, 3) });
    await store.post(pending('a'));
    await store.draft('c2', 'begun');
    await store.clear();
    expect(await store.load()).toEqual({
      conversations: [],
      users: [],
      threads: [],
      pending: [],
      drafts: {},
    });
    expect(await seqs(100, 50)).toEqual([]);
  });
});
