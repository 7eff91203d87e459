import { type Api, ApiError, type FileInfo, MOST_FILES, type ParleyClient, upload } from '@parley/sdk';
import type { Chat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';

/** A file on its way to the server, to go with the next message. */
export interface Attached {
  key: string;
  name: string;
  bytes: number;
  sent: number;
  /** `refused` is what would be refused again. */
  state: 'waiting' | 'uploading' | 'failed' | 'refused' | 'there';
  /** Once it is there. */
  file?: FileInfo;
  /** Once it failed or was refused. */
  why?: string;
}

/** So many at once: a server takes a few of each user's at a time, of all tabs together. */
const AT_ONCE = 2;

interface Source {
  blob: File;
  giveUp: AbortController;
}

/** What is attached to the next message of one composer. It goes on while another conversation is on screen. */
export class Uploads {
  private all: readonly Attached[] = [];
  private readonly sources = new Map<string, Source>();
  private readonly listeners = new Set<() => void>();
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  readonly get = (): readonly Attached[] => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes as many as a message may have; false where some are too many. */
  add(files: readonly File[]): boolean {
    const taken = files.slice(0, MOST_FILES - this.all.length);
    const added = taken.map(blob => {
      const key = crypto.randomUUID();
      this.sources.set(key, { blob, giveUp: new AbortController() });
      return { key, name: blob.name, bytes: blob.size, sent: 0, state: 'waiting' as const };
    });
    this.change([...this.all, ...added]);
    this.next();
    return taken.length === files.length;
  }

  remove(key: string): void {
    this.sources.get(key)?.giveUp.abort();
    this.sources.delete(key);
    this.change(this.all.filter(one => one.key !== key));
    this.next();
  }

  retry(key: string): void {
    this.amend(key, { state: 'waiting', sent: 0 });
    this.next();
  }

  /** Those that are there, which have gone with a message now. */
  clear(): void {
    for (const { key, state } of this.all) if (state === 'there') this.sources.delete(key);
    this.change(this.all.filter(({ state }) => state !== 'there'));
  }

  private next(): void {
    const running = this.all.filter(({ state }) => state === 'uploading').length;
    const waiting = this.all.filter(({ state }) => state === 'waiting').slice(0, AT_ONCE - running);
    for (const { key } of waiting) {
      this.amend(key, { state: 'uploading' });
      void this.upload(key).finally(() => this.next());
    }
  }

  private async upload(key: string): Promise<void> {
    const source = this.sources.get(key);
    if (!source) return;
    const { blob, giveUp } = source;
    if (blob.size === 0) return this.amend(key, { state: 'refused', why: t('attach.empty') });
    try {
      const file = await upload(this.api, blob, {
        name: blob.name,
        signal: giveUp.signal,
        onProgress: sent => this.amend(key, { sent: Math.min(sent, blob.size) }),
      });
      this.amend(key, { state: 'there', file, name: file.name, sent: blob.size });
    } catch (failure) {
      const tooLarge = failure instanceof ApiError && failure.code === 'too_large';
      this.amend(key, { state: tooLarge ? 'refused' : 'failed', why: whyNot(failure) });
    }
  }

  private amend(key: string, part: Partial<Attached>): void {
    this.change(this.all.map(one => (one.key === key ? { ...one, ...part } : one)));
  }

  private change(all: readonly Attached[]): void {
    this.all = all;
    for (const listener of this.listeners) listener();
  }
}

function whyNot(failure: unknown): string {
  if (!(failure instanceof ApiError)) return explain(failure);
  switch (failure.code) {
    case 'too_large':
      return t('attach.tooLarge');
    case 'conflict':
      return t('attach.unsent');
    case 'unreachable':
    case 'bad_request':
      return t('attach.brokeOff');
    default:
      return explain(failure);
  }
}

const byClient = new WeakMap<ParleyClient, Map<string, Uploads>>();

/** @param place the conversation, or the thread in it, that the message is for */
export function uploadsOf({ client, api }: Pick<Chat, 'client' | 'api'>, place: string): Uploads {
  const places = byClient.get(client) ?? new Map<string, Uploads>();
  byClient.set(client, places);
  const uploads = places.get(place) ?? new Uploads(api);
  places.set(place, uploads);
  return uploads;
}
