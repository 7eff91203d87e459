import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Send } from '../src/frames.ts';
import { FOLLOW_AGAIN_MS, OUTBOX_LIMIT, Outbox, RETRY_AFTER_MS } from '../src/outbox.ts';
import { MemoryStorage } from './messages.ts';

let storage: MemoryStorage;
let line: Send[];
let connected: boolean;
let rid: number;

function outbox(): Outbox {
  return new Outbox({
    storage,
    owner: 'u1',
    send: frame => {
      if (connected) line.push(frame);
      return connected;
    },
    nextRid: () => ++rid,
    onChange: () => {},
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  storage = new MemoryStorage();
  line = [];
  connected = true;
  rid = 0;
});

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
  it('sends at once, in order, each naming the one before it in its conversation', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c2', 'b');
    box.post('c1', 'c');
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(line.map(sent => sent.prev)).toEqual([undefined, undefined, frame(0).id]);
  });

  it('sends what an old connection left unanswered again, under the same id', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    box.acknowledged(ack(frame(0), 1));
    box.connected();
    expect(texts()).toEqual(['a', 'b', 'b']);
    expect(frame(2).id).toBe(frame(1).id);
  });

  it('keeps what was written offline for the next connection', () => {
    const box = outbox();
    connected = false;
    box.post('c1', 'a');
    expect(line).toEqual([]);
    connected = true;
    box.connected();
    expect(texts()).toEqual(['a']);
  });

  it('survives a reload in order', () => {
    connected = false;
    const before = outbox();
    for (let i = 0; i < 5; i++) {
      before.post('c1', `${i}`);
      vi.advanceTimersByTime(1);
    }
    const after = outbox();
    connected = true;
    after.connected();
    expect(texts()).toEqual(['0', '1', '2', '3', '4']);
    expect(line.map(sent => sent.id)).toEqual(before.messages.map(message => message.id));
  });

  it('shows a sent message until its entry is seen, but no longer stores it', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.acknowledged(ack(frame(0), 9));
    expect(box.messages).toMatchObject([{ state: 'sent', seq: 9 }]);
    expect(storage.length).toBe(0);
    box.seen('c1', frame(0).id);
    expect(box.messages).toEqual([]);
  });

  it('waits as long as a temporary refusal asks, and lets nothing overtake', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    box.refused({ op: 'error', rid: frame(0).rid, code: 'rate_limited', detail: '', retryAfterMs: 5_000 });
    box.refused({ op: 'error', rid: frame(1).rid, code: 'conflict', detail: '' });
    vi.advanceTimersByTime(4_999);
    expect(texts()).toEqual(['a', 'b']);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual(['a', 'b', 'a', 'b']);
    expect(frame(3).prev).toBe(frame(2).id);
  });

  it('names a wait of its own where the server named none', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.refused({ op: 'error', rid: frame(0).rid, code: 'unavailable', detail: '' });
    vi.advanceTimersByTime(RETRY_AFTER_MS);
    expect(texts()).toEqual(['a', 'a']);
  });

  it('fails a message for good and sends those behind it without it', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.post('c1', 'b');
    box.refused({ op: 'error', rid: frame(0).rid, code: 'forbidden', detail: 'blocked' });
    box.refused({ op: 'error', rid: frame(1).rid, code: 'conflict', detail: '' });
    vi.advanceTimersByTime(FOLLOW_AGAIN_MS);
    expect(texts()).toEqual(['a', 'b', 'b']);
    expect(frame(2).prev).toBeUndefined();
    expect(box.messages[0]).toMatchObject({ state: 'failed', failure: { code: 'forbidden' } });
  });

  it('sends a failed message again, under its id, only when asked', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.refused({ op: 'error', rid: frame(0).rid, code: 'forbidden', detail: '' });
    box.connected();
    expect(line).toHaveLength(1);
    box.retryFailed(frame(0).id);
    expect(frame(1).id).toBe(frame(0).id);
  });

  it('forgets a discarded message', () => {
    const box = outbox();
    box.post('c1', 'a');
    box.discard(frame(0).id);
    expect(box.messages).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it('keeps the messages of two people in one browser apart', () => {
    connected = false;
    outbox().post('c1', 'a');
    storage.setItem('parley.outbox.u2.x', '{}');
    expect(outbox().messages).toHaveLength(1);
  });

  it('refuses more than its limit', () => {
    connected = false;
    const box = outbox();
    for (let i = 0; i < OUTBOX_LIMIT; i++) box.post('c1', 'a');
    expect(() => box.post('c1', 'one too many')).toThrow(RangeError);
  });
});
