import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../src/frames.ts';
import type { EntryPage } from '../src/http.ts';
import { AT_ONCE, FETCH_AGAIN_MS, MOST_WAITING, Places } from '../src/places.ts';
import { message, run } from './messages.ts';

let log: Entry[];
let first: number;
let handled: number[];
let fetches: number[];
let failure: unknown;
let places: Places;
/** Handlers wait for it. */
let gate: Promise<void>;
let busy: number;
let busiest: number;

const settled = () => vi.advanceTimersByTimeAsync(0);

async function fetch(conversation: string, after: number, limit: number): Promise<EntryPage> {
  fetches.push(after);
  if (failure) throw failure;
  const entries = log.filter(({ seq }) => seq > after && seq >= first).slice(0, limit);
  return { entries: entries.map(entry => ({ ...entry, conversation })), head: log.length, first };
}

beforeEach(() => {
  vi.useFakeTimers();
  log = run(1, 300);
  first = 1;
  handled = [];
  fetches = [];
  failure = undefined;
  gate = Promise.resolve();
  busy = 0;
  busiest = 0;
  places = new Places({
    fetch,
    handle: async entry => {
      busiest = Math.max(busiest, ++busy);
      await gate;
      busy--;
      handled.push(entry.seq);
    },
  });
});

afterEach(() => {
  places.stop();
  vi.useRealTimers();
});

const numbers = (from: number, to: number) => run(from, to).map(({ seq }) => seq);

describe('places', () => {
  it('begin behind what an earlier run did, and fetch what it missed', async () => {
    places.knows('c1', 300, 42);
    await settled();
    expect(handled).toEqual(numbers(43, 300));
    expect(fetches).toEqual([42, 142, 242]);
  });

  it('need no fetch for what comes in order', async () => {
    places.knows('c1', 300, 300);
    for (const seq of [301, 302, 302, 301, 303]) places.entry(message(seq));
    await settled();
    expect(handled).toEqual([301, 302, 303]);
    expect(fetches).toEqual([]);
  });

  it('fetch a gap before what showed it', async () => {
    places.knows('c1', 298, 298);
    log = run(1, 302);
    places.entry(message(302));
    await settled();
    expect(handled).toEqual([299, 300, 301, 302]);
  });

  it('keep a bounded number in memory while a handler takes its time', async () => {
    let open = () => {};
    gate = new Promise(opened => {
      open = opened;
    });
    places.knows('c1', 0, 0);
    for (const entry of log) places.entry(entry);
    open();
    await settled();
    expect(handled).toEqual(numbers(1, 300));
    expect(fetches).toEqual([MOST_WAITING, 2 * MOST_WAITING]);
  });

  it('know nothing below the first entry of a member', async () => {
    first = 200;
    places.knows('c1', 300, 10);
    await settled();
    expect(handled).toEqual(numbers(200, 300));
  });

  it('ask again when a fetch fails, and give up what is not theirs any more', async () => {
    failure = Object.assign(new Error('away'), { code: 'unreachable' });
    places.knows('c1', 300, 299);
    await settled();
    expect(fetches).toEqual([299]);
    failure = undefined;
    await vi.advanceTimersByTimeAsync(FETCH_AGAIN_MS);
    expect(handled).toEqual([300]);

    failure = Object.assign(new Error('gone'), { code: 'not_found' });
    places.reaches('c1', 301);
    await vi.advanceTimersByTimeAsync(3 * FETCH_AGAIN_MS);
    places.entry(message(301));
    await settled();
    expect(fetches).toEqual([299, 299, 300]);
    expect(handled).toEqual([300]);
  });

  it('take up a bounded number of conversations at a time, each in its turn', async () => {
    let open = () => {};
    gate = new Promise(opened => {
      open = opened;
    });
    for (let count = 0; count < 3 * AT_ONCE; count++) places.knows(`c${count}`, 300, 299);
    await settled();
    expect(busiest).toBe(AT_ONCE);
    open();
    await settled();
    expect(handled).toHaveLength(3 * AT_ONCE);
    expect(busiest).toBe(AT_ONCE);
  });

  it('handle nothing more once they are stopped', async () => {
    places.knows('c1', 300, 290);
    places.stop();
    await settled();
    expect(handled).toEqual([]);
  });
});
