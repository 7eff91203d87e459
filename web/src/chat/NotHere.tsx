import { useCallback, useState } from 'react';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Link } from '../ui/Link.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { useChat } from './client.ts';

/** A conversation that one is not in: a channel may be joined, of anything else no more is said than that. */
export default function NotHere({ id }: { id: string }) {
  const { client, api } = useChat();
  const [found] = useLoaded(useCallback(() => api.conversation(id), [api, id]));
  const [error, setError] = useState<string | null>(null);
  const channel = found.state === 'loaded' && found.value.kind === 'channel' ? found.value : null;
  const join = async () => {
    setError(null);
    try {
      await api.join(id);
      client.learn(await api.conversation(id));
    } catch (failure) {
      setError(explain(failure));
    }
  };
  if (found.state === 'loading') return <p className="placeholder">{t('banner.connecting')}</p>;
  return (
    <div className="placeholder">
      <h1 dir="auto">{channel?.title ?? t('chat.notHere')}</h1>
      <p>{t(channel ? 'chat.channelDoor' : 'chat.notHereWhy')}</p>
      {channel && (
        <p>
          <button type="button" className="button primary" onClick={join}>
            {t('new.join')}
          </button>
        </p>
      )}
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <Link to="/">{t('chat.backToAll')}</Link>
    </div>
  );
}
