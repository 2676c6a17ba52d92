import { defineConfig } from 'vitest/config';

/** What takes too long for every change: `npm run test:heavy`; its results are recorded in docs/. */
export default defineConfig({
  test: {
    include: ['test/heavy/**/*.test.ts'],
    testTimeout: 20 * 60_000,
  },
});
