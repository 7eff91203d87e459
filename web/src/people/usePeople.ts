import type { Profile } from '@parley/sdk';
import { useCallback, useMemo } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { likeness } from '../keys/fuzzy.ts';
import { listed } from '../sidebar/order.ts';
import { useDelayed } from '../ui/useDelayed.ts';
import { useLoaded } from '../ui/useLoaded.ts';
import { useBlocked } from './useBlocks.ts';

/** More than these nobody looks through who could as well type. */
const SUGGESTED = 8;

/** What `likeness` gives to what is called so, or has it within. */
const SAYS_SO = 3;

interface People {
  /** Best first. */
  users: Profile[];
  /** Whether the server has answered for what is typed. */
  complete: boolean;
  /** Why the server has not. */
  failure: string | null;
  again: () => void;
}

/**
 * People who are called as is typed. Before anything is, those whom one writes with, the latest first, or, where one knows nobody
 * yet, those whom the server names first. Oneself is only found where that is wanted, by typing. While the server is asked, those of the people shown before whom the letters still fit.
 */
export function usePeople(query: string, withMe = false): People {
  const { api } = useChat();
  const me = useChatState(state => state.me.id);
  const known = useKnown();
  const typed = query.trim();
  const asked = useDelayed(typed);
  const nobody = known.length === 0;
  const [found, again] = useLoaded(
    useCallback(async () => {
      const users = asked || nobody ? await api.findUsers(asked) : [];
      return { asked, users };
    }, [api, asked, nobody]),
  );
  return useMemo(() => {
    const answer = found.state === 'loaded' ? found.value : { asked: '', users: [] };
    const complete = found.state === 'loaded' && answer.asked === typed;
    const all = complete && typed ? answer.users : eachOnce([...known, ...answer.users]).filter(fits(typed));
    const failure = found.state === 'failed' ? found.why : null;
    const users = all.filter(({ id }) => withMe || id !== me);
    return { users: typed ? users : users.slice(0, SUGGESTED), complete, failure, again };
  }, [typed, known, found, again, withMe, me]);
}

const fits =
  (typed: string) =>
  ({ handle, name }: Profile) =>
    typed === '' || likeness(`${handle} ${name}`, typed) >= SAYS_SO;

/** Whom this client knows: those one writes with alone first, and then everybody else in what it has loaded. */
function useKnown(): Profile[] {
  const conversations = useChatState(state => state.conversations);
  const appeared = useChatState(state => state.appeared);
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const blocked = useBlocked();
  return useMemo(() => {
    const peers = listed({ conversations, appeared }).flatMap(({ peer }): Profile[] =>
      peer ? [users[peer.id] ?? peer] : [],
    );
    return eachOnce([...peers, ...Object.values(users)]).filter(
      ({ id, deleted }) => id !== me && !deleted && !blocked.has(id),
    );
  }, [conversations, appeared, users, me, blocked]);
}

function eachOnce(people: readonly Profile[]): Profile[] {
  return [...new Map(people.map(user => [user.id, user])).values()];
}
