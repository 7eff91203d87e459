import type { MessageEntry } from '../src/frames.ts';

export function message(seq: number, from = 'u1', text = `message ${seq}`): MessageEntry {
  return {
    op: 'entry',
    conversation: 'c1',
    seq,
    messages: seq,
    at: '2026-11-24T01:02:03.000Z',
    from,
    kind: 'message',
    id: `id-${seq}`,
    text,
  };
}

export function run(from: number, to: number): MessageEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

/** Plays `localStorage`. */
export class MemoryStorage {
  private readonly values = new Map<string, string>();

  get length(): number {
    return this.values.size;
  }

  key(index: number): string | null {
    return [...this.values.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }

  removeItem(key: string): void {
    this.values.delete(key);
  }
}
