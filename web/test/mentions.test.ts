import { describe, expect, it } from 'vitest';
import { completed, triggerAt } from '../src/complete/trigger.ts';
import { withLinks, withoutLinks } from '../src/mentions/channelLinks.ts';
import { cutAtMentions, mentionedBy, mentionsIn, partsOf, TOGETHER } from '../src/mentions/mentions.ts';

const users = Object.fromEntries(
  ['ada', 'ben', 'ben.b', 'x-'].map((handle, index) => [
    `u${index}`,
    { id: `u${index}`, handle, name: handle },
  ]),
);
const group = { kind: 'group' } as const;

describe('mentions', () => {
  it.each<[string, string[]]>([
    ['@ada, and @Ben.', ['u0', 'u1']],
    ['@ben.b. and @ben.', ['u2', 'u1']],
    ['@x- and @x', ['u3']],
    ['@all @here @all', ['all', 'here']],
    ['(@ada) "@ben"', ['u0', 'u1']],
    ['mail ada@ben, see /@ada, @@ben, .@ada', []],
    ['`@ada` and\n```\n@ben\n```\n@ben.b', ['u2']],
    ['```\n@ada and no end', []],
    ['@nobody and @', []],
  ])('of %j are %j', (text, mentions) => {
    expect(mentionsIn(text, users, group)).toEqual(mentions);
  });

  it('of everybody are none where there are two', () => {
    expect(mentionsIn('@all @ada', users, { kind: 'direct' })).toEqual(['u0']);
  });

  it('of groups are those that are heard of, where more than two are, and never instead of somebody', () => {
    TOGETHER.set('backend', 'g1').set('ada', 'g2');
    expect(mentionsIn('@Backend, @ada and @all: @frontend?', users, group)).toEqual(['g1', 'u0', 'all']);
    expect(mentionsIn('@backend', users, { kind: 'direct' })).toEqual([]);
    for (const handle of ['backend', 'ada']) TOGETHER.delete(handle);
  });

  it('of a group are told by the handle it had, and are for whom it reached', () => {
    const backend = { id: 'g1', handle: 'backend' };
    const of = { mentions: ['u0'], groups: [backend] };
    expect(mentionedBy(of, users, 'u0').get('backend')).toEqual({ whom: backend, own: true });
    expect(mentionedBy(of, users, 'u1').get('backend')).toEqual({ whom: backend, own: false });
    expect(mentionedBy(of, users, 'u1').get('ada')).toEqual({ whom: 'u0', own: false });
  });

  it('are cut out of their text, which stays whole', () => {
    const pieces = cutAtMentions('hi @ada. Bye', handle => (handle === 'ada' ? 1 : undefined));
    expect(pieces).toEqual([
      { at: 0, text: 'hi ' },
      { at: 3, text: '@ada', of: 1 },
      { at: 7, text: '. Bye' },
    ]);
  });

  it('are looked for in time, whatever is written', () => {
    for (const text of ['`'.repeat(16_000), '@'.repeat(16_000), '@a-'.repeat(5_000), '` `` '.repeat(3_000)])
      expect(mentionsIn(text, users, group)).toEqual([]);
  });
});

describe('the parts of a text', () => {
  it('are code and what is none, and make it up again', () => {
    const text = 'a `b` c\n```\nd\n```\ne ``f ` g`` h `i';
    expect(partsOf(text).filter(({ code }) => code)).toMatchObject([
      { text: '`b`' },
      { text: '```\nd\n```' },
      { text: '``f ` g``' },
    ]);
    expect(
      partsOf(text)
        .map(part => part.text)
        .join(''),
    ).toBe(text);
  });
});

describe('channels that a text names', () => {
  const channels = [
    { id: 'c1', title: 'Harbour' },
    { id: 'c2', title: 'Harbour news' },
    { id: 'c3', title: 'a [b] \\c' },
  ];

  it.each([
    ['see #harbour news, #Harbour', 'see [#Harbour news](/c/c2), [#Harbour](/c/c1)'],
    ['#harbours `#harbour` a#harbour ##harbour', '#harbours `#harbour` a#harbour ##harbour'],
    ['#a [b] \\c!', '[#a \\[b\\] \\\\c](/c/c3)!'],
    ['# Harbour', '# Harbour'],
    ['[#Harbour](/c/c1)', '[#Harbour](/c/c1)'],
  ])('%j is sent as %j', (typed, sent) => {
    expect(withLinks(typed, channels)).toBe(sent);
  });

  it('are looked for in time, whatever is written', () => {
    const text = `${'[#'.repeat(8_000)}](/c/x`;
    for (let times = 0; times < 20; times++) expect(withoutLinks(text)).toBe(text);
  });

  it('stand again as they were typed where the message is changed', () => {
    expect(withoutLinks('see [#Harbour news](/c/c2) [#a \\[b\\] \\\\c](/c/c3) [x](/c/c1)')).toBe(
      'see #Harbour news #a [b] \\c [x](/c/c1)',
    );
  });
});

describe('what is completed', () => {
  it.each([
    ['@', 'person', ''],
    ['hi @Be', 'person', 'Be'],
    ['(#har', 'channel', 'har'],
    ['so :thu', 'emoji', 'thu'],
    ['/to', 'command', 'to'],
  ])('%j asks for a %s', (text, kind, typed) => {
    expect(triggerAt(text, text.length)).toMatchObject({ kind, typed });
  });

  it.each(['a@b', '10:30', ':)', ': d', 'so /to', '/topic ', '`@a', '```\n@a', 'a #b c', '##'])(
    '%j asks for nothing',
    text => {
      expect(triggerAt(text, text.length)).toBeNull();
    },
  );

  it('takes the place of what was typed, with one space behind', () => {
    const trigger = triggerAt('hi @be there', 6);
    if (!trigger) throw new Error('nothing to complete');
    expect(completed('hi @be there', 6, trigger, '@ben')).toEqual({ text: 'hi @ben there', start: 8 });
    expect(completed('hi @be', 6, trigger, '@ben')).toEqual({ text: 'hi @ben ', start: 8 });
  });
});
