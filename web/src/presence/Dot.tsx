import type { Availability } from '@parley/sdk';
import type { ReactNode } from 'react';
import { useChatState } from '../chat/client.ts';
import { wordOf } from './words.ts';

/** Somebody's picture with how they are: in colour, in shape and, for those who see neither, in a word. */
export function WithPresence({ user, children }: { user: string; children: ReactNode }) {
  const status = useChatState(state => state.presence[user]?.status);
  return (
    <span className="with-presence">
      {children}
      {status && <Dot status={status} />}
    </span>
  );
}

export function Dot({ status }: { status: Availability }) {
  return (
    <span className="dot" data-status={status} title={wordOf(status)}>
      <span className="visually-hidden">{wordOf(status)}</span>
    </span>
  );
}
