import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['test/helpers/cluster.ts'],
  testTimeout: 20_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{slow,workers}/**'],
        },
      },
      { test: { ...shared, name: 'slow', include: ['test/slow/**/*.test.ts'] } },
    ],
  },
});
