import type { ParleyClient } from '@parley/sdk';

/** A tab that nobody sees has no frames; it waits so long. */
const WITHOUT_FRAMES_MS = 250;

type Subscribe = (listener: () => void) => () => void;

/**
 * Tells of a client's changes once a frame, however many there are: the page draws whenever it is told, and a burst that is drawn
 * message by message keeps it from everything else. What is typed is told at once, since a field shows what the state says.
 */
export function onceAFrame(
  client: Pick<ParleyClient, 'get' | 'subscribe'>,
  soon: (then: () => void) => () => void = inAFrame,
): Subscribe {
  const listeners = new Set<() => void>();
  let { drafts } = client.get();
  let cancel: (() => void) | null = null;
  const tell = () => {
    cancel?.();
    cancel = null;
    for (const listener of [...listeners]) listener();
  };
  client.subscribe(() => {
    const before = drafts;
    ({ drafts } = client.get());
    if (drafts !== before) tell();
    else cancel ??= soon(tell);
  });
  return listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

function inAFrame(then: () => void): () => void {
  const frame = requestAnimationFrame(then);
  const timer = setTimeout(then, WITHOUT_FRAMES_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
