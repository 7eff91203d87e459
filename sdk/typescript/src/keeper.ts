import type { ConversationState, Entry, Profile, ThreadState } from './frames.ts';
import { type Changes, draftKey, type Store } from './store.ts';

/** Changes wait this long for others to share their transaction. */
export const SAVE_AFTER_MS = 200;

export interface KeeperOptions {
  store: Store;
  onFailure: (failure: unknown) => void;
}

/**
 * Saves what the client learns, many changes in one transaction. All that was noted before a cursor is saved with
 * it or was saved earlier, so a stored cursor never covers a head that is not stored. After a failure nothing more
 * is saved, for the same reason: what is stored then stays true as of its own cursor.
 */
export class Keeper {
  /** Only the tab that owns the connection saves what the connection said; any tab saves entries. */
  leading = false;
  private reset = false;
  private cursor: string | undefined;
  private conversations = new Map<string, ConversationState>();
  private users = new Map<string, Profile>();
  private threads = new Map<string, ThreadState>();
  private entries: Entry[] = [];
  private gone = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving = Promise.resolve();
  private broken = false;
  private readonly options: KeeperOptions;

  constructor(options: KeeperOptions) {
    this.options = options;
  }

  noteConversations(states: readonly ConversationState[]): void {
    if (!this.leading) return;
    for (const state of states) {
      this.gone.delete(state.id);
      this.conversations.set(state.id, state);
    }
    this.soon();
  }

  noteUsers(profiles: readonly Profile[]): void {
    if (!this.leading) return;
    for (const profile of profiles) this.users.set(profile.id, profile);
    this.soon();
  }

  noteThread(state: ThreadState): void {
    if (!this.leading) return;
    this.threads.set(draftKey(state.conversation, state.thread), state);
    this.soon();
  }

  noteEntries(entries: readonly Entry[]): void {
    this.entries.push(...entries);
    this.soon();
  }

  noteGone(conversations: readonly string[]): void {
    if (!this.leading) return;
    for (const id of conversations) {
      this.conversations.delete(id);
      for (const [key, state] of this.threads) if (state.conversation === id) this.threads.delete(key);
      this.gone.add(id);
    }
    this.entries = this.entries.filter(entry => !this.gone.has(entry.conversation));
    this.soon();
  }

  noteCursor(cursor: string): void {
    if (!this.leading) return;
    this.cursor = cursor;
    this.soon();
  }

  /** What the server said before is not to be built upon any more. */
  noteReset(): void {
    if (!this.leading) return;
    this.forgetChanges();
    this.reset = true;
    this.soon();
  }

  /** Forgets what waits to be saved. */
  forgetChanges(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.reset = false;
    this.cursor = undefined;
    this.conversations = new Map();
    this.users = new Map();
    this.threads = new Map();
    this.entries = [];
    this.gone = new Set();
  }

  /** Saves what waits, after whatever is being saved. */
  flush(): Promise<void> {
    if (this.timer === undefined) return this.saving;
    const changes: Changes = {
      reset: this.reset,
      conversations: [...this.conversations.values()],
      users: [...this.users.values()],
      threads: [...this.threads.values()],
      entries: this.entries,
      gone: [...this.gone],
      ...(this.cursor && { cursor: this.cursor }),
    };
    this.forgetChanges();
    this.saving = this.saving.then(() => this.save(changes));
    return this.saving;
  }

  private async save(changes: Changes): Promise<void> {
    if (this.broken) return;
    try {
      await this.options.store.save(changes);
    } catch (failure) {
      this.broken = true;
      this.options.onFailure(failure);
    }
  }

  private soon(): void {
    this.timer ??= setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }
}
