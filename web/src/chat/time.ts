import { locale } from '../language/t.ts';

const clock = once(() => new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }));
const weekday = once(() => new Intl.DateTimeFormat(locale(), { weekday: 'short' }));
const dayAndMonth = once(() => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' }));
const longDay = once(
  () => new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long' }),
);
const longDayWithYear = once(() => new Intl.DateTimeFormat(locale(), { dateStyle: 'full' }));
const full = once(() => new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'short' }));
const medium = once(() => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }));
const relative = once(() => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }));

/** Made when it is first used, since the page's language is known by then. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const clockTime = (at: Date): string => clock().format(at);
export const mediumTime = (at: Date): string => medium().format(at);
export const fullTime = (at: Date): string => full().format(at);

/** For a list: the time today, the weekday this week, the date before that. */
export function shortTime(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days <= 0) return clock().format(at);
  return days < 7 ? weekday().format(at) : dayAndMonth().format(at);
}

/** For a separator: "Today", "Yesterday", or the day by name. */
export function dayName(at: Date, now = new Date()): string {
  const days = daysBetween(at, now);
  if (days <= 1) return capital(relative().format(-days, 'day'));
  return (at.getFullYear() === now.getFullYear() ? longDay() : longDayWithYear()).format(at);
}

/** How long ago, the nearer the finer; null for a moment ago. */
export function timeAgo(at: Date, now = new Date()): string | null {
  const ago = now.getTime() - at.getTime();
  if (ago < MINUTE_MS) return null;
  if (ago < HOUR_MS) return relative().format(-Math.floor(ago / MINUTE_MS), 'minute');
  const days = daysBetween(at, now);
  if (days < 2) return `${relative().format(-days, 'day')}, ${clock().format(at)}`;
  return days < 7 ? relative().format(-days, 'day') : dayAndMonth().format(at);
}

export function sameDay(a: Date, b: Date): boolean {
  return a.getDate() === b.getDate() && a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear();
}

function daysBetween(at: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
}

function startOfDay(at: Date): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
