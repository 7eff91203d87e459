import type { ConversationState } from './frames.ts';
import { unread } from './state.ts';

/** Which messages of a conversation notify: all of the main timeline and mentions in threads; mentions alone; none. */
export type NoticeRule = 'all' | 'mentions' | 'none';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** When nothing notifies, by the clock on the user's wall. What begins late goes on into the next day. */
export interface QuietHours {
  days: Day[];
  from: string;
  to: string;
  zone: string;
}

/** What notifies where nothing else was chosen for a conversation, by its kind. */
export interface Preferences {
  direct: NoticeRule;
  group: NoticeRule;
  channel: NoticeRule;
  quiet?: QuietHours | null;
}

export interface NoticeChoice {
  /** Null for what is preferred for its kind. */
  notices: NoticeRule | null;
  muted: boolean;
  /** When being muted ends by itself; null for good. */
  mutedUntil: string | null;
}

/** Of somebody who never said any. */
export const DEFAULT_PREFERENCES: Preferences = { direct: 'all', group: 'all', channel: 'mentions' };

export function isMuted({ muted, mutedUntil }: ConversationState, now: Date): boolean {
  return muted && (!mutedUntil || now.getTime() < Date.parse(mutedUntil));
}

export function ruleOf(state: ConversationState, preferences: Preferences): NoticeRule {
  return state.notices ?? preferences[state.kind];
}

/** How much of a conversation asks to be looked at from afar: of a muted one mentions alone, and only where they are wanted. */
export function callsFor(state: ConversationState, preferences: Preferences, now: Date): number {
  if (!isMuted(state, now)) return unread(state);
  return ruleOf(state, preferences) === 'none' ? 0 : state.mentions;
}
