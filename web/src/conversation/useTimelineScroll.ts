import { useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows.ts';

const NEAR_PX = 48;
const LOAD_OLDER_WITHIN_PX = 600;
/** What stands above the rows; the list has to know its height. */
export const HEADER_PX = 44;

/** What stays where it is on screen, whatever comes, goes or changes its height around it. */
export type Hold =
  | { at: 'newest' }
  /** A row, by its key: so far below the upper edge, or in the middle. */
  | { at: 'row'; key: string; top: number | 'middle' };

export const NEWEST: Hold = { at: 'newest' };

interface Options {
  rows: readonly Row[];
  /** What to hold first; null as long as that is not known. */
  begin: Hold | null;
  nearTop: () => void;
  /** Told of what is held once it is known, and whenever the reader goes elsewhere. */
  onHold: (hold: Hold) => void;
}

/**
 * Where the timeline stands: nowhere until it is known where to begin, then at its newest row, which it follows, or at a
 * row further up. Only the reader goes from one to the other, by scrolling, and whoever writes or asks for the newest;
 * after everything else (rows came, a height was measured, the window changed) what is held is put back in its place
 * before anything is painted.
 */
export function useTimelineScroll({ rows, begin, nearTop, onHold }: Options) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [at, setAt] = useState<Hold['at'] | 'nowhere'>('nowhere');
  const held = useRef<Hold>(null);
  // Where `keep` and `look` left it: who scrolled it elsewhere is the reader.
  const left = useRef(0);

  const hold = (what: Hold) => {
    held.current = what;
    setAt(what.at);
    onHold(what);
  };

  const keep = () => {
    if (!box.current || !list.current || !held.current || rows.length === 0) return;
    const to = placeOf(held.current, rows, box.current, list.current);
    // What was held may be gone, where so much was missed that the newest page is all there is.
    if (to === undefined) hold(rowOnScreen(rows, box.current, list.current));
    const by = (to ?? box.current.scrollTop) - box.current.scrollTop;
    // The browser scrolls by whole pixels, and heights of text are not whole.
    if (Math.abs(by) > 0.5) box.current.scrollBy({ top: by, behavior: 'instant' });
    left.current = box.current.scrollTop;
    if (!fillsScreen(box.current)) wakeList(box.current);
    if (held.current.at === 'row' && showsNewest(box.current)) hold(NEWEST);
    if (left.current < LOAD_OLDER_WITHIN_PX) nearTop();
  };

  // After each jump of its own the list waits, with the rows it had, for an event of a scroll to another place than it knows.
  // None comes where the jump was taken back, went nowhere or is not painted; so it is moved aside and back, and told of both.
  const wakeList = (box: HTMLElement) => {
    const back = box.scrollTop;
    for (const top of [back > 0 ? back - 1 : 1, back]) {
      box.scrollTop = top;
      left.current = box.scrollTop;
      box.dispatchEvent(new Event('scroll'));
    }
  };

  const look = () => {
    if (!box.current || !list.current || !held.current || box.current.scrollTop === left.current) return;
    left.current = box.current.scrollTop;
    hold(isNear(box.current) ? NEWEST : rowOnScreen(rows, box.current, list.current));
    if (left.current < LOAD_OLDER_WITHIN_PX) nearTop();
  };

  const toBottom = () => {
    hold(NEWEST);
    keep();
  };

  const last = rows.at(-1);
  const ownPending = last?.type === 'message' && last.pending ? last.key : undefined;
  const pendingBefore = useRef<string>(undefined);
  useLayoutEffect(() => {
    const wroteNow = ownPending !== undefined && ownPending !== pendingBefore.current;
    pendingBefore.current = ownPending;
    if (held.current && wroteNow) hold(NEWEST);
    else if (!held.current && begin && rows.length > 0) hold(begin);
    keep();
  });

  return { box, list, begun: at !== 'nowhere', atBottom: at === 'newest', toBottom, look, keep };
}

/** How far the box is scrolled when what is held is in its place; undefined if it is not there. */
function placeOf(
  held: Hold,
  rows: readonly Row[],
  box: HTMLElement,
  list: VirtualizerHandle,
): number | undefined {
  const most = box.scrollHeight - box.clientHeight;
  if (held.at === 'newest') return most;
  const index = rows.findIndex(row => row.key === held.key);
  if (index < 0) return undefined;
  const top = held.top === 'middle' ? (box.clientHeight - list.getItemSize(index)) / 2 : held.top;
  return Math.min(Math.max(HEADER_PX + list.getItemOffset(index) - top, 0), most);
}

/** The first row that begins on screen, so that what is above may grow; the one that fills it if none does. Days are no hold: they move to an older message. */
function rowOnScreen(rows: readonly Row[], box: HTMLElement, list: VirtualizerHandle): Hold {
  const topOf = (index: number) => HEADER_PX + list.getItemOffset(index) - box.scrollTop;
  const begins = (index: number) => topOf(index) >= 0 && topOf(index) < box.clientHeight;
  const first = list.findItemIndex(box.scrollTop);
  const found = rows.findIndex((row, index) => index >= first && row.type !== 'day' && begins(index));
  const index = found < 0 ? first : found;
  return { at: 'row', key: rows[index]?.key ?? '', top: topOf(index) };
}

function isNear({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_PX;
}

/** Whether rows stand on all of the screen that the list covers. */
function fillsScreen(box: HTMLElement): boolean {
  const all = box.lastElementChild;
  const [first, last] = [all?.firstElementChild, all?.lastElementChild];
  if (!all || !first || !last) return false;
  const [screen, list] = [box.getBoundingClientRect(), all.getBoundingClientRect()];
  const top = Math.max(screen.top, list.top);
  const bottom = Math.min(screen.bottom, list.bottom);
  return first.getBoundingClientRect().top < top + 1 && last.getBoundingClientRect().bottom > bottom - 1;
}

/** The newest row is on screen, and not by a guess: the list hides what it has not measured. */
function showsNewest(box: HTMLElement): boolean {
  const all = box.lastElementChild;
  const newest = all?.lastElementChild;
  if (!all || !newest || !isNear(box) || !newest.checkVisibility({ visibilityProperty: true })) return false;
  return Math.abs(newest.getBoundingClientRect().bottom - all.getBoundingClientRect().bottom) < 1;
}

/** Whether the rows differ from those shown before by older ones put in above, as the list has to know while it takes them in. */
export function usePrepended<T>(rows: readonly T[], oldest: number): boolean {
  const [shown, setShown] = useState({ rows, oldest, prepended: false });
  if (shown.rows === rows) return shown.prepended;
  const prepended = oldest < shown.oldest && shown.oldest > 0;
  setShown({ rows, oldest, prepended });
  return prepended;
}
