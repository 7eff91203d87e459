import { useEffect, useState } from 'react';
import { useChatState } from '../chat/client.ts';
import './emoji.css';
import { useEmoji } from './useEmoji.ts';

/** An emoji of the workspace; its name where its picture is not here. What failed is tried again with the next connection. */
export function Picture({ name, picture }: { name: string; picture: string }) {
  const [emoji] = useEmoji();
  const live = useChatState(state => state.connection.phase === 'live');
  const [shown, show] = useState<{ picture: string; url: string } | null>(null);
  const url = shown?.picture === picture ? shown.url : null;
  const wanted = url === null && live;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each connection anew
  useEffect(() => {
    let current = true;
    emoji.picture(picture).then(
      url => current && show({ picture, url }),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [emoji, picture, wanted]);
  const written = `:${name}:`;
  if (url === null) return written;
  return <img className="custom-emoji" src={url} alt={written} title={written} draggable={false} />;
}
