import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { SendArrow } from '../ui/icons.tsx';
import { cleaned, room } from './text.ts';

/** Enter sends, Shift+Enter breaks the line; what is typed survives switching away and reloading. */
export function Composer({ conversation, title }: { conversation: string; title: string }) {
  const { client } = useChat();
  const text = useChatState(state => state.drafts[conversation] ?? '');
  const [refused, setRefused] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const left = room(text);
  const sendable = cleaned(text) !== '' && (left === null || left >= 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight}px`;
  }, [text]);

  const change = (typed: string) => {
    setRefused(false);
    client.draft(conversation, typed);
    if (typed.trim()) client.typing(conversation);
  };
  const send = () => {
    if (!sendable) return;
    try {
      client.post(conversation, cleaned(text));
    } catch {
      setRefused(true);
    }
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter is its own (Safari reports that Enter late, as key code 229).
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    send();
  };

  return (
    <div className="composer">
      <div className="composer-box">
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={`Message to ${title}`}
          placeholder={`Message ${title}`}
          aria-describedby="composer-note"
          onChange={event => change(event.target.value)}
          onKeyDown={onKeyDown}
          // biome-ignore lint/a11y/noAutofocus: opening a conversation is to write in it
          autoFocus={matchMedia('(hover: hover)').matches}
        />
        <button type="button" className="send" aria-label="Send" disabled={!sendable} onClick={send}>
          <SendArrow />
        </button>
      </div>
      <p
        id="composer-note"
        className="composer-note"
        data-over={refused || (left ?? 0) < 0}
        aria-live="polite"
      >
        {refused
          ? 'Too many messages are waiting to be sent. Your text is kept.'
          : left !== null && lengthNote(left)}
      </p>
    </div>
  );
}

function lengthNote(left: number): string {
  return left >= 0 ? `${left} characters left` : `${-left} characters too long`;
}
