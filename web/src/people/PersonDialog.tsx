import type { Profile } from '@parley/sdk';
import { useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { WithPresence } from '../presence/Dot.tsx';
import { useWatch } from '../presence/useWatch.ts';
import { presenceText } from '../presence/words.ts';
import { navigate, paths } from '../route.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { useMinute } from '../ui/useMinute.ts';
import './person.css';
import { useBlocked } from './useBlocks.ts';

/** Who somebody is and how they are, and what there is between the two of you. */
export function PersonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const user = useChatState(state => state.users[id]);
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const name = nameOf(users, id);
  useWatch(useMemo(() => [id], [id]));
  return (
    <Dialog title={<bdi>{name}</bdi>} onClose={onClose}>
      <div className="person">
        <WithPresence user={id}>
          <Avatar id={id} name={name} />
        </WithPresence>
        <div>
          {user && !user.deleted && <p dir="ltr">@{user.handle}</p>}
          {user && <Role role={user.role} />}
          <PresenceLine id={id} />
        </div>
      </div>
      {user && !user.deleted && id !== me && <Between user={user} onClose={onClose} />}
    </Dialog>
  );
}

function Role({ role }: { role: Profile['role'] }) {
  if (!role || role === 'member') return null;
  return <p className="muted">{t(`person.role.${role}`)}</p>;
}

function PresenceLine({ id }: { id: string }) {
  const presence = useChatState(state => state.presence[id]);
  const now = useMinute();
  return presence ? <p className="muted">{presenceText(presence, now)}</p> : null;
}

/** Writing to each other, or being left alone. */
function Between({ user: { id, name }, onClose }: { user: Profile; onClose: () => void }) {
  const { client, api, blocks } = useChat();
  const blocked = useBlocked().has(id);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  const write = async () => {
    const conversation = await api.create({ kind: 'direct', members: [id] });
    client.learn(conversation);
    onClose();
    navigate(paths.conversation(conversation.id));
  };
  return (
    <>
      <p className="hint">{blocked ? t('person.blocked', { name }) : t('person.blockWhat')}</p>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <div className="dialog-buttons">
        <button
          type="button"
          className={blocked ? 'button' : 'button danger'}
          disabled={busy}
          onClick={() => attempt(() => blocks.block(id, !blocked))}
        >
          {t(blocked ? 'person.unblock' : 'person.block')}
        </button>
        {!blocked && (
          <button type="button" className="button primary" disabled={busy} onClick={() => attempt(write)}>
            {t('person.write')}
          </button>
        )}
      </div>
    </>
  );
}
