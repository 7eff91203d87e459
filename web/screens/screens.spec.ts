import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type Page, type Route, test, type ViewportSize } from '@playwright/test';
import { Server } from '../e2e/server.ts';
import { chart } from './chart.ts';
import { Times } from './times.ts';
import { VIEWS, type View } from './views.ts';
import { furnish, type Workspace } from './workspace.ts';

const SIZES = [
  { width: 320, height: 640 },
  { width: 768, height: 900 },
  { width: 1280, height: 800 },
];
const THEMES = ['light', 'dark'] as const;
/** Of WebP: letters stay clean, and all pictures together small. */
const QUALITY = 60;

const pictures = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
/** `SCREENS=thread,search` takes these alone. */
const asked = process.env.SCREENS?.split(',');

let server: Server;
let workspace: Workspace;
const times = new Times();

test.beforeAll(async () => {
  server = await Server.start({ PARLEY_LIMITS_SEARCHES: '1000', PARLEY_LIMITS_SEARCHES_BURST: '1000' });
  workspace = await furnish(server.url, server.setupLink, times);
  await mkdir(pictures, { recursive: true });
});

test.afterAll(async () => {
  await server?.stop();
});

for (const view of VIEWS.filter(({ name }) => !asked || asked.includes(name)))
  test(view.name, async ({ browser }) => {
    for (const viewport of SIZES) {
      const page = await looker(browser, view, viewport);
      await page.goto(view.path?.(workspace) ?? '/');
      await view.show(page, workspace);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await takePicture(page, `${view.name}-${viewport.width}-${colorScheme}.webp`);
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.context().close();
    }
  });

async function looker(browser: Browser, { who = 'maya' }: View, viewport: ViewportSize): Promise<Page> {
  const value = who === 'nobody' ? null : await workspace[who].session();
  const localStorage = value === null ? [] : [{ name: 'parley.session', value }];
  const context = await browser.newContext({
    viewport,
    baseURL: server.url,
    timezoneId: 'Europe/Berlin',
    serviceWorkers: 'block',
    storageState: { cookies: [], origins: [{ origin: server.url, localStorage }] },
  });
  const page = await context.newPage();
  await times.reach(page);
  await page.route(/\/messages\/\d+\/previews$/, route => route.fulfill({ json: behindLinks(route) }));
  return page;
}

/** A server looks at no links on a machine that cannot reach them: this is what it would tell of ours. */
function behindLinks(route: Route): object {
  const image = {
    type: 'image/png',
    width: 480,
    height: 252,
    data: Buffer.from(chart(480, 252)).toString('base64'),
  };
  const card = {
    url: 'https://charts.example.org/preview/1482',
    title: 'Chart preview 1482: wind arrows with an outline',
    description: 'The approach to the harbour in the night palette, with arrows below the contours.',
    site: 'charts.example.org',
    image,
  };
  const isOurs = route.request().url().includes(`/${workspace.seqs.linked}/`);
  return { on: true, previews: isOurs ? [card] : [] };
}

/** Playwright's own are larger: it knows no WebP. */
async function takePicture(page: Page, file: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(
    () => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await writeFile(new URL(file, `file://${pictures}`), Buffer.from(data, 'base64'));
}
