import type { ConversationState } from '@parley/sdk';
import { type ReactNode, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Hash, Invite, NewMessage, People, SignOut } from '../ui/icons.tsx';
import { ChannelsDialog } from './ChannelsDialog.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { NewDirectDialog } from './NewDirectDialog.tsx';
import { NewGroupDialog } from './NewGroupDialog.tsx';

type Open = 'direct' | 'group' | 'channels' | 'invite' | null;

export function Sidebar({ selected }: { selected: string | null }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <nav className="sidebar" aria-label="Conversations">
      {selected === null && <h1 className="visually-hidden">Parley</h1>}
      <div className="sidebar-actions">
        <Action label="Message" onClick={() => setOpen('direct')} icon={<NewMessage />} />
        <Action label="Group" onClick={() => setOpen('group')} icon={<People />} />
        <Action label="Channels" onClick={() => setOpen('channels')} icon={<Hash />} />
      </div>
      <ConversationList selected={selected} />
      <Me onInvite={() => setOpen('invite')} />
      {open === 'direct' && <NewDirectDialog onClose={close} />}
      {open === 'group' && <NewGroupDialog onClose={close} />}
      {open === 'channels' && <ChannelsDialog onClose={close} />}
      {open === 'invite' && <InviteDialog onClose={close} />}
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

function ConversationList({ selected }: { selected: string | null }) {
  const conversations = useChatState(state => state.conversations);
  const ready = useChatState(state => state.ready);
  const users = useChatState(state => state.users);
  const appeared = useChatState(state => state.appeared);
  const sorted = useMemo(() => {
    const active = ({ id, last }: ConversationState) => max(last?.at ?? '', appeared[id] ?? '');
    return Object.values(conversations).sort((a, b) => active(b).localeCompare(active(a)));
  }, [conversations, appeared]);
  if (!ready) return <p className="sidebar-note">Loading conversations…</p>;
  if (sorted.length === 0) return <p className="sidebar-note">No conversations yet.</p>;
  return (
    <ul className="conversation-list">
      {sorted.map(conversation => (
        <ConversationRow
          key={conversation.id}
          conversation={conversation}
          users={users}
          selected={conversation.id === selected}
        />
      ))}
    </ul>
  );
}

/** Times in the protocol's form sort as texts. */
function max(a: string, b: string): string {
  return a > b ? a : b;
}

function Me({ onInvite }: { onInvite: () => void }) {
  const { client } = useChat();
  const me = useChatState(state => state.me);
  const unsent = useChatState(state => state.pending.filter(message => message.state !== 'sent').length);
  const signOut = () => {
    const question = `${unsent} unsent ${unsent === 1 ? 'message' : 'messages'} will be lost. Sign out?`;
    if (unsent > 0 && !confirm(question)) return;
    void client.signOut();
  };
  return (
    <div className="me">
      <Avatar id={me.id} name={me.name} />
      <div className="me-name">
        <strong>{me.name}</strong>
        <span className="muted">@{me.handle}</span>
      </div>
      {(me.role === 'admin' || me.role === 'moderator') && (
        <button
          type="button"
          className="icon-button"
          aria-label="Invite people"
          title="Invite people"
          onClick={onInvite}
        >
          <Invite />
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Sign out" title="Sign out" onClick={signOut}>
        <SignOut />
      </button>
    </div>
  );
}
