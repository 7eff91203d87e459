import { useCallback } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

/** How many messages show what one was about, itself among them. */
const SHOWN = 7;

/** The messages around one, however far back it is. */
export function Around({ conversation, seq }: { conversation: string; seq: number }) {
  const { api, client } = useChat();
  const users = useChatState(state => state.users);
  const [around, again] = useLoaded(
    useCallback(async () => {
      const page = await api.around(conversation, seq, SHOWN);
      client.meet(page.users);
      return page.messages;
    }, [api, client, conversation, seq]),
  );
  return (
    <Loading what={around} words={t('message.lookingUp')} again={again}>
      {messages => (
        <ol className="around">
          {messages.map(message => (
            <li key={message.seq} aria-current={message.seq === seq ? 'true' : undefined}>
              <strong dir="auto">{nameOf(users, message.from)}</strong>{' '}
              <span dir="auto">{message.text ?? <em className="muted">{t('message.removed')}</em>}</span>
            </li>
          ))}
        </ol>
      )}
    </Loading>
  );
}
