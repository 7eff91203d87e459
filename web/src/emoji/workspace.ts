import type { Api, CustomEmojis } from '@parley/sdk';
import { KEPT } from './named.ts';

/** The list is asked for no more often, whatever names people write. */
const RARELY_MS = 60_000;

/** So that all who see a new name at once do not ask at once. */
const SPREAD_MS = 2_000;

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * The emoji of the workspace. The list is kept on this device, for all tabs and where there is no network; pictures are the browser's to
 * keep, which it may for ever: another picture has another name.
 */
export class WorkspaceEmoji {
  private text: string | null = null;
  private known = NONE;
  private asked = Number.NEGATIVE_INFINITY;
  private waiting = false;
  private live = false;
  private readonly pictures = new Map<string, Promise<string>>();
  private readonly api: Api;
  private readonly storage: Storage;
  private readonly listeners = new Set<() => void>();

  constructor(api: Api, storage: Storage) {
    this.api = api;
    this.storage = storage;
  }

  /** Pictures by names; the same map as long as nothing changed. */
  readonly get = (): ReadonlyMap<string, string> => {
    const text = this.storage.getItem(KEPT);
    if (text !== this.text) {
      this.text = text;
      this.known = text ? new Map(text.split(',').map(one => one.split(' ') as [string, string])) : NONE;
    }
    return this.known;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      this.listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };

  /** With each connection the list is asked for anew. */
  connected(live: boolean): void {
    if (live && !this.live) this.want();
    this.live = live;
  }

  /** Has the list asked for soon: at once where it was not for a while. What fails is tried again by the next who wants it. */
  want(): void {
    if (this.waiting) return;
    this.waiting = true;
    const pause = this.asked + RARELY_MS - performance.now();
    const wait = pause > 0 ? pause + Math.random() * SPREAD_MS : 0;
    setTimeout(() => {
      this.waiting = false;
      this.learn().catch(() => {});
    }, wait);
  }

  async learn(): Promise<CustomEmojis> {
    this.asked = performance.now();
    const list = await (await this.api.emoji()).list();
    const text = list.emoji.map(({ name, picture }) => `${name} ${picture}`).join();
    if (text) this.storage.setItem(KEPT, text);
    else this.storage.removeItem(KEPT);
    for (const listener of this.listeners) listener();
    return list;
  }

  /** Where the browser has a picture. */
  picture(id: string): Promise<string> {
    const there = this.pictures.get(id);
    if (there) return there;
    const coming = this.fetched(id);
    this.pictures.set(id, coming);
    coming.catch(() => this.pictures.delete(id));
    return coming;
  }

  private async fetched(id: string): Promise<string> {
    return URL.createObjectURL(await (await this.api.emoji()).picture(id));
  }
}
