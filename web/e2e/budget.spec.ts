import { expect } from '@playwright/test';
import { firstVisit } from './first-visit.ts';
import { test } from './test.ts';

/** What the first visit may cost, in bytes on the wire. */
const SCRIPT = 120_000;
const STYLE = 12_000;

test('what a first visit loads stays within its budget', async ({ server }) => {
  expect(server.url, 'a server, whose start builds the page').toBeTruthy();
  const cost = firstVisit();
  expect(cost.script).toBeGreaterThan(0);
  expect(cost.style).toBeGreaterThan(0);
  expect(cost.script, JSON.stringify(cost)).toBeLessThanOrEqual(SCRIPT);
  expect(cost.style, JSON.stringify(cost)).toBeLessThanOrEqual(STYLE);
});
