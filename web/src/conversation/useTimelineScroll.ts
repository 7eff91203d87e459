import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from './rows.ts';

const NEAR_PX = 48;
const LOAD_OLDER_WITHIN_PX = 600;

/**
 * Keeps the timeline where the reader left it: at the bottom it follows new messages, further up it stays put, and
 * older rows put in above move nothing on screen. Own messages always bring it to the bottom.
 */
export function useTimelineScroll(rows: readonly Row[], oldest: number, nearTop: () => void) {
  const ref = useRef<HTMLDivElement>(null);
  const before = useRef({ oldest: 0, height: 0, pending: undefined as string | undefined });
  const [atBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
    setAtBottom(true);
  }, []);

  const look = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    setAtBottom(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX);
    if (box.scrollTop < LOAD_OLDER_WITHIN_PX) nearTop();
  }, [nearTop]);

  const last = rows.at(-1);
  const ownPending = last?.type === 'message' && last.pending ? last.key : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs for every change of the rows
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const was = before.current;
    const prepended = oldest < was.oldest;
    const wroteNow = ownPending !== undefined && ownPending !== was.pending;
    if (prepended && !atBottom) box.scrollTop += box.scrollHeight - was.height;
    else if (atBottom || wroteNow) toBottom();
    before.current = { oldest, height: box.scrollHeight, pending: ownPending };
    look();
  }, [rows, oldest]);

  // The window, or the composer below, changed the height: whoever was at the bottom stays there.
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !atBottom) return;
    const observer = new ResizeObserver(() => box.scrollTo({ top: box.scrollHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [atBottom]);

  return { atBottom, toBottom, props: { ref, onScroll: look } };
}
