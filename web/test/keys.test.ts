import { describe, expect, it } from 'vitest';
import { inFence, marked, marksFor } from '../src/conversation/formatting.ts';
import { ranked } from '../src/keys/fuzzy.ts';

describe('going by a few letters', () => {
  const names = ['Recent', 'Harbour office', 'Old harbour', 'Sharbet', 'Hard a-port', 'Zoë'];
  const found = (typed: string) => ranked(names, typed, name => name);

  it('puts the beginning first, then words, then insides, then letters in order', () => {
    expect(found('harb')).toEqual(['Harbour office', 'Old harbour', 'Sharbet']);
    expect(found('hap')).toEqual(['Hard a-port']);
  });

  it('minds neither case nor accents, and keeps the order of equals', () => {
    expect(found('ZOE')).toEqual(['Zoë']);
    expect(found('')).toEqual(names);
    expect(found('xyz')).toEqual([]);
  });
});

describe('formatting by keys', () => {
  const key = (key: string, also = {}) =>
    marksFor({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, ...also });

  it('knows bold, italic and struck through', () => {
    expect([key('b'), key('i'), key('X', { shiftKey: true })]).toEqual(['**', '_', '~~']);
    expect([key('x'), key('b', { ctrlKey: false }), key('b', { altKey: true })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('puts marks around the selection and takes them off again', () => {
    const bold = marked('to be said', 3, 5, '**');
    expect(bold).toEqual({ text: 'to **be** said', start: 5, end: 7 });
    expect(marked(bold.text, bold.start, bold.end, '**')).toEqual({ text: 'to be said', start: 3, end: 5 });
  });

  it('knows when a fence of code is open', () => {
    const text = 'look:\n```js\nlet a\n```\nfine';
    expect(inFence(text, 17)).toBe(true);
    expect(inFence(text, text.length)).toBe(false);
    expect(inFence('a ``` inside', 12)).toBe(false);
  });
});
