import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumPath } from './scripts/setup/chromium.ts';

const executablePath = chromiumPath();
// The many hosts need not read the same sources anew: half of their start.
process.env.NODE_COMPILE_CACHE ??= resolve('.cache/compiled');

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: '.cache/playwright',
  timeout: 180_000,
  // What a page shows comes later on a computer that does other work; nothing here is timed.
  expect: { timeout: 20_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.cache/test-results/browser.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Mesa's llvmpipe: the fastest drawing without a GPU.
      args: ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist'],
    },
  },
});
