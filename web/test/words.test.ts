import type { Entry } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { systemText } from '../src/conversation/systemText.ts';
import { cleaned, MAX_CODE_POINTS, room } from '../src/conversation/text.ts';
import { routeOf } from '../src/route.ts';

const users = Object.fromEntries(
  ['Ada', 'Ben', 'Cleo'].map(name => [name.toLowerCase(), { id: name.toLowerCase(), handle: name, name }]),
);
const common = { op: 'entry', conversation: 'c1', seq: 7, messages: 0, at: '', from: 'ada' } as const;

describe('system lines', () => {
  it.each<[string, Entry]>([
    ['Ada joined', { ...common, kind: 'joined', users: ['ada'] }],
    ['Ada started the conversation', { ...common, seq: 1, kind: 'joined', users: ['ada'] }],
    [
      'Ada started the conversation with Ben and Cleo',
      { ...common, seq: 1, kind: 'joined', users: ['ada', 'ben', 'cleo'] },
    ],
    ['Ada added Ben', { ...common, kind: 'joined', users: ['ben'] }],
    ['Ada left', { ...common, kind: 'left', users: ['ada'] }],
    ['Ada removed Ben', { ...common, kind: 'left', users: ['ben'] }],
    ['Ada named the conversation “Harbour”', { ...common, kind: 'changed', title: 'Harbour' }],
    [
      'Ada named the conversation “Harbour”. Ada set the topic to “Boats”',
      { ...common, kind: 'changed', title: 'Harbour', topic: 'Boats' },
    ],
    ['Ada cleared the topic', { ...common, kind: 'changed', topic: '' }],
    ['Ada made Ben a moderator', { ...common, kind: 'changed', member: { user: 'ben', role: 'moderator' } }],
    ['Ada changed the conversation', { ...common, kind: 'changed' }],
  ])('%s', (line, entry) => {
    expect(systemText(entry, users)).toBe(line);
  });
});

describe('the text of a message', () => {
  it('loses its blank ends and what cannot be sent', () => {
    expect(cleaned(' \n a\0b\ud800 \n')).toBe('ab\ufffd');
  });

  it('is counted in code points, near the limit only', () => {
    expect(room('short')).toBeNull();
    expect(room('👋'.repeat(MAX_CODE_POINTS))).toBe(0);
    expect(room('a'.repeat(MAX_CODE_POINTS + 1))).toBe(-1);
  });
});

describe('addresses', () => {
  it.each([
    ['/setup', '#abc', { page: 'setup', invite: 'abc' }],
    ['/join', '#abc', { page: 'join', invite: 'abc' }],
    ['/c/c1', '', { page: 'conversation', id: 'c1' }],
    ['/c/c1/42?thread=7', '', { page: 'conversation', id: 'c1', seq: 42, thread: 7 }],
    ['/c/c1?thread=7&reply=9', '', { page: 'conversation', id: 'c1', thread: 7, reply: 9 }],
    ['/c/c1?thread=no', '', { page: 'conversation', id: 'c1' }],
    ['/somewhere/else', '', { page: 'home' }],
  ])('%s%s', (pathname, hash, route) => {
    expect(routeOf(new URL(pathname + hash, 'http://chat.example'))).toEqual(route);
  });
});
