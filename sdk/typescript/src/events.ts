import type { ConnectionState } from './connection.ts';
import type { ConversationState, Entry, MessageEntry, Receipt, ThreadState } from './frames.ts';
import type { Pending } from './outbox.ts';

/** What a client tells, by name. Listeners run in the order in which they were added, and must not throw. */
export interface ClientEvents {
  connection: ConnectionState;
  /** An entry of the log: each once, in order within its conversation; of one that is not open not every one. */
  entry: Entry;
  /** The entries among them that are messages, one's own included. */
  message: MessageEntry;
  /** An entry that the server told of while this client was connected, each once: what was missed before is not among them. */
  live: Entry;
  /** A conversation that was not there before. */
  conversation: ConversationState;
  gone: { conversation: string };
  receipt: Receipt;
  /** A thread is read further, followed from now on, or no longer. */
  thread: ThreadState;
  sent: { conversation: string; id: string; seq: number };
  /** Refused for good; it waits for `retry` or `discard`. */
  failed: Pending;
  /** The store did not keep something, or could not be read. */
  storeFailure: unknown;
}

type Listener<T> = (event: T) => void;

export class Events {
  private readonly listeners = new Map<keyof ClientEvents, Set<Listener<never>>>();

  /** Returns what ends it. */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  emit<Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]): void {
    const listeners = (this.listeners.get(name) ?? []) as Iterable<Listener<ClientEvents[Name]>>;
    for (const listener of listeners) listener(event);
  }
}
