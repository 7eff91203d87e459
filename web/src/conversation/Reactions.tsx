import { useChatState } from '../chat/client.ts';
import { listOf, nameOf } from '../chat/names.ts';
import { EmojiIn } from '../emoji/EmojiIn.tsx';
import { t } from '../language/t.ts';
import { persistently } from '../ui/persistently.ts';
import { useLoaded } from '../ui/useLoaded.ts';
import { useActions } from './actions.ts';
import { ReactionPicker } from './ReactionPicker.tsx';
import type { Reaction } from './rows.ts';

/** More than these are told by their number. */
const NAMED = 12;

/** How emoji are called, which the first visit does without. */
const loadNames = () => persistently(() => import('./emoji.ts'));

/** Who reacted and how; a press adds one's own or takes it back. */
export function Reactions({ seq, reactions }: { seq: number; reactions: readonly Reaction[] }) {
  const { react } = useActions();
  const me = useChatState(state => state.me.id);
  const users = useChatState(state => state.users);
  const [named] = useLoaded(loadNames);
  const called = (emoji: string) => (named.state === 'loaded' ? named.value.emojiName(emoji) : emoji);
  return (
    <div className="reactions">
      {reactions.map(({ emoji, users: from }) => {
        const mine = from.includes(me);
        const names = from.slice(0, NAMED).map(user => (user === me ? t('emoji.you') : nameOf(users, user)));
        if (from.length > NAMED) names.push(t('emoji.more', { count: from.length - NAMED }));
        const words = t('emoji.reacted', { names: listOf(names), emoji: called(emoji) });
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={mine}
            aria-label={`${words}: ${from.length}`}
            title={words}
            onClick={() => react(seq, emoji, !mine)}
          >
            <span className="reaction-sign" aria-hidden="true">
              <EmojiIn text={emoji} />
            </span>{' '}
            {from.length}
          </button>
        );
      })}
      <ReactionPicker seq={seq} reactions={reactions} className="reaction add" />
    </div>
  );
}
