import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from '../conversation/rows.ts';

const NEAR_PX = 48;

/**
 * A thread stands at its newest reply and follows it, until the reader scrolls up; what is put in above moves nothing then.
 * Whoever writes is brought to the newest. A link to one reply begins there.
 */
export function useThreadScroll(rows: readonly Row[], me: string, asked: number | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atNewest = useRef(true);
  const [seesNewest, setSeesNewest] = useState(true);
  const begun = useRef(false);
  const fromBottom = useRef(0);
  const first = rows[0]?.key;
  const shownFirst = useRef(first);
  const last = rows.at(-1);
  const ownPending = last?.type === 'message' && last.pending && last.from === me ? last.key : undefined;

  const look = () => {
    if (!box.current) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    fromBottom.current = scrollHeight - scrollTop;
    atNewest.current = fromBottom.current - clientHeight < NEAR_PX;
    setSeesNewest(atNewest.current);
  };

  useLayoutEffect(() => {
    if (ownPending) atNewest.current = true;
  }, [ownPending]);

  useLayoutEffect(() => {
    if (!box.current) return;
    const target =
      asked !== undefined && !begun.current
        ? box.current.querySelector(`.message[data-seq="${asked}"]`)
        : null;
    if (target) {
      target.scrollIntoView({ block: 'center' });
      begun.current = true;
      look();
    } else if (atNewest.current) box.current.scrollTop = box.current.scrollHeight;
    else if (shownFirst.current !== first)
      box.current.scrollTop = box.current.scrollHeight - fromBottom.current;
    shownFirst.current = first;
  });

  // Texts take their height after they were shown, and a window changes its own.
  useEffect(() => {
    if (!box.current || !content.current) return;
    const observer = new ResizeObserver(() => {
      if (box.current && atNewest.current) box.current.scrollTop = box.current.scrollHeight;
    });
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  return { box, content, look, seesNewest };
}
