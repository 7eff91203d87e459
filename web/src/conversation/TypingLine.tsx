import { useChatState } from '../chat/client.ts';
import { listOf, nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';

const NOBODY: readonly string[] = [];
/** More than these are told by their number. */
const NAMED = 3;

/** Who is typing here. It takes its room whether or not anybody does, so that nothing moves. */
export function TypingLine({ conversation }: { conversation: string }) {
  const typing = useChatState(state => state.typing[conversation] ?? NOBODY);
  const users = useChatState(state => state.users);
  return (
    <p className="typing" data-shown={typing.length > 0}>
      {typing.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {typingText(typing.map(user => nameOf(users, user)))}
        </>
      )}
    </p>
  );
}

export function typingText(names: readonly string[]): string {
  if (names.length > NAMED) return t('typing.counted', { count: names.length });
  return t('typing.named', { count: names.length, names: listOf([...names]) });
}
