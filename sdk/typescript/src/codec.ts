import type * as F from './frames.ts';
import {
  boolean,
  type Check,
  type Fields,
  fieldsOf,
  list,
  literal,
  MalformedFrame,
  nullable,
  number,
  object,
  open,
  optional,
  record,
  string,
} from './shape.ts';

/**
 * Text to frames and back. What a frame must have is checked and fields nobody knows are dropped. An op of a later
 * minor version decodes to `null` and an entry kind to `other`, so that an old client carries on without them.
 */

/** An entry is the same thing as a frame, in a page and as `last`, whether or not its `op` is repeated there. */
const op: Check<'entry'> = () => 'entry';
const common = { op, conversation: string, seq: number, messages: number, at: string, from: string };

function entryOf<T extends F.Entry>(
  kind: T['kind'],
  fields: Omit<Fields<T>, keyof typeof common | 'kind'>,
): Check<T> {
  return object({ ...common, kind: literal(kind), ...fields } as unknown as Fields<T>);
}

type KnownKind = Exclude<F.Entry['kind'], 'other'>;

const other: Check<F.OtherEntry> = (value, path) => ({
  ...object<Omit<F.OtherEntry, 'kind'>>(common)(value, path),
  kind: 'other',
});

/** As entries have it, and the answer to an upload, which says `null` of what is no image. */
export const fileFrom: Check<F.FileInfo> = (value, path) => {
  const { width, height, ...file } = object<UploadedFile>({
    id: string,
    name: string,
    type: string,
    bytes: number,
    width: optional(nullable(number)),
    height: optional(nullable(number)),
  })(value, path);
  return { ...file, ...(width && height && { width, height }) };
};

type UploadedFile = Omit<F.FileInfo, 'width' | 'height'> & {
  width?: number | null | undefined;
  height?: number | null | undefined;
};

const messageFields = {
  id: string,
  text: optional(string),
  replyTo: optional(number),
  thread: optional(number),
  threadMessages: optional(number),
  broadcast: optional(boolean),
  mentions: optional(list(string)),
  groups: optional(list(object<F.MentionedGroup>({ id: string, handle: string }))),
  attachments: optional(list(string)),
  files: optional(list(fileFrom)),
  recalled: optional(boolean),
};

export const retentionFrom = object<F.Retention>({ days: optional(number), messages: optional(number) });

const entries: { [K in KnownKind]: Check<Extract<F.Entry, { kind: K }>> } = {
  message: entryOf<F.MessageEntry>('message', messageFields),
  edited: entryOf<F.EditedEntry>('edited', { target: number, id: string, text: string }),
  recalled: entryOf<F.RecalledEntry>('recalled', { target: number, reason: open() }),
  reaction: entryOf<F.ReactionEntry>('reaction', { target: number, emoji: string, added: boolean }),
  pinned: entryOf<F.PinnedEntry>('pinned', { target: number, added: boolean }),
  joined: entryOf<F.JoinedEntry>('joined', { users: list(string), by: optional(string) }),
  left: entryOf<F.LeftEntry>('left', { users: list(string), by: optional(string) }),
  changed: entryOf<F.ChangedEntry>('changed', {
    title: optional(string),
    topic: optional(string),
    history: optional(open<F.History>()),
    first: optional(number),
    firstMessages: optional(number),
    invites: optional(open<F.Invites>()),
    member: optional(object<{ user: string; role: F.MemberRole }>({ user: string, role: open() })),
    retention: optional(retentionFrom),
  }),
  sealed: entryOf<F.SealedEntry>('sealed', { id: string, type: open(), epoch: number, payload: string }),
};

/** An entry as the socket, HTTP pages and `last` carry it. */
export function entryFrom(value: unknown, path = 'entry'): F.Entry {
  const kind = string(fieldsOf(value, path).kind, `${path}.kind`);
  return Object.hasOwn(entries, kind) ? entries[kind as KnownKind](value, path) : other(value, path);
}

/** A message as pages of messages have it. */
export const standingFrom = entryOf<F.Standing>('message', {
  ...messageFields,
  edited: optional(object<NonNullable<F.Standing['edited']>>({ seq: number, at: string })),
  pinned: optional(object<NonNullable<F.Standing['pinned']>>({ seq: number, at: string, by: string })),
  reactions: optional(
    list(object<NonNullable<F.Standing['reactions']>[number]>({ emoji: string, users: list(string) })),
  ),
  replies: optional(object<NonNullable<F.Standing['replies']>>({ count: number, last: number })),
});

export const profileFields: Fields<F.Profile> = {
  id: string,
  handle: string,
  name: string,
  role: optional(open<F.UserRole>()),
  deleted: optional(boolean),
};

export const profileFrom = object<F.Profile>(profileFields);

