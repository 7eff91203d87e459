import {
  conversationFrom,
  entryFrom,
  fileFrom,
  profileFrom,
  retentionFrom,
  standingFrom,
  threadFrom,
} from './codec.ts';
import type {
  ConversationState,
  Entry,
  ErrorCode,
  FileInfo,
  History,
  Invites,
  MemberRole,
  Profile,
  Retention,
  Standing,
  ThreadState,
} from './frames.ts';
import type { OwnCalls } from './own.ts';
import type { PollAnswer, PollRequest } from './poll.ts';
import {
  boolean,
  type Check,
  fieldsOf,
  list,
  MalformedFrame,
  nullable,
  number,
  object,
  open,
  optional,
  string,
} from './shape.ts';

/** What signing in gives. `expiresAt` is this machine's clock, so that a wrong server clock does no harm. */
export interface Tokens {
  user: Profile;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

/** Where the tokens live. It is read before every use: another tab may have refreshed them meanwhile. */
export interface TokenStore {
  load(): Tokens | null;
  save(tokens: Tokens | null): void;
}

export interface Member {
  user: string;
  role: MemberRole;
}

/** Members with their profiles; `next` where there are more. */
export interface Members {
  members: Member[];
  users: Profile[];
  next?: string | null;
}

export interface EntryPage {
  entries: Entry[];
  head: number;
  first: number;
}

/** Who else has one message of one's own; all in it have it on a device, and some have read it. */
export interface ReceiptPage {
  receipts: { user: string; read: boolean }[];
  next?: string | null;
}

export interface PinnedMessages {
  messages: { seq: number; at: string; from: string; text: string }[];
  users: Profile[];
}

/** Whether the server looks at links, and what it found. */
export interface LinkPreviews {
  on: boolean;
  previews: LinkPreview[];
}

/** What a page says of itself: a stranger's text, to be shown as text. */
export interface LinkPreview {
  url: string;
  title: string;
  description?: string | null;
  site: string;
  /** Painted anew by the server. */
  image?: { bytes: Blob; width: number; height: number } | null;
}

/** A message that was found. */
export interface Hit {
  conversation: string;
  seq: number;
  at: string;
  from: string;
  /** Plain text, and where in it something matched. */
  snippet: string;
  highlights: { start: number; end: number }[];
}

/** A page may hold few hits, or none, and not be the last: only `next` says so. */
export interface Hits {
  hits: Hit[];
  /** The senders. */
  users: Profile[];
  next?: string | null;
}

export interface Search {
  /** What people write: words, "phrases", `begin*`, `-not`, `from:`, `in:`, `before:`, `after:`, `has:`. */
  query: string;
  /** Of one conversation alone. */
  conversation?: string;
  order?: 'date' | 'rank';
  limit?: number;
  /** Of the page before. */
  next?: string | null;
}

/** Messages as they stand, oldest first; one that was recalled has no text. */
export interface Around {
  messages: { seq: number; at: string; from: string; text?: string | undefined }[];
  users: Profile[];
}

/** Oldest first, as they stood at `head`; entries after it continue the page. */
export interface MessagePage {
  messages: Standing[];
  head: number;
  first: number;
  users: Profile[];
}

/** Which messages: those around one, the newest before one or the oldest after one, of the main timeline or of a thread. */
export interface MessagesAsked {
  thread?: number;
  around?: number;
  before?: number;
  after?: number;
  limit: number;
}

/** A thread that one follows, with the message under which it is and the last one in it, their texts cut. */
export interface FollowedThread {
  state: ThreadState;
  root: Entry;
  newest?: Entry;
}

/** Those with the newest messages first. */
export interface Threads {
  threads: FollowedThread[];
  users: Profile[];
  next?: string | null;
}

/** A way to a file's bytes for what can show no access token. */
export interface Link {
  url: string;
  /** Seconds. */
  expiresIn: number;
  file: FileInfo;
}

export interface Hold {
  id: string;
  conversation?: string;
  user?: string;
  reason: string;
  placedBy: string;
  placedAt: string;
  releasedBy?: string;
  releasedAt?: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface NewConversation {
  id?: string;
  kind: 'direct' | 'group' | 'channel';
  members: string[];
  title?: string;
  history?: History;
}

/** What those who lead a group or channel change of it; what is left out stays. */
export interface Properties {
  title?: string;
  /** An empty one clears it. */
  topic?: string;
  history?: History;
  invites?: Invites;
}

const previewFrom: Check<LinkPreview> = object<LinkPreview>({
  url: string,
  title: string,
  description: nullable(string),
  site: string,
  image: nullable(imageFrom),
});

function imageFrom(value: unknown, path: string): { bytes: Blob; width: number; height: number } {
  const { type, width, height, data } = object<{ type: string; width: number; height: number; data: string }>(
    {
      type: string,
      width: number,
      height: number,
      data: string,
    },
  )(value, path);
  const bytes = Uint8Array.from(atob(data), byte => byte.charCodeAt(0));
  return { bytes: new Blob([bytes], { type }), width, height };
}

/** `unreachable` is ours: the request got no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode | 'unreachable';
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: ErrorCode | 'unreachable', detail: string, retryAfterMs?: number) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const REFRESH_BEFORE_MS = 30_000;
const LONGEST_PAGE = 200;
const HITS = 20;

export class Api {
  private refreshing: Promise<Tokens> | null = null;
  readonly base: string;
  private readonly tokens: TokenStore;
  private readonly fetch: Fetch;
  constructor(base: string, tokens: TokenStore, fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {
    this.base = base;
    this.tokens = tokens;
    this.fetch = fetch;
  }

  /** The calls about what the user has of their own; their code is loaded when they are first asked for. */
  async own(): Promise<OwnCalls> {
    const { OwnCalls } = await import('./own.ts');
    return new OwnCalls((method, path, body) => this.call(method, path, body));
  }

