import { z } from '@hono/zod-openapi';
import { hidden } from '../domain/access.ts';
import { operation } from './operation.ts';
import { balanceFen, day, month, projectCode, sumFen } from './shapes.ts';

const runwayMonth = z.looseObject({
  period: month,
  dueDay: day,
  workingDaysLeft: z.int().openapi({ description: '距发放日的工作日数；已过为负' }),
  workers: z.int(),
  needFen: sumFen.openapi({ description: '尚需发放的工资' }),
  forecastFen: sumFen.openapi({ description: '其中尚无工资表、按考勤和日工资推算的部分' }),
  unknownEmployers: z.int().openapi({ description: '有考勤而无从推算日工资的用人单位数' }),
  earlierFen: sumFen.openapi({ description: '此前到期的各月尚未付清的工资' }),
  certainFen: sumFen.openapi({ description: '发放日前应到、尚未到期的人工费用' }),
  shortFen: sumFen.openapi({ description: '缺口' }),
});

const accuracy = z.object({
  missPerMille: z.int().nullable().openapi({ description: '此前各月推算的平均误差，千分之一' }),
  months: z.array(
    z.looseObject({
      period: month,
      employerUscc: z.string(),
      forecastFen: sumFen,
      payrollFen: sumFen,
    }),
  ),
});

/** 工资资金预测. */
export const runways = [
  operation({
    method: 'get',
    path: '/projects/{projectCode}/runway',
    tag: '监测',
    summary: '预测专户资金能否发放近期工资，并列出此前推算的误差',
    grants: ['read'],
    params: z.strictObject({ projectCode }),
    query: z.strictObject({
      aheadDays: z.coerce
        .number()
        .int()
        .min(1)
        .max(30)
        .default(10)
        .openapi({ description: '往后看的工作日数' }),
    }),
    answer: z.object({
      day,
      balanceFen: balanceFen.openapi({ description: '可用余额，不含被冻结的部分' }),
      frozenFen: sumFen,
      months: z.array(runwayMonth),
      accuracy,
    }),
    run: ({ deps, params, query, read }) =>
      read(params, (work, id) => {
        // An employer that is no main party sees its own duties and no account: half a sum would mislead it.
        if (!work.actor.projects.includes(id)) throw hidden();
        return deps.runway(work, id, query.aheadDays);
      }),
  }),
];
