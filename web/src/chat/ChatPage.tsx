import { type Api, type Profile, unread } from '@parley/sdk';
import { useEffect, useMemo } from 'react';
import { Conversation } from '../conversation/Conversation.tsx';
import { Shortcuts } from '../keys/Shortcuts.tsx';
import type { Route } from '../route.ts';
import { Sidebar } from '../sidebar/Sidebar.tsx';
import { Link } from '../ui/Link.tsx';
import { Banner } from './Banner.tsx';
import { ChatProvider, useChatState, useRunningClient, useToldStatus } from './client.ts';

export function ChatPage({ me, api, route }: { me: Profile; api: Api; route: Route }) {
  const client = useRunningClient(me, api);
  const status = useToldStatus(client);
  const chat = useMemo(() => ({ client, api, status }), [client, api, status]);
  const selected = route.page === 'conversation' ? route.id : null;
  const asked = route.page === 'conversation' ? route.seq : undefined;
  return (
    <ChatProvider value={chat}>
      <main className="chat" data-showing={selected ? 'conversation' : 'list'}>
        <Title />
        <Shortcuts selected={selected} />
        <Banner />
        <Sidebar selected={selected} />
        <div className="stage">
          {selected ? <Selected id={selected} asked={asked} /> : <NothingSelected />}
        </div>
      </main>
    </ChatProvider>
  );
}

function Title() {
  const conversations = useChatState(state => state.conversations);
  const count = Object.values(conversations).reduce(
    (sum, conversation) => sum + (conversation.muted ? 0 : unread(conversation)),
    0,
  );
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Parley` : 'Parley';
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) icon.href = count > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  }, [count]);
  return null;
}

function Selected({ id, asked }: { id: string; asked: number | undefined }) {
  const conversation = useChatState(state => state.conversations[id]);
  const ready = useChatState(state => state.ready);
  if (conversation) return <Conversation key={id} conversation={conversation} asked={asked} />;
  if (!ready) return <p className="placeholder">Connecting…</p>;
  return (
    <div className="placeholder">
      <h2>This conversation is not here</h2>
      <p>It was deleted, or you are no longer a member.</p>
      <Link to="/">Back to your conversations</Link>
    </div>
  );
}

function NothingSelected() {
  const none = useChatState(state => state.ready && Object.keys(state.conversations).length === 0);
  return (
    <div className="placeholder">
      <h2>{none ? 'Welcome to Parley' : 'Choose a conversation'}</h2>
      <p>
        {none
          ? 'Write to somebody, gather a group, or look through the channels: the buttons are on the left.'
          : 'It opens here, with everything that was said.'}
      </p>
    </div>
  );
}
