import type { Status } from '@parley/sdk';

export type OwnStatus = Status['status'];

/** Whoever does nothing in any tab for this long is away. */
export const IDLE_AFTER_MS = 5 * 60_000;
/** Tabs tell each other of activity no more often than this. */
const NOTED_EVERY_MS = 10_000;

const CHOSEN = 'parley.status';
const ACTIVE = 'parley.active';
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/**
 * How one shows oneself: as chosen, and away by oneself after a while without a sign of life. Choice and activity are
 * kept where all tabs see them, so that a tab in the background does not call somebody away who writes in another.
 */
export class OwnStatusWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly storage: Storage;
  private readonly listeners = new Set<() => void>();

  constructor(storage: Storage) {
    this.storage = storage;
  }

  get chosen(): OwnStatus {
    const chosen = this.storage.getItem(CHOSEN);
    return chosen === 'away' || chosen === 'dnd' ? chosen : 'online';
  }

  choose(status: OwnStatus): void {
    this.storage.setItem(CHOSEN, status);
    this.changed();
  }

  /** The next one who signs in here starts afresh. */
  forget(): void {
    this.storage.removeItem(CHOSEN);
  }

  /** What others are to see. */
  readonly get = (): OwnStatus =>
    this.chosen === 'online' && this.idleFor() >= IDLE_AFTER_MS ? 'away' : this.chosen;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) this.begin();
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.end();
    };
  };

  private begin(): void {
    for (const sign of SIGNS_OF_LIFE)
      window.addEventListener(sign, this.alive, { passive: true, capture: true });
    window.addEventListener('storage', this.changed);
    this.alive();
    this.changed();
  }

  private end(): void {
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, this.alive, { capture: true });
    window.removeEventListener('storage', this.changed);
    clearTimeout(this.timer);
  }

  private readonly alive = (): void => {
    if (this.idleFor() < NOTED_EVERY_MS) return;
    this.storage.setItem(ACTIVE, String(Date.now()));
    this.changed();
  };

  private readonly changed = (): void => {
    clearTimeout(this.timer);
    const left = IDLE_AFTER_MS - this.idleFor();
    if (left > 0) this.timer = setTimeout(this.changed, left);
    for (const listener of this.listeners) listener();
  };

  private idleFor(): number {
    const active = Number(this.storage.getItem(ACTIVE) ?? 0);
    // A clock that was set back would otherwise keep one active until it has caught up.
    return active > Date.now() ? Number.POSITIVE_INFINITY : Date.now() - active;
  }
}
