import type { Typing, TypingNow } from './frames.ts';
import type { ClientState } from './state.ts';

/** Protocol, section 2. */
export const TELL_TYPING_EVERY_MS = 3_000;
export const TYPING_LAPSES_MS = 6_000;

export interface WhoTypesOptions {
  get: () => ClientState;
  set: (part: Pick<ClientState, 'typing'>) => void;
  /** On the live connection, or nowhere: typing is not worth keeping. */
  send: (frame: Typing) => boolean;
}

/** Who is typing where, as long as it is true; and, not too often, that one is typing oneself. */
export class WhoTypes {
  private readonly lapses = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly notBefore = new Map<string, number>();
  private readonly options: WhoTypesOptions;

  constructor(options: WhoTypesOptions) {
    this.options = options;
  }

  /** Somebody pressed a key here. */
  type(conversation: string): void {
    if (Date.now() < (this.notBefore.get(conversation) ?? 0)) return;
    if (this.options.send({ op: 'typing', conversation }))
      this.notBefore.set(conversation, Date.now() + TELL_TYPING_EVERY_MS);
  }

  /** What was typed is sent: the next key is news again. */
  posted(conversation: string): void {
    this.notBefore.delete(conversation);
  }

  heard({ conversation, user }: TypingNow): void {
    const key = `${conversation} ${user}`;
    clearTimeout(this.lapses.get(key));
    this.lapses.set(
      key,
      setTimeout(() => this.stopped(conversation, user), TYPING_LAPSES_MS),
    );
    const now = this.options.get().typing[conversation] ?? [];
    if (!now.includes(user)) this.change(conversation, [...now, user]);
  }

  /** The time is over, or what was typed arrived. */
  stopped(conversation: string, user: string): void {
    const key = `${conversation} ${user}`;
    if (!this.lapses.has(key)) return;
    clearTimeout(this.lapses.get(key));
    this.lapses.delete(key);
    const now = this.options.get().typing[conversation] ?? [];
    this.change(
      conversation,
      now.filter(other => other !== user),
    );
  }

  private change(conversation: string, users: readonly string[]): void {
    const { [conversation]: _, ...others } = this.options.get().typing;
    this.options.set({ typing: users.length > 0 ? { ...others, [conversation]: users } : others });
  }
}
