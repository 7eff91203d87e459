import type { MentionedGroup, Profile } from '@parley/sdk';
import { useCallback } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

/** As many as one call looks up. */
const SHOWN = 200;

/** What a group is called now, and who is in it. */
export function GroupDialog({
  group: { id, handle },
  onClose,
}: {
  group: MentionedGroup;
  onClose: () => void;
}) {
  const { api, client } = useChat();
  const load = useCallback(async () => {
    const group = await (await api.groups()).get(id);
    const people = group.members.length > 0 ? await api.users(group.members.slice(0, SHOWN)) : [];
    client.meet(people);
    return { group, people };
  }, [api, client, id]);
  const [loaded, again] = useLoaded(load);
  return (
    <Dialog title={<bdi dir="ltr">@{handle}</bdi>} onClose={onClose}>
      <Loading what={loaded} words={t('groups.loading')} again={again}>
        {({ group, people }) => (
          <>
            <p>
              <bdi>{group.name}</bdi>{' '}
              <span className="muted">{t('new.members', { count: group.members.length })}</span>
            </p>
            <GroupMembers people={people} />
            {group.members.length > people.length && (
              <p className="muted">{t('members.more', { count: group.members.length - people.length })}</p>
            )}
          </>
        )}
      </Loading>
    </Dialog>
  );
}

function GroupMembers({ people }: { people: Profile[] }) {
  const { showPerson } = useChat();
  return (
    <ul className="picks">
      {people.map(({ id, name, handle }) => (
        <li key={id}>
          <button type="button" className="pick" onClick={() => showPerson(id)}>
            <Avatar id={id} name={name} small />
            <span className="pick-name">
              <bdi>{name}</bdi> <span className="muted">@{handle}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
