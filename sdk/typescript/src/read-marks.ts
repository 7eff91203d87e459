import type { Read } from './frames.ts';

/** How long what was read waits to be told together with what is read next. */
export const TELL_READ_AFTER_MS = 1_000;
/** Conversations that one telling names; those beyond them wait for the next. */
export const MOST_TOLD = 200;

/** Tells the server how far each conversation was read: not too often, and again after a connection that took it along. */
export class ReadMarks {
  private readonly marks = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly send: (frame: Read) => boolean;

  /** `send` is false where there is no connection: what was to be told waits for the next. */
  constructor(send: (frame: Read) => boolean) {
    this.send = send;
  }

  read(conversation: string, seq: number): void {
    this.marks.set(conversation, seq);
    this.soon();
  }

  /** There is a connection again. */
  connected(): void {
    if (this.marks.size > 0) this.soon();
  }

  /** What was not told yet. */
  stop(): ReadonlyMap<string, number> {
    clearTimeout(this.timer);
    return this.marks;
  }

  private soon(): void {
    this.timer ??= setTimeout(() => this.tell(), TELL_READ_AFTER_MS);
  }

  private tell(): void {
    this.timer = undefined;
    for (const [conversation, seq] of [...this.marks].slice(0, MOST_TOLD)) {
      if (!this.send({ op: 'read', conversation, seq })) return;
      this.marks.delete(conversation);
    }
    this.connected();
  }
}
