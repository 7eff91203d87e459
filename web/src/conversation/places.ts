import type { Row } from './rows.ts';
import type { Hold } from './useTimelineScroll.ts';

/** Where one read: at which row, and how far that stood below the edge. */
export interface Place {
  conversation: string;
  key: string;
  top: Extract<Hold, { at: 'row' }>['top'];
  /** Its number, or that of the row below it: the log has to reach back to it, and the row itself may be gone, as an unread line is. */
  seq: number;
}

/** More than these nobody goes back through. */
const KEPT = 200;

const places = new Map<string, Place>();

/** Where one read, by the entry of the browser's history: in this tab's memory, so that a reload begins as any opening does. */
export function keepPlace(entry: string, place: Place | null): void {
  places.delete(entry);
  if (place) places.set(entry, place);
  const [oldest] = places.keys();
  if (places.size > KEPT && oldest !== undefined) places.delete(oldest);
}

export function placeAt(entry: string, conversation: string): Place | undefined {
  const place = places.get(entry);
  return place?.conversation === conversation ? place : undefined;
}

/** The row to hold, if it is there. */
export function holdAt({ key, top, seq }: Place, rows: readonly Row[]): Hold | undefined {
  const row = rows.find(row => row.key === key) ?? rows.find(row => seqOf(row) === seq);
  return row && { at: 'row', key: row.key, top };
}

export function seqOf(row: Row): number | undefined {
  if (row.type === 'message') return row.seq;
  return row.type === 'system' ? row.entry.seq : undefined;
}
