import { defineConfig } from 'vitest/config';

/** What people do at the pages, in a real Chromium. Needs `npm ci --prefix test/browser`. */
export default defineConfig({
  test: {
    globalSetup: ['test/helpers/cluster.ts'],
    include: ['test/browser/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
