import { describe, expect, it } from 'vitest';
import { cutAtEmoji } from '../src/emoji/cut.ts';
import { mayName } from '../src/emoji/named.ts';

describe('names of emoji in a text', () => {
  it.each([
    [':party:', ['party']],
    ['a :party:, :+1: and (:a_b-c:)', ['party', '+1', 'a_b-c']],
    [':one: :two:', ['one', 'two']],
    ['at 10:30:00', []],
    ['http://x:80:y', []],
    ['::party::', []],
    [':Party: :p: :a b: :<b>:', []],
    [`:${'x'.repeat(33)}:`, []],
    ['nothing', []],
  ])('%s', (text, names) => {
    expect(cutAtEmoji(text).flatMap(({ name }) => name ?? [])).toEqual(names);
    expect(mayName(text) || names.length === 0).toBe(true);
    expect(
      cutAtEmoji(text)
        .map(piece => piece.text)
        .join(''),
    ).toBe(text);
  });
});
