import { png } from '../e2e/png.ts';

const DEEPEST = { red: 0x12, green: 0x34, blue: 0x50 };
const STEPS = 7;

/** A chart: land, an island, and water that gets deeper away from them. */
export function chart(width: number, height: number): Uint8Array<ArrayBuffer> {
  return png(width, height, (x, y) => {
    const deep = depth(x / height, y / height);
    if (deep < 0) return [0xe9, 0xdf, 0xc4];
    const step = STEPS - Math.min(STEPS, Math.floor(deep * STEPS * 1.6));
    return [DEEPEST.red + step * 11, DEEPEST.green + step * 16, DEEPEST.blue + step * 18];
  });
}

/** Below nothing is land. */
function depth(x: number, y: number): number {
  const coast = 0.34 + 0.1 * Math.sin(5 * x) + 0.05 * Math.sin(13 * x + 1);
  const island = 0.16 - Math.hypot(x - 1.15, (y - 0.72) * 1.3);
  return Math.min(y - coast, -island) * 2.2;
}
