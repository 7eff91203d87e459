import type { ConversationState, LogView } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useChat } from '../chat/client.ts';
import type { Row } from './rows.ts';
import type { Place } from './useTimelineScroll.ts';

/** Reading begins at what is asked for or unread if it is no further back than this; else at the newest. */
const MAX_BACK = 1_000;

const NEWEST: Place = { index: undefined, align: 'start' };

/**
 * Where reading begins: at the message that was asked for, at the first unread one, or at the newest. What lies between
 * there and the newest page is fetched first; null until that is done.
 */
export function useBeginning(
  { id, head, first }: ConversationState,
  log: LogView | undefined,
  rows: readonly Row[],
  readWhenOpened: number,
  asked: number | undefined,
): Place | null {
  const { client } = useChat();
  const [target] = useState(asked ?? (readWhenOpened < head ? readWhenOpened : undefined));
  const oldest = log?.entries[0]?.seq;
  const reachable = target !== undefined && head - target <= MAX_BACK;
  const reached =
    oldest !== undefined && (!reachable || oldest <= Math.max(target, first) || log?.failed === true);
  useEffect(() => {
    if (oldest !== undefined && !reached && !log?.loading) void client.older(id);
  }, [client, id, oldest, reached, log?.loading]);
  if (!reached) return null;
  if (asked !== undefined) return placeOf(rows, asked);
  const unread = rows.findIndex(row => row.type === 'unread');
  return unread < 0 ? NEWEST : { index: unread, align: 'start' };
}

function placeOf(rows: readonly Row[], seq: number): Place {
  const index = rows.findIndex(row => row.type === 'message' && row.seq === seq);
  return index < 0 ? NEWEST : { index, align: 'center' };
}
