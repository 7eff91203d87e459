import type { Availability, Presence } from '@parley/sdk';
import { timeAgo } from '../chat/time.ts';
import { t } from '../language/t.ts';

export const wordOf = (status: Availability): string => t(`presence.${status}`);

/** How somebody is shown, in words: for who is not here, since when, as far as that may be known. */
export function presenceText({ status, lastSeen }: Presence, now = new Date()): string {
  if (status !== 'offline' || !lastSeen) return wordOf(status);
  const ago = timeAgo(new Date(lastSeen), now);
  return ago === null ? t('presence.justNow') : t('presence.lastSeen', { ago });
}
