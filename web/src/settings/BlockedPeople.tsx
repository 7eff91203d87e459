import type { Profile } from '@parley/sdk';
import { useCallback, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { useBlocked } from '../people/useBlocks.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { explain } from '../ui/explain.ts';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

/** Whom one blocks, and how to take that back. */
export function BlockedPeople() {
  const { blocks } = useChat();
  const blocked = useBlocked();
  const [people, again] = useLoaded(useCallback(() => blocks.learn(), [blocks]));
  return (
    <Loading what={people} words={t('settings.blockedLoading')} again={again}>
      {all => <People people={all.filter(({ id }) => blocked.has(id))} />}
    </Loading>
  );
}

function People({ people }: { people: Profile[] }) {
  const { blocks } = useChat();
  const [error, setError] = useState<string | null>(null);
  const unblock = (id: string) => {
    setError(null);
    blocks.block(id, false).catch(failure => setError(explain(failure)));
  };
  return (
    <>
      {people.length === 0 && <p className="muted">{t('settings.blockedNone')}</p>}
      <ul className="picks">
        {people.map(({ id, name, handle }) => (
          <li key={id} className="pick">
            <Avatar id={id} name={name} small />
            <span className="pick-name">
              <bdi>{name}</bdi>
              <bdi className="muted">@{handle}</bdi>
            </span>
            <button
              type="button"
              className="button"
              aria-label={t('person.unblockNamed', { name })}
              onClick={() => unblock(id)}
            >
              {t('person.unblock')}
            </button>
          </li>
        ))}
      </ul>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <p className="hint">{t('person.blockWhat')}</p>
    </>
  );
}
