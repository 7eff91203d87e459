import { type Api, callsFor, isMuted, type Profile, unreadInThread } from '@parley/sdk';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Conversation } from '../conversation/Conversation.tsx';
import { t } from '../language/t.ts';
import { Person } from '../people/Person.tsx';
import { useLearntBlocks } from '../people/useBlocks.ts';
import type { Route } from '../route.ts';
import { Sidebar } from '../sidebar/Sidebar.tsx';
import { persistently } from '../ui/persistently.ts';
import { useMinute } from '../ui/useMinute.ts';
import { Banner } from './Banner.tsx';
import {
  ChatProvider,
  useChatState,
  useFrames,
  useOwn,
  useRunningClient,
  useToldStatus,
  type Whom,
} from './client.ts';

const Welcome = lazy(() => persistently(() => import('./Welcome.tsx')));
const NotHere = lazy(() => persistently(() => import('./NotHere.tsx')));
// Nothing of these is on screen at first.
const Shortcuts = lazy(() => persistently(() => import('../keys/Shortcuts.tsx')));
const Threads = lazy(() => persistently(() => import('../threads/Threads.tsx')));
const DesktopNotices = lazy(() => persistently(() => import('../notices/DesktopNotices.tsx')));

export function ChatPage({ me, api, route }: { me: Profile; api: Api; route: Route }) {
  const client = useRunningClient(me, api);
  const subscribe = useFrames(client);
  const status = useToldStatus(client);
  const own = useOwn(me.id, api);
  const [person, showPerson] = useState<Whom | null>(null);
  const chat = useMemo(
    () => ({ client, subscribe, api, status, ...own, showPerson }),
    [client, subscribe, api, status, own],
  );
  useLearntBlocks(client, own.blocks);
  const selected = route.page === 'conversation' ? route.id : null;
  return (
    <ChatProvider value={chat}>
      <main className="chat" data-showing={selected || route.page === 'threads' ? 'conversation' : 'list'}>
        <Title />
        <Suspense>
          <Shortcuts selected={selected} />
          <DesktopNotices />
        </Suspense>
        <Banner />
        <Sidebar selected={selected} threadsShown={route.page === 'threads'} />
        <div className="stage">
          <Stage route={route} />
        </div>
        {person && <Person whom={person} onClose={() => showPerson(null)} />}
      </main>
    </ChatProvider>
  );
}

function Stage({ route }: { route: Route }) {
  if (route.page === 'conversation') return <Selected {...route} />;
  return route.page === 'threads' ? (
    <Suspense>
      <Threads />
    </Suspense>
  ) : (
    <NothingSelected />
  );
}

/** Messages that are unread, and threads in which something is: none of a conversation that is muted. */
function Title() {
  const conversations = useChatState(state => state.conversations);
  const threads = useChatState(state => state.threads);
  const preferences = useChatState(state => state.preferences);
  const now = useMinute();
  const messages = Object.values(conversations).reduce(
    (sum, conversation) => sum + callsFor(conversation, preferences, now),
    0,
  );
  const heard = Object.values(threads).filter(({ conversation }) => {
    const state = conversations[conversation];
    return !state || !isMuted(state, now);
  });
  const count = messages + heard.filter(state => unreadInThread(state) > 0).length;
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Parley` : 'Parley';
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) icon.href = count > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  }, [count]);
  return null;
}

function Selected({ id, seq, thread, reply }: Extract<Route, { page: 'conversation' }>) {
  const conversation = useChatState(state => state.conversations[id]);
  const ready = useChatState(state => state.ready);
  if (conversation)
    return <Conversation key={id} conversation={conversation} asked={seq} thread={thread} reply={reply} />;
  if (!ready) return <p className="placeholder">{t('banner.connecting')}</p>;
  return (
    <Suspense fallback={<p className="placeholder">{t('banner.connecting')}</p>}>
      <NotHere key={id} id={id} />
    </Suspense>
  );
}

function NothingSelected() {
  const none = useChatState(state => state.ready && Object.keys(state.conversations).length === 0);
  if (none)
    return (
      <Suspense>
        <Welcome />
      </Suspense>
    );
  return (
    <div className="placeholder">
      <h2>{t('chat.choose')}</h2>
      <p>{t('chat.chooseHint')}</p>
    </div>
  );
}
