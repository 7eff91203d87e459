import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'setup' | 'join'; invite: string }
  | { page: 'sign-in' | 'register' | 'home' }
  /** `seq` where a link leads to one message. */
  | { page: 'conversation'; id: string; seq?: number };

export const paths = {
  home: '/',
  signIn: '/signin',
  register: '/register',
  conversation: (id: string) => `/c/${id}`,
  message: (id: string, seq: number) => `/c/${id}/${seq}`,
};

/** Invitations travel behind `#`, which browsers send to no server and no log. */
export function routeOf(location: { pathname: string; hash: string }): Route {
  const [, first = '', second = '', third = ''] = location.pathname.split('/');
  switch (first) {
    case 'setup':
    case 'join':
      return { page: first, invite: location.hash.slice(1) };
    case 'signin':
      return { page: 'sign-in' };
    case 'register':
      return { page: 'register' };
    case 'c':
      return {
        page: 'conversation',
        id: second,
        ...(/^[1-9]\d{0,15}$/.test(third) && { seq: Number(third) }),
      };
    default:
      return { page: 'home' };
  }
}

export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.hash);
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
