import type { Page } from '@playwright/test';

declare global {
  /** What `watch` puts into each page. Times are milliseconds, of the wall clock where two pages compare them. */
  var probe: {
    /** When the first message was painted, since the page was asked for. */
    first: Promise<number>;
    /** When one could write, too. */
    interactive: Promise<number>;
    /** The last key, by the browser's own account of it. */
    pressed: number;
    /** When a message with this text is painted. */
    painted(text: string): Promise<number>;
  };
}

/** Watches from the page's first moment on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    /** After the frame in which something is there: what follows the frame runs when it was painted. */
    const after = (isThere: () => boolean) =>
      new Promise<number>(painted => {
        const look = () => {
          if (!isThere()) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => painted(performance.now());
            port2.postMessage(null);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        look();
      });
    const begun = () => document.querySelector('.timeline[data-begun=true] .message-text') !== null;
    const writable = () => document.querySelector('.composer textarea:not(:disabled)') !== null;
    globalThis.probe = {
      first: after(begun),
      interactive: after(() => begun() && writable()),
      pressed: 0,
      painted: async text => {
        const last = () => [...document.querySelectorAll('.message-text')].slice(-3);
        return performance.timeOrigin + (await after(() => last().some(shown => shown.textContent === text)));
      },
    };
    const pressed = (event: Event) => {
      globalThis.probe.pressed = performance.timeOrigin + event.timeStamp;
    };
    addEventListener('keydown', pressed, true);
  });
}
