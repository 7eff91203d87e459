import { fileFrom } from './codec.ts';
import type { FileInfo } from './frames.ts';
import { MessageCalls } from './message-calls.ts';
import { number, object, string } from './shape.ts';

/** A way to a file's bytes for what can show no access token. */
export interface Link {
  url: string;
  /** Seconds. */
  expiresIn: number;
  file: FileInfo;
}

/** What comes as bytes. Attachments go to the server by `upload`. */
export class FileCalls extends MessageCalls {
  /** What is known of a file, and a link to it: for this user alone, whose right is asked again when it is followed. */
  async link(file: string): Promise<Link> {
    const { link, expiresIn, attachment } = object<{
      link: string;
      expiresIn: number;
      attachment: FileInfo;
    }>({ link: string, expiresIn: number, attachment: fileFrom })(
      await this.call('POST', `/v1/attachments/${file}/link`, {}),
      'link',
    );
    return { url: this.base + link, expiresIn, file: attachment };
  }

  /** A file's bytes. For a large one a `link` keeps them out of memory. */
  async bytes(file: string, signal?: AbortSignal): Promise<Blob> {
    return this.blob(`/v1/attachments/${file}`, signal);
  }

  /**
   * A small picture of an image, which fits into a square of so many pixels. `not_found` also where there is none, or not yet:
   * `bytes` has the image itself.
   */
  async thumbnail(file: string, size: 360 | 1200, signal?: AbortSignal): Promise<Blob> {
    return this.blob(`/v1/attachments/${file}?size=${size}`, signal);
  }

  /** What the server has of the caller, as a ZIP file. */
  async exportOwn(signal?: AbortSignal): Promise<Blob> {
    return this.blob('/v1/users/me/export', signal);
  }
}
