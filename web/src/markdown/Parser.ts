import { type Block, type FromWorker, READY } from './tree.ts';

/** What a text without any of these means is itself. */
const MARKS = /[*_~`#>[\]|\\<]|^\s*(?:[-+=]|\d+[.)])|:\/\/|www\.|\w@\w/m;

/** So many texts are kept parsed: those of the messages that are scrolled through. */
const KEPT = 2_000;
/** A text that takes a running worker longer was made to. It stays as it was typed. */
const PATIENCE_MS = 1_000;

export function isPlain(text: string): boolean {
  return !MARKS.test(text);
}

/**
 * Parses texts away from the page's own thread, one after the other, so that no message can hold it up: a text that
 * takes too long costs the worker its life, and the rest goes on with a new one.
 */
export class Parser {
  private worker: Worker | null = null;
  /** Whether the worker runs: how long a busy machine takes to start it is no text's fault. */
  private ready = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly parsed = new Map<string, readonly Block[] | null>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly start: () => Worker;

  constructor(start: () => Worker) {
    this.start = start;
  }

  /** What a text looks like; null as long as that is not known, and for what takes too long. */
  get(text: string): readonly Block[] | null {
    return this.parsed.get(text) ?? null;
  }

  /** Has the text parsed unless it is, and tells once it is. */
  want(text: string, listener: () => void): () => void {
    if (this.parsed.has(text)) return () => {};
    const listeners = this.waiting.get(text) ?? new Set();
    this.waiting.set(text, listeners.add(listener));
    if (this.waiting.size === 1) this.next();
    return () => listeners.delete(listener);
  }

  private next(): void {
    const [text] = this.waiting.keys();
    if (text === undefined) return;
    this.worker ??= this.start();
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data !== READY) return this.answered(text, data);
      this.ready = true;
      this.beginPatience(text);
    };
    this.worker.onerror = () => this.gaveUp(text);
    if (this.ready) this.beginPatience(text);
    this.worker.postMessage(text);
  }

  private beginPatience(text: string): void {
    this.patience = setTimeout(() => this.gaveUp(text), PATIENCE_MS);
  }

  private gaveUp(text: string): void {
    this.worker?.terminate();
    this.worker = null;
    this.ready = false;
    this.answered(text, null);
  }

  private answered(text: string, blocks: readonly Block[] | null): void {
    clearTimeout(this.patience);
    this.parsed.set(text, blocks);
    const [oldest] = this.parsed.keys();
    if (this.parsed.size > KEPT && oldest !== undefined) this.parsed.delete(oldest);
    const listeners = this.waiting.get(text) ?? [];
    this.waiting.delete(text);
    for (const listener of listeners) listener();
    this.next();
  }
}
