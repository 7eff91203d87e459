const AGAIN_AFTER_MS = 5_000;

/** For code that is loaded later: what the network refuses is asked for until it comes. */
export async function persistently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise(again => setTimeout(again, AGAIN_AFTER_MS));
    }
  }
}
