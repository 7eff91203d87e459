import type { Entry } from './frames.ts';
import type { EntryPage } from './http.ts';

/** What is held of one conversation: a run of entries without a gap, up to the newest that is known. */
export interface LogView {
  entries: readonly Entry[];
  /** Below it nothing exists for this member. */
  first: number;
  loading: 'latest' | 'older' | null;
  failed: boolean;
}

export interface LogOptions {
  /** Entries after a seq, oldest first, at most `limit` (a page may be shorter and still not be the end). */
  fetch: (after: number, limit: number) => Promise<EntryPage>;
  /** The newest entries before a seq that this device kept, oldest first, as far back as none is missing. */
  stored: (before: number, limit: number) => Promise<Entry[]>;
  onChange: (view: LogView) => void;
  /** This device had kept everything up to here. */
  onRestored: (newest: Entry) => void;
  /** What was put at the end, in order. */
  onAppended: (entries: readonly Entry[]) => void;
  /** What was put before the beginning. */
  onPrepended: (entries: readonly Entry[]) => void;
}

export const PAGE = 50;
/** Further behind than this it starts afresh from the newest page. */
export const MAX_BEHIND = 500;
/** What stays of a conversation that is not on screen. */
export const KEPT_OFF_SCREEN = 200;
export const RETRY_FETCH_MS = 2_000;

/**
 * One conversation's entries, kept dense by one rule: an entry is appended if its seq is the last one + 1, dropped
 * if it is there already, and otherwise what is missing is fetched. Live entries are hints; a lost one only costs
 * the fetch. Entries that arrive during a fetch are not kept: the fetch runs on until it has them.
 */
export class ConversationLog {
  view: LogView = { entries: [], first: 1, loading: null, failed: false };
  private opened = false;
  private known = 0;
  private catchingUp = false;
  private readonly options: LogOptions;

  constructor(options: LogOptions) {
    this.options = options;
  }

  get last(): number {
    return this.view.entries.at(-1)?.seq ?? 0;
  }

  /** Shows what this device kept, then what is new, once; from then on `accept` and `reaches` keep it whole. */
  open(head: number, first: number): void {
    this.known = Math.max(this.known, head);
    if (this.opened) return this.reaches(head);
    this.opened = true;
    this.change({ first });
    void this.restore();
  }

  accept(entry: Entry): void {
    if (entry.kind === 'changed' && entry.first) this.raiseFirst(entry.first);
    if (this.opened && !this.catchingUp && entry.seq === this.last + 1 && this.last > 0) {
      this.known = Math.max(this.known, entry.seq);
      this.append([entry]);
    } else this.reaches(entry.seq);
  }

  /** Entries up to `head` exist. */
  reaches(head: number): void {
    this.known = Math.max(this.known, head);
    if (this.opened && !this.catchingUp && this.known > this.last) void this.catchUp();
  }

  async older(): Promise<void> {
    const oldest = this.view.entries[0]?.seq;
    if (!oldest || oldest <= this.view.first || this.view.loading) return;
    this.change({ loading: 'older', failed: false });
    try {
      const page = (await this.keptBefore(oldest)) ?? (await this.read(oldest - PAGE, oldest));
      const stillFits = this.view.entries[0]?.seq === oldest;
      if (stillFits) this.options.onPrepended(page);
      this.change({ entries: [...(stillFits ? page : []), ...this.view.entries], loading: null });
    } catch {
      this.change({ loading: null, failed: true });
    }
  }

  trim(): void {
    if (this.view.entries.length <= KEPT_OFF_SCREEN) return;
    this.change({ entries: this.view.entries.slice(-KEPT_OFF_SCREEN) });
  }

  private async restore(): Promise<void> {
    this.catchingUp = true;
    this.change({ loading: 'latest' });
    const kept = await this.options.stored(Number.MAX_SAFE_INTEGER, PAGE);
    this.change({ entries: kept.filter(entry => entry.seq >= this.view.first), loading: null });
    this.catchingUp = false;
    const newest = this.view.entries.at(-1);
    if (newest) this.options.onRestored(newest);
    this.reaches(this.known);
  }

  private async keptBefore(oldest: number): Promise<Entry[] | null> {
    const kept = await this.options.stored(oldest, PAGE);
    return kept.at(-1)?.seq === oldest - 1 ? kept.filter(entry => entry.seq >= this.view.first) : null;
  }

  private async catchUp(): Promise<void> {
    this.catchingUp = true;
    this.change({ loading: 'latest', failed: false });
    try {
      while (this.known > this.last) await this.catchUpOnePage();
      this.change({ loading: null });
    } catch {
      this.change({ loading: null, failed: true });
      setTimeout(() => this.reaches(this.known), RETRY_FETCH_MS);
    } finally {
      this.catchingUp = false;
    }
  }

  private async catchUpOnePage(): Promise<void> {
    const afresh = this.last === 0 || this.known - this.last > MAX_BEHIND;
    const after = afresh ? Math.max(this.view.first - 1, this.known - PAGE) : this.last;
    const page = await this.options.fetch(after, PAGE);
    this.raiseFirst(page.first);
    const next = Math.max(after + 1, page.first);
    const fresh = page.entries.filter(entry => entry.seq >= next);
    if (!isRun(fresh, next)) throw new Error(`no entry ${next} though the head is ${page.head}`);
    if (afresh) this.change({ entries: [] });
    this.append(fresh);
  }

  /** All of [from, before), in as many pages as the server needs for it. */
  private async read(from: number, before: number): Promise<Entry[]> {
    const found: Entry[] = [];
    let next = Math.max(this.view.first, from);
    while (next < before) {
      const page = await this.options.fetch(next - 1, before - next);
      next = Math.max(next, page.first);
      const wanted = page.entries.filter(entry => entry.seq >= next && entry.seq < before);
      if (next < before && !isRun(wanted, next)) throw new Error(`no entry ${next} in the log`);
      found.push(...wanted);
      next += wanted.length;
    }
    return found;
  }

  private raiseFirst(first: number): void {
    if (first <= this.view.first) return;
    this.change({ first, entries: this.view.entries.filter(entry => entry.seq >= first) });
  }

  private append(entries: Entry[]): void {
    this.change({ entries: [...this.view.entries, ...entries] });
    this.options.onAppended(entries);
  }

  private change(part: Partial<LogView>): void {
    this.view = { ...this.view, ...part };
    this.options.onChange(this.view);
  }
}

function isRun(entries: readonly Entry[], from: number): boolean {
  return entries.length > 0 && entries.every((entry, index) => entry.seq === from + index);
}
