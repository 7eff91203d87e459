import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { EmojiIn } from '../emoji/EmojiIn.tsx';
import { cutAtMentions, isFor, mentionedBy } from './mentions.ts';

const NOBODY: ReadonlyMap<string, string> = new Map();
const Mentioned = createContext(NOBODY);

/** Has the texts below show whom their message mentions. */
export function MentionsProvider({ of, children }: { of: readonly string[]; children: ReactNode }) {
  const users = useChatState(state => state.users);
  const mentioned = useMemo(() => mentionedBy(of, users), [of, users]);
  return <Mentioned value={mentioned}>{children}</Mentioned>;
}

/** Within a link: one thing to press is enough. */
export function NoMentions({ children }: { children: ReactNode }) {
  return <Mentioned value={NOBODY}>{children}</Mentioned>;
}

/** A piece of a message's text, with whom it mentions pointed out. */
export function MentionsIn({ text }: { text: string }) {
  const mentioned = useContext(Mentioned);
  if (mentioned.size === 0) return <EmojiIn text={text} />;
  return cutAtMentions(text, handle => mentioned.get(handle)).map(({ at, text, of }) =>
    of === undefined ? <EmojiIn key={at} text={text} /> : <Mention key={at} of={of} text={text} />,
  );
}

function Mention({ of, text }: { of: string; text: string }) {
  const { showPerson } = useChat();
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const own = isFor(of, me);
  if (!users[of])
    return (
      <span className="mention" data-own={own}>
        {text}
      </span>
    );
  return (
    <button
      type="button"
      className="mention"
      data-own={own}
      tabIndex={-1}
      title={nameOf(users, of)}
      onClick={() => showPerson(of)}
    >
      {text}
    </button>
  );
}
