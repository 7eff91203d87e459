import type { Api } from '@parley/sdk';
import { useEffect, useSyncExternalStore } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { WorkspaceEmoji } from './workspace.ts';

/** One for all texts and lists that show it. */
const known = new WeakMap<Api, WorkspaceEmoji>();

function emojiOf(api: Api): WorkspaceEmoji {
  const emoji = known.get(api) ?? new WorkspaceEmoji(api, localStorage);
  known.set(api, emoji);
  return emoji;
}

/** The workspace's emoji, by name, asked for anew with each connection. */
export function useEmoji(): [WorkspaceEmoji, ReadonlyMap<string, string>] {
  const { api } = useChat();
  const live = useChatState(state => state.connection.phase === 'live');
  const emoji = emojiOf(api);
  useEffect(() => {
    emoji.connected(live);
  }, [emoji, live]);
  return [emoji, useSyncExternalStore(emoji.subscribe, emoji.get)];
}
