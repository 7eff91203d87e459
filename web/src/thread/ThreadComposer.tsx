import type { ConversationState, Entry } from '@parley/sdk';
import { useState } from 'react';
import { useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { ComposerOf, type Writing } from '../conversation/Composer.tsx';
import { t } from '../language/later.ts';

interface Props extends Writing {
  conversation: ConversationState;
  root: number;
  entries: readonly Entry[];
}

/** Where one replies in a thread, and chooses whether the conversation is to see it, too. */
export function ThreadComposer({ conversation, root, ...writing }: Props) {
  const users = useChatState(state => state.users);
  const [broadcast, setBroadcast] = useState(false);
  return (
    <ComposerOf
      conversation={conversation.id}
      context={{ thread: root, broadcast }}
      label={t('thread.reply')}
      placeholder={t('thread.placeholder')}
      verb={t('thread.send')}
      onSent={() => setBroadcast(false)}
      {...writing}
    >
      <label className="thread-broadcast">
        <input type="checkbox" checked={broadcast} onChange={event => setBroadcast(event.target.checked)} />
        <span dir="auto">{t('thread.broadcast', { title: titleOf(conversation, users) })}</span>
      </label>
    </ComposerOf>
  );
}
