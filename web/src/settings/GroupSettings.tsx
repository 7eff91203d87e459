import type { GroupSummary, Profile, UserGroup } from '@parley/sdk';
import { useCallback, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { learnGroups } from '../groups/useGroups.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { Loading } from '../ui/Loading.tsx';
import { sure } from '../ui/sure.tsx';
import { ChosenUsers, UserPicker } from '../ui/UserPicker.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { useSubmit } from '../ui/useSubmit.ts';

/** As many as one call looks up. */
const LOOKED_UP = 200;

const HANDLE = '[a-z0-9][a-z0-9._\\-]{1,31}';

/** The user groups of the workspace, and how to change them for who may. */
export function GroupSettings() {
  const { api } = useChat();
  const [list, again] = useLoaded(useCallback(() => learnGroups(api), [api]));
  const [changed, change] = useState<string | null>(null);
  const done = () => {
    change(null);
    again();
  };
  return (
    <Loading what={list} words={t('groups.loading')} again={again}>
      {({ groups, mayChange }) => (
        <>
          <Groups groups={groups} mayChange={mayChange} onPick={change} onChange={done} />
          {!mayChange && <p className="hint">{t('groups.notYours')}</p>}
          {mayChange && changed === null && (
            <GroupForm key={`new ${groups.length}`} members={[]} onDone={done} />
          )}
          {changed !== null && <Changed key={changed} id={changed} onDone={done} />}
        </>
      )}
    </Loading>
  );
}

interface GroupsProps {
  groups: GroupSummary[];
  mayChange: boolean;
  onPick: (id: string) => void;
  onChange: () => void;
}

function Groups({ groups, mayChange, onPick, onChange }: GroupsProps) {
  const { api } = useChat();
  const [error, setError] = useState<string | null>(null);
  const remove = async ({ id, handle }: GroupSummary) => {
    const title = t('groups.remove', { handle });
    const what = t('groups.removeSure', { handle });
    if (!(await sure({ title, what, verb: t('message.removeNow') }))) return;
    setError(null);
    try {
      await (await api.groups()).remove(id);
    } catch (failure) {
      setError(explain(failure));
    } finally {
      onChange();
    }
  };
  return (
    <>
      {groups.length === 0 && <p className="muted">{t('groups.none')}</p>}
      <ul className="picks">
        {groups.map(group => (
          <li key={group.id} className="pick">
            <span className="pick-name">
              <bdi>{group.name}</bdi> <span dir="ltr">@{group.handle}</span>{' '}
              <span className="muted">{t('new.members', { count: group.members })}</span>
            </span>
            {mayChange && (
              <>
                <button
                  type="button"
                  className="button"
                  aria-label={t('groups.change', { handle: group.handle })}
                  onClick={() => onPick(group.id)}
                >
                  {t('message.edit')}
                </button>
                <button
                  type="button"
                  className="button"
                  aria-label={t('groups.remove', { handle: group.handle })}
                  onClick={() => remove(group)}
                >
                  {t('message.removeNow')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

/** A group as it is, to be changed. */
function Changed({ id, onDone }: { id: string; onDone: () => void }) {
  const { api, client } = useChat();
  const load = useCallback(async () => {
    const group = await (await api.groups()).get(id);
    const members: Profile[] = [];
    for (let at = 0; at < group.members.length; at += LOOKED_UP)
      members.push(...(await api.users(group.members.slice(at, at + LOOKED_UP))));
    client.meet(members);
    return { group, members };
  }, [api, client, id]);
  const [loaded, again] = useLoaded(load);
  return (
    <Loading what={loaded} words={t('groups.loading')} again={again}>
      {({ group, members }) => <GroupForm group={group} members={members} onDone={onDone} />}
    </Loading>
  );
}

interface FormProps {
  /** Without one it makes a new one. */
  group?: UserGroup;
  members: Profile[];
  onDone: () => void;
}

function GroupForm({ group, members: before, onDone }: FormProps) {
  const { api } = useChat();
  const [members, setMembers] = useState(before);
  const form = useSubmit(async values => {
    const calls = await api.groups();
    const wish = { handle: values('handle'), name: values('name'), members: members.map(({ id }) => id) };
    await (group ? calls.change(group.id, wish) : calls.make(wish));
    onDone();
  }, explain);
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <Field
        label={t('groups.handle')}
        hint={t('groups.handleHint')}
        name="handle"
        defaultValue={group?.handle}
        required
        pattern={HANDLE}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
      />
      <Field
        label={t('groups.name')}
        name="name"
        defaultValue={group?.name}
        required
        maxLength={80}
        autoComplete="off"
      />
      <ChosenUsers users={members} onChange={setMembers} />
      <UserPicker
        label={t('groups.members')}
        withMe
        exclude={members.map(({ id }) => id)}
        onPick={user => setMembers([...members, user])}
      />
      <div className="form-row">
        <button type="submit" className="button primary" disabled={form.busy}>
          {t(group ? 'common.save' : 'groups.make')}
        </button>
        {group && (
          <button type="button" className="button" onClick={onDone}>
            {t('common.cancel')}
          </button>
        )}
      </div>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
    </form>
  );
}
