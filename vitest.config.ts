import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['test/helpers/cluster.ts'],
  setupFiles: ['test/helpers/seed.ts'],
  testTimeout: 20_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  isolate: false,
};

/** Stories with processes that are killed, ended or fallen asleep, cities, what is asked of everybody, and passwords that are slow to hash on purpose: minutes, not seconds. */
const slow = [
  'test/slow/**/*.test.ts',
  'test/journeys/**/*.test.ts',
  'test/db/{backup,embedded,embedded-death,row-matrix}.test.ts',
  'test/commands/{admin,certificate,erase,papers,rehearse}.test.ts',
  'test/console/**/*.test.ts',
  'test/domain/keeping/{erase,erased-trail}.test.ts',
  'test/domain/proof/pack.test.ts',
  'test/domain/registry/seals.test.ts',
  'test/domain/reports/monthly.test.ts',
  'test/domain/trail/verify.test.ts',
  'test/domain/settlement/pretext/any-text.test.ts',
  'test/http/{every-route,matrix,proof,rates,restart,roles}.test.ts',
  'test/http/people/{new-secret,numbers,people,second-factor,sign-in,sign-on}.test.ts',
  'test/jobs/rehearse.test.ts',
  'test/oracle/read.test.ts',
  'test/{listen,serve}.test.ts',
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // pdfjs says at its import that it cannot draw: in tests it only reads.
    onConsoleLog: (log) => !/@napi-rs\/canvas|Cannot polyfill `(DOMMatrix|Path2D)`/.test(log),
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...slow, 'test/workers/**', 'test/browser/**'],
        },
      },
      { test: { ...shared, name: 'slow', include: slow } },
    ],
  },
});
