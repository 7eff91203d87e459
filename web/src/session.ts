import { Api, type TokenStore, type Tokens } from '@parley/sdk';

const KEY = 'parley.session';

/**
 * Who is signed in in this browser. The tokens are read from storage at every use, since any tab may have
 * refreshed them; parsed once per stored text, so that the same tokens are the same object.
 */
export class Session implements TokenStore {
  readonly api = new Api('', this);
  private text: string | null = null;
  private tokens: Tokens | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  readonly load = (): Tokens | null => {
    const text = this.storage.getItem(KEY);
    if (text !== this.text) {
      this.text = text;
      this.tokens = text === null ? null : (JSON.parse(text) as Tokens);
    }
    return this.tokens;
  };

  save(tokens: Tokens | null): void {
    if (tokens) this.storage.setItem(KEY, JSON.stringify(tokens));
    else this.storage.removeItem(KEY);
    for (const listener of this.listeners) listener();
  }

  /** Tells of changes made by this tab and by others. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      this.listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };
}
