import { defineConfig } from 'vitest/config';

/** The request tests against workerd, and what only a Worker has. Needs `npm ci --prefix test/workers`. */
export default defineConfig({
  test: {
    globalSetup: ['test/helpers/cluster.ts', 'test/workers/setup.ts'],
    include: ['test/http/*.test.ts', 'test/workers/*.test.ts'],
    // These put functions into the application, hold its pool, or send no request; the matrices are the database’s, and long.
    exclude: [
      'test/http/{bank-items,idempotency,matrix,openapi,rates,restart,roles,shortage}.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
