import type { Ack, ErrorCode, FileInfo, Refused, Send } from './frames.ts';
import type { Store } from './store.ts';
import { uuidv7 } from './uuid.ts';

/** Where a message stands in its conversation, and what goes with it. */
export interface Context {
  /** The message that it answers in line. */
  replyTo?: number;
  /** The root of the thread that it is a reply in. */
  thread?: number;
  /** Whether such a reply stands in the main timeline too. */
  broadcast?: boolean;
  /** Whom it speaks to: ids of users and of user groups, `here`, `all`; at most `MOST_MENTIONS`. */
  mentions?: readonly string[];
  /** Uploads that go with it (`upload`), each with one message; at most `MOST_FILES`. */
  files?: readonly FileInfo[];
}

/** The most attachments of a message. */
export const MOST_FILES = 10;
/** The most mentions of a message. */
export const MOST_MENTIONS = 100;

/** What a message of files says that has no words: who shows the files leaves it out. */
export function namesOf(files: readonly FileInfo[]): string {
  return files.map(({ name }) => name).join(', ');
}

/** A message of ours that the log does not show yet. */
export interface Pending extends Context {
  id: string;
  conversation: string;
  text: string;
  createdAt: number;
  /** `waiting` for its answer, `sent` (acknowledged at `seq`, its entry not seen yet), or `failed` for good. */
  state: 'waiting' | 'sent' | 'failed';
  seq?: number;
  failure?: { code: ErrorCode; detail: string };
}

export interface OutboxOptions {
  store: Pick<Store, 'post' | 'amend' | 'discard'>;
  /** Puts a frame on the live connection; false when there is none, or it is another tab's. */
  send: (frame: Send) => boolean;
  nextRid: () => number;
  onChange: (pending: readonly Pending[]) => void;
  /** A message of this tab is stored: from now on it is sent even if this tab is killed. */
  onStored: (message: Pending) => void;
  /** The browser did not keep what it was given; the messages are sent all the same. */
  onStoreFailure: (failure: unknown) => void;
}

export const OUTBOX_LIMIT = 500;
export const RETRY_AFTER_MS = 1_000;
export const FOLLOW_AGAIN_MS = 50;

const TEMPORARY: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'internal', 'unavailable']);

/**
 * Messages on their way. Each keeps its id from the first try to the last, so that no retry makes a second
 * entry; each is stored before it is sent, so that a killed tab loses none. They leave in order, and each names the
 * one before it (`prev`): where one is refused for now, those behind it are refused as `conflict` and follow it
 * again, rather than overtake it. In a tab that follows, it mirrors the leader's.
 */
export class Outbox {
  private pending: readonly Pending[] = [];
  /** What is unanswered on this connection: rid → what was sent. */
  private readonly inFlight = new Map<number, Send>();
  private readonly storing = new Set<string>();
  /** Written here, and not in the leader's list yet. */
  private readonly unheard = new Set<string>();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryDue = 0;
  private readonly options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  get messages(): readonly Pending[] {
    return this.pending;
  }

  /** Of files alone where the text is empty. Throws when `OUTBOX_LIMIT` messages wait already. */
  post(conversation: string, text: string, context: Context = {}, id = uuidv7()): Pending {
    if (this.pending.length >= OUTBOX_LIMIT) throw new RangeError('too many messages are waiting');
    const message: Pending = {
      id,
      conversation,
      text: text || namesOf(context.files ?? []),
      createdAt: Date.now(),
      state: 'waiting',
      ...contextOf(context),
    };
    this.storing.add(message.id);
    this.unheard.add(message.id);
    this.change([...this.pending, message]);
    void this.keep(this.options.store.post(message)).then(() => {
      this.storing.delete(message.id);
      this.options.onStored(message);
      this.flush();
    });
    return message;
  }

  /** Messages that were stored earlier or by another tab. */
  adopt(messages: readonly Pending[]): void {
    const known = new Set(this.pending.map(({ id }) => id));
    const unknown = messages.filter(({ id }) => !known.has(id));
    if (unknown.length > 0) this.change([...this.pending, ...unknown]);
    this.flush();
  }

  /** The leader's list, as this tab follows it. */
  mirror(messages: readonly Pending[]): void {
    for (const { id } of messages) this.unheard.delete(id);
    this.change([...messages, ...this.pending.filter(({ id }) => this.unheard.has(id))]);
  }

