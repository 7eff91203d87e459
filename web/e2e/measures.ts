import type { Page } from '@playwright/test';

export interface Scrolled {
  frames: number[];
  /** The most message rows in the page at a time. */
  mounted: number;
  /** The number of the oldest message that was reached. */
  oldest: number;
}

/** Scrolls up by so much a frame until a message this old is on screen, or the time is over. */
export function scrollUp(page: Page, asked: { by: number; to: number; within: number }): Promise<Scrolled> {
  return page.getByRole('log').evaluate(async (box, { by, to, within }) => {
    const frame = () => new Promise<number>(requestAnimationFrame);
    const frames: number[] = [];
    let mounted = 0;
    let oldest = Number.POSITIVE_INFINITY;
    let last = await frame();
    for (const began = last; oldest > to && last - began < within; ) {
      box.scrollTop -= by;
      const now = await frame();
      frames.push(now - last);
      last = now;
      const messages = box.getElementsByClassName('message');
      mounted = Math.max(mounted, messages.length);
      oldest = Math.min(oldest, Number(messages[0]?.getAttribute('data-seq') ?? oldest));
    }
    return { frames, mounted, oldest };
  }, asked);
}

/** What JavaScript keeps once all that can be collected is: MB. */
export async function heap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  for (let time = 0; time < 3; time++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1e6;
}
