import type { Entry, MessageEntry, Pending, Standing } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { lastOwnMessage, type Row, rowsOf, threadRowsOf } from '../src/conversation/rows.ts';
import { asEntries } from '../src/thread/asEntries.ts';

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

describe('threads', () => {
  const reply = (seq: number, from: string, more: Partial<MessageEntry> = {}): MessageEntry => ({
    ...message(seq, from),
    thread: 1,
    threadMessages: seq - 2,
    ...more,
  });
  const entries: Entry[] = [
    message(1, 'ada'),
    message(2, 'ben'),
    reply(3, 'ben'),
    reply(4, 'me', { broadcast: true }),
    { ...reply(5, 'ben'), replyTo: 4 },
  ];
  const pending = (more: Partial<Pending>): Pending => ({
    id: 'p',
    conversation: 'c1',
    text: 'on its way',
    createdAt: Date.parse(at(30)),
    state: 'waiting',
    ...more,
  });
  const messages = (rows: Row[]) => rows.filter(row => row.type === 'message');

  it('are a line under their message; of their replies the timeline shows what was sent there too', () => {
    const rows = messages(rowsOf(entries, [pending({ thread: 1 })], 'me', 99));
    expect(rows.map(row => row.text)).toEqual(['text 1', 'text 2', 'text 4']);
    expect(rows[0]?.replies).toMatchObject({ count: 3, people: ['ben', 'me'], unsent: 1 });
    expect(rows[0]?.replies?.lastAt).toEqual(new Date(at(5)));
    expect(rows[2]?.inThread?.message?.text).toBe('text 1');
  });

  it('shows in a thread what was not read when it was opened', () => {
    const said = [message(1, 'me'), reply(2, 'ben'), reply(3, 'me'), reply(4, 'ben')];
    const types = threadRowsOf(1, said, [], 'me', 2).replies.map(({ type }) => type);
    expect(types).toEqual(['message', 'message', 'unread', 'message']);
  });

  it('are read from the message that they are about to what is on its way', () => {
    const { root, replies } = threadRowsOf(
      1,
      entries,
      [pending({ thread: 1 }), pending({ thread: 2 })],
      'me',
    );
    expect(root?.text).toBe('text 1');
    expect(replies.map(row => row.type)).toEqual(['message', 'message', 'message', 'message']);
    const rows = messages(replies);
    expect(rows.map(row => row.text)).toEqual(['text 3', 'text 4', 'text 5', 'on its way']);
    expect(rows[2]?.answers?.message?.text).toBe('text 4');
    expect(rows.every(row => row.inThread === undefined)).toBe(true);
  });

  it('are not where one edits what one said last, and have a last message of one’s own', () => {
    const mine = [message(1, 'me'), reply(3, 'me')];
    expect(lastOwnMessage(mine, 'me')?.seq).toBe(1);
    expect(lastOwnMessage(mine, 'me', 1)?.seq).toBe(3);
  });

  it('tell a message that a page has as the entries that would make it so', () => {
    const standing: Standing = {
      ...message(1, 'ada'),
      text: 'better',
      edited: { seq: 7, at: at(7) },
      pinned: { seq: 8, at: at(8), by: 'ben' },
      reactions: [{ emoji: '👍', users: ['ben', 'me'] }],
    };
    const { root } = threadRowsOf(1, asEntries(standing), [], 'me');
    expect(root).toMatchObject({
      text: 'better',
      edited: true,
      pinned: true,
      reactions: [{ emoji: '👍', users: ['ben', 'me'] }],
    });
    const { text: _, ...removed } = message(1, 'ada');
    expect(threadRowsOf(1, asEntries({ ...removed, recalled: true }), [], 'me').root?.recalled).toBe(true);
  });
});
