import { amended, type Entry, type MessageEntry, type Pending } from '@parley/sdk';
import { sameDay } from '../chat/time.ts';

/** What the timeline shows, one after the other. Keys stay the same from pending to sent, so nothing is redrawn. */
export type Row =
  | { type: 'day'; key: string; at: Date }
  | { type: 'unread'; key: string }
  | { type: 'system'; key: string; entry: Entry; at: Date }
  | MessageRow;

export interface MessageRow {
  type: 'message';
  key: string;
  /** Undefined while it is on its way. */
  seq?: number;
  from: string;
  at: Date;
  text: string;
  recalled: boolean;
  /** Who removed it, once it is. */
  removedBy?: 'sender' | 'moderator';
  edited: boolean;
  pinned: boolean;
  reactions: readonly Reaction[];
  /** First of a run by one person: shown with name and picture. */
  leads: boolean;
  pending?: Pending;
}

/** Everybody who reacts with one emoji, in the order in which they came. */
export interface Reaction {
  emoji: string;
  users: readonly string[];
}

export const GROUPED_WITHIN_MS = 5 * 60_000;

/** `unreadAfter` is the read marker as it stood when the conversation was opened. */
export function rowsOf(
  entries: readonly Entry[],
  pending: readonly Pending[],
  me: string,
  unreadAfter: number,
): Row[] {
  const shown = [...entries.flatMap(rowOf(amendments(entries))), ...pending.map(row => pendingRow(row, me))];
  const rows: Row[] = [];
  let marked = false;
  for (const { seq, row } of shown) {
    const before = rows.at(-1);
    const previous = before && 'at' in before ? before.at : undefined;
    if (!previous || !sameDay(previous, row.at))
      rows.push({ type: 'day', key: `day-${row.key}`, at: row.at });
    if (!marked && row.type === 'message' && row.from !== me && seq > unreadAfter) {
      if (unreadAfter >= (entries[0]?.seq ?? 0) - 1) rows.push({ type: 'unread', key: 'unread' });
      marked = true;
    }
    rows.push(row.type === 'message' ? { ...row, leads: !follows(row, rows.at(-1)) } : row);
  }
  return rows;
}

/** A message by its place and its words. */
export interface Quoted {
  seq: number;
  text: string;
}

/** The newest message of one's own that still has its words. */
export function lastOwnMessage(entries: readonly Entry[], me: string): Quoted | undefined {
  const byTarget = amendments(entries);
  for (const entry of entries.toReversed()) {
    if (entry.kind !== 'message' || entry.from !== me) continue;
    const { text, recalled } = messageRow(entry, byTarget.get(entry.seq) ?? [], new Date(entry.at));
    if (!recalled) return { seq: entry.seq, text };
  }
  return undefined;
}

interface Placed {
  seq: number;
  row: Extract<Row, { type: 'message' | 'system' }>;
}

function amendments(entries: readonly Entry[]): Map<number, Entry[]> {
  const byTarget = new Map<number, Entry[]>();
  for (const entry of entries)
    if ('target' in entry) {
      const about = byTarget.get(entry.target);
      if (about) about.push(entry);
      else byTarget.set(entry.target, [entry]);
    }
  return byTarget;
}

function rowOf(byTarget: Map<number, Entry[]>) {
  return (entry: Entry): Placed[] => {
    const { seq } = entry;
    const at = new Date(entry.at);
    switch (entry.kind) {
      case 'message':
        return [{ seq, row: messageRow(entry, byTarget.get(seq) ?? [], at) }];
      case 'joined':
      case 'left':
      case 'changed':
        return [{ seq, row: { type: 'system', key: `seq-${seq}`, entry, at } }];
      case 'edited':
      case 'recalled':
      case 'reaction':
      case 'pinned':
      case 'sealed':
      case 'other':
        return [];
    }
  };
}

function messageRow(entry: MessageEntry, later: Entry[], at: Date): MessageRow {
  const now = later.reduce<MessageEntry>((message, by) => amended(message, by), entry);
  const recalled = now.recalled ?? false;
  const removal = later.find(by => by.kind === 'recalled');
  return {
    type: 'message',
    key: `${entry.from}-${entry.id}`,
    seq: entry.seq,
    from: entry.from,
    at,
    text: now.text ?? '',
    recalled,
    ...(removal && { removedBy: removal.reason }),
    edited: !recalled && later.some(by => by.kind === 'edited'),
    pinned: !recalled && (later.findLast(by => by.kind === 'pinned')?.added ?? false),
    reactions: recalled ? NONE : reactionsOf(later),
    leads: true,
  };
}

const NONE: readonly Reaction[] = [];

/** Emoji stand in the order in which the first of those who react now came, and so do the people of each. */
function reactionsOf(later: readonly Entry[]): readonly Reaction[] {
  const since = new Map<string, { emoji: string; user: string }>();
  for (const by of later) {
    if (by.kind !== 'reaction') continue;
    const key = `${by.emoji} ${by.from}`;
    if (!by.added) since.delete(key);
    else if (!since.has(key)) since.set(key, { emoji: by.emoji, user: by.from });
  }
  if (since.size === 0) return NONE;
  const users = new Map<string, string[]>();
  for (const { emoji, user } of since.values()) users.set(emoji, [...(users.get(emoji) ?? []), user]);
  return [...users].map(([emoji, users]) => ({ emoji, users }));
}

function pendingRow(pending: Pending, me: string): Placed {
  const at = new Date(pending.createdAt);
  const state = { recalled: false, edited: false, pinned: false, reactions: NONE, leads: true, pending };
  return {
    seq: Number.POSITIVE_INFINITY,
    row: { type: 'message', key: `${me}-${pending.id}`, from: me, at, text: pending.text, ...state },
  };
}

function follows(row: MessageRow, before: Row | undefined): boolean {
  return (
    before?.type === 'message' &&
    before.from === row.from &&
    row.at.getTime() - before.at.getTime() < GROUPED_WITHIN_MS
  );
}
