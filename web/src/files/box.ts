import type { FileInfo } from '@parley/sdk';

/** Above this a server makes no thumbnail by default: it is a file to be downloaded. */
const SHOWN_BYTES = 32 * 1024 * 1024;
/** Above this it is shown by its thumbnail or, where somebody asks for it, by itself. */
const LIGHT_BYTES = 10_000_000;
/** Below this a thumbnail saves nothing, and what moves may go on moving. */
const THUMBNAIL_BYTES = 50_000;
/** What a picture is fitted into, in pixels. */
const BOX = { width: 360, height: 240 };
/** Below this nobody could press it. */
const LEAST = 40;

type Sized = FileInfo & { width: number; height: number };

/** Whether a message shows it, rather than tells of it. */
export function isPicture(file: FileInfo): file is Sized {
  return file.width !== undefined && file.height !== undefined && file.bytes <= SHOWN_BYTES;
}

/** The room for a picture, the same before it is there and after: by its own measures, which came with the message. */
export function boxOf({ width, height }: Sized): { width: number; height: number } {
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  const fitted = (length: number) => Math.max(LEAST, Math.round(length * scale));
  return { width: fitted(width), height: fitted(height) };
}

/** Whether it may be fetched unasked. */
export function isLight({ bytes }: FileInfo): boolean {
  return bytes <= LIGHT_BYTES;
}

export type Size = 360 | 1200;

/** The thumbnail that fills the room for a picture on this screen; null where the picture itself is as good. */
export function sizeFor(file: FileInfo, pixelsPerPixel: number): Size | null {
  if (!isPicture(file) || file.bytes <= THUMBNAIL_BYTES) return null;
  const { width, height } = boxOf(file);
  return Math.max(width, height) * pixelsPerPixel <= 360 ? 360 : 1200;
}
