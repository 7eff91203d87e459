import { useEffect, useSyncExternalStore } from 'react';
import { useChat, useChatState } from '../chat/client.ts';

/** Read means: the newest message is on screen, and somebody is there to look at it. */
export function useReadMarker(conversation: string, atBottom: boolean): void {
  const { client } = useChat();
  const attended = useSyncExternalStore(subscribeAttention, isAttended);
  const newest = useChatState(state => state.logs[conversation]?.entries.at(-1)?.seq);
  const live = useChatState(state => state.connection.phase === 'live');
  useEffect(() => {
    if (newest && attended && atBottom && live) client.markRead(conversation);
  }, [client, conversation, newest, attended, atBottom, live]);
}

function isAttended(): boolean {
  return !document.hidden && document.hasFocus();
}

function subscribeAttention(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}
