import { expect, it } from 'vitest';
import { chosen, fieldOf, usualTimes } from '../src/scheduled/times.ts';

const fields = (now: string) => usualTimes(new Date(now)).map(fieldOf);

it('offers this evening, tomorrow morning and Monday', () => {
  expect(fields('2026-12-01T10:00')).toEqual(['2026-12-01T18:00', '2026-12-02T09:00', '2026-12-07T09:00']);
});

it('offers no evening that has all but come, and Monday once', () => {
  expect(fields('2026-12-01T17:30')).toEqual(['2026-12-02T09:00', '2026-12-07T09:00']);
  expect(fields('2026-12-06T20:00')).toEqual(['2026-12-07T09:00']);
  expect(fields('2026-12-07T08:00')).toEqual(['2026-12-07T18:00', '2026-12-08T09:00', '2026-12-14T09:00']);
});

it('takes a time that is to come, within a year', () => {
  const now = new Date('2026-12-01T10:00');
  expect(chosen('2026-12-01T10:01', now)).toEqual(new Date('2026-12-01T10:01'));
  expect(chosen('2026-12-01T10:00', now)).toBe('past');
  expect(chosen('', now)).toBe('past');
  expect(chosen('2028-01-01T00:00', now)).toBe('far');
});
