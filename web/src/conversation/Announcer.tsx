import type { Entry } from '@parley/sdk';
import { useState } from 'react';
import { useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';
import { withoutLinks } from '../mentions/channelLinks.ts';
import { useBlocked } from '../people/useBlocks.ts';
import { inThreadAlone, threadOf } from './rows.ts';

/**
 * Says aloud what others write while one is there, in the main timeline or in a thread; what stands in both is said of the former. The timeline itself cannot: it takes rows out and puts them in again as it
 * is scrolled.
 */
export function Announcer({ entries, thread }: { entries: readonly Entry[] | undefined; thread?: number }) {
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const blocked = useBlocked();
  const newest = entries?.findLast(entry =>
    thread === undefined ? !inThreadAlone(entry) : entry.seq === thread || threadOf(entry) === thread,
  );
  const [since, setSince] = useState<number | undefined>();
  if (since === undefined && newest) setSince(newest.seq);
  const said =
    newest?.kind === 'message' &&
    (thread === undefined || !newest.broadcast) &&
    newest.from !== me &&
    !blocked.has(newest.from) &&
    since !== undefined &&
    newest.seq > since
      ? newest
      : null;
  return (
    <p className="visually-hidden" role="status" aria-label={t('message.new')}>
      {said && t('list.said', { name: nameOf(users, said.from), text: withoutLinks(said.text ?? '') })}
    </p>
  );
}
