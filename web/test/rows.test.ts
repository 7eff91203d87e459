import type { Entry, MessageEntry } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { lastOwnMessage, rowsOf } from '../src/conversation/rows.ts';

const at = (minute: number, day = 24) => new Date(2026, 10, day, 9, minute).toISOString();

function message(seq: number, from: string, time = at(seq)): MessageEntry {
  const id = `id-${seq}`;
  return {
    op: 'entry',
    conversation: 'c1',
    seq,
    messages: seq,
    at: time,
    from,
    kind: 'message',
    id,
    text: `text ${seq}`,
  };
}

function told(entries: Entry[], pendingTexts: string[] = [], unreadAfter = 99): string[] {
  const pending = pendingTexts.map((text, index) => ({
    id: `p${index}`,
    conversation: 'c1',
    text,
    createdAt: Date.parse(at(30)),
    state: 'waiting' as const,
  }));
  return rowsOf(entries, pending, 'me', unreadAfter).map(row => {
    if (row.type !== 'message') return row.type;
    return `${row.leads ? `${row.from}: ` : ''}${row.recalled ? '(removed)' : row.text}${row.edited ? ' (edited)' : ''}`;
  });
}

describe('the rows of a timeline', () => {
  it('group what one person says within five minutes', () => {
    const entries = [
      message(1, 'ada'),
      message(2, 'ada'),
      message(3, 'ben'),
      message(4, 'ada', at(4)),
      message(5, 'ada', at(9)),
    ];
    expect(told(entries)).toEqual([
      'day',
      'ada: text 1',
      'text 2',
      'ben: text 3',
      'ada: text 4',
      'ada: text 5',
    ]);
  });

  it('start each day with its name', () => {
    expect(told([message(1, 'ada', at(1, 23)), message(2, 'ada', at(2, 24))])).toEqual([
      'day',
      'ada: text 1',
      'day',
      'ada: text 2',
    ]);
  });

  it('show an edited and a removed message as they are now', () => {
    const { id: _, text: __, ...common } = message(3, 'ada');
    const entries: Entry[] = [
      message(1, 'ada'),
      message(2, 'ada'),
      { ...common, kind: 'edited', target: 1, id: 'e', text: 'better' },
      { ...common, seq: 4, kind: 'recalled', target: 2, reason: 'sender' },
    ];
    expect(told(entries)).toEqual(['day', 'ada: better (edited)', '(removed)']);
  });

  it('fold reactions and pins, in the order in which they came', () => {
    const { id: _, text: __, ...common } = message(2, 'ben');
    const reaction = (seq: number, from: string, emoji: string, added: boolean): Entry => ({
      ...common,
      seq,
      from,
      kind: 'reaction',
      target: 1,
      emoji,
      added,
    });
    const entries: Entry[] = [
      message(1, 'ada'),
      reaction(2, 'ben', '👍', true),
      reaction(3, 'cleo', '🎉', true),
      reaction(4, 'ada', '👍', true),
      { ...common, seq: 5, kind: 'pinned', target: 1, added: true },
      reaction(6, 'ben', '👍', false),
    ];
    const [, first] = rowsOf(entries, [], 'me', 99);
    expect(first).toMatchObject({
      pinned: true,
      reactions: [
        { emoji: '🎉', users: ['cleo'] },
        { emoji: '👍', users: ['ada'] },
      ],
    });
    const recalled: Entry = { ...common, seq: 7, kind: 'recalled', target: 1, reason: 'moderator' };
    const [, gone] = rowsOf([...entries, recalled], [], 'me', 99);
    expect(gone).toMatchObject({ recalled: true, removedBy: 'moderator', pinned: false, reactions: [] });
  });

  it('tell the newest message of one’s own that can still be edited', () => {
    const { id: _, text: __, ...common } = message(5, 'me');
    const entries: Entry[] = [
      message(1, 'me'),
      message(2, 'me'),
      message(3, 'ada'),
      { ...common, seq: 4, kind: 'edited', target: 1, id: 'e', text: 'better' },
      { ...common, kind: 'recalled', target: 2, reason: 'sender' },
    ];
    expect(lastOwnMessage(entries, 'me')).toEqual({ seq: 1, text: 'better' });
    expect(lastOwnMessage(entries, 'ben')).toBeUndefined();
  });

  it('mark where reading left off, but not before own messages', () => {
    const entries = [message(1, 'ben'), message(2, 'me'), message(3, 'ben'), message(4, 'ben')];
    expect(told(entries, [], 1)).toEqual([
      'day',
      'ben: text 1',
      'me: text 2',
      'unread',
      'ben: text 3',
      'text 4',
    ]);
  });

  it('put what is on its way last', () => {
    expect(told([message(1, 'ben')], ['soon', 'later'])).toEqual(['day', 'ben: text 1', 'me: soon', 'later']);
  });

  it('keep the key of a message when it arrives, so that nothing is redrawn', () => {
    const pending = {
      id: 'id-1',
      conversation: 'c1',
      text: 'text 1',
      createdAt: 0,
      state: 'waiting' as const,
    };
    const keys = (entries: Entry[], waiting: (typeof pending)[]) =>
      rowsOf(entries, waiting, 'me', 0).flatMap(row => (row.type === 'message' ? [row.key] : []));
    expect(keys([], [pending])).toEqual(keys([message(1, 'me')], []));
  });
});
