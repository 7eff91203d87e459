import type { Api, Entry, ParleyClient } from '@parley/sdk';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { asEntries } from './asEntries.ts';

export const PAGE = 50;

export interface ThreadSource {
  /** Of the conversation, in order: those of the thread that are known are among them, with what became of them. */
  entries: readonly Entry[];
  /** Whether it is known as far as it is asked for; until then what this device sends can be shown. */
  state: 'loading' | 'failed' | 'loaded';
  again: () => void;
  hasOlder: boolean;
  olderState: 'loading' | 'failed' | null;
  older: () => void;
}

/** What the timeline's log does not reach back to. */
interface Further {
  entries: readonly Entry[];
  /** From the next entry on the log tells. */
  head: number;
  /** The oldest reply that is here, where there may be older ones. */
  oldest?: number | undefined;
}

const NOTHING: readonly Entry[] = [];

/**
 * The entries of a thread. Where the log on screen reaches back to its root it has them all, and so has this device where it
 * kept them; else the server is asked for them as they stand, and the log goes on from there.
 */
export function useThread(conversation: string, root: number): ThreadSource {
  const { client, api } = useChat();
  const log = useChatState(state => state.logs[conversation]);
  const entries = log?.entries ?? NOTHING;
  const oldest = entries[0]?.seq;
  const [further, setFurther] = useState<Further | null>(null);
  const [failed, setFailed] = useState(false);
  const [olderState, setOlderState] = useState<ThreadSource['olderState']>(null);
  const live = useChatState(state => state.connection.phase === 'live');
  const held = oldest !== undefined && oldest <= root;
  const joined = further !== null && oldest !== undefined && oldest <= further.head + 1;
  const wanted = oldest !== undefined && !held && !joined && !failed;

  useEffect(() => {
    if (live) setFailed(false);
  }, [live]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an older page of the log is no reason to begin again, an answer that does not join it is
  useEffect(() => {
    if (!wanted || oldest === undefined) return;
    let current = true;
    furtherBack(client, api, conversation, root, oldest).then(
      found => current && setFurther(found),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [wanted, further, client, api, conversation, root]);

  const before = held ? undefined : further?.oldest;
  const older = useCallback(async () => {
    if (before === undefined) return;
    setOlderState('loading');
    try {
      const { entries, oldest } = await repliesBefore(client, api, conversation, root, before);
      setFurther(
        known =>
          known && {
            ...known,
            entries: [...known.entries.slice(0, 1), ...entries, ...known.entries.slice(1)],
            oldest,
          },
      );
      setOlderState(null);
    } catch {
      setOlderState('failed');
    }
  }, [client, api, conversation, root, before]);

  const all = useMemo(() => {
    if (held || !further) return entries;
    return [...further.entries, ...entries.filter(entry => entry.seq > further.head)];
  }, [held, further, entries]);
  return {
    entries: all,
    state: held || joined ? 'loaded' : failed || (log?.failed && oldest === undefined) ? 'failed' : 'loading',
    again: useCallback(() => setFailed(false), []),
    hasOlder: before !== undefined,
    olderState,
    older: useCallback(() => void older(), [older]),
  };
}

async function furtherBack(
  client: ParleyClient,
  api: Api,
  conversation: string,
  root: number,
  oldest: number,
): Promise<Further> {
  const kept = await client.kept(conversation, oldest);
  const reaches = (kept[0]?.seq ?? oldest) <= root && kept.at(-1)?.seq === oldest - 1;
  if (reaches) return { entries: kept.filter(entry => entry.seq >= root), head: oldest - 1 };
  const [about, replies] = await Promise.all([
    api.messages(conversation, { around: root, limit: 1 }),
    repliesBefore(client, api, conversation, root),
  ]);
  client.meet(about.users);
  const message = about.messages.filter(({ seq }) => seq === root);
  return {
    entries: [...message.flatMap(asEntries), ...replies.entries],
    // What both pages have already is folded once more, which changes nothing.
    head: Math.min(about.head, replies.head),
    oldest: replies.oldest,
  };
}

async function repliesBefore(
  client: ParleyClient,
  api: Api,
  conversation: string,
  thread: number,
  before?: number,
): Promise<Further> {
  const page = await api.messages(conversation, { thread, ...(before && { before }), limit: PAGE });
  client.meet(page.users);
  const [first] = page.messages;
  const more = first !== undefined && (first.threadMessages ?? 1) > 1;
  return {
    entries: page.messages.flatMap(asEntries),
    head: page.head,
    oldest: more ? first.seq : undefined,
  };
}
