import { defineConfig } from 'vitest/config';

/** What takes too long for every change: `npm run test:heavy`; its results are recorded in docs/. */
export default defineConfig({
  test: {
    include: ['test/heavy/**/*.test.ts'],
    globalSetup: ['test/support/build.setup.ts', 'test/support/pack.setup.ts'],
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
  },
});
