import type { ConnectionState } from './connection.ts';
import type {
  ChangedEntry,
  ConversationState,
  Entry,
  Head,
  Marks,
  MessageEntry,
  Presence,
  Profile,
  Receipt,
  ThreadState,
  Welcome,
} from './frames.ts';
import type { LogView } from './log.ts';
import type { Preferences } from './notices.ts';
import type { Pending } from './outbox.ts';
import { draftKey, withoutContent } from './store.ts';

/** All that a screen shows. Never changed in place: a new value for each change, so that parts can be compared. */
export interface ClientState {
  me: Profile;
  connection: ConnectionState;
  /** False until a first welcome, in this run or an earlier one: an empty list then means "not known yet". */
  ready: boolean;
  conversations: Readonly<Record<string, ConversationState>>;
  /** When a conversation was last heard of without a message of it: its place in a list, where that is later. */
  appeared: Readonly<Record<string, string>>;
  logs: Readonly<Record<string, LogView>>;
  /** Those that are followed, and those that were, by `draftKey`. */
  threads: Readonly<Record<string, ThreadState>>;
  users: Readonly<Record<string, Profile>>;
  pending: readonly Pending[];
  /** Who is typing, by conversation. */
  typing: Readonly<Record<string, readonly string[]>>;
  /** Of those who are watched, once it is known. */
  presence: Readonly<Record<string, Presence>>;
  /** Text that was begun, by `draftKey`. */
  drafts: Readonly<Record<string, string>>;
  /** What notifies the user where they chose nothing else; the defaults until it is known. */
  preferences: Preferences;
  /** Which messages the user saved, by `placeOf`. */
  saved: ReadonlySet<string>;
  /** Another number whenever what the user has sent later has changed: whoever shows it asks again. */
  scheduled: number;
  /** False once the store failed: what is written now is lost with this page. */
  kept: boolean;
}

export type Conversations = ClientState['conversations'];

export function unread(state: ConversationState): number {
  return Math.max(0, state.messages - state.readMessages);
}

export type Threads = ClientState['threads'];

/** What is unread in a thread: nothing in one that is not followed. */
export function unreadInThread(state: ThreadState | undefined): number {
  return state?.following ? Math.max(0, state.threadMessages - state.readMessages) : 0;
}

/** A state that was told: a newer one may have come before it, and messages that it does not count. */
export function threadTold(known: ThreadState | undefined, told: ThreadState): ThreadState {
  if (!known) return told;
  const newer = told.version >= known.version ? told : known;
  const last = Math.max(known.last ?? 0, told.last ?? 0);
  const threadMessages = Math.max(known.threadMessages, told.threadMessages);
  return { ...newer, threadMessages, ...(last > 0 && { last }) };
}

/** A message in a thread that one follows. The server says soon what became of the marker by one's own. */
export function threadAppended(threads: Threads, entry: MessageEntry, me: string): Threads {
  const key = draftKey(entry.conversation, entry.thread);
  const known = threads[key];
  const place = entry.threadMessages ?? 0;
  if (!known || place <= known.threadMessages) return threads;
  const called = entry.from !== me && entry.mentions?.some(isFor(me));
  const mentions = known.mentions + (called ? 1 : 0);
  const onlyMineIsNew = entry.from === me && known.following && known.readMessages >= place - 1;
  const moved = onlyMineIsNew ? { read: entry.seq, readMessages: place } : {};
  return {
    ...threads,
    [key]: { ...known, threadMessages: place, last: entry.seq, mentions, ...moved },
  };
}

/** Of conversations that are no more nothing is followed. */
export function threadsIn(threads: Threads, conversations: Conversations): Threads {
  const kept = Object.entries(threads).filter(([, { conversation }]) => conversations[conversation]);
  return kept.length === Object.keys(threads).length ? threads : Object.fromEntries(kept);
}

export function welcomed(known: Conversations, frame: Welcome): Conversations {
  const kept = frame.reset ? {} : without(known, frame.gone ?? []);
  return { ...kept, ...Object.fromEntries(frame.conversations.map(state => [state.id, state])) };
}

export function without(known: Conversations, ids: readonly string[]): Conversations {
  return Object.fromEntries(Object.entries(known).filter(([id]) => !ids.includes(id)));
}

/** Heads only grow: an entry that a fetch brought late changes nothing here. */
export function appended(state: ConversationState, entry: Entry, me: string): ConversationState {
  if (entry.seq <= state.head) return state;
  const mentioned = entry.kind === 'message' && entry.from !== me && entry.mentions?.some(isFor(me));
  const mentions = state.mentions + (mentioned ? 1 : 0);
  const next = {
    ...state,
    mentions,
    ...changes(state, entry, me),
    head: entry.seq,
    messages: entry.messages,
  };
  const onlyMineIsNew = entry.from === me && state.readMessages >= state.messages && state.mentions === 0;
  return onlyMineIsNew ? { ...next, read: entry.seq, readMessages: entry.messages } : next;
}

