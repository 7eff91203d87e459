import type { ClientFrame } from './frames.ts';

/** What is on screen: of which conversations everything is wanted at once, and of whom one sees the presence. */
export interface Wants {
  focus: readonly string[];
  watch: readonly string[];
}

/** Protocol, section 2: how many a `focus` and a `watch` may name. */
export const MOST_FOCUSED = 20;
export const MOST_WATCHED = 500;

/**
 * Tells the server what all tabs together look at: only the tab that leads speaks, once a connection is there and
 * whenever it changed. What a tab wanted that crashed is told until the next leader; it costs a few hints.
 */
export class Interests {
  private own: Wants = { focus: [], watch: [] };
  private readonly watchers = new Map<string, readonly string[]>();
  private readonly others = new Map<string, Wants>();
  private told: { focus: string; watch: string } | null = null;
  private readonly send: (frame: ClientFrame) => boolean;
  private readonly onChange: (wants: Wants) => void;

  /** `onChange` hears what this tab wants. */
  constructor(send: (frame: ClientFrame) => boolean, onChange: (wants: Wants) => void) {
    this.send = send;
    this.onChange = onChange;
  }

  get wants(): Wants {
    return this.own;
  }

  /** Whether this tab or one that told it looks at the conversation. */
  includes(conversation: string): boolean {
    return [this.own, ...this.others.values()].some(({ focus }) => focus.includes(conversation));
  }

  focus(conversations: readonly string[]): void {
    this.want({ ...this.own, focus: conversations });
  }

  /** Each part of a screen watches for itself; an empty list when it is gone. */
  watch(part: string, users: readonly string[]): void {
    if (users.length > 0) this.watchers.set(part, users);
    else this.watchers.delete(part);
    this.want({ ...this.own, watch: [...new Set([...this.watchers.values()].flat())] });
  }

  /** Another tab wants this; nothing when it is gone. */
  heard(tab: string, wants: Wants): void {
    if (wants.focus.length + wants.watch.length > 0) this.others.set(tab, wants);
    else this.others.delete(tab);
    this.tell();
  }

  /** A new connection knows nothing of it yet. */
  connected(): void {
    this.told = { focus: '', watch: '' };
    this.tell();
  }

  /** No connection of this tab's own. */
  rest(): void {
    this.told = null;
  }

  private want(wants: Wants): void {
    this.own = wants;
    this.onChange(wants);
    this.tell();
  }

  private tell(): void {
    if (!this.told) return;
    const all = [this.own, ...this.others.values()];
    const conversations = union(all.map(({ focus }) => focus)).slice(0, MOST_FOCUSED);
    const users = union(all.map(({ watch }) => watch)).slice(0, MOST_WATCHED);
    const now = { focus: conversations.join(), watch: users.join() };
    if (now.focus !== this.told.focus && !this.send({ op: 'focus', conversations })) return;
    if (now.watch !== this.told.watch && !this.send({ op: 'watch', users })) return;
    this.told = now;
  }
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
