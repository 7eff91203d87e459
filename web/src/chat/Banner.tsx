import type { ConnectionState } from '@parley/sdk';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { t } from '../language/t.ts';
import { takeUpdate, useUpdate } from '../update.ts';
import { useChat, useChatState } from './client.ts';

/** A reconnection shorter than this goes unremarked; a longer one is announced within 2 s of the loss. */
const UNREMARKED_MS = 1_000;

export function Banner() {
  const connection = useChatState(state => state.connection);
  const offline = !useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  const kept = useChatState(state => state.kept);
  const update = useUpdate();
  const down = offline || connection.phase !== 'live';
  const remarked = useHeldFor(down, UNREMARKED_MS);
  if (!down && !kept)
    return (
      <div className="banner" role="status">
        {t('banner.keepsNothing')}
      </div>
    );
  if (!down && update)
    return (
      <div className="banner" role="status">
        {t('banner.update')}
        <button type="button" className="link" onClick={takeUpdate}>
          {t('banner.showUpdate')}
        </button>
      </div>
    );
  if (!down || !remarked) return null;
  return (
    <div className="banner" role="status">
      {offline ? t('banner.offline') : <Trouble connection={connection} />}
    </div>
  );
}

function Trouble({ connection }: { connection: ConnectionState }) {
  const { client } = useChat();
  switch (connection.phase) {
    case 'idle':
    case 'connecting':
    case 'hello':
    case 'live':
      return t('banner.connecting');
    case 'waiting':
      return (
        <>
          {t('banner.lost')}
          <button type="button" className="link" onClick={() => client.wake()}>
            {t('banner.tryNow')}
          </button>
        </>
      );
    case 'ended':
      return (
        <>
          {connection.reason === 'superseded' ? t('banner.superseded') : t('banner.disconnected')}
          <button type="button" className="link" onClick={() => client.start()}>
            {t('banner.connectHere')}
          </button>
        </>
      );
  }
}

function useHeldFor(condition: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!condition) return setHeld(false);
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [condition, ms]);
  return held;
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
