import { z } from '@hono/zod-openapi';
import { listRuns } from '../domain/runs.ts';
import { jobNames } from './edge.ts';
import { operation } from './operation.ts';
import { day, listOf, page } from './shapes.ts';

const tag = '任务';

const run = z
  .looseObject({ job: z.string(), day, status: z.enum(['running', 'done', 'failed']) })
  .openapi('JobRun');

/** 每日任务. */
export const jobs = [
  operation({
    method: 'get',
    path: '/job-runs',
    tag,
    summary: '列出每日任务的运行，新的在前',
    grants: ['jobs:run'],
    query: z.strictObject(page),
    answer: listOf(run),
    run: ({ query, read }) => read(null, (work) => listRuns(work, query)),
  }),
  operation({
    method: 'post',
    path: '/job-runs',
    tag,
    summary: '运行某日的任务；同一日再运行不改变结果，早于已完成的日子为 409',
    grants: ['jobs:run'],
    body: z.strictObject({ job: z.enum(jobNames), day }),
    answer: run,
    run: ({ deps, body }) => deps.runJob(body.job, body.day),
  }),
];
