import type { Api, FileInfo } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';

/** So much of what was shown stays at hand; the longest unused goes first. */
const KEPT_BYTES = 64_000_000;

interface Kept {
  url: string;
  bytes: number;
}

/** By file, the longest unused first. */
const kept = new Map<string, Kept>();
const coming = new Map<string, Promise<string>>();

function usedNow(file: string): string | undefined {
  const found = kept.get(file);
  if (!found) return undefined;
  kept.delete(file);
  kept.set(file, found);
  return found.url;
}

function keep(file: string, blob: Blob): string {
  const url = URL.createObjectURL(blob);
  kept.set(file, { url, bytes: blob.size });
  let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [oldest, { url: unused, bytes }] of kept) {
    if (total <= KEPT_BYTES || oldest === file) break;
    URL.revokeObjectURL(unused);
    kept.delete(oldest);
    total -= bytes;
  }
  return url;
}

function fetched(api: Api, file: string): Promise<string> {
  const already = coming.get(file);
  if (already) return already;
  const bytes = api
    .bytes(file)
    .then(blob => keep(file, blob))
    .finally(() => coming.delete(file));
  coming.set(file, bytes);
  return bytes;
}

/** Where the browser has a picture; null until it does. What failed is tried again with the next connection. */
export function usePicture({ id }: FileInfo): { url: string | null; failed: boolean } {
  const { api } = useChat();
  const live = useChatState(state => state.connection.phase === 'live');
  const [url, setUrl] = useState(() => usedNow(id) ?? null);
  const [failed, setFailed] = useState(false);
  const wanted = url === null && (live || !failed);
  useEffect(() => {
    if (!wanted) return;
    let shown = true;
    fetched(api, id).then(
      there => {
        if (shown) setUrl(there);
      },
      () => {
        if (shown) setFailed(true);
      },
    );
    return () => {
      shown = false;
    };
  }, [api, id, wanted]);
  return { url, failed: failed && url === null };
}
