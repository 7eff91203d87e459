import { defineConfig } from '@playwright/test';
import browserTests from '../playwright.config.ts';

/** The browser tests' own browser, that takes pictures. */
export default defineConfig({
  ...browserTests,
  testDir: '.',
  workers: 1,
  outputDir: '../../test-results/screens',
  timeout: 600_000,
  reporter: 'line',
  use: { ...browserTests.use, actionTimeout: 30_000 },
});
