import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/python/**/*.test.ts'],
    testTimeout: 300_000,
    maxWorkers: 1,
    env: { OMP_NUM_THREADS: '1' },
  },
});
