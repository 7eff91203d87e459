import { type ConversationState, draftKey } from '@parley/sdk';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useChat, useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { Problem } from '../conversation/Problem.tsx';
import { t } from '../language/later.ts';
import { closeThread } from '../route.ts';
import { explain } from '../ui/explain.ts';
import { Bell, Close } from '../ui/icons.tsx';
import { ThreadBody } from './ThreadBody.tsx';

export interface ThreadProps {
  conversation: ConversationState;
  /** The message that it is about. */
  root: number;
  /** The reply that a link leads to. */
  asked: number | undefined;
}

/** A thread beside its conversation, or over it where there is no room for both. */
export default function Thread(props: ThreadProps) {
  const { conversation, root } = props;
  const users = useChatState(state => state.users);
  const { client } = useChat();
  const following = useChatState(state => state.threads[draftKey(conversation.id, root)]?.following ?? false);
  const [problem, setProblem] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  const follow = () => {
    setProblem(null);
    client.follow(conversation.id, root, !following).catch(failure => setProblem(explain(failure)));
  };
  useEffect(() => {
    if (!section.current?.contains(document.activeElement)) section.current?.focus();
  }, []);
  const close = () => {
    flushSync(closeThread);
    const from = document.querySelector<HTMLElement>(`.timeline .message[data-seq="${root}"]`);
    (from ?? document.querySelector<HTMLElement>('.timeline'))?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.shiftKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest('dialog')) return;
    event.preventDefault();
    close();
  };
  return (
    <section
      ref={section}
      className="thread"
      aria-label={t('thread.title')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className="thread-header">
        <div className="conversation-title">
          <h2>{t('thread.title')}</h2>
          <span className="muted">
            <bdi>{titleOf(conversation, users)}</bdi>
          </span>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={t('thread.follow')}
          title={t(following ? 'thread.unfollow' : 'thread.follow')}
          aria-pressed={following}
          onClick={follow}
        >
          <Bell />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t('thread.close')}
          title={t('thread.close')}
          onClick={close}
        >
          <Close />
        </button>
      </header>
      {problem && <Problem words={problem} onClose={() => setProblem(null)} />}
      <ThreadBody {...props} />
    </section>
  );
}
