import { type ConversationState, uuidv7 } from '@parley/sdk';
import { useCallback, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { Hash } from '../ui/icons.tsx';
import { useDelayed } from '../ui/useDelayed.ts';
import { useLoaded } from '../ui/useLoaded.ts';
import { useSubmit } from '../ui/useSubmit.ts';

export function ChannelsDialog({ onClose }: { onClose: () => void }) {
  const { client, api } = useChat();
  const [query, setQuery] = useState('');
  const [error, setError] = useState<string | null>(null);
  const show = async (id: string, join: boolean) => {
    try {
      if (join) await api.join(id);
      client.learn(await api.conversation(id));
      onClose();
      navigate(paths.conversation(id));
    } catch (failure) {
      setError(explain(failure));
    }
  };
  return (
    <Dialog title={t('list.channels')} onClose={onClose}>
      <Field
        label={t('new.findChannel')}
        type="search"
        value={query}
        autoComplete="off"
        onChange={event => setQuery(event.target.value)}
      />
      <ChannelList query={useDelayed(query)} onShow={show} />
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <NewChannel onCreated={id => show(id, false)} />
    </Dialog>
  );
}

function ChannelList({ query, onShow }: { query: string; onShow: (id: string, join: boolean) => void }) {
  const { api } = useChat();
  const [channels, again] = useLoaded(useCallback(() => api.channels(query), [api, query]));
  switch (channels.state) {
    case 'loading':
      return <p className="muted">{t('new.channelsLoading')}</p>;
    case 'failed':
      return (
        <p className="form-error" role="alert">
          {channels.why}{' '}
          <button type="button" className="link" onClick={again}>
            {t('common.tryAgain')}
          </button>
        </p>
      );
    case 'loaded':
      if (channels.value.length === 0)
        return <p className="muted">{t(query ? 'new.channelNotFound' : 'new.channelNone')}</p>;
      return (
        <ul className="picks">
          {channels.value.map(channel => (
            <ChannelRow key={channel.id} channel={channel} onShow={onShow} />
          ))}
        </ul>
      );
  }
}

function ChannelRow({
  channel,
  onShow,
}: {
  channel: ConversationState;
  onShow: (id: string, join: boolean) => void;
}) {
  const joined = useChatState(state => channel.id in state.conversations);
  return (
    <li className="pick">
      <span className="avatar emblem small">
        <Hash />
      </span>
      <span className="pick-name">
        {channel.title} <span className="muted">{t('new.members', { count: channel.members })}</span>
      </span>
      <button
        type="button"
        className="button"
        aria-label={t(joined ? 'new.openNamed' : 'new.joinNamed', { title: channel.title ?? '' })}
        onClick={() => onShow(channel.id, !joined)}
      >
        {t(joined ? 'new.open' : 'new.join')}
      </button>
    </li>
  );
}

function NewChannel({ onCreated }: { onCreated: (id: string) => void }) {
  const { client, api } = useChat();
  const [id] = useState(uuidv7);
  const form = useSubmit(async values => {
    const channel = await api.create({ id, kind: 'channel', title: values('title').trim(), members: [] });
    client.learn(channel);
    onCreated(channel.id);
  }, explain);
  return (
    <form className="form new-channel" onSubmit={form.onSubmit}>
      <Field
        label={t('new.channel')}
        name="title"
        required
        maxLength={100}
        pattern=".*\S.*"
        autoComplete="off"
      />
      <button type="submit" className="button" disabled={form.busy}>
        {t('common.create')}
      </button>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
    </form>
  );
}
