import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'test/{golden,conformance,electron,fuzz,packaging,scripts}/**/*.test.ts',
    ],
    globalSetup: 'test/fixtures/build-once.ts',
    testTimeout: 60_000,
    // The many child processes need not read the same sources anew: half of their start.
    env: { NODE_COMPILE_CACHE: resolve('.cache/compiled') },
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.cache/test-results/unit.json' }]],
  },
});
