import { vi } from 'vitest';

/** Looks again and again until nothing is thrown; long, since a machine may be busy with other things. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, 30_000);
