import { lazy, Suspense } from 'react';
import { useChatState } from '../chat/client.ts';
import { t } from '../language/t.ts';
import { Smile } from '../ui/icons.tsx';
import { Popover } from '../ui/Popover.tsx';
import { persistently } from '../ui/persistently.ts';
import { useActions } from './actions.ts';
import { EMOJI } from './emoji.ts';
import type { Reaction } from './rows.ts';

const EmojiChoices = lazy(() => persistently(() => import('../emoji/EmojiChoices.tsx')));

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
    <Popover
      label={t('message.react')}
      button={<Smile />}
      className={className}
      role="dialog"
      popoverClass="menu emoji-grid"
    >
      {close => {
        const choose = (emoji: string) => {
          close();
          react(seq, emoji, !mine.includes(emoji));
        };
        return (
          <>
            {EMOJI.map(([emoji, name]) => (
              <button
                key={emoji}
                type="button"
                className="emoji"
                aria-label={name}
                title={name}
                aria-pressed={mine.includes(emoji)}
                onClick={() => choose(emoji)}
              >
                {emoji}
              </button>
            ))}
            <Suspense>
              <EmojiChoices mine={mine} onChoose={choose} />
            </Suspense>
          </>
        );
      }}
    </Popover>
  );
}
