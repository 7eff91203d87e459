import { useEffect, useId } from 'react';
import { useChat } from '../chat/client.ts';

/** Follows how these people are for as long as they are shown here. */
export function useWatch(users: readonly string[]): void {
  const { client } = useChat();
  const part = useId();
  const wanted = users.join();
  useEffect(() => {
    client.watch(part, wanted ? wanted.split(',') : []);
  }, [client, part, wanted]);
  useEffect(() => () => client.watch(part, []), [client, part]);
}
