import { z } from '@hono/zod-openapi';
import { reportArrears, reportOutside, reportProgressPayment } from '../domain/payroll/reports.ts';
import { operation } from './operation.ts';
import { day, month, projectCode, publicId, rows, someFen, text, uscc } from './shapes.ts';

const inProject = z.strictObject({ projectCode });
const evidence = rows(text(200), 100, 0).optional();
const about = { employerUscc: uscc, wageMonth: month, evidence };

/** What is reported of a project's wages beside payrolls: arrears, payments past the account, progress payments. */
export const wageReports = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/arrears-reports',
    tag: '工资发放',
    summary: '书面报告欠薪并提出处理方案',
    grants: ['payroll:post', 'registry:confirm'],
    params: inProject,
    body: z.strictObject({
      ...about,
      reportedOn: day.optional().openapi({ description: '默认为今天；更早的由主管部门补登' }),
      plan: text(2000).openapi({ description: '处理方案' }),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ reportId: publicId, reportedOn: day }),
    run: ({ params, body, write }) => write(params, (work, id) => reportArrears(work, id, body)),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/outside-payments',
    tag: '工资发放',
    summary: '报告以现金或从其他账户发放的工资',
    grants: ['payroll:post', 'registry:confirm'],
    params: inProject,
    body: z.strictObject({
      ...about,
      on: day,
      channel: z.enum(['cash', 'transfer']).openapi({ description: '现金；其他账户' }),
      amountFen: someFen,
      workers: z.int().min(1).max(50_000),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ paymentId: publicId }),
    run: ({ params, body, write }) => write(params, (work, id) => reportOutside(work, id, body)),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/progress-payments',
    tag: '登记',
    summary: '报告已支付的工程进度款，含其中的人工费用',
    grants: ['settlement:write', 'registry:confirm'],
    params: inProject,
    body: z.strictObject({ on: day, amountFen: someFen, evidence }),
    idempotent: true,
    status: 201,
    answer: z.object({ paymentId: publicId }),
    run: ({ params, body, write }) =>
      write(params, (work, id) => reportProgressPayment(work, id, body)),
  }),
];
