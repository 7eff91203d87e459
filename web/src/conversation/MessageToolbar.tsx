import { draftKey, placeOf } from '@parley/sdk';
import type { KeyboardEvent } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { Bell, Bookmark, Branch, Eye, More, Person, Pin } from '../ui/icons.tsx';
import { type Choice, Menu } from '../ui/Menu.tsx';
import { type MessageActions, useActions } from './actions.ts';
import { QUICK } from './emoji.ts';
import { Answer, Chain, Copy, Pencil, Trash } from './icons.tsx';
import { ReactionPicker } from './ReactionPicker.tsx';
import type { MessageRow } from './rows.ts';

type Sent = MessageRow & { seq: number };

/** What can be done with a message: beside it under the pointer, and by the arrow keys from the message itself. */
export default function MessageToolbar({ row, asksWhoSaw }: { row: Sent; asksWhoSaw: boolean }) {
  const actions = useActions();
  const me = useChatState(state => state.me.id);
  const saved = useChatState(state => state.saved.has(placeOf(actions.conversation, row.seq)));
  const { seq, reactions } = row;
  const root = actions.threadOf(row) ?? seq;
  const following = useChatState(
    state => state.threads[draftKey(actions.conversation, root)]?.following ?? false,
  );
  const { showPerson } = useChat();
  const users = useChatState(state => state.users);
  const author = { name: nameOf(users, row.from), onShow: () => showPerson(row.from) };
  return (
    <div className="toolbar-place">
      <div className="toolbar" role="toolbar" aria-label={t('message.actions')} onKeyDown={withinToolbar}>
        {QUICK.map(([emoji, name]) => {
          const mine = reactions.some(reaction => reaction.emoji === emoji && reaction.users.includes(me));
          return (
            <button
              key={emoji}
              type="button"
              className="tool quick"
              aria-label={t('message.reactWith', { emoji: name })}
              title={t('message.reactWith', { emoji: name })}
              aria-pressed={mine}
              onClick={() => actions.react(seq, emoji, !mine)}
            >
              {emoji}
            </button>
          );
        })}
        <ReactionPicker seq={seq} reactions={reactions} className="tool" />
        {actions.openThread && (
          <button
            type="button"
            className="tool"
            aria-label={t('message.replyInThread')}
            title={t('message.replyInThread')}
            onClick={() => actions.openThread?.(row.inThread?.seq ?? seq)}
          >
            <Branch />
          </button>
        )}
        {actions.mayEdit(row) && (
          <button
            type="button"
            className="tool"
            aria-label={t('message.edit')}
            title={t('message.edit')}
            onClick={() => actions.startEditing({ seq, text: row.text })}
          >
            <Pencil />
          </button>
        )}
        <Menu
          label={t('message.more')}
          className="tool"
          choices={choicesFor(row, { ...actions, saved }, asksWhoSaw && row.from === me, author, {
            root,
            following,
          })}
        >
          <More />
        </Menu>
      </div>
    </div>
  );
}

interface Author {
  name: string;
  onShow: () => void;
}

function choicesFor(
  row: Sent,
  actions: MessageActions & { saved: boolean },
  mayAskWhoSaw: boolean,
  author: Author,
  { root, following }: { root: number; following: boolean },
): Choice[] {
  const { seq, pinned } = row;
  const all: (Choice | false)[] = [
    {
      key: 'answer',
      label: t('message.answer'),
      icon: <Answer />,
      onChoose: () => actions.answer(seq),
    },
    {
      key: 'follow',
      label: t(following ? 'thread.unfollow' : 'thread.follow'),
      icon: <Bell />,
      onChoose: () => actions.follow(root, !following),
    },
    {
      key: 'copy',
      label: t('message.copyText'),
      icon: <Copy />,
      onChoose: () => void navigator.clipboard?.writeText(row.text),
    },
    {
      key: 'link',
      label: t('message.copyLink'),
      icon: <Chain />,
      onChoose: () => void navigator.clipboard?.writeText(actions.linkTo(seq)),
    },
    {
      key: 'save',
      label: t(actions.saved ? 'collected.forget' : 'collected.save'),
      icon: <Bookmark />,
      onChoose: () => actions.save(seq, !actions.saved),
    },
    actions.mayPin && {
      key: 'pin',
      label: t(pinned ? 'message.unpin' : 'message.pin'),
      icon: <Pin />,
      onChoose: () => actions.pin(seq, !pinned),
    },
    {
      key: 'author',
      label: t('message.author', { name: author.name }),
      icon: <Person />,
      onChoose: author.onShow,
    },
    mayAskWhoSaw && {
      key: 'seen',
      label: t('message.seenBy'),
      icon: <Eye />,
      onChoose: () => actions.open({ about: 'seen', seq }),
    },
    actions.mayRecall(row) && {
      key: 'recall',
      label: t('message.remove'),
      icon: <Trash />,
      danger: true,
      onChoose: () => actions.open({ about: 'recall', seq }),
    },
  ];
  return all.filter(choice => choice !== false);
}

/** Left and right go through the buttons, Escape back to the message. */
function withinToolbar(event: KeyboardEvent<HTMLDivElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at < 0 || (step === undefined && event.key !== 'Escape')) return;
  event.preventDefault();
  event.stopPropagation();
  if (step === undefined) event.currentTarget.closest<HTMLElement>('.message')?.focus();
  else buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
