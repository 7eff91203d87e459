import { expect, it } from 'vitest';
import { presenceText } from '../src/presence/words.ts';

const now = new Date(2026, 10, 24, 12, 0);
const seen = (at: Date) =>
  presenceText({ op: 'presence', user: 'u1', status: 'offline', lastSeen: at.toISOString() }, now);

it('tells when somebody was last seen, the nearer the finer', () => {
  expect(seen(new Date(2026, 10, 24, 11, 59, 30))).toBe('Last seen just now');
  expect(seen(new Date(2026, 10, 24, 11, 48))).toBe('Last seen 12 minutes ago');
  expect(seen(new Date(2026, 10, 23, 9, 5))).toMatch(/^Last seen yesterday, 0?9:05/);
  expect(seen(new Date(2026, 10, 20, 9, 5))).toBe('Last seen 4 days ago');
  expect(seen(new Date(2026, 9, 2, 9, 5))).toMatch(/Oct/);
});

it('tells no time of whom none is known, or who is here', () => {
  expect(presenceText({ op: 'presence', user: 'u1', status: 'offline', lastSeen: null })).toBe('Offline');
  expect(presenceText({ op: 'presence', user: 'u1', status: 'dnd', lastSeen: now.toISOString() })).toBe(
    'Do not disturb',
  );
});
