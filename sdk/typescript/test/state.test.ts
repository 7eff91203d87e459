import { describe, expect, it } from 'vitest';
import type { Entry, MessageEntry, ThreadState, Welcome } from '../src/frames.ts';
import {
  appended,
  headMoved,
  overtaken,
  receipt,
  threadAppended,
  threadTold,
  tickedBelow,
  unread,
  unreadInThread,
  welcomed,
} from '../src/state.ts';
import { conversation, message } from './messages.ts';

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

  it('counts a mention of this user, by name or of all, and none by themselves', () => {
    const named = appended(conversation(), { ...message(6, 'ben'), mentions: ['me'] }, 'me');
    const all = appended(named, { ...message(7, 'ben'), mentions: ['all'] }, 'me');
    const other = appended(all, { ...message(8, 'ben'), mentions: ['cleo'] }, 'me');
    expect(appended(other, { ...message(9, 'me'), mentions: ['all'] }, 'me').mentions).toBe(2);
    const far = headMoved(other, { op: 'head', conversation: 'c1', seq: 20, messages: 20, mention: true });
    expect(far.mentions).toBe(3);
  });

  it('counts members as they come and go', () => {
    const joined: Entry = { ...common, kind: 'joined', users: ['x', 'y'] };
    const left: Entry = { ...common, seq: 7, kind: 'left', users: ['x'] };
    expect(appended(appended(conversation(), joined, 'me'), left, 'me').members).toBe(4);
  });

  it('gives this user the role that an entry gives them, and no other', () => {
    const given = (user: string): Entry => ({
      ...common,
      kind: 'changed',
      member: { user, role: 'moderator' },
    });
    expect(appended(conversation({ role: 'member' }), given('me'), 'me').role).toBe('moderator');
    expect(appended(conversation({ role: 'member' }), given('ben'), 'me').role).toBe('member');
    const open: Entry = { ...common, kind: 'changed', invites: 'all' };
    expect(appended(conversation({ invites: 'moderators' }), open, 'me').invites).toBe('all');
  });

  it('changes only the properties that an entry names', () => {
    const now = appended(conversation(), { ...common, kind: 'changed', topic: 'wind' }, 'me');
    expect(now).toMatchObject({ title: 'T', topic: 'wind', first: 1 });
  });

  it('counts nothing as unread that went from the beginning, and shows none of it', () => {
    const last = message(5);
    const behind = conversation({ read: 2, readMessages: 2, unreadFrom: 2, last });
    const raised = { ...common, messages: 5, kind: 'changed', first: 5, firstMessages: 4 } as const;
    const now = appended(behind, raised, 'me');
    expect(now).toMatchObject({ first: 5, firstMessages: 4, read: 4, readMessages: 4, unreadFrom: 5, last });
    expect(unread(now)).toBe(1);
    const all = appended(behind, { ...raised, first: 6, firstMessages: 5 }, 'me');
    expect(all).toMatchObject({ read: 5, readMessages: 5, last: null });
    const newcomer = conversation({ first: 6, firstMessages: 5 });
    expect(appended(newcomer, raised, 'me')).toMatchObject({ first: 6, firstMessages: 5 });
  });

  it('never moves a head or an own marker back', () => {
    const now = conversation();
    expect(headMoved(now, { op: 'head', conversation: 'c1', seq: 4, messages: 4 })).toBe(now);
    expect(receipt(now, { op: 'receipt', conversation: 'c1', user: 'me', delivered: 3, read: 3 }, 'me')).toBe(
      now,
    );
  });

  it('lets the mark "unread from here" stand until the server says otherwise', () => {
    const marked = conversation({ unreadFrom: 4 });
    const told = { op: 'receipt', conversation: 'c1', user: 'me', delivered: 6, read: 5 } as const;
    expect(receipt(marked, told, 'me')).toMatchObject({ delivered: 6, unreadFrom: 4 });
  });

  it('takes from a state that entries overtook what no entry says', () => {
    const now = conversation({ head: 9, messages: 9, marks: { ben: { delivered: 5, read: 5 } } });
    const marks = { ben: { delivered: 7, read: 4 }, cleo: { delivered: 6, read: 6 } };
    const told = conversation({
      head: 8,
      messages: 8,
      read: 7,
      readMessages: 7,
      delivered: 7,
      unreadFrom: 3,
      marks,
    });
    expect(overtaken(now, told)).toMatchObject({
      head: 9,
      messages: 9,
      read: 7,
      readMessages: 7,
      delivered: 7,
      unreadFrom: 3,
      marks: { ben: { delivered: 7, read: 5 }, cleo: { delivered: 6, read: 6 } },
    });
    const older = overtaken(now, conversation({ read: 2, readMessages: 2, delivered: 2 }));
    expect(older).toMatchObject({ read: 5, readMessages: 5, delivered: 5 });
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

describe('ticks', () => {
  it('count what the slowest of the others has', () => {
    const marks = { ben: { delivered: 5, read: 3 }, cleo: { delivered: 4, read: 4 } };
    expect(tickedBelow(conversation({ marks }))).toEqual({ delivered: 4, read: 3 });
  });

  it('are none where receipts are not live', () => {
    expect(tickedBelow(conversation())).toBeNull();
    expect(tickedBelow(conversation({ marks: {} }))).toBeNull();
  });

  it('do not wait for somebody who left', () => {
    const marks = { ben: { delivered: 5, read: 5 }, cleo: { delivered: 1, read: 1 } };
    const left: Entry = { ...common, kind: 'left', users: ['cleo'] };
    expect(tickedBelow(appended(conversation({ marks }), left, 'me'))).toEqual({ delivered: 5, read: 5 });
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

describe('a thread that is followed', () => {
  const thread: ThreadState = {
    conversation: 'c1',
    thread: 2,
    following: true,
    read: 4,
    readMessages: 1,
    threadMessages: 1,
    last: 4,
    mentions: 0,
    conversationMentions: 0,
    version: 3,
  };
  const threads = { 'c1/2': thread };
  const reply = (seq: number, from: string, threadMessages: number): MessageEntry => ({
    ...(message(seq, from) as MessageEntry),
    thread: 2,
    threadMessages,
  });

  it('counts what others say in it, once, and not what is said elsewhere', () => {
    const now = threadAppended(threads, reply(6, 'ben', 2), 'me');
    expect(unreadInThread(now['c1/2'])).toBe(1);
    expect(threadAppended(now, reply(6, 'ben', 2), 'me')).toBe(now);
    expect(threadAppended(now, { ...reply(7, 'ben', 1), thread: 3 }, 'me')).toBe(now);
  });

  it('is read by a reply of one’s own where nothing before it was unread', () => {
    expect(unreadInThread(threadAppended(threads, reply(6, 'me', 2), 'me')['c1/2'])).toBe(0);
    const behind = threadAppended(threads, reply(6, 'ben', 2), 'me');
    expect(unreadInThread(threadAppended(behind, reply(7, 'me', 3), 'me')['c1/2'])).toBe(2);
  });

  it('counts mentions of this user', () => {
    const now = threadAppended(threads, { ...reply(6, 'ben', 2), mentions: ['me'] }, 'me');
    expect(now['c1/2']?.mentions).toBe(1);
  });

  it('is as the newer of two tellings says, and as long as either', () => {
    const longer = { ...thread, version: 2, threadMessages: 5, last: 9, following: false };
    expect(threadTold(thread, longer)).toEqual({ ...thread, threadMessages: 5, last: 9 });
    const newer = { ...thread, version: 4, following: false };
    expect(unreadInThread(threadTold({ ...thread, threadMessages: 5 }, newer))).toBe(0);
  });
});