  // ---- accounts and sessions ----

  register(account: { handle: string; password: string; name: string; invite?: string }): Promise<Tokens> {
    return this.open('/v1/accounts', account);
  }

  signIn(handle: string, password: string): Promise<Tokens> {
    return this.open('/v1/sessions', { handle, password });
  }

  async signOut(): Promise<void> {
    try {
      await this.call('DELETE', '/v1/sessions/current');
    } finally {
      this.tokens.save(null);
    }
  }

  /** A token good for a while yet. Throws `unauthenticated` when the session is over. */
  async accessToken(): Promise<string> {
    const tokens = this.tokens.load();
    if (!tokens) throw new ApiError(401, 'unauthenticated', 'not signed in');
    return tokens.expiresAt - Date.now() > REFRESH_BEFORE_MS
      ? tokens.accessToken
      : (await this.refresh()).accessToken;
  }

  /** One refresh at a time: whoever asks meanwhile gets the same answer. */
  refresh(): Promise<Tokens> {
    this.refreshing ??= this.exchangeRefreshToken().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** The account behind the tokens was changed: the next start begins with what it is now. */
  becomes(user: Profile): void {
    const tokens = this.tokens.load();
    if (tokens) this.tokens.save({ ...tokens, user });
  }

  async invite(): Promise<{ invite: string; expiresAt: string }> {
    return object<{ invite: string; expiresAt: string }>({ invite: string, expiresAt: string })(
      await this.call('POST', '/v1/invites', {}),
      'invite',
    );
  }

  // ---- people ----

  async users(ids: string[]): Promise<Profile[]> {
    const wanted = ids.slice(0, LONGEST_PAGE).join(',');
    return (await this.page(`/v1/users?ids=${encodeURIComponent(wanted)}`, 'users', profileFrom)).items;
  }

  async findUsers(query: string): Promise<Profile[]> {
    return (await this.page(`/v1/users?query=${encodeURIComponent(query)}`, 'users', profileFrom)).items;
  }

  // ---- conversations ----

  async conversation(id: string): Promise<ConversationState> {
    return conversationFrom(await this.call('GET', `/v1/conversations/${id}`), 'conversation');
  }

  conversations(before?: string): Promise<Page<ConversationState>> {
    const query = before ? `?before=${encodeURIComponent(before)}` : '';
    return this.page(`/v1/conversations${query}`, 'conversations', conversationFrom);
  }

  async create(conversation: NewConversation): Promise<ConversationState> {
    return conversationFrom(await this.call('POST', '/v1/conversations', conversation), 'conversation');
  }

  /** Answers with the state that it has then. */
  async change(conversation: string, properties: Properties): Promise<ConversationState> {
    const path = `/v1/conversations/${conversation}`;
    return conversationFrom(await this.call('PATCH', path, properties), 'conversation');
  }

  /** A page of them; `after` is the `next` of the page before. */
  async members(conversation: string, after?: string): Promise<Members> {
    const member = object<Member>({ user: string, role: open() });
    const query = `limit=${LONGEST_PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
    return object<Members>({
      members: list(member),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/conversations/${conversation}/members?${query}`), 'page');
  }

