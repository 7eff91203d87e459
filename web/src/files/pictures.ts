import { type Api, ApiError, type FileInfo } from '@parley/sdk';
import { useEffect, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { isLight, type Size, sizeFor } from './box.ts';

/** So much of what was shown stays at hand; the longest unused goes first. */
const KEPT_BYTES = 64_000_000;

interface Kept {
  url: string;
  bytes: number;
}

/** By file and size, the longest unused first. */
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

function once(key: string, fetch: () => Promise<Blob>): Promise<string> {
  const already = coming.get(key);
  if (already) return already;
  const bytes = fetch()
    .then(blob => keep(key, blob))
    .finally(() => coming.delete(key));
  coming.set(key, bytes);
  return bytes;
}

/** Where there is no thumbnail, or not yet, the picture itself is shown, unless it is a heavy one. */
async function thumbnail(api: Api, file: FileInfo, size: Size): Promise<Blob> {
  try {
    return await api.thumbnail(file.id, size);
  } catch (failure) {
    const none = failure instanceof ApiError && failure.code === 'not_found';
    if (none && isLight(file)) return api.bytes(file.id);
    throw failure;
  }
}

/** The picture itself, as large as it is. */
export function useOriginal(file: FileInfo): Shown {
  return useShown(file.id, api => api.bytes(file.id));
}

/** The picture as a message shows it. */
export function usePicture(file: FileInfo): Shown {
  const size = sizeFor(file, devicePixelRatio);
  const key = size === null ? file.id : `${file.id} ${size}`;
  return useShown(key, api => (size === null ? api.bytes(file.id) : thumbnail(api, file, size)));
}

interface Shown {
  url: string | null;
  failed: boolean;
}

/** Where the browser has a picture; null until it does. What failed is tried again with the next connection. */
function useShown(key: string, fetch: (api: Api) => Promise<Blob>): Shown {
  const { api } = useChat();
  const live = useChatState(state => state.connection.phase === 'live');
  const [url, setUrl] = useState(() => usedNow(key) ?? null);
  const [failed, setFailed] = useState(false);
  const wanted = url === null && (live || !failed);
  const latest = useRef(fetch);
  latest.current = fetch;
  useEffect(() => {
    if (!wanted) return;
    let shown = true;
    once(key, () => latest.current(api)).then(
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
  }, [api, key, wanted]);
  return { url, failed: failed && url === null };
}
