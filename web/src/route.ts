import { uuidv7 } from '@parley/sdk';
import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'setup' | 'join'; invite: string }
  | { page: 'sign-in' | 'register' | 'home' | 'threads' }
  /** `seq` where a link leads to one message; `thread` while one is open, at `reply` where a link leads to that. */
  | { page: 'conversation'; id: string; seq?: number; thread?: number; reply?: number };

export const paths = {
  home: '/',
  signIn: '/signin',
  register: '/register',
  threads: '/threads',
  conversation: (id: string) => `/c/${id}`,
  message: (id: string, seq: number) => `/c/${id}/${seq}`,
  thread: (id: string, root: number) => `/c/${id}?thread=${root}`,
  reply: (id: string, root: number, seq: number) => `/c/${id}?thread=${root}&reply=${seq}`,
};

/** Invitations travel behind `#`, which browsers send to no server and no log. */
export function routeOf(location: { pathname: string; search: string; hash: string }): Route {
  const [, first = '', second = '', third = ''] = location.pathname.split('/');
  const query = new URLSearchParams(location.search);
  switch (first) {
    case 'setup':
    case 'join':
      return { page: first, invite: location.hash.slice(1) };
    case 'signin':
      return { page: 'sign-in' };
    case 'register':
      return { page: 'register' };
    case 'threads':
      return { page: 'threads' };
    case 'c':
      return {
        page: 'conversation',
        id: second,
        ...numbered('seq', third),
        ...numbered('thread', query.get('thread')),
        ...numbered('reply', query.get('reply')),
      };
    default:
      return { page: 'home' };
  }
}

function numbered(name: string, given: string | null): Record<string, number> {
  return given && /^[1-9]\d{0,15}$/.test(given) ? { [name]: Number(given) } : {};
}

/** Beside whatever of its conversation is on screen. */
export function openThread(root: number): void {
  navigate(`${location.pathname}?thread=${root}`);
}

export function closeThread(): void {
  navigate(location.pathname);
}

export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState({ entry: uuidv7() }, '', path);
  else history.replaceState(history.state, '', path);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/** Names this entry of the browser's history, the same again whenever one comes back to it. */
export function historyEntry(): string {
  const { entry = 'first' } = (history.state ?? {}) as { entry?: string };
  return entry;
}

export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search + location.hash);
  return routeOf(new URL(href, location.origin));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener('hashchange', listener);
  };
}
