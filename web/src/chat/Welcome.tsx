import { useState } from 'react';
import { t } from '../language/later.ts';
import { Hash, NewMessage, People } from '../ui/icons.tsx';
import { Later } from '../ui/Later.tsx';

const loadDirect = () => import('../sidebar/NewDirectDialog.tsx');
const loadGroup = () => import('../sidebar/NewGroupDialog.tsx');
const loadChannels = () => import('../sidebar/ChannelsDialog.tsx');

/** For one who is in no conversation yet: the ways into one. */
export default function Welcome() {
  const [open, setOpen] = useState<'direct' | 'group' | 'channels' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="placeholder">
      <h2>{t('chat.welcome')}</h2>
      <p>{t('chat.welcomeHint')}</p>
      <p className="welcome-ways">
        <button type="button" className="button primary" onClick={() => setOpen('channels')}>
          <Hash /> {t('chat.welcomeOpen')}
        </button>
        <button type="button" className="button" onClick={() => setOpen('direct')}>
          <NewMessage /> {t('chat.welcomeWrite')}
        </button>
        <button type="button" className="button" onClick={() => setOpen('group')}>
          <People /> {t('chat.welcomeGather')}
        </button>
      </p>
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
    </div>
  );
}
