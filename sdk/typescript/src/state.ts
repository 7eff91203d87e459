import type { ConnectionState } from './connection.ts';
import type {
  ChangedEntry,
  ConversationState,
  Entry,
  Head,
  Marks,
  Presence,
  Profile,
  Receipt,
  Welcome,
} from './frames.ts';
import type { LogView } from './log.ts';
import type { Preferences } from './notices.ts';
import type { Pending } from './outbox.ts';
import { withoutContent } from './store.ts';

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
  /** False once the store failed: what is written now is lost with this page. */
  kept: boolean;
}

export type Conversations = ClientState['conversations'];

export function unread(state: ConversationState): number {
  return Math.max(0, state.messages - state.readMessages);
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
  const next = { ...state, mentions, ...changes(state, entry), head: entry.seq, messages: entry.messages };
  const onlyMineIsNew = entry.from === me && state.readMessages >= state.messages && state.mentions === 0;
  return onlyMineIsNew ? { ...next, read: entry.seq, readMessages: entry.messages } : next;
}

const isFor = (me: string) => (mention: string) => mention === me || mention === 'all' || mention === 'here';

function changes(state: ConversationState, entry: Entry): Partial<ConversationState> {
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
      return { title, topic, history, ...(invites && { invites }), ...begun(state, entry) };
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
