import type { FileInfo } from '@parley/sdk';

/** Larger ones are not fetched unless somebody asks for them. */
const SHOWN_BYTES = 10_000_000;
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
