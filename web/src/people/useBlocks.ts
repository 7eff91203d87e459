import type { ParleyClient } from '@parley/sdk';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useChat } from '../chat/client.ts';
import type { Blocks } from './blocks.ts';

export function useBlocked(): ReadonlySet<string> {
  const { blocks } = useChat();
  return useSyncExternalStore(blocks.subscribe, blocks.get);
}

/** Asks once, when the page is connected; where that fails, with the next connection. */
export function useLearntBlocks(client: ParleyClient, blocks: Blocks): void {
  const live = useSyncExternalStore(client.subscribe, () => client.get().connection.phase === 'live');
  const learnt = useRef(false);
  useEffect(() => {
    if (!live || learnt.current) return;
    blocks.learn().then(
      () => {
        learnt.current = true;
      },
      () => {},
    );
  }, [live, blocks]);
}
