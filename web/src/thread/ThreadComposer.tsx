import { type ConversationState, draftKey, type Entry } from '@parley/sdk';
import { type KeyboardEvent, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { useActions } from '../conversation/actions.ts';
import { Answering, Editing, useAnsweringBox } from '../conversation/Composer.tsx';
import { lastOwnMessage, type Quoted } from '../conversation/rows.ts';
import { TextBox } from '../conversation/TextBox.tsx';
import { t } from '../language/t.ts';

interface Props {
  conversation: ConversationState;
  root: number;
  entries: readonly Entry[];
  editing: Quoted | null;
  stopEditing: () => void;
  answering: number | null;
  stopAnswering: () => void;
}

/** Where one replies in a thread. It has a draft of its own. */
export function ThreadComposer({ editing, stopEditing, ...drafting }: Props) {
  return (
    <div className="composer">
      {editing ? (
        <Editing key={editing.seq} message={editing} onDone={stopEditing} />
      ) : (
        <Drafting {...drafting} />
      )}
    </div>
  );
}

type DraftingProps = Omit<Props, 'editing' | 'stopEditing'>;

function Drafting({ conversation, root, entries, answering, stopAnswering }: DraftingProps) {
  const { client } = useChat();
  const { startEditing } = useActions();
  const { id } = conversation;
  const users = useChatState(state => state.users);
  const text = useChatState(state => state.drafts[draftKey(id, root)] ?? '');
  const [broadcast, setBroadcast] = useState(false);
  const [refused, setRefused] = useState(false);
  const box = useAnsweringBox(answering);

  const change = (typed: string) => {
    setRefused(false);
    client.draft(id, typed, root);
  };
  const send = (message: string) => {
    try {
      const answer = answering === null ? {} : { replyTo: answering };
      client.post(id, message, { thread: root, broadcast, ...answer });
      setBroadcast(false);
      stopAnswering();
    } catch {
      setRefused(true);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && answering !== null) {
      event.preventDefault();
      return stopAnswering();
    }
    if (event.key !== 'ArrowUp' || event.altKey || event.shiftKey || text !== '') return;
    const last = lastOwnMessage(entries, client.get().me.id, root);
    if (!last) return;
    event.preventDefault();
    startEditing(last);
  };
  return (
    <>
      {answering !== null && <Answering entries={entries} seq={answering} onStop={stopAnswering} />}
      <TextBox
        ref={box}
        text={text}
        label={t('thread.reply')}
        placeholder={t('thread.placeholder')}
        autoFocus={matchMedia('(hover: hover)').matches}
        verb={t('thread.send')}
        problem={refused ? t('composer.tooMany') : null}
        onChange={change}
        onSend={send}
        onKeyDown={onKeyDown}
      />
      <label className="thread-broadcast">
        <input type="checkbox" checked={broadcast} onChange={event => setBroadcast(event.target.checked)} />
        <span dir="auto">{t('thread.broadcast', { title: titleOf(conversation, users) })}</span>
      </label>
    </>
  );
}
