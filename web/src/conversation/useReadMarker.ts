import { useEffect } from 'react';
import { useAttended } from '../chat/attention.ts';
import { useChat, useChatState } from '../chat/client.ts';

/** Read means: the newest message is on screen, and somebody is there to look at it. */
export function useReadMarker(conversation: string, atBottom: boolean): void {
  const { client } = useChat();
  const attended = useAttended();
  const newest = useChatState(state => state.logs[conversation]?.entries.at(-1)?.seq);
  const live = useChatState(state => state.connection.phase === 'live');
  useEffect(() => {
    if (newest && attended && atBottom && live) client.markRead(conversation);
  }, [client, conversation, newest, attended, atBottom, live]);
}
