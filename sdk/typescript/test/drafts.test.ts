import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftSync, PUSH_DRAFT_AFTER_MS } from '../src/drafts.ts';
import { ApiError } from '../src/http.ts';
import { type KeptDraft, OwnCalls } from '../src/own.ts';

/** What the server keeps of `c1`, as another device may change it. */
class Kept {
  text = '';
  revision = 0;
  full = false;
  reachable = true;
  puts = 0;

  put(text: string, known: number | null): { revision: number | null } {
    this.puts++;
    const stale = this.text !== '' && this.text !== text && known !== this.revision;
    if (this.full || stale) throw new ApiError(409, 'conflict', 'no');
    this.text = text;
    this.revision++;
    return { revision: text ? this.revision : null };
  }

  drafts(): KeptDraft[] {
    const { text, revision } = this;
    return text ? [{ conversation: 'c1', text, revision }] : [];
  }
}

function device(kept: Kept) {
  const local: Record<string, string> = {};
  const calls = new OwnCalls(async (method, _, body) => {
    if (method === 'GET') return { drafts: kept.drafts() };
    const { text, revision } = body as { text: string; revision: number | null };
    return kept.put(text, revision);
  });
  const sync: DraftSync = new DraftSync({
    calls,
    get: () => local,
    set: (key, text) => {
      local[key] = text;
    },
    live: () => kept.reachable,
    ask: () => sync.told(kept.drafts()),
  });
  const types = (text: string) => {
    local.c1 = text;
    sync.edited('c1');
  };
  return { local, sync, types, hears: () => sync.told(kept.drafts()) };
}

const pause = () => vi.advanceTimersByTimeAsync(PUSH_DRAFT_AFTER_MS);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a draft', () => {
  it('is told once typing rests, and stands on the other device', async () => {
    const kept = new Kept();
    const [one, two] = [device(kept), device(kept)];
    one.types('dear');
    one.types('dear ben');
    await pause();
    expect(kept.puts).toBe(1);
    two.hears();
    expect(two.local.c1).toBe('dear ben');
    one.types('');
    await pause();
    two.hears();
    expect(two.local.c1).toBe('');
  });

  it('stays, and so does the other, where two devices wrote at once', async () => {
    const kept = new Kept();
    const [one, two] = [device(kept), device(kept)];
    one.types('from the desk');
    two.types('on the way');
    await pause();
    await pause();
    one.hears();
    two.hears();
    expect(two.local.c1).toBe('on the way\n\nfrom the desk');
    expect(one.local.c1).toBe(two.local.c1);
  });

  it('is not undone by hearing what was told before', async () => {
    const kept = new Kept();
    const one = device(kept);
    one.types('hello world');
    await pause();
    one.types('hello');
    one.hears();
    expect(one.local.c1).toBe('hello');
    await pause();
    expect(kept.text).toBe('hello');
  });

  it('that was begun before anything was known goes on from what the server has', async () => {
    const kept = new Kept();
    kept.put('dear ben', null);
    const one = device(kept);
    one.local.c1 = 'dear ben, how are you';
    one.hears();
    await pause();
    expect(kept.text).toBe('dear ben, how are you');
  });

  it('that was typed without a network is told when there is one', async () => {
    const kept = new Kept();
    const one = device(kept);
    one.types('dear ben');
    await pause();
    kept.reachable = false;
    one.types('');
    await pause();
    expect(kept.text).toBe('dear ben');
    kept.reachable = true;
    one.sync.connected();
    await pause();
    expect(kept.text).toBe('');
  });

  it('that is one too many stays here, and is not told again and again', async () => {
    const kept = new Kept();
    kept.full = true;
    const one = device(kept);
    one.types('too much');
    for (let i = 0; i < 5; i++) await pause();
    expect(kept.puts).toBe(1);
    expect(one.local.c1).toBe('too much');
    kept.full = false;
    one.types('less');
    await pause();
    expect(kept.text).toBe('less');
  });
});
