import { z } from '@hono/zod-openapi';
import { listMinimumWages, putMinimumWage } from '../domain/minimum-wages.ts';
import { operation } from './operation.ts';
import { day, listOf, regionCode, someFen, text } from './shapes.ts';

const tag = '日历';
const standard = z
  .object({ regionCode, fromDay: day, monthFen: someFen, source: z.string() })
  .openapi('MinimumWage');

/** 月最低工资标准, for what a full month's wages are held against. */
export const minimumWages = [
  operation({
    method: 'put',
    path: '/minimum-wages/{regionCode}/{day}',
    tag,
    summary: '登记本辖区自某日起的月最低工资标准',
    grants: ['calendar:write'],
    params: z.strictObject({ regionCode, day }),
    body: z.strictObject({ monthFen: someFen, source: text(200) }),
    answer: standard,
    run: ({ params, body, write }) =>
      write(null, (work) => putMinimumWage(work, params.regionCode, params.day, body)),
  }),
  operation({
    method: 'get',
    path: '/minimum-wages',
    tag,
    summary: '列出已登记的月最低工资标准',
    grants: ['read'],
    answer: listOf(standard),
    run: ({ read }) => read(null, (work) => listMinimumWages(work)),
  }),
];
