import type { MessageEntry, ParleyClient } from '@parley/sdk';
import { notifies } from '@parley/sdk/notices';
import { useEffect } from 'react';
import { useChat } from '../chat/client.ts';
import { navigate } from '../route.ts';
import { isOn, noticeOf } from './desktop.ts';

/** Notifies of messages, one each, from the tab that leads: not of what a tab has on screen, nor against the user's rules. */
export default function DesktopNotices() {
  const { client, status, blocks } = useChat();
  useEffect(() => {
    return client.on('live', entry => {
      const { conversations, me, preferences } = client.get();
      const state = conversations[entry.conversation];
      if (!state || entry.kind !== 'message' || !client.leads || !isOn()) return;
      if (client.isOnScreen(entry.conversation)) return;
      const reader = { me: me.id, preferences, status: status.get(), apart: blocks.get() };
      if (notifies(entry, state, reader, new Date())) show(entry, client);
    });
  }, [client, status, blocks]);
  return null;
}

function show(message: MessageEntry, client: ParleyClient): void {
  const { title, body, path, tag } = noticeOf(message, client.get());
  try {
    const notice = new Notification(title, { body, tag, icon: '/favicon.svg' });
    notice.onclick = () => {
      window.focus();
      navigate(path);
      notice.close();
    };
  } catch {
    // Some browsers of telephones have the class and let nobody use it.
  }
}
