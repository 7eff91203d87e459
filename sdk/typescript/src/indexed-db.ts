import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { ConversationState, Entry, Profile, ThreadState } from './frames.ts';
import type { Pending } from './outbox.ts';
import {
  type Changes,
  draftKey,
  KEPT_ENTRIES,
  KEPT_ENTRIES_IN_ALL,
  type Saved,
  type Store,
  withoutContent,
} from './store.ts';

interface Schema extends DBSchema {
  meta: { key: 'cursor'; value: string };
  conversations: { key: string; value: ConversationState };
  users: { key: string; value: Profile };
  /** By [conversation, thread]. */
  threads: { key: [string, number]; value: ThreadState };
  /** By [conversation, seq]. */
  entries: { key: [string, number]; value: Entry };
  /** Ids are UUIDs of version 7: their order is that of writing. */
  outbox: { key: string; value: Pending };
  /** By `draftKey`. */
  drafts: { key: string; value: string };
}

const VERSION = 2;
const ALL = ['meta', 'conversations', 'users', 'threads', 'entries', 'outbox', 'drafts'] as const;
const FROM_SERVER = ['meta', 'conversations', 'users', 'threads', 'entries'] as const;
/** Eviction looks at the whole store, so only every so many saved entries. */
const EVICT_EVERY = 500;

type Write = IDBPTransaction<Schema, typeof ALL, 'readwrite'>;

/** One user's store in a browser: an IndexedDB database of their own, shared by all tabs. */
export class IndexedDbStore implements Store {
  /** Rejects where the browser keeps no databases (some private windows), and with it every call. */
  private readonly db: Promise<IDBPDatabase<Schema>>;
  private sinceEviction = 0;

