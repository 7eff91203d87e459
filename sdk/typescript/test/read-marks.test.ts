import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Read } from '../src/frames.ts';
import { MOST_TOLD, ReadMarks, TELL_READ_AFTER_MS } from '../src/read-marks.ts';

let told: [string, number][];
let connected: boolean;
let marks: ReadMarks;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  connected = true;
  marks = new ReadMarks(({ conversation, seq }: Read) => {
    if (connected) told.push([conversation, seq]);
    return connected;
  });
});

afterEach(() => {
  marks.stop();
  vi.useRealTimers();
});

const later = () => vi.advanceTimersByTime(TELL_READ_AFTER_MS);

describe('read marks', () => {
  it('are told together, the newest of each conversation', () => {
    for (const seq of [1, 2, 3]) marks.read('c1', seq);
    marks.read('c2', 7);
    expect(told).toEqual([]);
    later();
    expect(told).toEqual([
      ['c1', 3],
      ['c2', 7],
    ]);
    later();
    expect(told).toHaveLength(2);
  });

  it('wait for a connection', () => {
    connected = false;
    marks.read('c1', 3);
    later();
    connected = true;
    marks.connected();
    later();
    expect(told).toEqual([['c1', 3]]);
  });

  it('are told a bounded number at a time', () => {
    for (let count = 0; count < MOST_TOLD + 1; count++) marks.read(`c${count}`, 1);
    later();
    expect(told).toHaveLength(MOST_TOLD);
    later();
    expect(told).toHaveLength(MOST_TOLD + 1);
  });

  it('say at the end what nobody was told', () => {
    marks.read('c1', 3);
    expect([...marks.stop()]).toEqual([['c1', 3]]);
    later();
    expect(told).toEqual([]);
  });
});
