import { describe, expect, it } from 'vitest';
import type { ConversationState, MessageEntry } from '../src/frames.ts';
import { callsFor, DEFAULT_PREFERENCES, type QuietHours } from '../src/notices.ts';
import { isQuiet, notifies, type Reader } from '../src/notifies.ts';
import { conversation, message } from './messages.ts';

/** A Tuesday, 13:30 in Berlin. */
const NOW = new Date('2026-11-24T12:30:00Z');
const reader: Reader = { me: 'me', preferences: DEFAULT_PREFERENCES, status: 'online', apart: new Set() };

function tells(
  said: Partial<MessageEntry>,
  state: Partial<ConversationState> = {},
  by: Partial<Reader> = {},
): boolean {
  return notifies({ ...message(6, 'ben'), ...said }, conversation(state), { ...reader, ...by }, NOW);
}

describe('what notifies', () => {
  it('is, by default, all of directs and groups, and mentions in channels', () => {
    expect(tells({}, { kind: 'direct' })).toBe(true);
    expect(tells({}, { kind: 'group' })).toBe(true);
    expect(tells({}, { kind: 'channel' })).toBe(false);
    expect(tells({ mentions: ['me'] }, { kind: 'channel' })).toBe(true);
    expect(tells({ mentions: ['all'] }, { kind: 'channel' })).toBe(true);
    expect(tells({ mentions: ['cleo'] }, { kind: 'channel' })).toBe(false);
  });

  it('is of threads what is broadcast or mentions one', () => {
    expect(tells({ thread: 3 })).toBe(false);
    expect(tells({ thread: 3, broadcast: true })).toBe(true);
    expect(tells({ thread: 3, mentions: ['me'] })).toBe(true);
  });

  it('is chosen for a conversation before it is preferred', () => {
    expect(tells({}, { notices: 'mentions' })).toBe(false);
    expect(tells({ mentions: ['me'] }, { notices: 'none' })).toBe(false);
    expect(tells({}, { kind: 'channel', notices: 'all' })).toBe(true);
    expect(tells({}, {}, { preferences: { ...DEFAULT_PREFERENCES, group: 'none' } })).toBe(false);
  });

  it('is nothing while muted, and as before once that is over', () => {
    expect(tells({ mentions: ['me'] }, { muted: true })).toBe(false);
    expect(tells({}, { muted: true, mutedUntil: '2026-11-24T12:30:00.001Z' })).toBe(false);
    expect(tells({}, { muted: true, mutedUntil: '2026-11-24T12:30:00.000Z' })).toBe(true);
  });

  it('is nothing for whoever asked not to be disturbed', () => {
    expect(tells({ mentions: ['me'] }, {}, { status: 'dnd' })).toBe(false);
    expect(tells({}, {}, { status: 'away' })).toBe(true);
    const quiet: QuietHours = { days: ['tue'], from: '13:00', to: '14:00', zone: 'Europe/Berlin' };
    expect(tells({}, {}, { preferences: { ...DEFAULT_PREFERENCES, quiet } })).toBe(false);
  });

  it('is neither one’s own, nor read, nor recalled, nor across a block', () => {
    expect(tells({ from: 'me' })).toBe(false);
    expect(tells({}, { read: 6 })).toBe(false);
    expect(tells({ recalled: true })).toBe(false);
    expect(tells({}, {}, { apart: new Set(['ben']) })).toBe(false);
  });
});

describe('quiet hours', () => {
  it('go on into the next day, in summer and winter', () => {
    const quiet: QuietHours = { days: ['mon'], from: '22:00', to: '07:00', zone: 'Europe/Berlin' };
    const at = (time: string) => isQuiet({ ...DEFAULT_PREFERENCES, quiet }, new Date(time));
    expect(at('2026-11-23T20:59:00Z')).toBe(false);
    expect(at('2026-11-23T21:00:00Z')).toBe(true);
    expect(at('2026-11-24T05:59:00Z')).toBe(true);
    expect(at('2026-11-24T06:00:00Z')).toBe(false);
    expect(at('2026-11-24T21:30:00Z')).toBe(false);
    expect(at('2026-07-20T20:00:00Z')).toBe(true);
  });
});

describe('the number that calls from afar', () => {
  it('is what is unread, and of a muted conversation the mentions that are wanted', () => {
    const busy = { messages: 9, readMessages: 5, mentions: 1 };
    expect(callsFor(conversation(busy), DEFAULT_PREFERENCES, NOW)).toBe(4);
    expect(callsFor(conversation({ ...busy, muted: true }), DEFAULT_PREFERENCES, NOW)).toBe(1);
    expect(callsFor(conversation({ ...busy, muted: true, notices: 'none' }), DEFAULT_PREFERENCES, NOW)).toBe(
      0,
    );
  });
});
