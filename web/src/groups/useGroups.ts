import type { Api, GroupList, GroupSummary } from '@parley/sdk';
import { useCallback } from 'react';
import { useChat } from '../chat/client.ts';
import { EVERYBODY, TOGETHER } from '../mentions/mentions.ts';
import { useLoaded } from '../ui/useLoaded.ts';

/** The list is asked for no more often, however much is written. */
const RARELY_MS = 60_000;

const NONE: GroupSummary[] = [];

interface Known {
  groups: GroupSummary[];
  until: number;
}

const known = new WeakMap<Api, Known>();

/** Asks for the groups of the workspace, and has messages mention them. */
export async function learnGroups(api: Api): Promise<GroupList> {
  const list = await (await api.groups()).list();
  known.set(api, { groups: list.groups, until: performance.now() + RARELY_MS });
  TOGETHER.clear();
  for (const { handle, id } of list.groups) TOGETHER.set(handle, id);
  for (const name of EVERYBODY) TOGETHER.set(name, name);
  return list;
}

/** The groups of the workspace, asked for when somebody wants them; none where nobody answers. */
export function useGroups(wanted: boolean): GroupSummary[] {
  const { api } = useChat();
  const [loaded] = useLoaded(
    useCallback(async () => {
      if (!wanted) return NONE;
      const kept = known.get(api);
      return kept && performance.now() < kept.until ? kept.groups : (await learnGroups(api)).groups;
    }, [api, wanted]),
  );
  return loaded.state === 'loaded' ? loaded.value : NONE;
}
