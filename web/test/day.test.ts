import { describe, expect, it } from 'vitest';
import { firstSince } from '../src/conversation/firstSince.ts';

/** A log of one entry an hour, every third of which is no message. */
const entries = Array.from({ length: 1_000 }, (_, index) => ({
  seq: index + 1,
  at: new Date(index * 3_600_000).toISOString(),
})).filter(({ seq }) => seq % 3 !== 0);

function apiOf(asked: number[]) {
  return {
    messages: async (_: string, { after = 0 }: { after?: number }) => {
      asked.push(after);
      return {
        messages: entries.filter(({ seq }) => seq > after).slice(0, 1),
        head: 1_000,
        first: 1,
        users: [],
      };
    },
  } as unknown as Parameters<typeof firstSince>[0];
}

describe('the first message since', () => {
  it.each([
    [0, 1],
    [0.5, 2],
    [2, 4],
    [499, 500],
    [998, 1_000],
    [999, 1_000],
    [1_000, null],
  ])('hour %d is found in a few steps', async (hour, seq) => {
    const asked: number[] = [];
    const conversation = { id: 'c', first: 1, head: 1_000 };
    expect(await firstSince(apiOf(asked), conversation, new Date(hour * 3_600_000))).toBe(seq);
    expect(asked.length).toBeLessThanOrEqual(11);
  });

  it('is none below what one may see, and none where nothing was said', async () => {
    expect(await firstSince(apiOf([]), { id: 'c', first: 600, head: 1_000 }, new Date(0))).toBe(601);
    expect(await firstSince(apiOf([]), { id: 'c', first: 1, head: 0 }, new Date(0))).toBeNull();
  });
});
