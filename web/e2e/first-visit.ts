import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = (file: string) => readFileSync(fileURLToPath(new URL(`../dist/${file}`, import.meta.url)));

/** What the first visit to the built page loads, in bytes on the wire. */
export function firstVisit(): { script: number; style: number } {
  const page = dist('index.html').toString('utf8');
  const loaded = (kind: string) =>
    [...page.matchAll(new RegExp(`(?:src|href)="/(assets/[^"]+\\.${kind})"`, 'g'))]
      .map(([, file = '']) => gzipSync(dist(file)).length)
      .reduce((sum, size) => sum + size, 0);
  return { script: loaded('js'), style: loaded('css') };
}
