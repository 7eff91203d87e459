import { ApiError, type ConversationState, type Member, type Members as Page } from '@parley/sdk';
import { useCallback, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { WithPresence } from '../presence/Dot.tsx';
import { useWatch } from '../presence/useWatch.ts';
import { navigate, paths } from '../route.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { explain } from '../ui/explain.ts';
import { More } from '../ui/icons.tsx';
import { Loading } from '../ui/Loading.tsx';
import { type Choice, Menu } from '../ui/Menu.tsx';
import { sure } from '../ui/sure.tsx';
import { UserPicker } from '../ui/UserPicker.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

type Attempt = (work: () => Promise<void>) => void;

/** Who is in a conversation and as what, and what one may change of that. The server has the last word. */
export function Members({ conversation }: { conversation: ConversationState }) {
  const { client, api } = useChat();
  const [error, setError] = useState<string | null>(null);
  const { id, role, invites } = conversation;
  const [members, again] = useLoaded(useMembers(conversation));
  const mayAdd = role !== 'member' || invites === 'all';
  const attempt: Attempt = work => {
    setError(null);
    work().catch(failure => setError(explain(failure)));
  };
  const leave = async () => {
    if (!(await sure({ title: t('members.leaveSure'), verb: t('members.leave') }))) return;
    setError(null);
    api.leave(id).then(
      () => navigate(paths.home),
      failure => setError(isLastOwner(failure) ? t('members.handOverFirst') : explain(failure)),
    );
  };
  return (
    <section className="members-part" aria-label={t('conversation.members')}>
      <h3>{t('conversation.membersCounted', { count: conversation.members })}</h3>
      {mayAdd && (
        <UserPicker
          label={t('common.add')}
          over
          exclude={members.state === 'loaded' ? members.value.members.map(member => member.user) : []}
          onPick={user =>
            attempt(async () => {
              await api.addMembers(id, [user.id]);
              client.lookUp([user.id]);
            })
          }
        />
      )}
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <Loading what={members} words={t('members.loading')} again={again}>
        {page => (
          <MemberList key={page.members.length} first={page} conversation={conversation} attempt={attempt} />
        )}
      </Loading>
      <button type="button" className="button danger" onClick={leave}>
        {t('members.leave')}
      </button>
    </section>
  );
}

function isLastOwner(failure: unknown): boolean {
  return failure instanceof ApiError && failure.code === 'conflict';
}

/** Loads again when somebody came or went, or became another than they were. */
function useMembers({ id, members }: ConversationState): () => Promise<Page> {
  const { client, api } = useChat();
  const changed = useChatState(
    state => state.logs[id]?.entries.findLast(entry => entry.kind === 'changed' && entry.member)?.seq,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change is another list
  return useCallback(async () => {
    const page = await api.members(id);
    client.meet(page.users);
    return page;
  }, [api, client, id, members, changed]);
}

interface ListProps {
  first: Page;
  conversation: ConversationState;
  attempt: Attempt;
}

function MemberList({ first, conversation, attempt }: ListProps) {
  const { client, api } = useChat();
  const [further, setFurther] = useState<{ members: Member[]; next?: string | null }>({
    members: [],
    next: first.next ?? null,
  });
  const members = useMemo(() => [...first.members, ...further.members], [first, further]);
  useWatch(useMemo(() => members.map(({ user }) => user), [members]));
  const more = async () => {
    const page = await api.members(conversation.id, further.next ?? undefined);
    client.meet(page.users);
    setFurther(({ members }) => ({ members: [...members, ...page.members], next: page.next ?? null }));
  };
  return (
    <>
      <ul className="picks">
        {members.map(member => (
          <MemberRow key={member.user} member={member} conversation={conversation} attempt={attempt} />
        ))}
      </ul>
      {further.next && (
        <button type="button" className="link" onClick={() => attempt(more)}>
          {t('members.showMore')}{' '}
          <span className="muted">{t('members.more', { count: conversation.members - members.length })}</span>
        </button>
      )}
    </>
  );
}

interface RowProps {
  member: Member;
  conversation: ConversationState;
  attempt: Attempt;
}

function MemberRow({ member, conversation, attempt }: RowProps) {
  const { showPerson } = useChat();
  const users = useChatState(state => state.users);
  const { user, role } = member;
  const name = nameOf(users, user);
  const choices = useChoices(member, name, conversation, attempt);
  return (
    <li className="pick">
      <WithPresence user={user}>
        <Avatar id={user} name={name} small />
      </WithPresence>
      <button type="button" className="pick-name person-link" onClick={() => showPerson(user)}>
        <bdi>{name}</bdi> <bdi className="muted">@{users[user]?.handle}</bdi>
      </button>
      {role !== 'member' && <span className="role">{t(`role.${role}`)}</span>}
      {choices.length > 0 && (
        <Menu label={t('members.of', { name })} className="icon-button" choices={choices}>
          <More />
        </Menu>
      )}
    </li>
  );
}

/** What one may make of somebody else, by what both are. */
function useChoices(
  { user, role }: Member,
  name: string,
  { id, role: own }: ConversationState,
  attempt: Attempt,
): Choice[] {
  const { api } = useChat();
  const me = useChatState(state => state.me.id);
  if (user === me) return [];
  const owns = own === 'owner';
  const give = (key: string, label: string, work: () => Promise<void>): Choice => ({
    key,
    label,
    onChoose: () => attempt(work),
  });
  const handOver = async () => {
    const verb = t('members.handOver');
    if (!(await sure({ title: verb, what: t('members.handOverSure', { name }), verb }))) return;
    await api.setRole(id, user, 'owner');
    await api.setRole(id, me, 'moderator');
  };
  const remove = async () => {
    const question = { title: t('members.removeSure', { name }), verb: t('message.removeNow') };
    if (await sure(question)) await api.removeMember(id, user);
  };
  const all: (Choice | false)[] = [
    owns &&
      role !== 'moderator' &&
      give('moderator', t('members.makeModerator'), () => api.setRole(id, user, 'moderator')),
    owns &&
      role !== 'member' &&
      give('member', t('members.makeMember'), () => api.setRole(id, user, 'member')),
    owns && give('owner', t('members.handOver'), handOver),
    own !== 'member' &&
      (role !== 'owner' || owns) && { ...give('remove', t('members.remove'), remove), danger: true },
  ];
  return all.filter(choice => choice !== false);
}
