import type { Availability, ConversationState, Entry, MessageEntry } from './frames.ts';
import { DAYS, type Day, isMuted, type Preferences, ruleOf } from './notices.ts';

/** Whom an entry reaches, and how they have it at that moment. */
export interface Reader {
  me: string;
  preferences: Preferences;
  status: Availability;
  /** Those with whom a block stands between. */
  apart: ReadonlySet<string>;
}

/** Whether an entry notifies its reader at `now`: the server decides by the same rules. */
export function notifies(entry: Entry, state: ConversationState, reader: Reader, now: Date): boolean {
  return (
    entry.kind === 'message' &&
    !entry.recalled &&
    entry.from !== reader.me &&
    entry.seq > state.read &&
    !reader.apart.has(entry.from) &&
    !isMuted(state, now) &&
    reader.status !== 'dnd' &&
    !isQuiet(reader.preferences, now) &&
    isWanted(entry, state, reader)
  );
}

export function isQuiet({ quiet }: Preferences, now: Date): boolean {
  if (!quiet) return false;
  const { day, time } = wallClock(now, quiet.zone);
  const begun = quiet.days.includes(dayAt(day)) && time >= quiet.from;
  if (quiet.from < quiet.to) return begun && time < quiet.to;
  return begun || (quiet.days.includes(dayAt(day + DAYS.length - 1)) && time < quiet.to);
}

function isWanted(message: MessageEntry, state: ConversationState, { me, preferences }: Reader): boolean {
  const named = message.mentions?.some(who => who === me || who === 'all' || who === 'here') ?? false;
  switch (ruleOf(state, preferences)) {
    case 'all':
      return named || !message.thread || message.broadcast === true;
    case 'mentions':
      return named;
    case 'none':
      return false;
  }
}

function dayAt(index: number): Day {
  return DAYS[index % DAYS.length] as Day;
}

/** Day of the week, Monday first, and time there; `HH:MM` compares as text. */
function wallClock(now: Date, zone: string): { day: number; time: string } {
  const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const parts = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).formatToParts(now);
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? '';
  const day = DAYS.indexOf(part('weekday').toLowerCase() as Day);
  return { day, time: `${part('hour')}:${part('minute')}` };
}
