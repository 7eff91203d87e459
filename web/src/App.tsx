import { useSyncExternalStore } from 'react';
import { AuthPage } from './auth/AuthPage.tsx';
import { ChatPage } from './chat/ChatPage.tsx';
import { useRoute } from './route.ts';
import type { Session } from './session.ts';

export function App({ session }: { session: Session }) {
  const route = useRoute();
  const tokens = useSyncExternalStore(session.subscribe, session.load);
  const invited = route.page === 'setup' || route.page === 'join';
  if (!tokens || invited) return <AuthPage key={route.page} route={route} api={session.api} />;
  return <ChatPage key={tokens.user.id} me={tokens.user} api={session.api} route={route} />;
}
