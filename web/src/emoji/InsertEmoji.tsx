import type { RefObject } from 'react';
import { t } from '../language/later.ts';
import { EmojiPicker } from './EmojiPicker.tsx';

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
}

/** Puts an emoji where one writes, in place of what is selected there. */
export function InsertEmoji({ box, onChange }: Props) {
  const insert = (emoji: string) => {
    const element = box.current;
    if (!element) return;
    element.focus();
    element.setRangeText(emoji, element.selectionStart, element.selectionEnd, 'end');
    onChange(element.value);
  };
  return <EmojiPicker label={t('emoji.insert')} className="attach insert-emoji" onChoose={insert} />;
}
