import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most tests wait for a command: none of the cores is left to vitest alone, as it would have it.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/heavy/**', 'test/package/**'],
          globalSetup: 'test/support/build.setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/support/build.setup.ts', 'test/support/pack.setup.ts'],
          // Installations from the registry.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
