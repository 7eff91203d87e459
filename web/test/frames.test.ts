import type { ClientState } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { onceAFrame } from '../src/chat/frames.ts';

/** A client whose state is set by hand, and frames that come when they are asked for. */
function page() {
  let state = { drafts: {}, pending: [] } as unknown as ClientState;
  let listener = () => {};
  const waiting = new Set<() => void>();
  const subscribe = onceAFrame(
    {
      get: () => state,
      subscribe: added => {
        listener = added;
        return () => {};
      },
    },
    then => {
      waiting.add(then);
      return () => waiting.delete(then);
    },
  );
  const seen: ClientState[] = [];
  const stop = subscribe(() => seen.push(state));
  return {
    seen,
    stop,
    becomes: (part: object) => {
      state = { ...state, ...part };
      listener();
      return state;
    },
    frame: () => {
      for (const then of [...waiting]) then();
    },
  };
}

describe('what is told of a client', () => {
  it('is told once a frame, as it is by then', () => {
    const { seen, becomes, frame } = page();
    becomes({ ready: false });
    const last = becomes({ ready: true });
    expect(seen).toEqual([]);
    frame();
    frame();
    expect(seen).toEqual([last]);
    const later = becomes({ ready: false });
    frame();
    expect(seen).toEqual([last, later]);
  });

  it('is told at once where it is what is typed, with all that waits', () => {
    const { seen, becomes, frame } = page();
    becomes({ ready: true });
    const typed = becomes({ drafts: { c: 'a' } });
    expect(seen).toEqual([typed]);
    frame();
    expect(seen).toEqual([typed]);
  });

  it('is told to nobody who has stopped listening', () => {
    const { seen, stop, becomes, frame } = page();
    becomes({ ready: true });
    stop();
    frame();
    expect(seen).toEqual([]);
  });
});
