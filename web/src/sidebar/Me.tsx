import { useChat, useChatState, useOwnStatus } from '../chat/client.ts';
import { KEPT } from '../emoji/named.ts';
import { t } from '../language/t.ts';
import { Bell } from '../notices/icons.tsx';
import type { OwnStatusWatch } from '../presence/ownStatus.ts';
import { wordOf } from '../presence/words.ts';
import { SECTIONS, type Section } from '../settings/sections.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Ban, Invite, Laptop, Person, SignOut, Sliders } from '../ui/icons.tsx';
import { type Choice, Menu } from '../ui/Menu.tsx';
import { persistently } from '../ui/persistently.ts';

/** Oneself, at the foot of the list: how others see one, inviting, leaving. */
interface Props {
  onInvite: () => void;
  onSettings: (section: Section) => void;
}

export function Me({ onInvite, onSettings }: Props) {
  const { client, status, blocks } = useChat();
  const shown = useOwnStatus();
  const me = useChatState(state => state.me);
  const unsent = useChatState(state => state.pending.filter(message => message.state !== 'sent').length);
  const signOut = async () => {
    if (unsent > 0) {
      const { sure } = await persistently(() => import('../ui/sure.tsx'));
      const verb = t('session.signOut');
      if (!(await sure({ title: verb, what: t('session.unsent', { count: unsent }), verb }))) return;
    }
    status.forget();
    blocks.forget();
    localStorage.removeItem(KEPT);
    void client.signOut();
  };
  return (
    <div className="me">
      <Menu label={t('presence.own')} named className="me-button" choices={choicesFor(status, onSettings)}>
        <span className="with-presence">
          <Avatar id={me.id} name={me.name} />
          <span className="dot" data-status={shown} aria-hidden="true" />
        </span>
        <span className="me-name">
          <strong>{me.name}</strong>
          <span className="muted">
            <span className="visually-hidden">{t('presence.ownIs')} </span>
            {wordOf(shown)}
          </span>
        </span>
      </Menu>
      <button
        type="button"
        className="icon-button"
        aria-label={t('look.title')}
        title={t('look.title')}
        onClick={() => onSettings('look')}
      >
        <Sliders />
      </button>
      {(me.role === 'admin' || me.role === 'moderator') && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('invite.title')}
          title={t('invite.title')}
          onClick={onInvite}
        >
          <Invite />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('session.signOut')}
        title={t('session.signOut')}
        onClick={signOut}
      >
        <SignOut />
      </button>
    </div>
  );
}

function choicesFor(status: OwnStatusWatch, onSettings: (section: Section) => void): Choice[] {
  return [...statusChoices(status), ...sectionChoices(onSettings)];
}

const ICONS = { profile: <Person />, notices: <Bell />, devices: <Laptop />, blocked: <Ban /> };

function sectionChoices(onSettings: (section: Section) => void): Choice[] {
  return (['profile', 'notices', 'devices', 'blocked'] as const).map(section => ({
    key: section,
    label: t(SECTIONS[section]),
    icon: ICONS[section],
    onChoose: () => onSettings(section),
  }));
}

function statusChoices(status: OwnStatusWatch): Choice[] {
  return (['online', 'away', 'dnd'] as const).map(one => ({
    key: one,
    label: wordOf(one),
    icon: <span className="dot" data-status={one} />,
    checked: status.chosen === one,
    onChoose: () => status.choose(one),
  }));
}
