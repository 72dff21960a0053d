import { z } from '@hono/zod-openapi';
import { reviewPay } from '../domain/payroll/reviews.ts';
import { operation } from './operation.ts';
import { day, month, projectCode, publicId, rows, text, uscc } from './shapes.ts';

/** 发放核查. */
export const payReviews = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/pay-reviews',
    tag: '监测',
    summary: '主管部门核查某单位某月的工资发放并说明结论；此后发放的不在其内',
    grants: ['alerts:handle'],
    params: z.strictObject({ projectCode }),
    body: z.strictObject({
      employerUscc: uscc,
      wageMonth: month,
      about: z.enum(['payee', 'pattern', 'rate']).openapi({
        description:
          'payee：收款人及收款账户（W04）；pattern：发放是否合理（W12）；rate：应发与出勤、最低工资是否相符（W07）',
      }),
      note: text(2000),
      evidence: rows(text(200), 100, 0).optional(),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ reviewId: publicId, reviewedOn: day }),
    run: ({ params, body, write }) => write(params, (work, id) => reviewPay(work, id, body)),
  }),
];
