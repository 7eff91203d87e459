import { test as base } from '@playwright/test';
import { Server } from './server.ts';

/** Histories are written and searches asked for faster than people do either; and of many passwords none is worth guarding. */
const UNHURRIED = {
  PARLEY_PASSWORDS_MEMORY: '64KiB',
  PARLEY_PASSWORDS_ITERATIONS: '1',
  PARLEY_LIMITS_SENDS_BURST: '10000',
  PARLEY_GATEWAY_FRAMES_PER_SECOND: '10000',
  PARLEY_LIMITS_SEARCHES: '1000',
  PARLEY_LIMITS_SEARCHES_BURST: '1000',
  PARLEY_LIMITS_REGISTRATIONS_BY_ADDRESS: '1000',
};

/**
 * Tests without wishes of their own share the server of their process, since a start takes seconds: they make their own people,
 * and name channels as no other test does. Whoever needs settings, the link of a first start or a crash starts one with `Server.start`.
 */
export const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: what a fixture needs is read from this pattern.
    async ({}, use) => {
      const server = await Server.start(UNHURRIED);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
