import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import type { Completing } from '../complete/Completions.tsx';
import { t } from '../language/t.ts';
import { SendArrow } from '../ui/icons.tsx';
import { persistently } from '../ui/persistently.ts';
import { inFence, type Marked, marked, marksFor } from './formatting.ts';
import { cleaned, room } from './text.ts';

const Completions = lazy(() => persistently(() => import('../complete/Completions.tsx')));

interface Props {
  ref?: Ref<HTMLTextAreaElement>;
  text: string;
  label: string;
  placeholder: string;
  autoFocus: boolean;
  /** What the button says; a press of it, or Enter, is `onSend`. */
  verb: string;
  busy?: boolean;
  /** It may be sent without words: something else goes with it. */
  optional?: boolean;
  /** The conversation whose people, and the channels, emoji and commands, are offered while somebody writes; none where none is named. */
  completes?: string;
  /** Said below the box, as something that went wrong. */
  problem?: string | null;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  children?: ReactNode;
}

/** Where a message is written: grows with it, sends on Enter, breaks the line on Shift+Enter, and tells when it gets too long. */
export function TextBox({ ref, text, label, placeholder, verb, problem, ...props }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const completing = useRef<Completing>(null);
  const note = useId();
  useImperativeHandle(ref, () => box.current as HTMLTextAreaElement);
  const left = room(text);
  const { busy = false, optional = false } = props;
  const sendable = (cleaned(text) !== '' || optional) && (left === null || left >= 0) && !busy;

  // Who changes what was written before goes on at its end.
  useLayoutEffect(() => {
    const end = box.current?.value.length ?? 0;
    box.current?.setSelectionRange(end, end);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight}px`;
  }, [text]);

  const send = () => {
    if (!sendable) return;
    props.onSend(cleaned(text));
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, its keys are its own (Safari reports its last Enter late, as key code 229).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completing.current?.onKey(event.key)) return event.preventDefault();
    props.onKeyDown?.(event);
    if (event.defaultPrevented) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    const marks = marksFor(event);
    if (marks) {
      event.preventDefault();
      put(event.currentTarget, marked(text, selectionStart, selectionEnd, marks));
    } else if (event.key === 'Enter' && !event.shiftKey && !inFence(text, selectionStart)) {
      event.preventDefault();
      send();
    }
  };
  /** The box itself is changed, so that the selection stays. */
  const put = (element: HTMLTextAreaElement, { text: changed, start, end }: Marked) => {
    element.value = changed;
    element.setSelectionRange(start, end);
    props.onChange(changed);
  };

  return (
    <>
      <div className="composer-box">
        {props.completes && (
          <Suspense fallback={null}>
            <Completions
              ref={completing}
              box={box}
              text={text}
              conversation={props.completes}
              onComplete={put}
            />
          </Suspense>
        )}
        <textarea
          ref={box}
          rows={1}
          // Nothing has no direction of its own: what stands there instead is in the page's language.
          dir={text ? 'auto' : undefined}
          value={text}
          aria-label={label}
          placeholder={placeholder}
          aria-describedby={note}
          onChange={event => props.onChange(event.target.value)}
          onKeyDown={onKeyDown}
          // biome-ignore lint/a11y/noAutofocus: opening a conversation, or a message to edit, is to write in it
          autoFocus={props.autoFocus}
        />
        {props.children}
        <button type="button" className="send" aria-label={verb} disabled={!sendable} onClick={send}>
          <SendArrow />
        </button>
      </div>
      <p
        id={note}
        className="composer-note"
        data-over={Boolean(problem) || (left ?? 0) < 0}
        aria-live="polite"
      >
        {problem ?? (left !== null && lengthNote(left))}
      </p>
    </>
  );
}

function lengthNote(left: number): string {
  return t(left >= 0 ? 'composer.left' : 'composer.over', { count: Math.abs(left) });
}
