import { useSyncExternalStore } from 'react';
import { ChatPage } from './chat/ChatPage.tsx';
import { t } from './language/t.ts';
import { useRoute } from './route.ts';
import type { Session } from './session.ts';
import { Loading } from './ui/Loading.tsx';
import { useLoaded } from './ui/useLoaded.ts';

const loadAuth = () => import('./auth/AuthPage.tsx');

export function App({ session }: { session: Session }) {
  const route = useRoute();
  const tokens = useSyncExternalStore(session.subscribe, session.load);
  const invited = route.page === 'setup' || route.page === 'join';
  if (tokens && !invited)
    return <ChatPage key={tokens.user.id} me={tokens.user} api={session.api} route={route} />;
  return <Auth session={session} />;
}

/** Not loaded by who is signed in, as most are who come. */
function Auth({ session }: { session: Session }) {
  const route = useRoute();
  const [code, again] = useLoaded(loadAuth);
  return (
    <Loading what={code} words={t('banner.connecting')} again={again}>
      {({ AuthPage }) => <AuthPage key={route.page} route={route} api={session.api} />}
    </Loading>
  );
}
