import { type ClientState, type ConversationState, unread } from '@parley/sdk';

/** The order of the list: what was last heard of first; where nothing was said yet, in one order wherever the page is opened. */
export function listed({
  conversations,
  appeared,
}: Pick<ClientState, 'conversations' | 'appeared'>): ConversationState[] {
  const active = ({ id, last }: ConversationState) => later(last?.at ?? '', appeared[id] ?? '');
  return Object.values(conversations).sort(
    (a, b) => active(b).localeCompare(active(a)) || b.id.localeCompare(a.id),
  );
}

/** The one `steps` further down the list, or up; among those with something unread only, where that is asked for. */
export function neighbour(
  list: readonly ConversationState[],
  selected: string | null,
  steps: 1 | -1,
  unreadOnly: boolean,
): ConversationState | undefined {
  const from = list.findIndex(({ id }) => id === selected);
  const start = from < 0 && steps < 0 ? list.length : from;
  for (let at = start + steps; at >= 0 && at < list.length; at += steps) {
    const candidate = list[at];
    if (candidate && (!unreadOnly || unread(candidate) > 0)) return candidate;
  }
  return undefined;
}

/** Times in the protocol's form sort as texts. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}
