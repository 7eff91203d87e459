import type { Delivered } from './frames.ts';

/** At most one frame in this time (protocol, section 2). */
export const TELL_EVERY_MS = 1_000;

/** Tells the server how far this device has each conversation: together, and not too often. */
export class DeliveredMarks {
  private marks: Record<string, number> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private notBefore = 0;
  private readonly send: (frame: Delivered) => boolean;

  /** `send` is false where there is no connection: the next welcome says again what is to be told. */
  constructor(send: (frame: Delivered) => boolean) {
    this.send = send;
  }

  has(conversation: string, seq: number): void {
    this.marks[conversation] = Math.max(seq, this.marks[conversation] ?? 0);
    this.timer ??= setTimeout(() => this.tell(), Math.max(0, this.notBefore - Date.now()));
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.marks = {};
  }

  private tell(): void {
    const { marks } = this;
    this.clear();
    if (this.send({ op: 'delivered', marks })) this.notBefore = Date.now() + TELL_EVERY_MS;
  }
}
