import type { Api } from './http.ts';
import { answerFrom, refusal } from './refusal.ts';
import { boolean, list, object, string } from './shape.ts';
import { put } from './uploading.ts';

/** An emoji of the workspace: `:name:` in texts and reactions. */
export interface CustomEmoji {
  name: string;
  /** Names its picture, for ever. */
  picture: string;
  addedBy: string;
  addedAt: string;
}

export interface CustomEmojis {
  /** By name. */
  emoji: CustomEmoji[];
  /** Whether the caller may add one. */
  mayAdd: boolean;
}

const emojiFrom = object<CustomEmoji>({ name: string, picture: string, addedBy: string, addedAt: string });
const emojisFrom = object<CustomEmojis>({ emoji: list(emojiFrom), mayAdd: boolean });

/** The calls about emoji of the workspace. Nobody is told of a new one: ask after each welcome, and for a name that is not known. */
export class EmojiCalls {
  private readonly api: Api;
  private readonly blob: (path: string) => Promise<Blob>;

  constructor(api: Api, blob: (path: string) => Promise<Blob>) {
    this.api = api;
    this.blob = blob;
  }

  async list(): Promise<CustomEmojis> {
    return emojisFrom(await this.api.call('GET', '/v1/emoji'), 'emoji');
  }

  /** A PNG, JPEG, GIF or WebP. The same again is answered by what is there; `conflict` where another has the name. */
  async add(name: string, picture: Blob): Promise<CustomEmoji> {
    const { status, text } = await put(this.api, `/v1/emoji?name=${encodeURIComponent(name)}`, picture);
    return status < 300 ? emojiFrom(answerFrom(text), 'emoji') : refusal(status, text);
  }

  /** Texts and reactions that name it stay. */
  async remove(name: string): Promise<void> {
    await this.api.call('DELETE', `/v1/emoji/${encodeURIComponent(name)}`);
  }

  picture(id: string): Promise<Blob> {
    return this.blob(`/v1/emoji/pictures/${encodeURIComponent(id)}`);
  }
}
