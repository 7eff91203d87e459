import { describe, expect, it } from 'vitest';
import type { ConversationState, Entry, Welcome } from '../src/frames.ts';
import { appended, headMoved, receipt, unread, welcomed } from '../src/state.ts';
import { message } from './messages.ts';

function conversation(part: Partial<ConversationState> = {}): ConversationState {
  const marks = { read: 5, readMessages: 5, delivered: 5, mentions: 0 };
  const log = { head: 5, messages: 5, first: 1, firstMessages: 0 };
  return {
    id: 'c1',
    kind: 'group',
    title: 'T',
    history: 'all',
    muted: false,
    members: 3,
    ...log,
    ...marks,
    ...part,
  };
}

const { id: _, text: __, ...common } = message(6, 'ben');

describe('the state of a conversation', () => {
  it('counts a message of somebody else as unread', () => {
    const now = appended(conversation(), message(6, 'ben'), 'me');
    expect(unread(now)).toBe(1);
    expect(now.last).toMatchObject({ seq: 6 });
  });

  it('counts an own message as read only where nothing before it was unread', () => {
    expect(unread(appended(conversation(), message(6, 'me'), 'me'))).toBe(0);
    expect(unread(appended(conversation({ readMessages: 4 }), message(6, 'me'), 'me'))).toBe(2);
  });

  it('takes an entry it counted already for nothing new', () => {
    const now = conversation();
    expect(appended(now, message(5, 'ben'), 'me')).toBe(now);
  });

  it('counts members as they come and go', () => {
    const joined: Entry = { ...common, kind: 'joined', users: ['x', 'y'] };
    const left: Entry = { ...common, seq: 7, kind: 'left', users: ['x'] };
    expect(appended(appended(conversation(), joined, 'me'), left, 'me').members).toBe(4);
  });

  it('changes only the properties that an entry names', () => {
    const now = appended(conversation(), { ...common, kind: 'changed', topic: 'wind' }, 'me');
    expect(now).toMatchObject({ title: 'T', topic: 'wind', first: 1 });
  });

  it('never moves a head or an own marker back', () => {
    const now = conversation();
    expect(headMoved(now, { op: 'head', conversation: 'c1', seq: 4, messages: 4 })).toBe(now);
    expect(receipt(now, { op: 'receipt', conversation: 'c1', user: 'me', delivered: 3, read: 3 }, 'me')).toBe(
      now,
    );
  });

  it("keeps others' receipts apart from the own marker", () => {
    const now = receipt(
      conversation(),
      { op: 'receipt', conversation: 'c1', user: 'ben', delivered: 5, read: 4 },
      'me',
    );
    expect(now.marks).toEqual({ ben: { delivered: 5, read: 4 } });
    expect(now.read).toBe(5);
  });
});

describe('a welcome', () => {
  const frame: Welcome = {
    op: 'welcome',
    session: 's1',
    user: 'me',
    heartbeat: 30,
    cursor: 'x',
    features: [],
    conversations: [conversation({ id: 'c2' })],
    gone: ['c3'],
    users: [],
  };
  const known = { c1: conversation(), c3: conversation({ id: 'c3' }) };

  it('adds what moved and takes away what is gone', () => {
    expect(Object.keys(welcomed(known, frame)).sort()).toEqual(['c1', 'c2']);
  });

  it('starts afresh when it says reset', () => {
    expect(Object.keys(welcomed(known, { ...frame, reset: true }))).toEqual(['c2']);
  });
});
