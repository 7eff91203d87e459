import type { ConversationState, Members } from '@parley/sdk';
import { useCallback, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';
import { WithPresence } from '../presence/Dot.tsx';
import { useWatch } from '../presence/useWatch.ts';
import { navigate, paths } from '../route.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { explain } from '../ui/explain.ts';
import { Close } from '../ui/icons.tsx';
import { UserPicker } from '../ui/UserPicker.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

interface Props {
  conversation: ConversationState;
  onClose: () => void;
}

export function MembersPanel({ conversation, onClose }: Props) {
  const { client, api } = useChat();
  const [error, setError] = useState<string | null>(null);
  const { id, kind, role, members: count, invites } = conversation;
  const [members, again] = useLoaded(useMembers(id, count));
  const mayAdd = kind === 'channel' || role !== 'member' || invites === 'all';

  const attempt = async (work: Promise<void>, done?: () => void) => {
    try {
      setError(null);
      await work;
      done?.();
    } catch (failure) {
      setError(explain(failure));
    }
  };
  const leave = () => {
    if (!confirm(t('members.leaveSure'))) return;
    void attempt(api.leave(id), () => navigate(paths.home));
  };

  return (
    <section className="members" aria-label={t('conversation.members')}>
      <header className="members-header">
        <h2>{t('conversation.members')}</h2>
        <button type="button" className="icon-button" aria-label={t('members.close')} onClick={onClose}>
          <Close />
        </button>
      </header>
      {mayAdd && (
        <UserPicker
          label={t('common.add')}
          exclude={members.state === 'loaded' ? members.value.members.map(member => member.user) : []}
          onPick={user => attempt(api.addMembers(id, [user.id]), () => client.lookUp([user.id]))}
        />
      )}
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      {members.state === 'loading' && <p className="muted">{t('members.loading')}</p>}
      {members.state === 'failed' && (
        <p className="form-error" role="alert">
          {members.why}{' '}
          <button type="button" className="link" onClick={again}>
            {t('common.tryAgain')}
          </button>
        </p>
      )}
      {members.state === 'loaded' && <MemberList {...members.value} count={count} />}
      <button type="button" className="button danger" onClick={leave}>
        {t('members.leave')}
      </button>
    </section>
  );
}

/** Loads again when somebody came or went. */
function useMembers(id: string, count: number): () => Promise<Members> {
  const { client, api } = useChat();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new count is a new list
  return useCallback(async () => {
    const page = await api.members(id);
    client.meet(page.users);
    return page;
  }, [api, client, id, count]);
}

function MemberList({ members, next, count }: Members & { count: number }) {
  const users = useChatState(state => state.users);
  useWatch(useMemo(() => members.map(({ user }) => user), [members]));
  return (
    <ul className="picks">
      {members.map(({ user, role }) => (
        <li key={user} className="pick">
          <WithPresence user={user}>
            <Avatar id={user} name={nameOf(users, user)} small />
          </WithPresence>
          <span className="pick-name">
            {nameOf(users, user)} <span className="muted">@{users[user]?.handle}</span>
          </span>
          {role !== 'member' && <span className="role">{t(`role.${role}`)}</span>}
        </li>
      ))}
      {next && <li className="pick muted">{t('members.more', { count: count - members.length })}</li>}
    </ul>
  );
}
