import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows.ts';

const NEAR_PX = 48;
const LOAD_OLDER_WITHIN_PX = 600;
/** Above the first unread message so much of what was read before is shown. */
const CONTEXT_PX = 96;
/** What stands above the rows; the list has to know its height. */
export const HEADER_PX = 44;

export interface Place {
  /** The row to begin at; undefined for the newest. */
  index: number | undefined;
  align: 'start' | 'center';
}

interface Options {
  rows: readonly Row[];
  /** Where to begin; null as long as that is not known. */
  begin: Place | null;
  nearTop: () => void;
}

/**
 * Keeps the timeline where the reader left it: at the bottom it follows new messages, further up it stays put, and
 * older rows put in above move nothing on screen. Own messages always bring it to the bottom.
 */
export function useTimelineScroll({ rows, begin, nearTop }: Options) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [begun, setBegun] = useState(false);
  const [atBottom, setAtBottom] = useState(true);
  // While the list looks for a row it counts rows from the top, so none may come in there.
  const seeking = useRef(false);
  // Going to the bottom is over when it rests: until then a search for a row that was on its way may lead astray.
  const descending = useRef(false);
  const before = useRef({ top: 0, height: 0, pending: undefined as string | undefined });

  const toBottom = useCallback(() => {
    seeking.current = false;
    descending.current = true;
    list.current?.scrollTo(box.current?.scrollHeight ?? 0);
    setAtBottom(true);
  }, []);

  const goTo = useCallback((index: number, align: Place['align']) => {
    setAtBottom(false);
    descending.current = false;
    seeking.current = true;
    list.current?.scrollToIndex(index, { align, offset: align === 'start' ? -CONTEXT_PX : 0 });
  }, []);

  // Only the reader leaves the bottom, by going up; that rows take another height and move the rest is no reason.
  const look = useCallback(() => {
    if (!box.current || !begun) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (near) setAtBottom(true);
    else if (descending.current) box.current.scrollTo({ top: scrollHeight });
    else if (scrollTop < before.current.top && scrollHeight === before.current.height) setAtBottom(false);
    before.current.top = scrollTop;
    before.current.height = scrollHeight;
    if (scrollTop < LOAD_OLDER_WITHIN_PX && !seeking.current) nearTop();
  }, [begun, nearTop]);
  const settled = useCallback(() => {
    seeking.current = false;
    descending.current = false;
    look();
  }, [look]);

  useLayoutEffect(() => {
    if (begun || !begin || rows.length === 0) return;
    setBegun(true);
    if (begin.index === undefined) toBottom();
    else goTo(begin.index, begin.align);
  }, [begun, begin, rows, toBottom, goTo]);

  const last = rows.at(-1);
  const ownPending = last?.type === 'message' && last.pending ? last.key : undefined;
  useLayoutEffect(() => {
    const wroteNow = ownPending !== undefined && ownPending !== before.current.pending;
    before.current.pending = ownPending;
    if (wroteNow) toBottom();
  }, [ownPending, toBottom]);

  // What is there already may be too little to be scrolled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks again after each change of the rows
  useEffect(look, [look, rows]);

  useStickyBottom(box, begun && atBottom);
  return { box, list, begun, atBottom: begun && atBottom, toBottom, look, settled };
}

/** The window, the composer below or a row changed its height: whoever was at the bottom stays there. */
function useStickyBottom(box: RefObject<HTMLDivElement | null>, held: boolean): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !held) return;
    const observer = new ResizeObserver(() => element.scrollTo({ top: element.scrollHeight }));
    for (const part of [element, ...element.children]) observer.observe(part);
    return () => observer.disconnect();
  }, [box, held]);
}

/** Whether the rows differ from those shown before by older ones put in above, as the list has to know while it takes them in. */
export function usePrepended<T>(rows: readonly T[], oldest: number): boolean {
  const [shown, setShown] = useState({ rows, oldest, prepended: false });
  if (shown.rows === rows) return shown.prepended;
  const prepended = oldest < shown.oldest && shown.oldest > 0;
  setShown({ rows, oldest, prepended });
  return prepended;
}
