import { draftKey, unreadInThread } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useAttended } from '../chat/attention.ts';
import { useChat, useChatState } from '../chat/client.ts';

/** Where the thread was read up to when it was opened; beyond everything where nothing in it is unread. */
export function useUnreadAfter(conversation: string, root: number): number {
  const now = useChatState(state => state.threads[draftKey(conversation, root)]);
  const [then] = useState(now && unreadInThread(now) > 0 ? now.read : Number.POSITIVE_INFINITY);
  return then;
}

/** Read means, as in the conversation: the newest reply is on screen, and somebody is there to look at it. */
export function useThreadMarker(
  conversation: string,
  root: number,
  newest: number | undefined,
  shown: boolean,
): void {
  const { client } = useChat();
  const attended = useAttended();
  const unread = useChatState(state => unreadInThread(state.threads[draftKey(conversation, root)]));
  const live = useChatState(state => state.connection.phase === 'live');
  useEffect(() => {
    if (newest && unread > 0 && attended && shown && live) client.markThreadRead(conversation, root, newest);
  }, [client, conversation, root, newest, unread, attended, shown, live]);
}
