import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { EmojiIn } from '../emoji/EmojiIn.tsx';
import { cutAtMentions, type Mentioned, type Mentions, mentionedBy } from './mentions.ts';

const NOBODY: ReadonlyMap<string, Mentioned> = new Map();
const ByHandle = createContext(NOBODY);

/** Has the texts below show whom their message mentions. */
export function MentionsProvider({ of, children }: { of: Mentions; children: ReactNode }) {
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const mentioned = useMemo(() => mentionedBy(of, users, me), [of, users, me]);
  return <ByHandle value={mentioned}>{children}</ByHandle>;
}

/** Within a link: one thing to press is enough. */
export function NoMentions({ children }: { children: ReactNode }) {
  return <ByHandle value={NOBODY}>{children}</ByHandle>;
}

/** A piece of a message's text, with whom it mentions pointed out. */
export function MentionsIn({ text }: { text: string }) {
  const mentioned = useContext(ByHandle);
  if (mentioned.size === 0) return <EmojiIn text={text} />;
  return cutAtMentions(text, handle => mentioned.get(handle)).map(({ at, text, of }) =>
    of === undefined ? <EmojiIn key={at} text={text} /> : <Mention key={at} {...of} text={text} />,
  );
}

function Mention({ whom, own, text }: Mentioned & { text: string }) {
  const { showPerson } = useChat();
  const users = useChatState(state => state.users);
  const isPerson = typeof whom === 'string';
  if (isPerson && !users[whom])
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
      title={isPerson ? nameOf(users, whom) : text}
      onClick={() => showPerson(whom)}
    >
      {text}
    </button>
  );
}
