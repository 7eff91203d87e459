import type { ConversationState, LogView } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { holdAt, type Place } from './places.ts';
import type { Row } from './rows.ts';
import { type Hold, NEWEST } from './useTimelineScroll.ts';

/** Reading begins at what is unread, or asked for, if it is no further back than this; else at the newest. */
const MAX_BACK = 1_000;
export const MAX_BACK_ASKED = 5_000;
/** Above the first unread message so much of what was read before is shown. */
const CONTEXT_PX = 96;

/**
 * What reading begins with: where one read when one was here before and comes back, the message that was asked for, the first unread
 * one, or the newest. What lies between there
 * and the newest page is fetched first, and what came since this device last saw the conversation; null until that is
 * done. Where it fails, reading begins with the oldest that is there, so that nothing counts as read unseen.
 */
export function useBeginning(
  { id, head, first }: ConversationState,
  log: LogView | undefined,
  rows: readonly Row[],
  readWhenOpened: number,
  asked: number | undefined,
  before: Place | undefined,
): Hold | null {
  const { client } = useChat();
  const [known] = useState(head);
  const [target] = useState(before?.seq ?? asked ?? (readWhenOpened < head ? readWhenOpened : undefined));
  const oldest = log?.entries[0]?.seq;
  const upToDate = (log?.entries.at(-1)?.seq ?? 0) >= known;
  const reachable =
    target !== undefined && known - target <= (before || asked !== undefined ? MAX_BACK_ASKED : MAX_BACK);
  const reached = oldest !== undefined && (!reachable || oldest <= Math.max(target, first));
  const failed = log?.failed === true;
  useEffect(() => {
    if (oldest !== undefined && !reached && !failed && !log?.loading) void client.older(id);
  }, [client, id, oldest, reached, failed, log?.loading]);
  if (!failed && !(reached && upToDate)) return null;
  const back = before && holdAt(before, rows);
  if (back) return back;
  if (reached || !reachable) return placeOf(rows, asked);
  const furthest = rows.find(row => row.type !== 'day');
  return furthest ? { at: 'row', key: furthest.key, top: CONTEXT_PX } : null;
}

function placeOf(rows: readonly Row[], asked: number | undefined): Hold {
  const row = rows.find(row =>
    asked === undefined ? row.type === 'unread' : row.type === 'message' && row.seq === asked,
  );
  if (!row) return NEWEST;
  return { at: 'row', key: row.key, top: asked === undefined ? CONTEXT_PX : 'middle' };
}
