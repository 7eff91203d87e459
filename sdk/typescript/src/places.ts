import type { Entry } from './frames.ts';
import type { EntryPage } from './http.ts';

export interface PlacesOptions {
  /** Entries after a seq, oldest first, at most `limit` (a page may be shorter and still not be the end). */
  fetch: (conversation: string, after: number, limit: number) => Promise<EntryPage>;
  /** Done once the promise is kept; must not reject. */
  handle: (entry: Entry) => Promise<void>;
}

/** Conversations of which an entry is handled at the same time; of each conversation it is one entry. */
export const AT_ONCE = 16;
/** Entries of a conversation that wait in memory; what comes behind them is fetched when its turn comes. */
export const MOST_WAITING = 100;
export const FETCH_AGAIN_MS = 2_000;

interface Place {
  /** Handled up to here. */
  last: number;
  /** Known to exist up to here. */
  head: number;
  /** The entries after `last`, without a gap. */
  waiting: Entry[];
  working: boolean;
}

/**
 * Where a program is in every conversation: each entry is handled once and in order, whatever arrives. Live entries
 * are hints; one that is lost, or comes while too many wait, is fetched when its turn comes, so a handler that takes
 * its time costs neither memory nor an entry.
 */
export class Places {
  private readonly places = new Map<string, Place>();
  /** Those that have something to handle and wait for one of the `AT_ONCE`. */
  private readonly turns = new Set<string>();
  /** Those of which a fetch failed, until it is time to try again. */
  private readonly later = new Set<string>();
  private working = 0;
  private again: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private readonly options: PlacesOptions;

  constructor(options: PlacesOptions) {
    this.options = options;
  }

  /** A conversation that has entries up to `head`. One that was not known was handled up to `done` by an earlier run. */
  knows(conversation: string, head: number, done: number): void {
    const place = this.places.get(conversation) ?? { last: done, head: done, waiting: [], working: false };
    this.places.set(conversation, place);
    this.reaches(conversation, head);
  }

  /** Of a conversation that is not known yet nothing is handled: what makes it known tells its head too. */
  entry(entry: Entry): void {
    const place = this.places.get(entry.conversation);
    if (!place) return;
    take(place, [entry]);
    this.reaches(entry.conversation, entry.seq);
  }

  reaches(conversation: string, head: number): void {
    const place = this.places.get(conversation);
    if (!place) return;
    place.head = Math.max(place.head, head);
    if (place.head <= place.last || place.working) return;
    this.turns.add(conversation);
    this.next();
  }

  gone(conversation: string): void {
    this.places.delete(conversation);
  }

  /** What is being handled stays unhandled, since nobody will know how it ended. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.again);
  }

  private next(): void {
    for (const conversation of this.turns) {
      if (this.working >= AT_ONCE || this.stopped) return;
      this.turns.delete(conversation);
      const place = this.places.get(conversation);
      if (place && !place.working) void this.work(conversation, place);
    }
  }

  private async work(conversation: string, place: Place): Promise<void> {
    place.working = true;
    this.working++;
    const isHere = () => !this.stopped && this.places.get(conversation) === place;
    try {
      while (isHere() && place.last < place.head) {
        if (place.waiting.length === 0) await this.fetch(conversation, place);
        const entry = place.waiting[0];
        if (!entry || !isHere()) continue;
        await this.options.handle(entry);
        if (!isHere()) return;
        place.waiting.shift();
        place.last = entry.seq;
      }
    } catch (failure) {
      this.missed(conversation, failure);
    } finally {
      place.working = false;
      this.working--;
      this.next();
    }
  }

  private async fetch(conversation: string, place: Place): Promise<void> {
    const page = await this.options.fetch(conversation, place.last, MOST_WAITING);
    const before = place.last;
    place.last = Math.max(place.last, page.first - 1);
    take(place, page.entries);
    if (place.last === before && place.waiting.length === 0)
      throw new Error(`no entry ${before + 1} though the head is ${page.head}`);
  }

  /** Not there for this program any more, or to be asked for again. */
  private missed(conversation: string, failure: unknown): void {
    const { code } = failure as { code?: unknown };
    if (code === 'not_found' || code === 'forbidden') return this.gone(conversation);
    this.later.add(conversation);
    this.again ??= setTimeout(() => {
      this.again = undefined;
      for (const missing of this.later) this.turns.add(missing);
      this.later.clear();
      this.next();
    }, FETCH_AGAIN_MS);
  }
}

/** Those that come next, as far as there is room. */
function take(place: Place, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const expected = (place.waiting.at(-1)?.seq ?? place.last) + 1;
    if (entry.seq === expected && place.waiting.length < MOST_WAITING) place.waiting.push(entry);
  }
}
