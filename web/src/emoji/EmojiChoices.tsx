import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { MORE_EMOJI } from '../complete/moreEmoji.ts';
import { EMOJI } from '../conversation/emoji.ts';
import { ranked } from '../keys/fuzzy.ts';
import { t } from '../language/later.ts';
import { Picture } from './Picture.tsx';
import { useEmoji } from './useEmoji.ts';

/** More than these of the workspace's own nobody looks through; all can be found by their names. */
const OWN_SHOWN = 96;

/** More than these nobody looks for by a name. */
const FOUND_SHOWN = 64;

interface Props {
  /** What one reacted with already; none where emoji are no reactions. */
  mine?: readonly string[];
  onChoose: (emoji: string) => void;
}

interface Choice {
  emoji: string;
  name: string;
  picture?: string;
}

const USUAL = EMOJI.map(([emoji, name]) => ({ emoji, name }));
const MORE = MORE_EMOJI.map(([emoji, name]) => ({ emoji, name }));

/** All emoji, those of the workspace among them, to be picked or to be found by name. */
export default function EmojiChoices({ mine, onChoose }: Props) {
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const first = typed.trim() === '' ? undefined : found[0];
  const hint = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    // What moves within the text does not move on to the choices.
    if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) event.stopPropagation();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (first) onChoose(first.emoji);
  };
  return (
    <>
      <div className="field">
        <input
          type="search"
          aria-label={t('emoji.find')}
          aria-describedby={hint}
          placeholder={t('emoji.find')}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: it is opened to choose from, and by name is the quickest
          autoFocus
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="emoji-grid">
        {found.map(one => (
          <EmojiButton
            key={one.emoji}
            choice={one}
            pressed={mine?.includes(one.emoji)}
            isFirst={one === first}
            onChoose={onChoose}
          />
        ))}
      </div>
      <p id={hint} className="hint" role="status">
        {typed.trim() !== '' && (first ? t('emoji.takes', { name: first.name }) : t('emoji.notFound'))}
      </p>
    </>
  );
}

function useFound(typed: string): Choice[] {
  const [emoji, known] = useEmoji();
  useEffect(() => emoji.want(), [emoji]);
  return useMemo(() => {
    const own = [...known].map(([name, picture]) => ({ emoji: `:${name}:`, name: `:${name}:`, picture }));
    if (typed.trim() === '') return [...USUAL, ...own.slice(0, OWN_SHOWN), ...MORE];
    const wanted = typed.replaceAll(/[:_]/g, ' ');
    return ranked([...USUAL, ...own, ...MORE], wanted, ({ name }) => plain(name)).slice(0, FOUND_SHOWN);
  }, [known, typed]);
}

/** Found without what stands around and within the name of one of the workspace's. */
function plain(name: string): string {
  return name.replaceAll(/[:_]/g, ' ').trim();
}

interface ButtonProps {
  choice: Choice;
  pressed: boolean | undefined;
  isFirst: boolean;
  onChoose: (emoji: string) => void;
}

function EmojiButton({ choice: { emoji, name, picture }, pressed, isFirst, onChoose }: ButtonProps) {
  return (
    <button
      type="button"
      className="emoji"
      aria-label={name}
      title={name}
      aria-pressed={pressed}
      data-first={isFirst}
      onClick={() => onChoose(emoji)}
    >
      {picture ? <Picture name={name.slice(1, -1)} picture={picture} /> : emoji}
    </button>
  );
}
