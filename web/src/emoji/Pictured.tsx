import { useEffect } from 'react';
import { useChatState } from '../chat/client.ts';
import { cutAtEmoji } from './cut.ts';
import { Picture } from './Picture.tsx';
import { useEmoji } from './useEmoji.ts';

/** See `EmojiIn`. A name that is not known has the list asked for: it may be new. */
export default function Pictured({ text }: { text: string }) {
  const [emoji, known] = useEmoji();
  const live = useChatState(state => state.connection.phase === 'live');
  const pieces = cutAtEmoji(text);
  const unknown = pieces.some(({ name }) => name && !known.has(name));
  useEffect(() => {
    if (unknown && live) emoji.want();
  }, [emoji, unknown, live]);
  return pieces.map(({ at, text, name = '' }) => {
    const picture = known.get(name);
    return picture ? <Picture key={at} name={name} picture={picture} /> : text;
  });
}
