import { useEffect } from 'react';
import { Picture } from './Picture.tsx';
import { useEmoji } from './useEmoji.ts';

/** More than these nobody looks through; all can be written. */
const SHOWN = 96;

interface Props {
  /** What one reacted with already. */
  mine: readonly string[];
  onChoose: (emoji: string) => void;
}

/** The workspace's emoji, to be picked. */
export default function EmojiChoices({ mine, onChoose }: Props) {
  const [emoji, known] = useEmoji();
  useEffect(() => emoji.want(), [emoji]);
  return [...known].slice(0, SHOWN).map(([name, picture]) => {
    const written = `:${name}:`;
    return (
      <button
        key={name}
        type="button"
        className="emoji"
        aria-label={written}
        title={written}
        aria-pressed={mine.includes(written)}
        onClick={() => onChoose(written)}
      >
        <Picture name={name} picture={picture} />
      </button>
    );
  });
}
