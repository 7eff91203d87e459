import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Send } from '../src/frames.ts';
import { FOLLOW_AGAIN_MS, OUTBOX_LIMIT, Outbox, RETRY_AFTER_MS } from '../src/outbox.ts';
import { MemoryStore } from '../src/store.ts';

let store: MemoryStore;
let line: Send[];
let connected: boolean;
let rid: number;
let failures: unknown[];

function outbox(): Outbox {
  return new Outbox({
    store,
    send: frame => {
      if (connected) line.push(frame);
      return connected;
    },
    nextRid: () => ++rid,
    onChange: () => {},
    onStored: () => {},
    onStoreFailure: failure => failures.push(failure),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  store = new MemoryStore();
  failures = [];
  line = [];
  connected = true;
  rid = 0;
});

/** What was posted is in the store, which is when it is sent. */
const stored = () => vi.advanceTimersByTimeAsync(0);
const texts = () => line.map(frame => frame.text);
const frame = (index: number) => line[index] as Send;
const ack = (sent: Send, seq: number) => ({
  op: 'ack' as const,
  rid: sent.rid,
  conversation: sent.conversation,
  id: sent.id,
  seq,
  at: '',
});

describe('the outbox', () => {
  it('sends at once, in order, each naming the one before it in its conversation', async () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c2', 'b');
    box.post('c1', 'c');
    await stored();
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(line.map(sent => sent.prev)).toEqual([undefined, undefined, frame(0).id]);
  });

  it('says whom a message mentions, again after a restart', async () => {
    outbox().post('c1', '@ben and @all', { mentions: ['u2', 'all'] });
    await stored();
    outbox().adopt((await store.load()).pending);
    expect(line.map(({ mentions }) => mentions)).toEqual([
      ['u2', 'all'],
      ['u2', 'all'],
    ]);
    expect(frame(0).id).toBe(frame(1).id);
  });

  it('sends what an old connection left unanswered again, under the same id', async () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    await stored();
    box.acknowledged(ack(frame(0), 1));
    box.connected();
    expect(texts()).toEqual(['a', 'b', 'b']);
    expect(frame(2).id).toBe(frame(1).id);
  });

  it('keeps what was written offline for the next connection', async () => {
    const box = outbox();
    connected = false;
    box.post('c1', 'a');
    await stored();
    expect(line).toEqual([]);
    connected = true;
    box.connected();
    expect(texts()).toEqual(['a']);
  });

  it('survives a reload in order', async () => {
    connected = false;
    const before = outbox();
    for (let i = 0; i < 5; i++) before.post('c1', `${i}`);
    await stored();
    const after = outbox();
    connected = true;
    after.adopt((await store.load()).pending);
    expect(texts()).toEqual(['0', '1', '2', '3', '4']);
    expect(line.map(sent => sent.id)).toEqual(before.messages.map(message => message.id));
  });

  it('sends files with their message after a reload too, by their names where it has no words', async () => {
    const photo = { id: 'a1', name: 'photo.png', type: 'image/png', bytes: 9, width: 4, height: 3 };
    const notes = { id: 'a2', name: 'notes.txt', type: 'text/plain', bytes: 5 };
    connected = false;
    outbox().post('c1', '', { files: [photo, notes] });
    await stored();
    const after = outbox();
    connected = true;
    after.adopt((await store.load()).pending);
    expect(after.messages).toMatchObject([{ files: [photo, notes] }]);
    expect(line).toMatchObject([{ text: 'photo.png, notes.txt', attachments: ['a1', 'a2'] }]);
    expect(line[0]).not.toHaveProperty('files');
  });

  it('shows a sent message until its entry is seen, but no longer stores it', async () => {
    const box = outbox();
    box.post('c1', 'a');
    await stored();
    box.acknowledged(ack(frame(0), 9));
    expect(box.messages).toMatchObject([{ state: 'sent', seq: 9 }]);
    expect((await store.load()).pending).toEqual([]);
    box.seen('c1', frame(0).id);
    expect(box.messages).toEqual([]);
  });

  it('waits as long as a temporary refusal asks, and lets nothing overtake', async () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    await stored();
    box.refused({ op: 'error', rid: frame(0).rid, code: 'rate_limited', detail: '', retryAfterMs: 5_000 });
    box.refused({ op: 'error', rid: frame(1).rid, code: 'conflict', detail: '' });
    vi.advanceTimersByTime(4_999);
    expect(texts()).toEqual(['a', 'b']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual(['a', 'b', 'a', 'b']);
    expect(frame(3).prev).toBe(frame(2).id);
  });

  it('names a wait of its own where the server named none', async () => {
    const box = outbox();
    box.post('c1', 'a');
    await stored();
    box.refused({ op: 'error', rid: frame(0).rid, code: 'unavailable', detail: '' });
    vi.advanceTimersByTime(RETRY_AFTER_MS);
    expect(texts()).toEqual(['a', 'a']);
  });

  it('fails a message for good and sends those behind it without it', async () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    await stored();
    box.refused({ op: 'error', rid: frame(0).rid, code: 'forbidden', detail: 'blocked' });
    box.refused({ op: 'error', rid: frame(1).rid, code: 'conflict', detail: '' });
    vi.advanceTimersByTime(FOLLOW_AGAIN_MS);
    expect(texts()).toEqual(['a', 'b', 'b']);
    expect(frame(2).prev).toBeUndefined();
    expect(box.messages[0]).toMatchObject({ state: 'failed', failure: { code: 'forbidden' } });
  });

  it('sends a failed message again, under its id, only when asked', async () => {
    const box = outbox();
    box.post('c1', 'a');
    await stored();
    box.refused({ op: 'error', rid: frame(0).rid, code: 'forbidden', detail: '' });
    box.connected();
    expect(line).toHaveLength(1);
    box.retryFailed(frame(0).id);
    expect(frame(1).id).toBe(frame(0).id);
  });

  it('forgets a discarded message', async () => {
    const box = outbox();
    box.post('c1', 'a');
    await stored();
    box.discard(frame(0).id);
    expect(box.messages).toEqual([]);
    expect((await store.load()).pending).toEqual([]);
  });

  it('says with each try, and after a restart, what a message answers', async () => {
    connected = false;
    const context = { thread: 7, broadcast: true, replyTo: 9 };
    outbox().post('c1', 'a', context);
    await stored();
    connected = true;
    const next = outbox();
    next.adopt((await store.load()).pending);
    next.connected();
    expect(line).toMatchObject([context, context]);
  });

  it('sends nothing before it is stored', async () => {
    const box = outbox();
    box.post('c1', 'a');
    expect(box.messages).toMatchObject([{ state: 'waiting' }]);
    expect(line).toEqual([]);
    await stored();
    expect(texts()).toEqual(['a']);
  });

  it('sends all the same where the browser keeps nothing, and says so', async () => {
    store.post = () => Promise.reject(new Error('the disk is full'));
    outbox().post('c1', 'a');
    await stored();
    expect(texts()).toEqual(['a']);
    expect(failures).toHaveLength(1);
  });

  it("shows the leading tab's list, and behind it what the leader has not heard of yet", async () => {
    connected = false;
    const box = outbox();
    const mine = box.post('c1', 'mine');
    const theirs = { ...mine, id: 'theirs', text: 'theirs' };
    box.mirror([theirs]);
    expect(box.messages).toEqual([theirs, mine]);
    box.mirror([theirs, mine]);
    box.mirror([theirs]);
    expect(box.messages).toEqual([theirs]);
  });

  it('refuses more than its limit', async () => {
    connected = false;
    const box = outbox();
    for (let i = 0; i < OUTBOX_LIMIT; i++) box.post('c1', 'a');
    expect(() => box.post('c1', 'one too many')).toThrow(RangeError);
  });
});