const isFor = (me: string) => (mention: string) => mention === me || mention === 'all' || mention === 'here';

function changes(state: ConversationState, entry: Entry, me: string): Partial<ConversationState> {
  switch (entry.kind) {
    case 'message':
      return entry.thread && !entry.broadcast ? {} : { last: entry };
    case 'joined':
      return { members: state.members + entry.users.length };
    case 'left':
      return { members: state.members - entry.users.length, ...marksWithout(state, entry.users) };
    case 'changed': {
      const { title = state.title, topic = state.topic } = entry;
      const { history = state.history, invites = state.invites } = entry;
      const own = entry.member?.user === me && { role: entry.member.role };
      return { title, topic, history, ...(invites && { invites }), ...own, ...begun(state, entry) };
    }
    case 'edited':
    case 'recalled':
      return { last: amended(state.last, entry) };
    case 'reaction':
    case 'pinned':
    case 'sealed':
    case 'other':
      return {};
  }
}

/** What went from the beginning is unread no more, whether or not it was read. */
function begun(state: ConversationState, { first, firstMessages }: ChangedEntry): Partial<ConversationState> {
  if (first === undefined || first <= state.first) return {};
  const before = firstMessages ?? state.firstMessages;
  return {
    first,
    firstMessages: before,
    read: Math.max(state.read, first - 1),
    readMessages: Math.max(state.readMessages, before),
    ...(state.unreadFrom && { unreadFrom: Math.max(state.unreadFrom, first) }),
    ...(state.last && state.last.seq < first && { last: null }),
  };
}

/** Nobody waits for the tick of somebody who left. */
function marksWithout({ marks }: ConversationState, users: readonly string[]): Partial<ConversationState> {
  if (!marks) return {};
  return { marks: Object.fromEntries(Object.entries(marks).filter(([user]) => !users.includes(user))) };
}

/** Up to where all others have it and have read it; null where receipts are not live (or everybody's are off). */
export function tickedBelow({ marks }: ConversationState): Marks | null {
  const others = Object.values(marks ?? {});
  if (others.length === 0) return null;
  return {
    delivered: Math.min(...others.map(({ delivered }) => delivered)),
    read: Math.min(...others.map(({ read }) => read)),
  };
}

/** A message with what a later entry made of it. */
export function amended<T extends Entry | null | undefined>(message: T, by: Entry): T {
  if (message?.kind !== 'message' || !('target' in by) || by.target !== message.seq) return message;
  if (by.kind === 'edited' && !message.recalled) return { ...message, text: by.text };
  if (by.kind === 'recalled') return withoutContent(message);
  return message;
}

export function headMoved(state: ConversationState, frame: Head): ConversationState {
  if (frame.seq <= state.head) return state;
  const mentions = state.mentions + (frame.mention ? 1 : 0);
  return { ...state, head: frame.seq, messages: frame.messages, mentions };
}

export function receipt(state: ConversationState, frame: Receipt, me: string): ConversationState {
  const { delivered, read } = frame;
  if (frame.user !== me) return { ...state, marks: { ...state.marks, [frame.user]: { delivered, read } } };
  if (read < state.read) return state;
  const { readMessages = state.readMessages, mentions = state.mentions } = frame;
  return { ...state, delivered, read, readMessages, mentions };
}

/** A state that entries overtook on its way: the log is further already, but nothing else says where the markers stand. */
export function overtaken(known: ConversationState, told: ConversationState): ConversationState {
  const { read, readMessages, mentions } = told.read > known.read ? told : known;
  const marks = { ...known.marks };
  for (const [user, mark] of Object.entries(told.marks ?? {})) {
    marks[user] = {
      delivered: Math.max(mark.delivered, marks[user]?.delivered ?? 0),
      read: Math.max(mark.read, marks[user]?.read ?? 0),
    };
  }
  const delivered = Math.max(known.delivered, told.delivered);
  const { mutedUntil: _, notices: __, ...rest } = known;
  return {
    ...rest,
    read,
    readMessages,
    mentions,
    delivered,
    marks,
    unreadFrom: told.unreadFrom,
    muted: told.muted,
    ...(told.mutedUntil && { mutedUntil: told.mutedUntil }),
    ...(told.notices && { notices: told.notices }),
  };
}
