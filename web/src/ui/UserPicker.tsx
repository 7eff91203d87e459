import type { Profile } from '@parley/sdk';
import { type KeyboardEvent, useCallback, useId, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { Avatar } from './Avatar.tsx';
import { Close } from './icons.tsx';
import { useDelayed } from './useDelayed.ts';
import { useLoaded } from './useLoaded.ts';

interface Props {
  label: string;
  exclude?: string[];
  /** Whether oneself can be picked. */
  withMe?: boolean;
  onPick: (user: Profile) => void;
}

/** Finds people by name or handle; arrows and Enter, or the pointer, pick one. */
export function UserPicker({ label, exclude = [], withMe = false, onPick }: Props) {
  const { client, api } = useChat();
  const me = useChatState(state => state.me.id);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const wanted = useDelayed(query.trim());
  const [found, again] = useLoaded(
    useCallback(async () => (wanted ? api.findUsers(wanted) : []), [api, wanted]),
  );
  const users =
    found.state === 'loaded'
      ? found.value.filter(user => (withMe || user.id !== me) && !exclude.includes(user.id))
      : [];

  const pick = (user: Profile | undefined) => {
    if (!user) return;
    client.meet([user]);
    setQuery('');
    setActive(0);
    onPick(user);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive(Math.max(0, Math.min(users.length - 1, active + step)));
    else if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    else pick(users[active]);
    event.preventDefault();
  };

  return (
    <div className="field">
      <label htmlFor={`${listId}-input`}>{label}</label>
      <input
        id={`${listId}-input`}
        role="combobox"
        aria-expanded={users.length > 0}
        aria-controls={listId}
        aria-activedescendant={users[active] && `${listId}-${users[active].id}`}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder={t('common.addHint')}
        value={query}
        onChange={event => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} className="picks" role="listbox" aria-label={label}>
        {users.map((user, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
          <div
            key={user.id}
            id={`${listId}-${user.id}`}
            className="pick"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => pick(user)}
          >
            <Avatar id={user.id} name={user.name} small />
            <span className="pick-name">
              {user.name} <span className="muted">@{user.handle}</span>
            </span>
          </div>
        ))}
      </div>
      {found.state === 'failed' && (
        <p className="form-error" role="alert">
          {found.why}{' '}
          <button type="button" className="link" onClick={again}>
            {t('common.tryAgain')}
          </button>
        </p>
      )}
      {found.state === 'loaded' && wanted && users.length === 0 && (
        <p className="hint">{t('common.nobodyFound')}</p>
      )}
    </div>
  );
}

export function ChosenUsers({ users, onChange }: { users: Profile[]; onChange: (users: Profile[]) => void }) {
  if (users.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('common.chosen')}>
      {users.map(user => (
        <li key={user.id} className="chip">
          {user.name}
          <button
            type="button"
            aria-label={t('common.remove', { name: user.name })}
            onClick={() => onChange(users.filter(other => other.id !== user.id))}
          >
            <Close />
          </button>
        </li>
      ))}
    </ul>
  );
}
