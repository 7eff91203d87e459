import type { ConversationState, MessageEntry } from '../src/frames.ts';

export function message(seq: number, from = 'u1', text = `message ${seq}`): MessageEntry {
  return {
    op: 'entry',
    conversation: 'c1',
    seq,
    messages: seq,
    at: '2026-11-24T01:02:03.000Z',
    from,
    kind: 'message',
    id: `id-${seq}`,
    text,
  };
}

export function run(from: number, to: number): MessageEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

export function conversation(part: Partial<ConversationState> = {}): ConversationState {
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
