import type { Standing } from '@parley/sdk';
import { type ReactNode, useCallback, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf, titleOf } from '../chat/names.ts';
import { fullTime, mediumTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Link } from '../ui/Link.tsx';
import type { List } from './Collected.tsx';
import './collected.css';
import { ScheduledList } from '../scheduled/ScheduledList.tsx';
import { Messages } from './Messages.tsx';
import { usePages } from './usePages.ts';

const LISTS = {
  mentions: 'collected.mentions',
  saved: 'collected.saved',
  scheduled: 'collected.scheduled',
} as const;

interface Props {
  /** Which is on top when it opens. */
  first?: List | undefined;
  onClose: () => void;
}

/** Lists of messages of all conversations; those that were said lead to where that was. */
export function CollectedDialog({ first = 'mentions', onClose }: Props) {
  const [list, setList] = useState(first);
  return (
    <Dialog title={t('collected.title')} wide onClose={onClose}>
      <fieldset className="choices">
        <legend className="visually-hidden">{t('collected.which')}</legend>
        {(Object.keys(LISTS) as List[]).map(each => (
          <label key={each} className="choice">
            <input type="radio" name="list" checked={list === each} onChange={() => setList(each)} />
            <span>{t(LISTS[each])}</span>
          </label>
        ))}
      </fieldset>
      {list === 'mentions' && <Mentions onShow={onClose} />}
      {list === 'saved' && <Saved onShow={onClose} />}
      {list === 'scheduled' && <ScheduledList />}
    </Dialog>
  );
}

function Mentions({ onShow }: { onShow: () => void }) {
  const { api, client } = useChat();
  const load = useCallback(
    async (before: string | null) => {
      const { mentions, users, next = null } = await (await api.own()).mentions(before);
      client.meet(users);
      return { items: mentions, next };
    },
    [api, client],
  );
  const { pages, more } = usePages(load);
  return (
    <Messages pages={pages} more={more} none={t('collected.noMentions')}>
      {pages.items.map(({ message, unread }) => (
        <Row key={keyOf(message)} message={message} unread={unread} onShow={onShow} />
      ))}
    </Messages>
  );
}

/** Asked for anew whenever something is saved or forgotten, here or elsewhere. */
function Saved({ onShow }: { onShow: () => void }) {
  const { api, client } = useChat();
  const places = useChatState(state => state.saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other places are another list
  const load = useCallback(
    async (before: string | null) => {
      const { saved, users, next = null } = await (await api.own()).saved(before);
      client.meet(users);
      return { items: saved.map(({ message }) => message), next };
    },
    [api, client, places],
  );
  const { pages, more } = usePages(load);
  return (
    <Messages pages={pages} more={more} none={t('collected.noSaved')}>
      {pages.items.map(message => (
        <Row key={keyOf(message)} message={message} onShow={onShow}>
          <button
            type="button"
            className="link hit-around"
            onClick={() => void client.save(message.conversation, message.seq, false).catch(() => {})}
          >
            {t('collected.forget')}
          </button>
        </Row>
      ))}
    </Messages>
  );
}

interface RowProps {
  message: Standing;
  unread?: boolean;
  onShow: () => void;
  children?: ReactNode;
}

function Row({ message, unread = false, onShow, children }: RowProps) {
  const users = useChatState(state => state.users);
  const conversation = useChatState(state => state.conversations[message.conversation]);
  const at = new Date(message.at);
  return (
    <li className="hit" data-unread={unread}>
      <Link to={pathOf(message)} className="hit-link" onClick={onShow}>
        <span className="hit-head">
          <strong dir="auto">{nameOf(users, message.from)}</strong>
          {conversation && <span dir="auto">{titleOf(conversation, users)}</span>}
          {unread && <span className="collected-unread">{t('collected.unread')}</span>}
          <time dateTime={message.at} title={fullTime(at)}>
            {mediumTime(at)}
          </time>
        </span>
        <span className="hit-text" dir="auto">
          {message.recalled
            ? t('list.removed')
            : message.text || t('notices.files', { count: message.files?.length ?? 0 })}
        </span>
      </Link>
      {children}
    </li>
  );
}

function pathOf({ conversation, seq, thread, broadcast }: Standing): string {
  return thread && !broadcast ? paths.reply(conversation, thread, seq) : paths.message(conversation, seq);
}

function keyOf({ conversation, seq }: Standing): string {
  return `${conversation}/${seq}`;
}