  /** The same id again: had it arrived after all, the answer is the first one. */
  retryFailed(id: string): void {
    const message = this.pending.find(candidate => candidate.id === id && candidate.state === 'failed');
    if (!message) return;
    const { failure: _, ...again } = message;
    const waiting: Pending = { ...again, state: 'waiting' };
    this.change([...this.pending.filter(candidate => candidate.id !== id), waiting]);
    void this.keep(this.options.store.amend(waiting));
    this.flush();
  }

  discard(id: string): void {
    this.forget(id);
    this.change(this.pending.filter(message => message.id !== id));
  }

  /** No connection any more: nothing is sent, nor tried again, until the next one. */
  rest(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.inFlight.clear();
  }

  /** A new connection: what the old one left unanswered goes again. */
  connected(): void {
    this.rest();
    this.flush();
  }

  acknowledged(ack: Ack): void {
    this.inFlight.delete(ack.rid);
    this.forget(ack.id);
    this.change(
      this.pending.map(message =>
        message.id === ack.id ? { ...message, state: 'sent' as const, seq: ack.seq } : message,
      ),
    );
  }

  /** The entry itself is here: the log shows it from now on. */
  seen(conversation: string, id: string): void {
    if (!this.pending.some(message => message.id === id && message.conversation === conversation)) return;
    this.discard(id);
  }

  /** True when the refusal answered one of ours. */
  refused(error: Refused): boolean {
    const sent = error.rid === undefined ? undefined : this.inFlight.get(error.rid);
    if (error.rid === undefined || !sent) return false;
    this.inFlight.delete(error.rid);
    if (error.code === 'conflict' && sent.prev) this.flushAfter(FOLLOW_AGAIN_MS);
    else if (TEMPORARY.has(error.code)) this.flushAfter(error.retryAfterMs ?? RETRY_AFTER_MS);
    else this.fail(sent.id, error);
    return true;
  }

  private fail(id: string, { code, detail }: Refused): void {
    const message = this.pending.find(candidate => candidate.id === id);
    if (!message) return;
    const failed: Pending = { ...message, state: 'failed', failure: { code, detail } };
    this.change(this.pending.map(candidate => (candidate.id === id ? failed : candidate)));
    void this.keep(this.options.store.amend(failed));
  }

  /** The longest delay asked for wins: a refusal behind a `rate_limited` one must not hurry it. */
  private flushAfter(ms: number): void {
    const due = Date.now() + ms;
    if (this.retry !== undefined && due <= this.retryDue) return;
    clearTimeout(this.retry);
    this.retryDue = due;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.flush();
    }, ms);
  }

  private flush(): void {
    if (this.retry !== undefined) return;
    const previous = new Map<string, string>();
    const sending = new Set([...this.inFlight.values()].map(frame => frame.id));
    for (const message of this.pending) {
      if (message.state !== 'waiting') continue;
      if (this.storing.has(message.id)) return;
      if (!sending.has(message.id) && !this.put(message, previous.get(message.conversation))) return;
      previous.set(message.conversation, message.id);
    }
  }

  private put(message: Pending, prev: string | undefined): boolean {
    const { conversation, id, text } = message;
    const { files = [], mentions = [], ...context } = contextOf(message);
    const frame: Send = {
      op: 'send',
      rid: this.options.nextRid(),
      conversation,
      id,
      text,
      ...context,
      ...(mentions.length > 0 && { mentions: [...mentions] }),
      ...(files.length > 0 && { attachments: files.map(file => file.id) }),
      ...(prev && { prev }),
    };
    if (!this.options.send(frame)) return false;
    this.inFlight.set(frame.rid, frame);
    return true;
  }

  private change(pending: readonly Pending[]): void {
    this.pending = pending;
    this.options.onChange(pending);
  }

  private forget(id: string): void {
    this.unheard.delete(id);
    void this.keep(this.options.store.discard([id]));
  }

  private async keep(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (failure) {
      this.options.onStoreFailure(failure);
    }
  }
}

function contextOf({ replyTo, thread, broadcast, mentions, files }: Context): Context {
  return {
    ...(replyTo !== undefined && { replyTo }),
    ...(thread !== undefined && { thread }),
    ...(broadcast && { broadcast }),
    ...(mentions && mentions.length > 0 && { mentions }),
    ...(files && files.length > 0 && { files }),
  };
}
