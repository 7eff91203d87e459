import type { ConnectionState } from './connection.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { Wants } from './interests.ts';
import type { Pending } from './outbox.ts';
import type { ClientState } from './state.ts';

/** What a tab that just arrived needs to be where the leading one is. */
export type SharedState = Pick<
  ClientState,
  | 'ready'
  | 'conversations'
  | 'threads'
  | 'appeared'
  | 'users'
  | 'presence'
  | 'connection'
  | 'pending'
  | 'preferences'
  | 'saved'
>;

/** What tabs of one user tell each other. The leader speaks of the server; the others ask it to act for them. */
export type TabMessage =
  | { type: 'arrived' }
  | { type: 'state'; state: SharedState }
  | { type: 'frame'; frame: ServerFrame }
  | { type: 'connection'; connection: ConnectionState }
  | { type: 'pending'; pending: readonly Pending[] }
  | { type: 'send'; frame: ClientFrame }
  | { type: 'posted'; message: Pending }
  | { type: 'retry' | 'discard'; message: string }
  | { type: 'wants'; tab: string; wants: Wants }
  | { type: 'start' | 'wake' }
  | { type: 'signed-out' };

export interface TabMember {
  /** This tab leads from now on, until it leaves. */
  lead(): void;
  heard(message: TabMessage): void;
}

/** The tabs of one user in one browser: one of them leads, and a new one does once it is gone, however it went. */
export interface Tabs {
  /** Whether no two can lead at once. Where they can, each leader keeps its cursor to itself. */
  readonly exclusive: boolean;
  join(member: TabMember): void;
  /** To all other tabs, in order; those that are not there yet miss it. */
  tell(message: TabMessage): void;
  leave(): void;
}

/** A program without tabs leads. */
export class Alone implements Tabs {
  readonly exclusive = true;

  join(member: TabMember): void {
    member.lead();
  }

  tell(): void {}

  leave(): void {}
}

/**
 * Web Locks elect the leader: the browser hands the lock on when its holder closes, crashes or is discarded. Pages
 * without a secure context have no locks; there each tab leads, with a connection of its own.
 */
export class BrowserTabs implements Tabs {
  readonly exclusive = 'locks' in navigator;
  private readonly name: string;
  private channel: BroadcastChannel | undefined;
  private departure: AbortController | undefined;

  constructor(user: string) {
    this.name = `parley-${user}`;
  }

  join(member: TabMember): void {
    const channel = new BroadcastChannel(this.name);
    const departure = new AbortController();
    this.channel = channel;
    this.departure = departure;
    if (!this.exclusive) return member.lead();
    channel.onmessage = event => member.heard(event.data as TabMessage);
    const held = () => {
      if (departure.signal.aborted) return;
      member.lead();
      return new Promise<void>(left => departure.signal.addEventListener('abort', () => left()));
    };
    navigator.locks.request(this.name, { signal: departure.signal }, held).catch(failure => {
      if (!departure.signal.aborted) throw failure;
    });
  }

  tell(message: TabMessage): void {
    if (this.exclusive) this.channel?.postMessage(message);
  }

  leave(): void {
    this.departure?.abort();
    this.channel?.close();
    this.channel = undefined;
  }
}
