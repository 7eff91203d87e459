import type { Availability, Presence } from '@parley/sdk';
import { timeAgo } from '../chat/time.ts';

export const wordOf: Record<Availability, string> = {
  online: 'Online',
  away: 'Away',
  dnd: 'Do not disturb',
  offline: 'Offline',
};

/** How somebody is shown, in words: for who is not here, since when, as far as that may be known. */
export function presenceText({ status, lastSeen }: Presence, now = new Date()): string {
  if (status !== 'offline' || !lastSeen) return wordOf[status];
  return `Last seen ${timeAgo(new Date(lastSeen), now) ?? 'just now'}`;
}
