import { type Api, ApiError, type LinkPreview } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useChat } from '../chat/client.ts';

/** So many messages' previews are kept; the longest unused go first. */
const KEPT = 200;
/** So many previews that somebody closed are remembered on this device. */
const CLOSED = 500;
const CLOSED_KEY = 'parley.previews.closed';

/** What is behind the links of a message, by the message and its text: an edit is another one. */
const kept = new Map<string, Promise<readonly LinkPreview[]>>();
/** Whether this server looks at links: a call that says no is the last one. */
let off = false;

function previews(api: Api, conversation: string, seq: number, text: string) {
  const key = `${conversation} ${seq} ${text}`;
  const found = kept.get(key) ?? ask(api, conversation, seq, () => kept.delete(key));
  kept.delete(key);
  kept.set(key, found);
  for (const [oldest] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return found;
}

/** What is refused now may be there the next time that the message is shown. */
async function ask(api: Api, conversation: string, seq: number, forget: () => void) {
  try {
    const { on, previews } = await api.previews(conversation, seq);
    off = !on;
    return previews.filter(({ url }) => /^https?:\/\//i.test(url));
  } catch (failure) {
    forget();
    if (failure instanceof ApiError) return [];
    throw failure;
  }
}

export function usePreviews(conversation: string, seq: number, text: string): readonly LinkPreview[] {
  const { api } = useChat();
  const [found, setFound] = useState<readonly LinkPreview[]>([]);
  useEffect(() => {
    if (off) return;
    let shown = true;
    previews(api, conversation, seq, text).then(
      there => shown && setFound(there),
      () => {},
    );
    return () => {
      shown = false;
    };
  }, [api, conversation, seq, text]);
  return found;
}

function closed(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(CLOSED_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(each => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** Whether somebody closed the previews of a message on this device, and how to. */
export function useClosed(conversation: string, seq: number): [boolean, () => void] {
  const key = `${conversation}/${seq}`;
  const [is, setIs] = useState(() => closed().includes(key));
  const close = () => {
    localStorage.setItem(CLOSED_KEY, JSON.stringify([...closed(), key].slice(-CLOSED)));
    setIs(true);
  };
  return [is, close];
}
