import { useEffect, useState, useSyncExternalStore } from 'react';
import { useChat } from '../chat/client.ts';
import { persistently } from '../ui/persistently.ts';
import type { Attached, Uploads } from './uploads.ts';

const NONE: readonly Attached[] = [];
const never = () => () => {};
const none = () => NONE;

/**
 * What is attached to the message that is begun somewhere; `uploads` is null until the code for it is loaded.
 *
 * @param place the conversation, or the thread in it
 */
export function useUploads(place: string): { uploads: Uploads | null; attached: readonly Attached[] } {
  const { client, api } = useChat();
  const [uploads, setUploads] = useState<Uploads | null>(null);
  useEffect(() => {
    let wanted = true;
    persistently(() => import('./uploads.ts')).then(({ uploadsOf }) => {
      if (wanted) setUploads(uploadsOf({ client, api }, place));
    });
    return () => {
      wanted = false;
    };
  }, [client, api, place]);
  const attached = useSyncExternalStore(uploads?.subscribe ?? never, uploads?.get ?? none);
  return { uploads, attached };
}
