import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/{golden,conformance,electron,scripts}/**/*.test.ts'],
    globalSetup: 'test/fixtures/build-once.ts',
    testTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.cache/test-results/unit.json' }]],
  },
});
