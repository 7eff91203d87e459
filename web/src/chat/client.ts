import {
  type Api,
  BrowserTabs,
  type ClientState,
  IndexedDbStore,
  type MentionedGroup,
  OwnAccount,
  ParleyClient,
  type Profile,
} from '@parley/sdk';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { Blocks } from '../people/blocks.ts';
import { type OwnStatus, OwnStatusWatch } from '../presence/ownStatus.ts';
import { followPresses, onceAFrame } from './frames.ts';

/** Who may be mentioned by themselves: somebody, by their id, or a group. */
export type Whom = string | MentionedGroup;

export interface Chat {
  client: ParleyClient;
  /** Tells of changes of the client's state, once a frame. */
  subscribe: ParleyClient['subscribe'];
  api: Api;
  account: OwnAccount;
  status: OwnStatusWatch;
  blocks: Blocks;
  /** Opens somebody's card, or a group's. */
  showPerson: (whom: Whom) => void;
}

const ChatContext = createContext<Chat | null>(null);

export const ChatProvider = ChatContext.Provider;

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error('useChat is for components below ChatProvider');
  return chat;
}

/** A part of the client's state. The selector must give the same object while nothing changed. */
export function useChatState<T>(select: (state: ClientState) => T): T {
  const { client, subscribe } = useChat();
  return useSyncExternalStore(subscribe, () => select(client.get()));
}

/** One client while the page shows it; the browser's network and visibility events wake it. */
export function useRunningClient(me: Profile, api: Api): ParleyClient {
  const [client] = useState(
    () =>
      new ParleyClient({
        me,
        api,
        socketUrl: socketUrl(me.id),
        client: { name: 'parley-web', version: '0.1' },
        store: new IndexedDbStore(me.id),
        tabs: new BrowserTabs(me.id),
      }),
  );
  useEffect(() => {
    const wake = () => {
      if (!document.hidden) client.wake();
    };
    client.start();
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      client.stop();
    };
  }, [client]);
  return client;
}

export function useFrames(client: ParleyClient): Chat['subscribe'] {
  const [subscribe] = useState(() => onceAFrame(client));
  useEffect(followPresses, []);
  return subscribe;
}

/** Oneself, as only oneself sees it. */
export function useOwn(me: string, api: Api): Pick<Chat, 'account' | 'blocks'> {
  const [own] = useState(() => {
    const account = new OwnAccount(api);
    return { account, blocks: new Blocks(localStorage, me, account) };
  });
  return own;
}

/** Tells the server how one is here, by choice or by having gone away, for as long as the page shows the client. */
export function useToldStatus(client: ParleyClient): OwnStatusWatch {
  const [watch] = useState(() => new OwnStatusWatch(localStorage));
  const status = useSyncExternalStore(watch.subscribe, watch.get);
  useEffect(() => client.setStatus(status), [client, status]);
  return watch;
}

/** How others see one here. */
export function useOwnStatus(): OwnStatus {
  const { status } = useChat();
  return useSyncExternalStore(status.subscribe, status.get);
}

function socketUrl(user: string): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/v1/socket?route=${encodeURIComponent(user)}`;
}