  async addMembers(conversation: string, users: string[]): Promise<void> {
    await this.call('POST', `/v1/conversations/${conversation}/members`, { users });
  }

  async setRole(conversation: string, user: string, role: MemberRole): Promise<void> {
    await this.call('PATCH', `/v1/conversations/${conversation}/members/${user}`, { role });
  }

  async removeMember(conversation: string, user: string): Promise<void> {
    await this.call('DELETE', `/v1/conversations/${conversation}/members/${user}`);
  }

  leave(conversation: string): Promise<void> {
    return this.removeMember(conversation, 'me');
  }

  async channels(query: string): Promise<ConversationState[]> {
    const path = `/v1/channels?query=${encodeURIComponent(query)}`;
    return (await this.page(path, 'channels', conversationFrom)).items;
  }

  async join(channel: string): Promise<void> {
    await this.call('POST', `/v1/channels/${channel}/join`);
  }

  // ---- the log ----

  async entries(conversation: string, after: number, limit: number): Promise<EntryPage> {
    return object<EntryPage>({ entries: list(entryFrom), head: number, first: number })(
      await this.call('GET', `/v1/conversations/${conversation}/entries?after=${after}&limit=${limit}`),
      'page',
    );
  }

  // ---- what becomes of a message: the log tells everybody ----

  /** The same `id` again is the same edit, however often it is asked for. */
  async edit(conversation: string, seq: number, id: string, text: string): Promise<void> {
    await this.call('PATCH', messagePath(conversation, seq), { id, text });
  }

  async recall(conversation: string, seq: number): Promise<void> {
    await this.call('DELETE', messagePath(conversation, seq));
  }

  /** Exactly one emoji, with or without U+FE0F. */
  async react(conversation: string, seq: number, emoji: string, on: boolean): Promise<void> {
    const path = `${messagePath(conversation, seq)}/reactions/${encodeURIComponent(emoji)}`;
    await this.call(on ? 'PUT' : 'DELETE', path);
  }

  async pin(conversation: string, seq: number, on: boolean): Promise<void> {
    await this.call(on ? 'PUT' : 'DELETE', `${messagePath(conversation, seq)}/pin`);
  }

  /** The message as it was sent and its edits, oldest first; blank where it was recalled. */
  async versions(conversation: string, seq: number): Promise<Entry[]> {
    const path = `${messagePath(conversation, seq)}/versions?limit=${LONGEST_PAGE}`;
    return object<{ versions: Entry[] }>({ versions: list(entryFrom) })(await this.call('GET', path), 'page')
      .versions;
  }

  /** What is behind the links of a message as it reads now; the server may have to look first. */
  async previews(conversation: string, seq: number): Promise<LinkPreviews> {
    return object<LinkPreviews>({ on: boolean, previews: list(previewFrom) })(
      await this.call('GET', `${messagePath(conversation, seq)}/previews`),
      'previews',
    );
  }

  /** Those that are pinned, as they are now, oldest first. A server pins fewer in a conversation than a page holds. */
  async pinned(conversation: string): Promise<PinnedMessages> {
    const path = `/v1/conversations/${conversation}/messages?pinned=true&limit=${LONGEST_PAGE}`;
    const message = object<PinnedMessages['messages'][number]>({
      seq: number,
      at: string,
      from: string,
      text: string,
    });
    return object<PinnedMessages>({ messages: list(message), users: list(profileFrom) })(
      await this.call('GET', path),
      'page',
    );
  }

  async messages(conversation: string, asked: MessagesAsked): Promise<MessagePage> {
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
    return object<MessagePage>({
      messages: list(standingFrom),
      head: number,
      first: number,
      users: list(profileFrom),
    })(await this.call('GET', `/v1/conversations/${conversation}/messages?${query}`), 'page');
  }

  /** The messages before and after one, and itself. */
  async around(conversation: string, seq: number, limit: number): Promise<Around> {
    const message = object<Around['messages'][number]>({
      seq: number,
      at: string,
      from: string,
      text: optional(string),
    });
    return object<Around>({ messages: list(message), users: list(profileFrom) })(
      await this.call('GET', `/v1/conversations/${conversation}/messages?around=${seq}&limit=${limit}`),
      'page',
    );
  }

  // ---- threads ----

