import {
  amended,
  type Entry,
  type FileInfo,
  type MentionedGroup,
  type MessageEntry,
  namesOf,
  type Pending,
} from '@parley/sdk';
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
  /** Whom it speaks to: ids of users, `all`, `here`. */
  mentions: readonly string[];
  /** The user groups that it mentions. */
  groups?: readonly MentionedGroup[] | undefined;
  /** What goes with it. */
  files: readonly FileInfo[];
  recalled: boolean;
  /** Who removed it, once it is. */
  removedBy?: 'sender' | 'moderator';
  edited: boolean;
  pinned: boolean;
  reactions: readonly Reaction[];
  /** First of a run by one person: shown with name and picture. */
  leads: boolean;
  pending?: Pending;
  /** What it answers in line. */
  answers?: Said;
  /** What the thread is about that it is a reply in. */
  inThread?: Said;
  /** The thread under it. */
  replies?: Replies;
}

/** A message that another speaks of; without its words where it is further back than what is held. */
export interface Said {
  seq: number;
  message?: MessageEntry;
}

/** A thread by how much was said in it, recalled replies included. */
export interface Replies {
  count: number;
  lastAt: Date;
  /** Who wrote in it, the last first. */
  people: readonly string[];
  /** One's own that are on their way still. */
  unsent: number;
}

/** Everybody who reacts with one emoji, in the order in which they came. */
export interface Reaction {
  emoji: string;
  users: readonly string[];
}

export const GROUPED_WITHIN_MS = 5 * 60_000;

/** The main timeline. `unreadAfter` is the read marker as it stood when the conversation was opened. */
export function rowsOf(
  entries: readonly Entry[],
  pending: readonly Pending[],
  me: string,
  unreadAfter: number,
): Row[] {
  const fold = foldOf(entries, repliesIn(entries, pending));
  const shown = [
    ...entries.filter(entry => !inThreadAlone(entry)).flatMap(entry => rowOf(entry, fold)),
    ...pending.filter(message => !inThreadAlone(message)).map(message => pendingRow(message, me, fold)),
  ];
  return arranged(shown, entries[0]?.seq ?? 0, me, unreadAfter);
}

export interface ThreadRows {
  /** Undefined where the entries do not reach back to it. */
  root: MessageRow | undefined;
  replies: Row[];
}

/** A thread: the message that it is about, and what was said to it. `unreadAfter` as above, in the thread. */
export function threadRowsOf(
  seq: number,
  entries: readonly Entry[],
  pending: readonly Pending[],
  me: string,
  unreadAfter: number = Number.POSITIVE_INFINITY,
): ThreadRows {
  const fold = foldOf(entries, new Map());
  const [root] = entries.filter(entry => entry.seq === seq).flatMap(entry => rowOf(entry, fold));
  const said = [
    ...entries.filter(entry => threadOf(entry) === seq).flatMap(entry => rowOf(entry, fold)),
    ...pending.filter(({ thread }) => thread === seq).map(message => pendingRow(message, me, fold)),
  ];
  const replies = arranged(said.map(withoutThread), 0, me, unreadAfter);
  const [day] = replies;
  const sameDayAsRoot = root && day?.type === 'day' && sameDay(root.row.at, day.at);
  return {
    root: root?.row.type === 'message' ? root.row : undefined,
    replies: sameDayAsRoot ? replies.slice(1) : replies,
  };
}

/** Within its thread a reply need not say where it belongs. */
function withoutThread({ seq, row }: Placed): Placed {
  if (row.type !== 'message') return { seq, row };
  const { inThread: _, ...rest } = row;
  return { seq, row: rest };
}

/** The root of the thread that an entry is a reply in. */
export function threadOf(entry: Entry): number | undefined {
  return entry.kind === 'message' ? entry.thread : undefined;
}

/** Whether it is a reply that the main timeline does not show. */
export function inThreadAlone(message: Entry | Pending): boolean {
  if ('op' in message && message.kind !== 'message') return false;
  return message.thread !== undefined && !message.broadcast;
}

function arranged(shown: readonly Placed[], oldest: number, me: string, unreadAfter: number): Row[] {
  const rows: Row[] = [];
  let marked = false;
  for (const { seq, row } of shown) {
    const before = rows.at(-1);
    const previous = before && 'at' in before ? before.at : undefined;
    if (!previous || !sameDay(previous, row.at))
      rows.push({ type: 'day', key: `day-${row.key}`, at: row.at });
    if (!marked && row.type === 'message' && row.from !== me && seq > unreadAfter) {
      if (unreadAfter >= oldest - 1) rows.push({ type: 'unread', key: 'unread' });
      marked = true;
    }
    rows.push(row.type === 'message' && follows(row, rows.at(-1)) ? notLeading(row) : row);
  }
  return rows;
}

/** Rows that do not lead, by those that would: made once, like `folded`. */
const followers = new WeakMap<MessageRow, MessageRow>();

function notLeading(row: MessageRow): MessageRow {
  const follower = followers.get(row) ?? { ...row, leads: false };
  followers.set(row, follower);
  return follower;
}

/** A message by its place and its words. */
export interface Quoted {
  seq: number;
  text: string;
}

/** The newest message of one's own that still has its words: of those that the main timeline shows, or of a thread. */
export function lastOwnMessage(entries: readonly Entry[], me: string, thread?: number): Quoted | undefined {
  const byTarget = amendments(entries);
  for (const entry of entries.toReversed()) {
    if (entry.kind !== 'message' || entry.from !== me) continue;
    if (thread === undefined ? inThreadAlone(entry) : entry.thread !== thread) continue;
    const { text, recalled } = standingOf(entry, byTarget.get(entry.seq) ?? []);
    if (!recalled) return { seq: entry.seq, text: text ?? '' };
  }
  return undefined;
}

