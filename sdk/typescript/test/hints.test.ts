import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientFrame } from '../src/frames.ts';
import { Interests, MOST_FOCUSED, type Wants } from '../src/interests.ts';
import type { ClientState } from '../src/state.ts';
import { TELL_TYPING_EVERY_MS, TYPING_LAPSES_MS, WhoTypes } from '../src/typing.ts';

let line: ClientFrame[];
let connected: boolean;

const send = (frame: ClientFrame) => {
  if (connected) line.push(frame);
  return connected;
};

beforeEach(() => {
  vi.useFakeTimers();
  line = [];
  connected = true;
});

afterEach(() => {
  vi.useRealTimers();
});

describe('typing', () => {
  let state: Pick<ClientState, 'typing'>;
  let typing: WhoTypes;

  beforeEach(() => {
    state = { typing: {} };
    typing = new WhoTypes({
      get: () => state as ClientState,
      set: part => {
        state = part;
      },
      send,
    });
  });

  it('is told at most every three seconds, and at once after a message', () => {
    typing.type('c1');
    typing.type('c1');
    expect(line).toEqual([{ op: 'typing', conversation: 'c1' }]);
    vi.advanceTimersByTime(TELL_TYPING_EVERY_MS);
    typing.type('c1');
    typing.posted('c1');
    typing.type('c1');
    expect(line).toHaveLength(3);
  });

  it('is not owed to those who could not be told', () => {
    connected = false;
    typing.type('c1');
    connected = true;
    typing.type('c1');
    expect(line).toHaveLength(1);
  });

  it('lapses six seconds after the last one', () => {
    typing.heard({ op: 'typing', conversation: 'c1', user: 'ben' });
    typing.heard({ op: 'typing', conversation: 'c1', user: 'cleo' });
    vi.advanceTimersByTime(TYPING_LAPSES_MS - 1);
    typing.heard({ op: 'typing', conversation: 'c1', user: 'cleo' });
    vi.advanceTimersByTime(1);
    expect(state.typing).toEqual({ c1: ['cleo'] });
    vi.advanceTimersByTime(TYPING_LAPSES_MS);
    expect(state.typing).toEqual({});
  });

  it('ends when the message arrives', () => {
    typing.heard({ op: 'typing', conversation: 'c1', user: 'ben' });
    typing.stopped('c1', 'ben');
    expect(state.typing).toEqual({});
  });
});

describe('interests', () => {
  let told: Wants[];
  let interests: Interests;

  beforeEach(() => {
    told = [];
    interests = new Interests(send, wants => told.push(wants));
  });

  it('are told once there is a connection, and again on the next one', () => {
    interests.focus(['c1']);
    expect(line).toEqual([]);
    interests.connected();
    interests.connected();
    expect(line).toEqual([
      { op: 'focus', conversations: ['c1'] },
      { op: 'focus', conversations: ['c1'] },
    ]);
  });

  it('are told when they change, and not otherwise', () => {
    interests.connected();
    interests.focus(['c1']);
    interests.focus(['c1']);
    interests.watch('list', ['ben']);
    interests.watch('panel', ['cleo', 'ben']);
    interests.watch('panel', []);
    expect(line).toEqual([
      { op: 'focus', conversations: ['c1'] },
      { op: 'watch', users: ['ben'] },
      { op: 'watch', users: ['ben', 'cleo'] },
      { op: 'watch', users: ['ben'] },
    ]);
    expect(told.at(-1)).toEqual({ focus: ['c1'], watch: ['ben'] });
  });

  it('are those of all tabs together, as many as the protocol allows', () => {
    interests.connected();
    interests.heard('other', { focus: Array.from({ length: 30 }, (_, index) => `d${index}`), watch: [] });
    interests.focus(['c1']);
    const last = line.at(-1);
    expect(last?.op === 'focus' && last.conversations).toHaveLength(MOST_FOCUSED);
    expect(last?.op === 'focus' && last.conversations[0]).toBe('c1');
    interests.heard('other', { focus: [], watch: [] });
    expect(line.at(-1)).toEqual({ op: 'focus', conversations: ['c1'] });
  });
});
