/**
 * The frames of `parley.v1` and the values inside them. Times are RFC 3339 UTC, ids opaque strings,
 * `seq` the dense number of an entry in its conversation. The contract itself is the protocol's own page;
 * `codec.ts` checks what arrives against these types.
 */

export type ConversationKind = 'direct' | 'group' | 'channel';
export type MemberRole = 'owner' | 'moderator' | 'member';
export type UserRole = 'member' | 'guest' | 'bot' | 'moderator' | 'admin';
export type History = 'all' | 'joined';
/** Who may add members to a group. */
export type Invites = 'moderators' | 'all';
export type Availability = 'online' | 'away' | 'dnd' | 'offline';

export interface Profile {
  id: string;
  handle: string;
  name: string;
  role?: UserRole;
  /** The account is gone; handle and name are the server's. */
  deleted?: boolean;
}

export interface Peer {
  id: string;
  handle: string;
  name: string;
}

export interface Marks {
  delivered: number;
  read: number;
}

// ---- entries: everything durable that happens in a conversation ----

interface EntryCommon {
  op: 'entry';
  conversation: string;
  seq: number;
  /** Main-timeline messages up to and including this entry; unread counts are a subtraction of two of these. */
  messages: number;
  at: string;
  from: string;
}

/** What is known of an attachment. */
export interface FileInfo {
  id: string;
  /** What its uploader called it, made harmless by the server: to be shown as text, never as a part of a page. */
  name: string;
  /** Media type, by its bytes. */
  type: string;
  bytes: number;
  /** Pixels, of an image whose header says so; `height` is there with it. Of nothing else. */
  width?: number;
  height?: number;
}

/** A user group that a message mentions, with the handle that it had then. */
export interface MentionedGroup {
  id: string;
  handle: string;
}

export interface MessageEntry extends EntryCommon {
  kind: 'message';
  id: string;
  text?: string;
  replyTo?: number;
  thread?: number;
  threadMessages?: number;
  broadcast?: boolean;
  mentions?: string[];
  /** The user groups that it mentions. Those of them whom it reached are in `mentions`. */
  groups?: MentionedGroup[];
  attachments?: string[];
  /** What is known of the attachments, in their order. */
  files?: FileInfo[];
  recalled?: boolean;
}

/** A message as it stands, with what became of it. */
export interface Standing extends MessageEntry {
  edited?: { seq: number; at: string };
  pinned?: { seq: number; at: string; by: string };
  /** Of each emoji the first who reacted. */
  reactions?: { emoji: string; users: string[] }[];
  /** The thread under it: how many replies, recalled ones included, and the newest of them. */
  replies?: { count: number; last: number };
}

export interface EditedEntry extends EntryCommon {
  kind: 'edited';
  target: number;
  id: string;
  text: string;
}

export interface RecalledEntry extends EntryCommon {
  kind: 'recalled';
  target: number;
  reason: 'sender' | 'moderator';
}

export interface ReactionEntry extends EntryCommon {
  kind: 'reaction';
  target: number;
  emoji: string;
  added: boolean;
}

export interface PinnedEntry extends EntryCommon {
  kind: 'pinned';
  target: number;
  added: boolean;
}

export interface JoinedEntry extends EntryCommon {
  kind: 'joined';
  users: string[];
  by?: string;
}

export interface LeftEntry extends EntryCommon {
  kind: 'left';
  users: string[];
  by?: string;
}

/** Only the properties that changed. */
export interface ChangedEntry extends EntryCommon {
  kind: 'changed';
  title?: string;
  topic?: string;
  history?: History;
  /** What is before it is gone, for all members. */
  first?: number;
  /** How many messages were before `first`. */
  firstMessages?: number;
  invites?: Invites;
  member?: { user: string; role: MemberRole };
  retention?: Retention;
}

export interface SealedEntry extends EntryCommon {
  kind: 'sealed';
  id: string;
  type: 'message' | 'commit' | 'proposal' | 'welcome';
  epoch: number;
  payload: string;
}

/** A kind of a later minor version: nothing to show, but it holds its place in the numbering. */
export interface OtherEntry extends EntryCommon {
  kind: 'other';
}

export type Entry =
  | MessageEntry
  | EditedEntry
  | RecalledEntry
  | ReactionEntry
  | PinnedEntry
  | JoinedEntry
  | LeftEntry
  | ChangedEntry
  | SealedEntry
  | OtherEntry;

