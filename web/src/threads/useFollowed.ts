import type { FollowedThread, ThreadState } from '@parley/sdk';
import { useCallback, useEffect, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { explain } from '../ui/explain.ts';
import type { Loaded } from '../ui/useLoaded.ts';

/** What comes together is asked for together. */
const SETTLE_MS = 300;

/** The threads that one follows as the server has them, asked for again whenever one gets longer, is followed or is not. */
export function useFollowed(): [Loaded<{ threads: FollowedThread[] }>, () => void] {
  const { api, client } = useChat();
  const shape = useChatState(state => shapeOf(Object.values(state.threads)));
  const live = useChatState(state => state.connection.phase === 'live');
  const [found, setFound] = useState<Loaded<{ threads: FollowedThread[] }>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the reasons to ask again
  useEffect(() => {
    let current = true;
    const ask = () =>
      api.threads().then(
        page => {
          client.meet(page.users);
          if (current) setFound({ state: 'loaded', value: page });
        },
        failure =>
          current &&
          setFound(known => (known.state === 'loaded' ? known : { state: 'failed', why: explain(failure) })),
      );
    const timer = setTimeout(ask, SETTLE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, client, shape, live, attempt]);
  return [found, useCallback(() => setAttempt(count => count + 1), [])];
}

/** Says the same as long as the list is the same. */
function shapeOf(threads: readonly ThreadState[]): string {
  return threads
    .filter(({ following }) => following)
    .map(({ conversation, thread, threadMessages }) => `${conversation}/${thread}/${threadMessages}`)
    .join();
}
