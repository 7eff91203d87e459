import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { Server } from './server.ts';

/** What the first visit may cost, in bytes on the wire. */
const SCRIPT = 120_000;
const STYLE = 12_000;

const dist = (file: string) => readFileSync(fileURLToPath(new URL(`../dist/${file}`, import.meta.url)));

test('what a first visit loads stays within its budget', async () => {
  const server = await Server.start();
  await server.stop();
  const page = dist('index.html').toString('utf8');
  const loaded = (kind: string) =>
    [...page.matchAll(new RegExp(`(?:src|href)="/(assets/[^"]+\\.${kind})"`, 'g'))]
      .map(([, file = '']) => gzipSync(dist(file)).length)
      .reduce((sum, size) => sum + size, 0);
  const cost = { script: loaded('js'), style: loaded('css') };
  expect(cost.script).toBeGreaterThan(0);
  expect(cost.style).toBeGreaterThan(0);
  expect(cost.script, JSON.stringify(cost)).toBeLessThanOrEqual(SCRIPT);
  expect(cost.style, JSON.stringify(cost)).toBeLessThanOrEqual(STYLE);
});
