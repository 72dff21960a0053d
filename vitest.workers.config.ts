import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['test/helpers/cluster.ts', 'test/workers/setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: 'forks' as const,
};

/** What fills an isolate to its limit has one to itself, as on Cloudflare, where one that grew old is replaced. */
const full = ['test/workers/limits.test.ts'];

/** The request tests against workerd, and what only a Worker has. Needs `npm ci --prefix test/workers`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'workers',
          include: ['test/http/*.test.ts', 'test/workers/*.test.ts'],
          // These put functions into the application, hold its pool, or send no request; the matrices are the database’s, and long.
          exclude: [
            ...full,
            'test/http/{bank-items,idempotency,matrix,openapi,rates,restart,roles,shortage}.test.ts',
          ],
        },
      },
      { test: { ...shared, name: 'workers-full', include: full } },
    ],
  },
});
