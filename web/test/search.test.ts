import { describe, expect, it } from 'vitest';
import { asTyped, piecesOf } from '../src/search/query.ts';

describe('a query that is being typed', () => {
  it('takes its last word for the beginning of one', () => {
    expect(asTyped('quarterly rep')).toBe('quarterly rep*');
    expect(asTyped('-dra')).toBe('-dra*');
    expect(asTyped('résu')).toBe('résu*');
  });

  it('does not ask for a filter before it has a value', () => {
    expect(asTyped('from:')).toBe('');
    expect(asTyped('water In:')).toBe('water*');
    expect(asTyped('"two words" -has:')).toBe('"two words"');
    expect(asTyped('whence:')).toBe('whence:');
  });

  it('leaves everything else as it is', () => {
    for (const query of ['', '"two words"', 'from:ada', 'after:2026-01-31', 'e-mail', 'rep*'])
      expect(asTyped(query)).toBe(query);
  });
});

describe('a snippet', () => {
  it('is cut at what matched, and nothing of it is lost', () => {
    const pieces = piecesOf('a word and words', [
      { start: 2, end: 6 },
      { start: 11, end: 16 },
    ]);
    expect(pieces.map(piece => (piece.matched ? `[${piece.text}]` : piece.text)).join('')).toBe(
      'a [word] and [words]',
    );
  });

  it('without a match is one piece', () => {
    expect(piecesOf('text', [])).toEqual([{ at: 0, text: 'text', matched: false }]);
  });
});
