import { inFence } from '../conversation/formatting.ts';

/** What one is writing the name of. */
export interface Trigger {
  kind: 'person' | 'channel' | 'emoji' | 'command';
  /** Where its sign stands. */
  from: number;
  /** What was typed behind the sign. */
  typed: string;
}

/** Two letters at least, so that a colon in a sentence or a face offers nothing. */
const EMOJI = /(?:^|[\s(])(:)([a-z][a-z0-9_+-]+)$/i;
const PERSON = /(?:^|[\s([{"'])(@)([\p{L}\p{N}._-]*)$/u;
const CHANNEL = /(?:^|[\s([{"'])(#)([^\s#]*)$/u;

/** What the word before this place asks to be completed; nothing in code. */
export function triggerAt(text: string, at: number): Trigger | null {
  const before = text.slice(0, at);
  const command = /^\/([a-z]*)$/.exec(before);
  if (command) return { kind: 'command', from: 0, typed: command[1] ?? '' };
  const found =
    match('person', PERSON, before) ?? match('channel', CHANNEL, before) ?? match('emoji', EMOJI, before);
  return found && !inCode(text, at) ? found : null;
}

function match(kind: Trigger['kind'], pattern: RegExp, before: string): Trigger | null {
  const [, sign, typed = ''] = pattern.exec(before) ?? [];
  return sign ? { kind, from: before.length - typed.length - sign.length, typed } : null;
}

function inCode(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return inFence(text, at) || (line.match(/`/g)?.length ?? 0) % 2 === 1;
}

/** Puts a name in place of what was typed of it, with a space behind. */
export function completed(text: string, at: number, { from }: Trigger, name: string) {
  const rest = text.slice(at);
  const put = rest.startsWith(' ') ? name : `${name} `;
  const start = from + put.length + (rest.startsWith(' ') ? 1 : 0);
  return { text: text.slice(0, from) + put + rest, start };
}
