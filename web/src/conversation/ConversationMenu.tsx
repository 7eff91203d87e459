import { type ConversationState, isMuted } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/t.ts';
import { Bell, MutedBell } from '../notices/icons.tsx';
import { Calendar, Lines, More, Person, Pin } from '../ui/icons.tsx';
import { Later } from '../ui/Later.tsx';
import { type Choice, Menu } from '../ui/Menu.tsx';
import { useMinute } from '../ui/useMinute.ts';
import { useActions } from './actions.ts';

const loadNotices = () => import('../notices/ConversationNoticesDialog.tsx');
const loadDay = () => import('./DayDialog.tsx');

interface Props {
  conversation: ConversationState;
  onDetails: () => void;
}

/** What is asked of a conversation now and then, and where the window is narrow, what has no room beside its title. */
export function ConversationMenu({ conversation, onDetails }: Props) {
  const { showPerson } = useChat();
  const { open } = useActions();
  const [choosing, setChoosing] = useState(false);
  const [noticing, setNoticing] = useState(false);
  const muted = isMuted(conversation, useMinute());
  const { peer } = conversation;
  const choices: Choice[] = [
    peer
      ? {
          key: 'person',
          label: t('message.author', { name: peer.name }),
          icon: <Person />,
          onChoose: () => showPerson(peer.id),
        }
      : { key: 'details', label: t('conversation.details'), icon: <Lines />, onChoose: onDetails },
    {
      key: 'pins',
      label: t('conversation.pins'),
      icon: <Pin />,
      onChoose: () => open({ about: 'pins' }),
    },
    {
      key: 'notices',
      label: t(muted ? 'notices.titleMuted' : 'notices.title'),
      icon: muted ? <MutedBell /> : <Bell />,
      onChoose: () => setNoticing(true),
    },
    {
      key: 'day',
      label: t('conversation.day'),
      icon: <Calendar />,
      onChoose: () => setChoosing(true),
    },
  ];
  return (
    <>
      <Menu label={t('conversation.more')} className="icon-button" choices={choices}>
        <More />
      </Menu>
      {noticing && (
        <Later load={loadNotices} title={t('notices.title')} onClose={() => setNoticing(false)}>
          {({ ConversationNoticesDialog }) => (
            <ConversationNoticesDialog id={conversation.id} onClose={() => setNoticing(false)} />
          )}
        </Later>
      )}
      {choosing && (
        <Later load={loadDay} title={t('conversation.day')} onClose={() => setChoosing(false)}>
          {({ DayDialog }) => <DayDialog conversation={conversation} onClose={() => setChoosing(false)} />}
        </Later>
      )}
    </>
  );
}
