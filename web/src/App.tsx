import { useSyncExternalStore } from 'react';
import { ChatPage } from './chat/ChatPage.tsx';
import { t } from './language/t.ts';
import { useRoute } from './route.ts';
import type { Session } from './session.ts';
import { Logo } from './ui/icons.tsx';
import { Loading } from './ui/Loading.tsx';
import { useLoaded } from './ui/useLoaded.ts';

const loadForm = () => import('./auth/AuthForm.tsx');

export function App({ session }: { session: Session }) {
  const route = useRoute();
  const tokens = useSyncExternalStore(session.subscribe, session.load);
  const invited = route.page === 'setup' || route.page === 'join';
  if (tokens && !invited)
    return <ChatPage key={tokens.user.id} me={tokens.user} api={session.api} route={route} />;
  return <Auth session={session} />;
}

/** One card; its form is not loaded by who is signed in, as most are who come. */
function Auth({ session }: { session: Session }) {
  const route = useRoute();
  const [form, again] = useLoaded(loadForm);
  return (
    <main className="auth">
      <div className="auth-card">
        <h1 className="auth-brand">
          <Logo /> Parley
        </h1>
        <Loading what={form} words={t('banner.connecting')} again={again}>
          {({ AuthForm }) => <AuthForm key={route.page} route={route} api={session.api} />}
        </Loading>
      </div>
    </main>
  );
}