const stateFields: Fields<F.ConversationState> = {
  id: string,
  kind: literal('direct', 'group', 'channel'),
  title: optional(nullable(string)),
  peer: optional(object<F.Peer>({ id: string, handle: string, name: string })),
  topic: optional(nullable(string)),
  history: open<F.History>(),
  invites: optional(open<F.Invites>()),
  head: number,
  messages: number,
  first: number,
  firstMessages: number,
  read: number,
  readMessages: number,
  delivered: number,
  unreadFrom: optional(nullable(number)),
  mentions: number,
  role: optional(nullable(open<F.MemberRole>())),
  muted: boolean,
  mutedUntil: optional(string),
  notices: optional(open()),
  members: number,
  marks: optional(record(object<F.Marks>({ delivered: number, read: number }))),
  retention: optional(retentionFrom),
  last: optional(nullable(entryFrom)),
};

export const conversationFrom = object<F.ConversationState>(stateFields);

const threadFields: Fields<F.ThreadState> = {
  conversation: string,
  thread: number,
  following: boolean,
  read: number,
  readMessages: number,
  threadMessages: number,
  last: optional(number),
  mentions: number,
  conversationMentions: number,
  version: number,
};

export const threadFrom = object<F.ThreadState>(threadFields);

function frame<T extends { op: string }>(op: T['op'], fields: Omit<Fields<T>, 'op'>): Check<T> {
  return object({ op: literal(op), ...fields } as unknown as Fields<T>);
}

const clientFrames: { [Op in F.ClientFrame['op']]: Check<Extract<F.ClientFrame, { op: Op }>> } = {
  hello: frame<F.Hello>('hello', {
    token: optional(string),
    client: optional(object<F.ClientInfo>({ name: string, version: string })),
    cursor: optional(string),
  }),
  send: frame<F.Send>('send', {
    rid: number,
    conversation: string,
    id: string,
    text: string,
    replyTo: optional(number),
    thread: optional(number),
    broadcast: optional(boolean),
    mentions: optional(list(string)),
    attachments: optional(list(string)),
    prev: optional(string),
  }),
  delivered: frame<F.Delivered>('delivered', { marks: record(number) }),
  read: frame<F.Read>('read', { conversation: string, seq: number, thread: optional(number) }),
  typing: frame<F.Typing>('typing', { conversation: string }),
  focus: frame<F.Focus>('focus', { conversations: list(string) }),
  watch: frame<F.Watch>('watch', { users: list(string) }),
  status: frame<F.Status>('status', { status: open() }),
  ping: frame<F.Ping>('ping', { rid: number }),
};

type ByOp<Op> = Check<Extract<F.ServerFrame, { op: Op }>>;

const conversationChanged = frame<F.ConversationChanged>('conversation', stateFields);
const conversationGone = frame<F.ConversationGone>('conversation', { id: string, gone: literal(true) });

const serverFrames: { [Op in F.ServerFrame['op']]: ByOp<Op> } = {
  welcome: frame<F.Welcome>('welcome', {
    session: string,
    user: string,
    heartbeat: number,
    cursor: string,
    features: list(string),
    conversations: list(conversationFrom),
    gone: optional(list(string)),
    users: list(profileFrom),
    threads: optional(list(threadFrom)),
    reset: optional(boolean),
    own: optional(list(open())),
  }),
  cursor: frame<F.Cursor>('cursor', { cursor: string }),
  ack: frame<F.Ack>('ack', {
    rid: number,
    conversation: string,
    id: string,
    seq: number,
    at: string,
    duplicate: optional(boolean),
  }),
  error: frame<F.Refused>('error', {
    rid: optional(number),
    code: open<F.ErrorCode>(),
    detail: string,
    retryAfterMs: optional(number),
  }),
  entry: entryFrom,
  head: frame<F.Head>('head', {
    conversation: string,
    seq: number,
    messages: number,
    mention: optional(boolean),
  }),
  receipt: frame<F.Receipt>('receipt', {
    conversation: string,
    user: string,
    delivered: number,
    read: number,
    readMessages: optional(number),
    mentions: optional(number),
  }),
  thread: frame<F.ThreadMoved>('thread', threadFields),
  typing: frame<F.TypingNow>('typing', { conversation: string, user: string }),
  presence: frame<F.Presence>('presence', {
    user: string,
    status: open<F.Availability>(),
    lastSeen: optional(nullable(string)),
  }),
  conversation: (value, path) =>
    fieldsOf(value, path).gone === true ? conversationGone(value, path) : conversationChanged(value, path),
  user: frame<F.UserChanged>('user', profileFields),
  own: frame<F.OwnMoved>('own', { moved: list(open()) }),
  bye: frame<F.Bye>('bye', { reason: open(), retryAfterMs: optional(number) }),
  pong: frame<F.Pong>('pong', { rid: number }),
};

export function decodeServerFrame(text: string): F.ServerFrame | null {
  return decode<F.ServerFrame>(serverFrames, text);
}

export function decodeClientFrame(text: string): F.ClientFrame | null {
  return decode<F.ClientFrame>(clientFrames, text);
}

export function encode(frame: F.ClientFrame | F.ServerFrame): string {
  return JSON.stringify(frame);
}

function decode<T>(checks: Record<string, Check<T>>, text: string): T | null {
  const value = parse(text);
  const op = string(fieldsOf(value, 'frame').op, 'frame.op');
  const check = Object.hasOwn(checks, op) ? checks[op] : undefined;
  return check ? check(value, op) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedFrame('frame is not JSON', { cause });
  }
}