  /** Follows the thread under a message, or no longer until one replies in it or is mentioned in it. */
  async follow(conversation: string, thread: number, on: boolean): Promise<ThreadState> {
    const path = `${messagePath(conversation, thread)}/follow`;
    return threadFrom(await this.call(on ? 'PUT' : 'DELETE', path), 'thread');
  }

  async threads(before?: string | null): Promise<Threads> {
    const query = `limit=${LONGEST_PAGE}${before ? `&before=${encodeURIComponent(before)}` : ''}`;
    const followed = object<FollowedThread>({
      state: threadFrom,
      root: entryFrom,
      newest: optional(entryFrom),
    });
    return object<Threads>({
      threads: list(followed),
      users: list(profileFrom),
      next: optional(nullable(string)),
    })(await this.call('GET', `/v1/threads?${query}`), 'page');
  }

  // ---- markers ----

  async read(conversation: string, seq: number): Promise<void> {
    await this.call('PUT', `/v1/conversations/${conversation}/read`, { seq });
  }

  async receipts(conversation: string, seq: number, after?: string): Promise<ReceiptPage> {
    const query = `limit=${LONGEST_PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
    const receipt = object<ReceiptPage['receipts'][number]>({ user: string, read: boolean });
    return object<ReceiptPage>({ receipts: list(receipt), next: optional(nullable(string)) })(
      await this.call('GET', `/v1/conversations/${conversation}/receipts/${seq}?${query}`),
      'page',
    );
  }

  async search({ query, conversation, order = 'date', limit = HITS, next }: Search): Promise<Hits> {
    const asked = new URLSearchParams({ q: query, order, limit: String(limit) });
    if (conversation) asked.set('conversation', conversation);
    if (next) asked.set('next', next);
    const span = object<Hit['highlights'][number]>({ start: number, end: number });
    const hit = object<Hit>({
      conversation: string,
      seq: number,
      at: string,
      from: string,
      snippet: string,
      highlights: list(span),
    });
    return object<Hits>({ hits: list(hit), users: list(profileFrom), next: optional(nullable(string)) })(
      await this.call('GET', `/v1/search?${asked}`),
      'page',
    );
  }

  // ---- how much is kept ----

  /** The rest goes, for everybody and for good. Owners may. */
  async retain(conversation: string, retention: Retention): Promise<ConversationState> {
    return conversationFrom(
      await this.call('PUT', `/v1/conversations/${conversation}/retention`, retention),
      'conversation',
    );
  }

  /** How much of all conversations is kept; of a conversation perhaps less. */
  async workspaceRetention(): Promise<Retention> {
    return retentionFrom(await this.call('GET', '/v1/workspace/retention'), 'retention');
  }

  /** For administrators. */
  async retainWorkspace(retention: Retention): Promise<Retention> {
    return retentionFrom(await this.call('PUT', '/v1/workspace/retention', retention), 'retention');
  }

  // ---- legal holds, for administrators ----

  /** Retention deletes nothing any more of the conversation, or of those that the user is or was a member of. */
  async hold(target: { conversation: string } | { user: string }, reason: string): Promise<Hold> {
    return holdFrom(await this.call('POST', '/v1/holds', { ...target, reason }), 'hold');
  }

  async release(hold: string): Promise<Hold> {
    return holdFrom(await this.call('DELETE', `/v1/holds/${hold}`), 'hold');
  }

  /** Released ones too, the newest first. */
  holds(before?: string): Promise<Page<Hold>> {
    return this.page(
      `/v1/holds?limit=${LONGEST_PAGE}${before ? `&before=${before}` : ''}`,
      'holds',
      holdFrom,
    );
  }

  // ---- attachments; they come by `upload` ----

  /** What is known of a file, and a link to it: for this user alone, whose right is asked again when it is followed. */
  async link(file: string): Promise<Link> {
    const { link, expiresIn, attachment } = object<{
      link: string;
      expiresIn: number;
      attachment: FileInfo;
    }>({ link: string, expiresIn: number, attachment: fileFrom })(
      await this.call('POST', `/v1/attachments/${file}/link`, {}),
      'link',
    );
    return { url: this.base + link, expiresIn, file: attachment };
  }

  /** A file's bytes. For a large one a `link` keeps them out of memory. */
  async bytes(file: string, signal?: AbortSignal): Promise<Blob> {
    return this.blob(`/v1/attachments/${file}`, signal);
  }

  /**
   * A small picture of an image, which fits into a square of so many pixels. `not_found` also where there is none, or not yet:
   * `bytes` has the image itself.
   */
  async thumbnail(file: string, size: 360 | 1200, signal?: AbortSignal): Promise<Blob> {
    return this.blob(`/v1/attachments/${file}?size=${size}`, signal);
  }

  private async blob(path: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.authorized('GET', path, undefined, signal);
    return response.ok ? response.blob() : refusal(response.status, await response.text());
  }

  // ---- what is one's own ----

  /** What the server has of the caller, as a ZIP file. */
  async exportOwn(signal?: AbortSignal): Promise<Blob> {
    const response = await this.authorized('GET', '/v1/users/me/export', undefined, signal);
    return response.ok ? response.blob() : refusal(response.status, await response.text());
  }

  // ---- long polling ----

  async poll(poll: string | null, body: PollRequest, signal: AbortSignal): Promise<PollAnswer> {
    const path = poll === null ? '/v1/poll' : `/v1/poll/${poll}`;
    return object<PollAnswer>({ poll: optional(string), next: number, frames: list(fieldsOf) })(
      await this.call('POST', path, body, signal),
      'poll',
    );
  }

  /** Whether it is heard makes no difference: a poll that nobody asks for lapses by itself. */
  async endPoll(poll: string): Promise<void> {
    await this.call('DELETE', `/v1/poll/${poll}`).catch(() => {});
  }

  // ---- how a call is made ----

  /** Any call in this user's name; throws what is refused. */
  async call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    return answerOf(await this.authorized(method, path, body, signal));
  }

  private async authorized(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await this.send(method, path, body, await this.accessToken(), signal);
    if (response.status !== 401) return response;
    return this.send(method, path, body, (await this.refresh()).accessToken, signal);
  }

  private async open(path: string, body: unknown): Promise<Tokens> {
    const tokens = tokensFrom(await answerOf(await this.send('POST', path, body)), this.tokens.load()?.user);
    this.tokens.save(tokens);
    return tokens;
  }

  private async exchangeRefreshToken(): Promise<Tokens> {
    const refreshToken = this.tokens.load()?.refreshToken;
    if (!refreshToken) throw new ApiError(401, 'unauthenticated', 'not signed in');
    try {
      return await this.open('/v1/sessions/refresh', { refreshToken });
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'unauthenticated') this.tokens.save(null);
      throw failure;
    }
  }

  private async page<T>(path: string, name: string, check: Check<T>): Promise<Page<T>> {
    const shape = object<{ [key: string]: unknown }>({
      [name]: list(check),
      next: optional(nullable(string)),
    });
    const page = shape(await this.call('GET', path), name);
    return { items: page[name] as T[], next: (page.next as string | null | undefined) ?? null };
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      });
    } catch {
      throw new ApiError(0, 'unreachable', 'the server cannot be reached');
    }
  }
}

function messagePath(conversation: string, seq: number): string {
  return `/v1/conversations/${conversation}/messages/${seq}`;
}

const holdFrom = object<Hold>({
  id: string,
  conversation: optional(string),
  user: optional(string),
  reason: string,
  placedBy: string,
  placedAt: string,
  releasedBy: optional(string),
  releasedAt: optional(string),
});

const tokensShape = object<{
  user?: Profile;
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}>({ user: optional(profileFrom), accessToken: string, refreshToken: string, expiresIn: number });

/** A refresh need not repeat who the user is. */
function tokensFrom(value: unknown, known: Profile | undefined): Tokens {
  const { expiresIn, user = known, ...pair } = tokensShape(value, 'session');
  if (!user) throw new MalformedFrame('session.user is missing');
  return { user, ...pair, expiresAt: Date.now() + expiresIn * 1000 };
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.ok ? answerFrom(text) : refusal(response.status, text);
}

/** What an answer says that is no refusal. */
export function answerFrom(text: string): unknown {
  return text === '' ? null : parse(text);
}

/** Throws what a refusal says. */
export function refusal(status: number, text: string): never {
  const problem = (answerFrom(text) ?? {}) as {
    code?: ErrorCode;
    detail?: string;
    title?: string;
    retryAfterMs?: number;
  };
  throw new ApiError(
    status,
    problem.code ?? (status === 503 ? 'unavailable' : 'internal'),
    problem.detail ?? problem.title ?? `the server answered ${status}`,
    problem.retryAfterMs,
  );
}

/** A proxy's error page is not JSON; its status says enough. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