function standingOf(entry: MessageEntry, later: readonly Entry[]): MessageEntry {
  return later.reduce<MessageEntry>((message, by) => amended(message, by), entry);
}

function repliesIn(entries: readonly Entry[], pending: readonly Pending[]): Map<number, Replies> {
  const byRoot = new Map<number, Replies>();
  for (const entry of entries) {
    if (entry.kind !== 'message' || entry.thread === undefined) continue;
    const before = byRoot.get(entry.thread);
    byRoot.set(entry.thread, {
      count: Math.max(entry.threadMessages ?? 0, (before?.count ?? 0) + 1),
      lastAt: new Date(entry.at),
      people: [entry.from, ...(before?.people ?? []).filter(user => user !== entry.from)],
      unsent: 0,
    });
  }
  for (const { thread, state, createdAt } of pending) {
    if (thread === undefined || state === 'sent') continue;
    const so = byRoot.get(thread) ?? { count: 0, lastAt: new Date(createdAt), people: [], unsent: 0 };
    byRoot.set(thread, { ...so, unsent: so.unsent + 1 });
  }
  return byRoot;
}

interface Placed {
  seq: number;
  row: Extract<Row, { type: 'message' | 'system' }>;
}

/** What entries say of each other. */
interface Fold {
  byTarget: Map<number, Entry[]>;
  threads: Map<number, Replies>;
  /** A message that another one names. */
  said: (seq: number) => Said;
}

function foldOf(entries: readonly Entry[], threads: Map<number, Replies>): Fold {
  const byTarget = amendments(entries);
  const said = (seq: number): Said => {
    const found = entries.find(entry => entry.seq === seq);
    return found?.kind === 'message' ? { seq, message: standingOf(found, byTarget.get(seq) ?? []) } : { seq };
  };
  return { byTarget, threads, said };
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

/** The rows of entries that stand by themselves: a long conversation is folded again with each page of it, and with each message. */
const folded = new WeakMap<Entry, Placed[]>();

function rowOf(entry: Entry, fold: Fold): Placed[] {
  if (!standsAlone(entry, fold)) return foldedRow(entry, fold);
  const rows = folded.get(entry) ?? foldedRow(entry, fold);
  folded.set(entry, rows);
  return rows;
}

function standsAlone(entry: Entry, { byTarget, threads }: Fold): boolean {
  const namesAnother =
    entry.kind === 'message' && (entry.replyTo !== undefined || entry.thread !== undefined);
  return !namesAnother && !byTarget.has(entry.seq) && !threads.has(entry.seq);
}

function foldedRow(entry: Entry, fold: Fold): Placed[] {
  const { seq } = entry;
  const at = new Date(entry.at);
  switch (entry.kind) {
    case 'message':
      return [{ seq, row: messageRow(entry, at, fold) }];
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
}

function messageRow(entry: MessageEntry, at: Date, fold: Fold): MessageRow {
  const later = fold.byTarget.get(entry.seq) ?? [];
  const now = standingOf(entry, later);
  const recalled = now.recalled ?? false;
  const removal = later.find(by => by.kind === 'recalled');
  const replies = fold.threads.get(entry.seq);
  return {
    type: 'message',
    key: `${entry.from}-${entry.id}`,
    seq: entry.seq,
    from: entry.from,
    at,
    text: now.text ?? '',
    mentions: now.mentions ?? NOBODY,
    groups: now.groups,
    files: now.files ?? NO_FILES,
    recalled,
    ...(removal && { removedBy: removal.reason }),
    edited: !recalled && later.some(by => by.kind === 'edited'),
    pinned: !recalled && (later.findLast(by => by.kind === 'pinned')?.added ?? false),
    reactions: recalled ? NONE : reactionsOf(later),
    leads: true,
    ...contextOf(recalled ? { ...entry, replyTo: undefined } : entry, fold),
    ...(replies && { replies }),
  };
}

function contextOf(
  { replyTo, thread }: { replyTo?: number | undefined; thread?: number | undefined },
  { said }: Fold,
): Pick<MessageRow, 'answers' | 'inThread'> {
  return {
    ...(replyTo !== undefined && { answers: said(replyTo) }),
    ...(thread !== undefined && { inThread: said(thread) }),
  };
}

const NONE: readonly Reaction[] = [];
const NOBODY: readonly string[] = [];
const NO_FILES: readonly FileInfo[] = [];

/** Whether nothing was written beside the files: its text only names them. */
export function isWordless({ text, files }: MessageRow): boolean {
  return files.length > 0 && text === namesOf(files);
}

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

function pendingRow(pending: Pending, me: string, fold: Fold): Placed {
  const at = new Date(pending.createdAt);
  const state = { recalled: false, edited: false, pinned: false, reactions: NONE, leads: true, pending };
  return {
    seq: Number.POSITIVE_INFINITY,
    row: {
      type: 'message',
      key: `${me}-${pending.id}`,
      from: me,
      at,
      text: pending.text,
      mentions: pending.mentions ?? NOBODY,
      files: pending.files ?? NO_FILES,
      ...state,
      ...contextOf(pending, fold),
    },
  };
}

function follows(row: MessageRow, before: Row | undefined): boolean {
  return (
    before?.type === 'message' &&
    before.from === row.from &&
    !row.answers &&
    !row.inThread &&
    row.at.getTime() - before.at.getTime() < GROUPED_WITHIN_MS
  );
}
