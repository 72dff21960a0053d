import { z } from '@hono/zod-openapi';
import { type Actor, read } from '../../db/work.ts';
import { operation } from './operation.ts';

const tag = '运行';

const PROBE: Actor = {
  id: 'probe',
  holder: 'probe',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** For balancers and watchers; mounted under the API and at the root. */
export const health = [
  operation({
    method: 'get',
    path: '/health',
    tag,
    summary: '进程是否在运行',
    grants: 'open',
    answer: z.object({ status: z.literal('ok'), version: z.string() }),
    run: ({ deps }) => ({ status: 'ok', version: deps.version }),
  }),
  operation({
    method: 'get',
    path: '/ready',
    tag,
    summary: '能否受理请求：数据库是否可用',
    grants: 'open',
    answer: z.object({ status: z.literal('ready') }),
    run: async ({ deps, now, day }) => {
      await read(deps.db, PROBE, now, day, ({ sql }) => sql`select 1`);
      return { status: 'ready' };
    },
  }),
  operation({
    method: 'get',
    path: '/metrics',
    tag,
    summary: '计数，Prometheus 文本格式',
    grants: ['read', 'jobs:run'],
    answer: 'text/plain',
    run: ({ c, deps }) => {
      const requests = [...deps.counts].map(
        ([kind, n]) => `wage_escrow_requests_total{status="${kind}"} ${n}`,
      );
      const { rss } = process.memoryUsage();
      const ofProcess = [
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
        '# TYPE process_uptime_seconds gauge',
        `process_uptime_seconds ${Math.round(process.uptime())}`,
      ];
      const lines = [
        '# TYPE wage_escrow_requests_total counter',
        ...requests,
        // An isolate is no process: it is told 0.
        ...(rss > 0 ? ofProcess : []),
      ];
      c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
      return c.body(`${lines.join('\n')}\n`);
    },
  }),
];