export interface ConversationState {
  id: string;
  kind: ConversationKind;
  title?: string | null;
  peer?: Peer;
  topic?: string | null;
  history: History;
  invites?: Invites;
  head: number;
  messages: number;
  first: number;
  firstMessages: number;
  read: number;
  readMessages: number;
  delivered: number;
  unreadFrom?: number | null;
  mentions: number;
  role?: MemberRole | null;
  muted: boolean;
  /** When being muted ends by itself. */
  mutedUntil?: string;
  /** What notifies the user; absent where it goes by kind. */
  notices?: 'all' | 'mentions' | 'none';
  members: number;
  marks?: Record<string, Marks>;
  /** Absent where all is kept. */
  retention?: Retention;
  last?: Entry | null;
}

/** A thread as one follows it, or did: what is unread is `threadMessages` less `readMessages`, where it is followed. */
export interface ThreadState {
  conversation: string;
  /** Its root. */
  thread: number;
  following: boolean;
  read: number;
  readMessages: number;
  threadMessages: number;
  /** The newest message in it. */
  last?: number;
  mentions: number;
  conversationMentions: number;
  /** Of two the one with the greater is newer. */
  version: number;
}

/** What is kept: what is younger than `days`, and of that the newest `messages`. Absent: without end. */
export interface Retention {
  days?: number;
  messages?: number;
}

// ---- client to server ----

export interface ClientInfo {
  name: string;
  version: string;
}

export interface Hello {
  op: 'hello';
  token?: string;
  client?: ClientInfo;
  cursor?: string;
}

export interface Send {
  op: 'send';
  rid: number;
  conversation: string;
  id: string;
  text: string;
  replyTo?: number;
  thread?: number;
  broadcast?: boolean;
  mentions?: string[];
  attachments?: string[];
  /** The id of the sender's previous message here: a queue that names it never overtakes itself. */
  prev?: string;
}

export interface Delivered {
  op: 'delivered';
  marks: Record<string, number>;
}

export interface Read {
  op: 'read';
  conversation: string;
  seq: number;
  thread?: number;
}

export interface Typing {
  op: 'typing';
  conversation: string;
}

export interface Focus {
  op: 'focus';
  conversations: string[];
}

export interface Watch {
  op: 'watch';
  users: string[];
}

export interface Status {
  op: 'status';
  status: Exclude<Availability, 'offline'>;
}

export interface Ping {
  op: 'ping';
  rid: number;
}

export type ClientFrame = Hello | Send | Delivered | Read | Typing | Focus | Watch | Status | Ping;

// ---- server to client ----

export interface Welcome {
  op: 'welcome';
  session: string;
  user: string;
  heartbeat: number;
  cursor: string;
  features: string[];
  conversations: ConversationState[];
  gone?: string[];
  users: Profile[];
  /** Those that moved since the cursor; in a reset none is named. */
  threads?: ThreadState[];
  reset?: boolean;
  /** What else of the user's own moved since the cursor; after a reset all of it may have. */
  own?: OwnThing[];
}

/** What a user has of their own that is no conversation's state. */
export type OwnThing = 'notifications' | 'saved' | 'drafts' | 'scheduled';

/** Something of the user's own changed: ask for it again. */
export interface OwnMoved {
  op: 'own';
  moved: OwnThing[];
}

export interface Cursor {
  op: 'cursor';
  cursor: string;
}

export interface Ack {
  op: 'ack';
  rid: number;
  conversation: string;
  id: string;
  seq: number;
  at: string;
  duplicate?: boolean;
}

export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'expired'
  | 'too_large'
  | 'rate_limited'
  | 'internal'
  | 'unavailable';

export interface Refused {
  op: 'error';
  rid?: number;
  code: ErrorCode;
  detail: string;
  retryAfterMs?: number;
}

export interface Head {
  op: 'head';
  conversation: string;
  seq: number;
  messages: number;
  mention?: boolean;
}

export interface Receipt {
  op: 'receipt';
  conversation: string;
  user: string;
  delivered: number;
  read: number;
  readMessages?: number;
  mentions?: number;
}

export type ThreadMoved = { op: 'thread' } & ThreadState;

export interface TypingNow {
  op: 'typing';
  conversation: string;
  user: string;
}

export interface Presence {
  op: 'presence';
  user: string;
  status: Availability;
  lastSeen?: string | null;
}

export type ConversationChanged = { op: 'conversation' } & ConversationState;

export interface ConversationGone {
  op: 'conversation';
  id: string;
  gone: true;
}

export type UserChanged = { op: 'user' } & Profile;

export interface Bye {
  op: 'bye';
  reason: 'draining' | 'revoked' | 'slow' | 'superseded' | 'idle';
  retryAfterMs?: number;
}

export interface Pong {
  op: 'pong';
  rid: number;
}

export type ServerFrame =
  | Welcome
  | Cursor
  | Ack
  | Refused
  | Entry
  | Head
  | Receipt
  | ThreadMoved
  | TypingNow
  | Presence
  | ConversationChanged
  | ConversationGone
  | UserChanged
  | OwnMoved
  | Bye
  | Pong;
