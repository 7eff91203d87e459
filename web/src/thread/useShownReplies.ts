import { useEffect, useState } from 'react';
import type { Row } from '../conversation/rows.ts';
import { PAGE, type ThreadSource } from './useThread.ts';

/** Of a long thread the newest replies, and earlier ones as they are asked for, down to the one that a link leads to. */
export function useShownReplies(replies: readonly Row[], source: ThreadSource, asked: number | undefined) {
  const loaded = source.state === 'loaded';
  const [hidden, setHidden] = useState<number | null>(null);
  const target = replies.findIndex(row => row.type === 'message' && row.seq === asked);
  if (loaded && hidden === null) {
    const newest = pageBefore(replies, replies.length);
    setHidden(target < 0 ? newest : Math.min(newest, target));
  }
  const from = hidden ?? pageBefore(replies, replies.length);
  const seeks = loaded && asked !== undefined && target < 0 && source.hasOlder && source.olderState === null;
  useEffect(() => {
    if (seeks) source.older();
  }, [seeks, source.older]);
  return {
    shown: withName(replies.slice(from)),
    hasOlder: from > 0 || source.hasOlder,
    older: () => (from > 0 ? setHidden(pageBefore(replies, from)) : source.older()),
  };
}

/** Where the page of messages begins that ends before `end`. */
function pageBefore(replies: readonly Row[], end: number): number {
  let messages = 0;
  for (let at = end - 1; at >= 0; at--) if (replies[at]?.type === 'message' && ++messages === PAGE) return at;
  return 0;
}

/** The first one on screen says who wrote it, whoever wrote the one before. */
function withName(rows: readonly Row[]): readonly Row[] {
  const [first, ...rest] = rows;
  return first?.type === 'message' && !first.leads ? [{ ...first, leads: true }, ...rest] : rows;
}
