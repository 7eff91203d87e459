import type { Api, ConversationState } from '@parley/sdk';

/**
 * The first message of the main timeline that was sent at a time or later; null where there is none. Numbers grow with time, so it is
 * found by halving the log: a call each, some twenty for a million entries.
 */
export async function firstSince(
  api: Pick<Api, 'messages'>,
  { id, first, head }: Pick<ConversationState, 'id' | 'first' | 'head'>,
  since: Date,
): Promise<number | null> {
  let found: number | null = null;
  let from = first - 1;
  let to = head;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const [next] = (await api.messages(id, { after: middle, limit: 1 })).messages;
    if (next && new Date(next.at) < since) from = next.seq;
    else {
      found = next?.seq ?? found;
      to = middle;
    }
  }
  return found;
}
