import { expect, test } from '@playwright/test';
import { firstVisit } from './first-visit.ts';
import { Server } from './server.ts';

/** What the first visit may cost, in bytes on the wire. */
const SCRIPT = 120_000;
const STYLE = 12_000;

test('what a first visit loads stays within its budget', async () => {
  const server = await Server.start();
  await server.stop();
  const cost = firstVisit();
  expect(cost.script).toBeGreaterThan(0);
  expect(cost.style).toBeGreaterThan(0);
  expect(cost.script, JSON.stringify(cost)).toBeLessThanOrEqual(SCRIPT);
  expect(cost.style, JSON.stringify(cost)).toBeLessThanOrEqual(STYLE);
});
