import { useChatState } from '../chat/client.ts';
import { EmojiPicker } from '../emoji/EmojiPicker.tsx';
import { t } from '../language/t.ts';
import { useActions } from './actions.ts';
import type { Reaction } from './rows.ts';

interface Props {
  seq: number;
  reactions: readonly Reaction[];
  className: string;
}

export function ReactionPicker({ seq, reactions, className }: Props) {
  const { react } = useActions();
  const me = useChatState(state => state.me.id);
  const mine = reactions.filter(({ users }) => users.includes(me)).map(({ emoji }) => emoji);
  return (
    <EmojiPicker
      label={t('message.react')}
      className={className}
      mine={mine}
      onChoose={emoji => react(seq, emoji, !mine.includes(emoji))}
    />
  );
}
