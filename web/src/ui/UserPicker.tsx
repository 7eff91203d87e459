import type { Profile } from '@parley/sdk';
import { type KeyboardEvent, useId, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { usePeople } from '../people/usePeople.ts';
import { Avatar } from './Avatar.tsx';
import { Close } from './icons.tsx';

interface Props {
  label: string;
  /** Who cannot be picked again: found, and said to be there. */
  exclude?: string[];
  /** Whether oneself can be picked. */
  withMe?: boolean;
  /** Shows whom there is to pick above what follows, while one is at it; else they stand there all the time. */
  over?: boolean;
  onPick: (user: Profile) => void;
}

/** Finds people by name or handle; arrows and Enter, or the pointer, pick one. */
export function UserPicker({ label, exclude = [], withMe = false, over = false, onPick }: Props) {
  const { client } = useChat();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [within, setWithin] = useState(false);
  const listId = useId();
  const { users: found, complete, failure, again } = usePeople(query, withMe);
  // Who is there already is no suggestion; whoever asks for them is told.
  const here = (user: Profile) => exclude.includes(user.id);
  const users = query.trim() === '' ? found.filter(user => !here(user)) : found;
  const shown = over && !within ? [] : users;

  const pick = (user: Profile | undefined) => {
    if (!user || here(user)) return;
    client.meet([user]);
    setQuery('');
    setActive(0);
    onPick(user);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive(Math.max(0, Math.min(shown.length - 1, active + step)));
    else if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    else pick(shown[active]);
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears whether one is at it
    <div className="field" onFocus={() => setWithin(true)} onBlur={() => setWithin(false)}>
      <label htmlFor={`${listId}-input`}>{label}</label>
      <input
        id={`${listId}-input`}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={shown[active] && `${listId}-${shown[active].id}`}
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
      <div className="picks-place" data-over={over}>
        <div id={listId} className="picks" role="listbox" aria-label={label}>
          {shown.map((user, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
            <div
              key={user.id}
              id={`${listId}-${user.id}`}
              className="pick"
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              aria-disabled={here(user)}
              // The field keeps the keys.
              onMouseDown={event => event.preventDefault()}
              onClick={() => pick(user)}
            >
              <Avatar id={user.id} name={user.name} small />
              <span className="pick-name">
                <bdi>{user.name}</bdi> <bdi className="muted">@{user.handle}</bdi>
              </span>
              {here(user) && <span className="muted">{t('common.alreadyHere')}</span>}
            </div>
          ))}
        </div>
      </div>
      {failure && (
        <p className="form-error" role="alert">
          {failure}{' '}
          <button type="button" className="link" onClick={again}>
            {t('common.tryAgain')}
          </button>
        </p>
      )}
      {complete && query.trim() !== '' && users.length === 0 && (
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
