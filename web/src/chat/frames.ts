import type { ParleyClient } from '@parley/sdk';

/** A tab that nobody sees has no frames; it waits so long. */
const WITHOUT_FRAMES_MS = 250;
/** Whoever presses for longer selects or drags, and wants to see what comes. */
const LONGEST_PRESS_MS = 1_000;

type Subscribe = (listener: () => void) => () => void;

/**
 * Tells of a client's changes once a frame, however many there are: the page draws whenever it is told, and a burst that is drawn
 * message by message keeps it from everything else. What is typed is told at once, since a field shows what the state says. While
 * something is pressed nothing is told: it would move away under the pointer, and the press would be for nothing.
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

let pressedUntil = 0;

/** Notices what is pressed on the page, until it is told to stop. */
export function followPresses(): () => void {
  const stopped = new AbortController();
  const note = ({ type, timeStamp }: PointerEvent) => {
    pressedUntil = type === 'pointerdown' ? timeStamp + LONGEST_PRESS_MS : 0;
  };
  for (const type of ['pointerdown', 'pointerup', 'pointercancel'] as const)
    addEventListener(type, note, { capture: true, signal: stopped.signal });
  return () => stopped.abort();
}

function inAFrame(then: () => void): () => void {
  const isPressed = () => performance.now() < pressedUntil;
  const draw = () => {
    if (isPressed()) frame = requestAnimationFrame(draw);
    else then();
  };
  let frame = requestAnimationFrame(draw);
  const timer = setInterval(() => isPressed() || then(), WITHOUT_FRAMES_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearInterval(timer);
  };
}
