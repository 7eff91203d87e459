import { ApiError } from './http.ts';
import type { KeptDraft, OwnCalls } from './own.ts';
import { draftKey } from './store.ts';

/** A draft is told to the server once nobody has typed in it for so long. */
export const PUSH_DRAFT_AFTER_MS = 1_500;
/** Protocol, section 1: what a message holds; a longer draft stays here. */
const LONGEST = 16_000;

export interface DraftOptions {
  calls: OwnCalls;
  get: () => Readonly<Record<string, string>>;
  set: (key: string, text: string) => void;
  live: () => boolean;
  /** Asks the server for all drafts; `told` hears them. */
  ask: () => void;
}

interface Known {
  text: string;
  revision: number | null;
}

/**
 * Keeps drafts the same on all devices. What stands here is what the user sees, so nothing of it is ever dropped for what the
 * server has: where both changed, both stay. The server refuses whoever has not seen the newest, so no device drops it either.
 */
export class DraftSync {
  /** As the server had them when it told last. */
  private readonly known = new Map<string, Known>();
  /** What this device told last: an answer that tells it is no news. */
  private readonly sent = new Map<string, string>();
  /** Refused at this revision: where that has not moved, it is not for another device's sake. */
  private readonly refused = new Map<string, number | null>();
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly options: DraftOptions;

  constructor(options: DraftOptions) {
    this.options = options;
  }

  /** Somebody typed there, or sent it. */
  edited(key: string): void {
    clearTimeout(this.waiting.get(key));
    this.waiting.set(
      key,
      setTimeout(() => void this.push(key), PUSH_DRAFT_AFTER_MS),
    );
  }

  /** All that the server has. */
  told(drafts: readonly KeptDraft[]): void {
    const kept = new Map(
      drafts.map(draft => [draftKey(draft.conversation, draft.thread ?? undefined), draft]),
    );
    const keys = [...kept.keys(), ...this.known.keys(), ...Object.keys(this.options.get())];
    for (const key of new Set(keys)) {
      const { text = '', revision = null } = kept.get(key) ?? {};
      this.merge(key, { text, revision });
    }
  }

  /** What was typed meanwhile is told now. */
  connected(): void {
    for (const key of new Set([...this.known.keys(), ...Object.keys(this.options.get())]))
      if ((this.options.get()[key] ?? '') !== (this.known.get(key)?.text ?? '')) this.edited(key);
  }

  rest(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private merge(key: string, theirs: Known): void {
    const mine = this.options.get()[key] ?? '';
    const before = this.known.get(key)?.text ?? '';
    const untouched = mine === before;
    const noNews = [before, this.sent.get(key), ''].includes(theirs.text);
    const inVain = this.refused.get(key) === theirs.revision;
    this.refused.delete(key);
    this.known.set(key, theirs);
    if (mine === theirs.text) return;
    if (untouched) return this.options.set(key, theirs.text);
    if (!noNews) this.options.set(key, together(mine, theirs.text));
    if (!inVain) this.edited(key);
  }

  private async push(key: string): Promise<void> {
    this.waiting.delete(key);
    const text = this.options.get()[key] ?? '';
    const known = this.known.get(key);
    if (text === (known?.text ?? '') || !this.options.live() || [...text].length > LONGEST) return;
    this.sent.set(key, text);
    try {
      const revision = await this.options.calls.keepDraft(key, text, known?.revision ?? null);
      this.known.set(key, { text, revision });
      if ((this.options.get()[key] ?? '') !== text) this.edited(key);
    } catch (failure) {
      const code = failure instanceof ApiError ? failure.code : 'internal';
      if (code === 'conflict') {
        this.refused.set(key, known?.revision ?? null);
        this.options.ask();
      } else if (code === 'rate_limited' || code === 'unavailable') this.edited(key);
    }
  }
}

/** Both texts; one alone where it goes on from the other. */
function together(mine: string, theirs: string): string {
  if (theirs.startsWith(mine)) return theirs;
  return mine.startsWith(theirs) ? mine : `${mine}\n\n${theirs}`;
}
