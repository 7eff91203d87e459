import { defineConfig } from '@playwright/test';

/** Runs in a Chromium that is installed already: `CHROMIUM` names another than Debian's. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results/web',
  // Each with a server and a browser of its own: one waits while the other works.
  workers: 2,
  forbidOnly: true,
  // A machine that is busy with other things makes everything late; only what never comes costs so much.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    locale: 'en-GB',
    viewport: { width: 1100, height: 720 },
    // Recording traces costs nearly as much as the tests: who looks for a cause asks for them, `--trace retain-on-failure`.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
