import { lazy, Suspense } from 'react';
import { Smile } from '../ui/icons.tsx';
import { Popover } from '../ui/Popover.tsx';
import { persistently } from '../ui/persistently.ts';

const EmojiChoices = lazy(() => persistently(() => import('./EmojiChoices.tsx')));

interface Props {
  label: string;
  className: string;
  /** What one reacted with already; none where emoji are no reactions. */
  mine?: readonly string[];
  onChoose: (emoji: string) => void;
}

/** A button that opens all emoji; what there is to choose comes with the first press. */
export function EmojiPicker({ label, className, mine, onChoose }: Props) {
  return (
    <Popover
      label={label}
      button={<Smile />}
      className={className}
      role="dialog"
      popoverClass="menu emoji-picker"
    >
      {close => (
        <Suspense>
          <EmojiChoices
            mine={mine}
            onChoose={emoji => {
              close();
              onChoose(emoji);
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
