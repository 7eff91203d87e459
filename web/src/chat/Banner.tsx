import type { ConnectionState } from '@parley/sdk';
import { useEffect, useState, useSyncExternalStore } from 'react';
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
        This browser keeps nothing for Parley: what is not sent is lost when the page closes.
      </div>
    );
  if (!down && update)
    return (
      <div className="banner" role="status">
        A new version of Parley is here.
        <button type="button" className="link" onClick={takeUpdate}>
          Show it
        </button>
      </div>
    );
  if (!down || !remarked) return null;
  return (
    <div className="banner" role="status">
      {offline ? (
        'You are offline. What you write is sent when you are back.'
      ) : (
        <Trouble connection={connection} />
      )}
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
      return 'Connecting…';
    case 'waiting':
      return (
        <>
          Connection lost. Reconnecting…
          <button type="button" className="link" onClick={() => client.wake()}>
            Try now
          </button>
        </>
      );
    case 'ended':
      return (
        <>
          {connection.reason === 'superseded'
            ? 'Parley is open in too many other places.'
            : 'Disconnected from the server.'}
          <button type="button" className="link" onClick={() => client.start()}>
            Connect here
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
