import { describe, expect, it, vi } from 'vitest';
import { asLine } from '../src/markdown/asLine.ts';
import { isPlain, Parser } from '../src/markdown/Parser.ts';
import { MAX_DEPTH, parse } from '../src/markdown/parse.ts';
import { type Block, type FromWorker, READY } from '../src/markdown/tree.ts';

const text = (text: string) => ({ kind: 'text', text });

describe('Markdown', () => {
  it('is bold, italic, struck through, code and links, with each line break kept', () => {
    expect(parse('a **b** _c_ ~~d~~ `e`\nhttps://parley.chat')).toEqual([
      {
        kind: 'paragraph',
        of: [
          text('a '),
          { kind: 'strong', of: [text('b')] },
          text(' '),
          { kind: 'em', of: [text('c')] },
          text(' '),
          { kind: 'del', of: [text('d')] },
          text(' '),
          { kind: 'code', text: 'e' },
          { kind: 'break' },
          { kind: 'link', href: 'https://parley.chat/', of: [text('https://parley.chat')] },
        ],
      },
    ]);
  });

  it('has quotes, lists, fences and tables', () => {
    const kinds = parse('> q\n\n1. a\n2. b\n\n```js\nlet a = "<b>"\n```\n\n|a|b|\n|-|-|\n|c|d|').map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['quote', 'list', 'code', 'table']);
    expect(parse('```\n<b>&amp;\n```')).toEqual([{ kind: 'code', text: '<b>&amp;' }]);
  });

  it('makes no link of what does not lead to the web, and shows HTML as it was typed', () => {
    for (const evil of [
      '[a](javascript:alert(1))',
      '[a](data:text/html,x)',
      '<img src=x onerror=alert(1)>',
      '[a](//x)',
    ])
      expect(JSON.stringify(parse(evil))).not.toContain('"link"');
    expect(parse('<b>bold</b> & *so*')).toEqual([
      {
        kind: 'paragraph',
        of: [text('<b>'), text('bold'), text('</b>'), text(' & '), { kind: 'em', of: [text('so')] }],
      },
    ]);
  });

  it('loads nothing from elsewhere: a picture stays text', () => {
    expect(parse('![cat](https://cats.example/cat.png)')).toEqual([
      { kind: 'paragraph', of: [text('![cat](https://cats.example/cat.png)')] },
    ]);
  });

  it('is no deeper than anybody writes', () => {
    const depthOf = (block: Block | undefined): number =>
      block?.kind === 'quote' ? 1 + depthOf(block.of[0]) : 0;
    expect(depthOf(parse(`${'>'.repeat(200)} deep`)[0])).toBeLessThanOrEqual(MAX_DEPTH + 1);
  });

  it('is told from what is plain', () => {
    for (const plain of ['Hello Ben', 'well, fine!', '1 and 2', "it's 5:30 & late"])
      expect(isPlain(plain)).toBe(true);
    for (const marked of [
      '**a**',
      '- a',
      '1. a',
      'a `b`',
      'see www.a.b',
      'https://a.b',
      '> a',
      '# a',
      'a@b.c',
    ])
      expect(isPlain(marked)).toBe(false);
  });
});

describe('the parser', () => {
  /** Answers with one paragraph, but never for what hangs. */
  class Slow {
    onmessage: ((event: { data: FromWorker }) => void) | null = null;
    ended = false;

    constructor(starts = true) {
      if (starts) queueMicrotask(() => this.onmessage?.({ data: READY }));
    }

    postMessage(text: string): void {
      if (!text.includes('hang'))
        queueMicrotask(() =>
          this.onmessage?.({ data: [{ kind: 'paragraph', of: [{ kind: 'text', text }] }] }),
        );
    }

    terminate(): void {
      this.ended = true;
    }
  }

  it('gives up what takes too long, and goes on with the rest', async () => {
    const workers: Slow[] = [];
    const parser = new Parser(() => {
      const worker = new Slow();
      workers.push(worker);
      return worker as unknown as Worker;
    });
    const told = (text: string) => new Promise<void>(resolve => parser.want(text, resolve));
    await Promise.all([told('*a*'), told('hang'), told('*b*')]);
    expect(parser.get('*a*')).not.toBeNull();
    expect(parser.get('hang')).toBeNull();
    expect(parser.get('*b*')).not.toBeNull();
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  });

  it('has patience with a worker that starts slowly, and none with a text', () => {
    vi.useFakeTimers();
    const worker = new Slow(false);
    const parser = new Parser(() => worker as unknown as Worker);
    parser.want('hang', () => {});
    vi.advanceTimersByTime(60_000);
    expect(worker.ended).toBe(false);
    worker.onmessage?.({ data: READY });
    vi.advanceTimersByTime(60_000);
    expect(worker.ended).toBe(true);
    vi.useRealTimers();
  });
});

describe('a text as one line of plain words', () => {
  it.each([
    ['**bold** _it_ ~~gone~~ `code`', 'bold it gone code'],
    ['**all _of_ it**', 'all of it'],
    ['# A heading', 'A heading'],
    ['> - quoted', 'quoted'],
    ['see [#Harbour](/c/c2), [the map](https://sea.example/a_b_c)', 'see #Harbour, the map'],
    ['[#a \\[b\\]](/c/c3)', '#a [b]'],
    ['```js\nlet a = **b**\n```', 'let a = **b**'],
    ['\\*not\\* `*so*`', '*not* *so*'],
  ])('%j is %j', (text, line) => expect(asLine(text)).toBe(line));

  it.each(['2 * 3 * 4', 'snake_case_name', '5*3*2', '-', 'a ** b', '**open', 'x \uE000 y'])(
    '%j marks nothing, and stays',
    text => expect(asLine(text)).toBe(text),
  );
});
