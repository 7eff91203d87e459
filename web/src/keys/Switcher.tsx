import { unread } from '@parley/sdk';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { Emblem } from '../sidebar/ConversationRow.tsx';
import { listed } from '../sidebar/order.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ranked } from './fuzzy.ts';

/** More than these nobody reads. */
const SHOWN = 30;

/** Goes anywhere by a few letters; without any, to where something happened last. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const conversations = useChatState(state => state.conversations);
  const appeared = useChatState(state => state.appeared);
  const users = useChatState(state => state.users);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = useMemo(
    () =>
      ranked(listed({ conversations, appeared }), typed, conversation => titleOf(conversation, users)).slice(
        0,
        SHOWN,
      ),
    [conversations, appeared, users, typed],
  );

  const go = (id: string | undefined) => {
    if (!id) return;
    onClose();
    navigate(paths.conversation(id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((active + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') go(found[active]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('switcher.title')} onClose={onClose}>
      <div className="field">
        <input
          role="combobox"
          aria-label={t('switcher.label')}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found[active] && `${listId}-${found[active].id}`}
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={t('switcher.hint')}
          value={typed}
          onChange={event => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} className="picks" role="listbox" aria-label={t('list.label')}>
        {found.map((conversation, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
          <div
            key={conversation.id}
            id={`${listId}-${conversation.id}`}
            ref={index === active ? intoView : undefined}
            className="pick"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => go(conversation.id)}
          >
            <Emblem conversation={conversation} />
            <span className="pick-name">{titleOf(conversation, users)}</span>
            {unread(conversation) > 0 && <span className="badge">{unread(conversation)}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="hint">{t('switcher.none')}</p>}
    </Dialog>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
