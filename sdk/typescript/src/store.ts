import type { ConversationState, Entry, Profile, ThreadState } from './frames.ts';
import type { Pending } from './outbox.ts';

/** What a client knew when it last saved; entries are read by conversation, when they are wanted. */
export interface Saved {
  /** Where to resume. Never newer than the heads in `conversations`. */
  cursor?: string;
  conversations: ConversationState[];
  users: Profile[];
  threads: ThreadState[];
  /** In the order in which they were written. */
  pending: Pending[];
  drafts: Record<string, string>;
}

/** What changed since the last save. */
export interface Changes {
  /** First of all forget what the server said so far: entries, conversations, people and the cursor. */
  reset?: boolean;
  cursor?: string;
  conversations?: readonly ConversationState[];
  users?: readonly Profile[];
  threads?: readonly ThreadState[];
  entries?: readonly Entry[];
  /** Conversations to forget with all that is in them, drafts and unsent messages excepted. */
  gone?: readonly string[];
}

/**
 * What one user's client keeps between two runs. Each call is one transaction: all of it is there afterwards or,
 * when the promise rejects, nothing. Calls take effect in the order in which they were made. Several tabs may use
 * one store at once; only the one that leads saves states and cursors.
 */
export interface Store {
  load(): Promise<Saved>;
  /** What is before the `first` of a state, or of a `changed` entry, goes: it is gone everywhere. */
  save(changes: Changes): Promise<void>;
  /** The newest entries before `before`, oldest first, at most `limit`, as far back as none is missing. */
  entries(conversation: string, before: number, limit: number): Promise<Entry[]>;
  /** Keeps a message that was just written, and drops the draft that it was (`draftKey`). */
  post(message: Pending): Promise<void>;
  /** Keeps what became of a message. */
  amend(message: Pending): Promise<void>;
  discard(messages: readonly string[]): Promise<void>;
  /** Keeps what was begun by where it was (`draftKey`); nothing when it is empty. */
  draft(key: string, text: string): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

/** Of each conversation this many entries are kept at least, newest first; what lies further back may be evicted. */
export const KEPT_ENTRIES = 1_000;
/** Of conversations nobody opened lately the entries are evicted, until no more than this many are left in all. */
export const KEPT_ENTRIES_IN_ALL = 50_000;

/** Under what a draft is kept: a conversation has one, and so has each of its threads. */
export function draftKey(conversation: string, thread?: number): string {
  return thread === undefined ? conversation : `${conversation}/${thread}`;
}

/** A message's place as a key. */
export function placeOf(conversation: string, seq: number): string {
  return `${conversation}/${seq}`;
}

/** What a `draftKey` was made of. */
export function placeOfDraft(key: string): { conversation: string; thread?: number } {
  const [conversation = '', thread] = key.split('/');
  return { conversation, ...(thread && { thread: Number(thread) }) };
}

/** A store for programs that start afresh each time, and for browsers that keep nothing. */
export class MemoryStore implements Store {
  private cursor: string | undefined;
  private readonly conversations = new Map<string, ConversationState>();
  private readonly users = new Map<string, Profile>();
  private readonly threads = new Map<string, ThreadState>();
  private readonly logs = new Map<string, Map<number, Entry>>();
  private readonly pending = new Map<string, Pending>();
  private readonly drafts = new Map<string, string>();

  async load(): Promise<Saved> {
    return {
      ...(this.cursor && { cursor: this.cursor }),
      conversations: [...this.conversations.values()],
      users: [...this.users.values()],
      threads: [...this.threads.values()],
      pending: [...this.pending.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      drafts: Object.fromEntries(this.drafts),
    };
  }

  async save({ reset, cursor, conversations, users, threads, entries, gone }: Changes): Promise<void> {
    if (reset) {
      this.cursor = undefined;
      for (const part of [this.conversations, this.users, this.threads, this.logs]) part.clear();
    }
    for (const state of conversations ?? []) {
      this.conversations.set(state.id, state);
      this.forgetBefore(state.id, state.first);
    }
    for (const user of users ?? []) this.users.set(user.id, user);
    for (const state of threads ?? []) this.threads.set(draftKey(state.conversation, state.thread), state);
    for (const entry of entries ?? []) this.put(entry);
    for (const id of gone ?? []) {
      this.conversations.delete(id);
      this.logs.delete(id);
      for (const [key, state] of this.threads) if (state.conversation === id) this.threads.delete(key);
    }
    if (cursor) this.cursor = cursor;
  }

  async entries(conversation: string, before: number, limit: number): Promise<Entry[]> {
    const log = this.logs.get(conversation);
    if (!log) return [];
    const newest = Math.max(0, ...[...log.keys()].filter(seq => seq < before));
    const run: Entry[] = [];
    for (let seq = newest; log.has(seq) && run.length < limit; seq--) run.unshift(log.get(seq) as Entry);
    return run;
  }

  async post(message: Pending): Promise<void> {
    this.pending.set(message.id, message);
    this.drafts.delete(draftKey(message.conversation, message.thread));
  }

  async amend(message: Pending): Promise<void> {
    this.pending.set(message.id, message);
  }

  async discard(messages: readonly string[]): Promise<void> {
    for (const id of messages) this.pending.delete(id);
  }

  async draft(key: string, text: string): Promise<void> {
    if (text) this.drafts.set(key, text);
    else this.drafts.delete(key);
  }

  async clear(): Promise<void> {
    await this.save({ reset: true });
    this.pending.clear();
    this.drafts.clear();
  }

  private forgetBefore(conversation: string, first: number): void {
    const log = this.logs.get(conversation);
    for (const seq of log?.keys() ?? []) if (seq < first) log?.delete(seq);
  }

  private put(entry: Entry): void {
    const log = this.logs.get(entry.conversation) ?? new Map<number, Entry>();
    this.logs.set(entry.conversation, log);
    log.set(entry.seq, entry);
    const recalled = entry.kind === 'recalled' ? log.get(entry.target) : undefined;
    if (recalled) log.set(recalled.seq, withoutContent(recalled));
    if (entry.kind === 'changed' && entry.first) this.forgetBefore(entry.conversation, entry.first);
    if (log.size > KEPT_ENTRIES) for (const seq of oldestOf(log.keys(), KEPT_ENTRIES)) log.delete(seq);
  }
}

/** What was recalled must not stay readable on anybody's disk. */
export function withoutContent<T extends Entry>(entry: T): T {
  if (entry.kind !== 'message') return entry;
  const { text: _, mentions: __, groups: ___, attachments: ____, files: _____, ...rest } = entry;
  return { ...rest, recalled: true } as T;
}

/** All but the `keep` highest numbers. */
function oldestOf(seqs: Iterable<number>, keep: number): number[] {
  return [...seqs].sort((a, b) => b - a).slice(keep);
}
