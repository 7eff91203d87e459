import type { OwnAccount, Profile } from '@parley/sdk';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Whom one blocks. Kept on this device, where all tabs see it, so that what they wrote is folded away before the first byte arrives;
 * the server is asked once the page is connected, and when the list is looked at, since another device may have changed it.
 */
export class Blocks {
  private text: string | null = null;
  private blocked = NOBODY;
  private readonly key: string;
  private readonly storage: Storage;
  private readonly account: OwnAccount;
  private readonly listeners = new Set<() => void>();

  constructor(storage: Storage, me: string, account: OwnAccount) {
    this.storage = storage;
    this.account = account;
    this.key = `parley.blocks.${me}`;
  }

  /** The same set as long as nobody was added or taken off. */
  readonly get = (): ReadonlySet<string> => {
    const text = this.storage.getItem(this.key);
    if (text !== this.text) {
      this.text = text;
      this.blocked = text ? new Set(text.split(',')) : NOBODY;
    }
    return this.blocked;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      this.listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };

  async learn(): Promise<Profile[]> {
    const people = await this.account.blocks();
    this.keep(people.map(({ id }) => id));
    return people;
  }

  async block(user: string, on: boolean): Promise<void> {
    await this.account.block(user, on);
    const others = [...this.get()].filter(id => id !== user);
    this.keep(on ? [...others, user] : others);
  }

  /** Whoever signs in here next need not know. */
  forget(): void {
    this.keep([]);
  }

  private keep(users: readonly string[]): void {
    if (users.length > 0) this.storage.setItem(this.key, users.join());
    else this.storage.removeItem(this.key);
    for (const listener of this.listeners) listener();
  }
}
