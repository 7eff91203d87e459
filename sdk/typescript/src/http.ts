import type { EmojiCalls } from './emoji.ts';
import type { GroupCalls } from './groups.ts';
import type { OwnCalls } from './own.ts';
import type { PollAnswer, PollRequest } from './poll.ts';
import { fieldsOf, list, number, object, optional, string } from './shape.ts';
import { WorkspaceCalls } from './workspace-calls.ts';

export type { TokenStore, Tokens } from './calls.ts';
export type { Member, Members, Properties } from './conversation-calls.ts';
export type { Link } from './file-calls.ts';
export type {
  EntryPage,
  FollowedThread,
  Hit,
  Hits,
  LinkPreview,
  LinkPreviews,
  MessagePage,
  PinnedMessages,
  ReceiptPage,
  Search,
  Threads,
} from './message-calls.ts';
export { ApiError, answerFrom, refusal } from './refusal.ts';

/**
 * The HTTP interface in one object. Its calls stand in a file for each thing that they are about, and each file's class
 * is the one before it with those added, since callers want one object and nothing of it twice.
 */
export class Api extends WorkspaceCalls {
  /** The calls about what the user has of their own; their code is loaded when they are first asked for. */
  async own(): Promise<OwnCalls> {
    const { OwnCalls } = await import('./own.ts');
    return new OwnCalls((method, path, body) => this.call(method, path, body));
  }

  /** The calls about emoji of the workspace, loaded in the same way. */
  async emoji(): Promise<EmojiCalls> {
    const { EmojiCalls } = await import('./emoji.ts');
    return new EmojiCalls(this, path => this.blob(path));
  }

  /** The calls about user groups, loaded in the same way. */
  async groups(): Promise<GroupCalls> {
    const { GroupCalls } = await import('./groups.ts');
    return new GroupCalls((method, path, body) => this.call(method, path, body));
  }

  async poll(poll: string | null, body: PollRequest, signal: AbortSignal): Promise<PollAnswer> {
    const path = poll === null ? '/v1/poll' : `/v1/poll/${poll}`;
    return object<PollAnswer>({ poll: optional(string), next: number, frames: list(fieldsOf) })(
      await this.call('POST', path, body, signal),
      'poll',
    );
  }

  /** Whether it is heard makes no difference: a poll that nobody asks for lapses by itself. */
  async endPoll(poll: string): Promise<void> {
    await this.call('DELETE', `/v1/poll/${poll}`).catch(() => {});
  }
}
