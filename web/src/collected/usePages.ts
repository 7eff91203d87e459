import { useCallback, useEffect, useRef, useState } from 'react';
import { explain } from '../ui/explain.ts';

export interface Pages<T> {
  state: 'loading' | 'loaded' | 'failed';
  items: readonly T[];
  /** What the next page begins after; null where there is none. */
  next: string | null;
  why?: string;
}

type Load<T> = (before: string | null) => Promise<{ items: T[]; next: string | null }>;

/** A list page by page, from its beginning again whenever `load` changes. An answer that was overtaken is dropped. */
export function usePages<T>(load: Load<T>) {
  const [pages, setPages] = useState<Pages<T>>({ state: 'loading', items: [], next: null });
  const newest = useRef(0);
  const ask = useCallback(
    async (before: string | null) => {
      const mine = ++newest.current;
      const set = (change: (now: Pages<T>) => Pages<T>) => mine === newest.current && setPages(change);
      set(now => ({ ...now, state: 'loading' }));
      try {
        const page = await load(before);
        set(now => ({
          state: 'loaded',
          items: before ? [...now.items, ...page.items] : page.items,
          next: page.next,
        }));
      } catch (failure) {
        set(now => ({ ...now, state: 'failed', next: before, why: explain(failure) }));
      }
    },
    [load],
  );
  useEffect(() => {
    void ask(null);
    return () => {
      newest.current++;
    };
  }, [ask]);
  return { pages, more: () => ask(pages.next) };
}
