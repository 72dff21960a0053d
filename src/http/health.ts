import { z } from '@hono/zod-openapi';
import { type Actor, read } from '../../db/work.ts';
import { Problem } from '../lib/problem.ts';
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
    uncounted: true,
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
      if (deps.ending?.() === 'soon')
        throw new Problem('unavailable', 'process-ending', '本进程即将停止，请改用其他节点。');
      await read(deps.db, PROBE, now, day, ({ sql }) => sql`select 1`);
      return { status: 'ready' };
    },
  }),
  operation({
    method: 'get',
    path: '/metrics',
    tag,
    summary: '指标，Prometheus 文本格式；含全市合计，故须有任务权限',
    grants: ['jobs:run'],
    answer: 'text/plain',
    run: async ({ c, deps }) => {
      if (!deps.meter)
        throw new Problem(
          'not-found',
          'metrics-absent',
          '这种部署方式不保留计数，请看平台的统计。',
        );
      c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
      return c.body(await deps.meter.text());
    },
  }),
];
