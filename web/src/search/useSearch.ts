import { ApiError, type Hit, type Search } from '@parley/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { explain } from '../ui/explain.ts';

export type Order = NonNullable<Search['order']>;

export interface Found {
  state: 'idle' | 'searching' | 'found' | 'failed';
  hits: readonly Hit[];
  /** The page that comes next; where the last one failed, that one again. */
  next: string | null;
  why?: string;
  /** The same again may go better. */
  passing?: boolean;
}

const NOTHING: Found = { state: 'idle', hits: [], next: null };

/** What a query finds, page by page. An answer that another query overtook is dropped. */
export function useSearch(query: string, conversation: string | undefined, order: Order) {
  const { api, client } = useChat();
  const [found, setFound] = useState(NOTHING);
  const newest = useRef(0);
  const ask = useCallback(
    async (next: string | null) => {
      const mine = ++newest.current;
      const set = (change: (before: Found) => Found) => mine === newest.current && setFound(change);
      const before = ({ hits }: Found) => (next === null ? [] : hits);
      set(found => ({ ...found, state: 'searching' }));
      try {
        const page = await api.search({ query, order, next, ...(conversation && { conversation }) });
        client.meet(page.users);
        set(found => ({ state: 'found', hits: [...before(found), ...page.hits], next: page.next ?? null }));
      } catch (failure) {
        const why = explain(failure);
        set(found => ({ state: 'failed', hits: before(found), next, why, passing: isPassing(failure) }));
      }
    },
    [api, client, query, conversation, order],
  );
  useEffect(() => {
    if (query === '') setFound(NOTHING);
    else void ask(null);
    return () => {
      newest.current++;
    };
  }, [ask, query]);
  return { found, more: () => ask(found.next) };
}

/** Not a fault of what was asked for. */
function isPassing(failure: unknown): boolean {
  return !(failure instanceof ApiError && (failure.code === 'bad_request' || failure.code === 'not_found'));
}
