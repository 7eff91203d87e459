import type { ConversationState } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/t.ts';
import { Calendar, Lines, More, Person, Pin } from '../ui/icons.tsx';
import { Later } from '../ui/Later.tsx';
import { type Choice, Menu } from '../ui/Menu.tsx';
import { useActions } from './actions.ts';

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
      {choosing && (
        <Later load={loadDay} title={t('conversation.day')} onClose={() => setChoosing(false)}>
          {({ DayDialog }) => <DayDialog conversation={conversation} onClose={() => setChoosing(false)} />}
        </Later>
      )}
    </>
  );
}
