import { unreadInThread } from '@parley/sdk';
import { type ReactNode, useMemo, useState } from 'react';
import { useChatState } from '../chat/client.ts';
import { Collected } from '../collected/Collected.tsx';
import { At } from '../collected/icons.tsx';
import { t } from '../language/t.ts';
import { useWatch } from '../presence/useWatch.ts';
import { paths } from '../route.ts';
import { Search } from '../search/Search.tsx';
import { isSection, type Section } from '../settings/sections.ts';
import { Branch, Glass, Hash, NewMessage, People } from '../ui/icons.tsx';
import { Later } from '../ui/Later.tsx';
import { Link } from '../ui/Link.tsx';
import { useMinute } from '../ui/useMinute.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { Me } from './Me.tsx';
import { listed } from './order.ts';

const loadDirect = () => import('./NewDirectDialog.tsx');
const loadGroup = () => import('./NewGroupDialog.tsx');
const loadInvite = () => import('./InviteDialog.tsx');
const loadChannels = () => import('./ChannelsDialog.tsx');
const loadSettings = () => import('../settings/SettingsDialog.tsx');

type Open = 'direct' | 'group' | 'channels' | 'search' | 'invite' | 'collected' | Section | null;

interface Props {
  selected: string | null;
  threadsShown: boolean;
}

export function Sidebar({ selected, threadsShown }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <nav className="sidebar" aria-label={t('list.label')}>
      {selected === null && !threadsShown && <h1 className="visually-hidden">Parley</h1>}
      <div className="sidebar-actions">
        <Action label={t('list.message')} onClick={() => setOpen('direct')} icon={<NewMessage />} />
        <Action label={t('list.group')} onClick={() => setOpen('group')} icon={<People />} />
        <Action label={t('list.channels')} onClick={() => setOpen('channels')} icon={<Hash />} />
        <Action label={t('search.open')} onClick={() => setOpen('search')} icon={<Glass />} />
        <Action label={t('collected.open')} onClick={() => setOpen('collected')} icon={<At />} />
      </div>
      <ThreadsLink shown={threadsShown} />
      <ConversationList selected={selected} />
      <Me onInvite={() => setOpen('invite')} onSettings={setOpen} />
      {open === 'direct' && (
        <Later load={loadDirect} title={t('new.direct')} onClose={close}>
          {({ NewDirectDialog }) => <NewDirectDialog onClose={close} />}
        </Later>
      )}
      {open === 'group' && (
        <Later load={loadGroup} title={t('new.group')} onClose={close}>
          {({ NewGroupDialog }) => <NewGroupDialog onClose={close} />}
        </Later>
      )}
      {open === 'channels' && (
        <Later load={loadChannels} title={t('list.channels')} onClose={close}>
          {({ ChannelsDialog }) => <ChannelsDialog onClose={close} />}
        </Later>
      )}
      {open === 'search' && <Search conversation={selected} here={false} onClose={close} />}
      {isSection(open) && (
        <Later load={loadSettings} title={t('settings.sections')} onClose={close}>
          {({ SettingsDialog }) => <SettingsDialog begin={open} onClose={close} />}
        </Later>
      )}
      {open === 'invite' && (
        <Later load={loadInvite} title={t('invite.title')} onClose={close}>
          {({ InviteDialog }) => <InviteDialog onClose={close} />}
        </Later>
      )}
      {open === 'collected' && <Collected onClose={close} />}
    </nav>
  );
}

function Action({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button type="button" className="action" onClick={onClick}>
      {icon}
      {label}
    </button>
  );
}

/** The way to the threads that one follows; its badge counts those in which something is unread. */
function ThreadsLink({ shown }: { shown: boolean }) {
  const threads = useChatState(state => state.threads);
  const unread = Object.values(threads).filter(state => unreadInThread(state) > 0);
  return (
    <Link
      to={paths.threads}
      className="threads-link"
      data-unread={unread.length > 0}
      aria-current={shown ? 'page' : undefined}
    >
      <Branch />
      <span>{t('threads.title')}</span>
      {unread.length > 0 && (
        <span className="badge" data-mention={unread.some(({ mentions }) => mentions > 0)}>
          {unread.length}
          <span className="visually-hidden"> {t('list.unread')}</span>
        </span>
      )}
    </Link>
  );
}

function ConversationList({ selected }: { selected: string | null }) {
  const conversations = useChatState(state => state.conversations);
  const ready = useChatState(state => state.ready);
  const users = useChatState(state => state.users);
  const appeared = useChatState(state => state.appeared);
  const sorted = useMemo(() => listed({ conversations, appeared }), [conversations, appeared]);
  const now = useMinute();
  useWatch(useMemo(() => sorted.flatMap(({ peer }) => peer?.id ?? []), [sorted]));
  if (!ready) return <p className="sidebar-note">{t('list.loading')}</p>;
  if (sorted.length === 0) return <p className="sidebar-note">{t('list.none')}</p>;
  return (
    <ul className="conversation-list">
      {sorted.map(conversation => (
        <ConversationRow
          key={conversation.id}
          conversation={conversation}
          users={users}
          selected={conversation.id === selected}
          now={now}
        />
      ))}
    </ul>
  );
}