  constructor(user: string) {
    this.db = openDB<Schema>(`parley-${user}`, VERSION, {
      upgrade(created, before, _, change) {
        created.createObjectStore('threads', { keyPath: ['conversation', 'thread'] });
        // Without its cursor the store is filled anew: nothing in it knows which threads are followed.
        if (before === 1) return void change.objectStore('meta').clear();
        for (const name of ['conversations', 'users', 'outbox'] as const)
          created.createObjectStore(name, { keyPath: 'id' });
        created.createObjectStore('entries', { keyPath: ['conversation', 'seq'] });
        for (const name of ['meta', 'drafts'] as const) created.createObjectStore(name);
      },
      // A newer page in another tab wants to change the schema: let it, this one is about to be reloaded.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    // Whoever calls hears of it; nobody may have called yet.
    this.db.catch(() => {});
  }

  async load(): Promise<Saved> {
    const read = (await this.db).transaction(ALL);
    const [cursor, conversations, users, threads, pending, drafts, drafted] = await Promise.all([
      read.objectStore('meta').get('cursor'),
      read.objectStore('conversations').getAll(),
      read.objectStore('users').getAll(),
      read.objectStore('threads').getAll(),
      read.objectStore('outbox').getAll(),
      read.objectStore('drafts').getAll(),
      read.objectStore('drafts').getAllKeys(),
    ]);
    return {
      ...(cursor && { cursor }),
      conversations,
      users,
      threads,
      pending,
      drafts: Object.fromEntries(drafted.map((key, index) => [key, drafts[index] ?? ''])),
    };
  }

  async save({
    reset,
    cursor,
    conversations = [],
    users = [],
    threads = [],
    entries = [],
    gone = [],
  }: Changes): Promise<void> {
    await this.write(write => [
      ...(reset ? FROM_SERVER.map(name => write.objectStore(name).clear()) : []),
      ...conversations.map(state => write.objectStore('conversations').put(state)),
      ...conversations.map(({ id, first }) => write.objectStore('entries').delete(allBefore(id, first))),
      ...users.map(user => write.objectStore('users').put(user)),
      ...threads.map(state => write.objectStore('threads').put(state)),
      ...entries.map(entry => putEntry(write, entry)),
      ...gone.map(id => write.objectStore('conversations').delete(id)),
      ...gone.map(id => write.objectStore('entries').delete(allOf(id))),
      ...gone.map(id => write.objectStore('threads').delete(allOf(id))),
      ...(cursor ? [write.objectStore('meta').put(cursor, 'cursor')] : []),
    ]);
    this.sinceEviction += entries.length;
    if (this.sinceEviction > EVICT_EVERY) await this.evict();
  }

  async entries(conversation: string, before: number, limit: number): Promise<Entry[]> {
    const { store } = (await this.db).transaction('entries');
    const earlier = IDBKeyRange.bound([conversation, 0], [conversation, before], false, true);
    const newest = (await store.openKeyCursor(earlier, 'prev'))?.key[1];
    if (newest === undefined) return [];
    const found = await store.getAll(
      IDBKeyRange.bound([conversation, newest - limit + 1], [conversation, newest]),
    );
    const hole = found.findLastIndex((entry, index) => entry.seq !== newest - (found.length - 1 - index));
    return found.slice(hole + 1);
  }

  async post(message: Pending): Promise<void> {
    await this.write(write => [
      write.objectStore('outbox').put(message),
      write.objectStore('drafts').delete(draftKey(message.conversation, message.thread)),
    ]);
  }

  async amend(message: Pending): Promise<void> {
    await (await this.db).put('outbox', message);
  }

  async discard(messages: readonly string[]): Promise<void> {
    await this.write(write => messages.map(id => write.objectStore('outbox').delete(id)));
  }

  async draft(key: string, text: string): Promise<void> {
    if (text) await (await this.db).put('drafts', text, key);
    else await (await this.db).delete('drafts', key);
  }

  async clear(): Promise<void> {
    await this.write(write => ALL.map(name => write.objectStore(name).clear()));
  }

  /** Over once the browser has it: a killed tab loses nothing from then on. */
  private async write(change: (write: Write) => Promise<unknown>[]): Promise<void> {
    const write = (await this.db).transaction(ALL, 'readwrite');
    await Promise.all([...change(write), write.done]);
  }

  /** Oldest entries of each conversation first, then whole conversations, those silent for longest first. */
  private async evict(): Promise<void> {
    this.sinceEviction = 0;
    const db = await this.db;
    const keys = await db.getAllKeys('entries');
    const counts = new Map<string, { count: number; last: number }>();
    for (const [conversation, seq] of keys) {
      const { count } = counts.get(conversation) ?? { count: 0 };
      counts.set(conversation, { count: count + 1, last: seq });
    }
    let total = keys.length;
    for (const [conversation, { count, last }] of counts)
      if (count > KEPT_ENTRIES) {
        const oldest = IDBKeyRange.bound([conversation, 0], [conversation, last - KEPT_ENTRIES]);
        total -= await db.count('entries', oldest);
        await db.delete('entries', oldest);
      }
    if (total <= KEPT_ENTRIES_IN_ALL) return;
    for (const conversation of await this.silentFirst()) {
      if (total <= KEPT_ENTRIES_IN_ALL) return;
      total -= Math.min(KEPT_ENTRIES, counts.get(conversation)?.count ?? 0);
      await db.delete('entries', allOf(conversation));
    }
  }

  private async silentFirst(): Promise<string[]> {
    const conversations = await (await this.db).getAll('conversations');
    return conversations
      .sort((a, b) => (a.last?.at ?? '').localeCompare(b.last?.at ?? ''))
      .map(({ id }) => id);
  }
}

async function putEntry(write: Write, entry: Entry): Promise<void> {
  const entries = write.objectStore('entries');
  await entries.put(entry);
  if (entry.kind === 'changed' && entry.first)
    await entries.delete(allBefore(entry.conversation, entry.first));
  if (entry.kind !== 'recalled') return;
  const recalled = await entries.get([entry.conversation, entry.target]);
  if (recalled) await entries.put(withoutContent(recalled));
}

function allBefore(conversation: string, seq: number): IDBKeyRange {
  return IDBKeyRange.bound([conversation, 0], [conversation, seq], false, true);
}

function allOf(conversation: string): IDBKeyRange {
  return IDBKeyRange.bound([conversation, 0], [conversation, Number.MAX_SAFE_INTEGER]);
}
