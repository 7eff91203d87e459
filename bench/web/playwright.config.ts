import { defineConfig } from '@playwright/test';
import browserTests from '../../web/playwright.config.ts';

/** The browser tests' own browser, that tells its heap to the byte. */
export default defineConfig({
  ...browserTests,
  testDir: '.',
  workers: 1,
  outputDir: '../../test-results/bench',
  timeout: 900_000,
  reporter: 'line',
});
