import { z } from '@hono/zod-openapi';
import { putCompany } from '../domain/registry/companies.ts';
import { putContract, putParticipant, putProgress } from '../domain/registry/contracts.ts';
import {
  confirmProject,
  getProject,
  listProjects,
  putProject,
} from '../domain/registry/projects.ts';
import { operation } from './operation.ts';
import {
  accountNo,
  annualRate,
  day,
  fen,
  listOf,
  month,
  numberedPage,
  projectCode,
  regionCode,
  rows,
  someFen,
  text,
  uscc,
} from './shapes.ts';

const tag = '登记';
const both = ['registry:write', 'registry:propose'] as const;
const inProject = z.strictObject({ projectCode });
const sizes = z.enum(['large', 'medium', 'small', 'micro']);
const kinds = z.enum(['owner', 'contractor', 'subcontractor', 'bank', 'authority']);

const company = z.strictObject({
  name: text(100),
  kinds: rows(kinds, 5),
  size: sizes.optional(),
  ownership: z.enum(['state', 'private', 'government', 'institution', 'other']).optional(),
});

const project = z.strictObject({
  name: text(200),
  regionCode,
  ownerUscc: uscc,
  contractorUscc: uscc,
  fundSource: z.enum(['government', 'state', 'private']),
  status: z.enum(['preparing', 'active', 'suspended', 'finished']),
  startsOn: day.optional(),
  endsOn: day.optional(),
  permitOn: day.optional(),
});

const projectView = project
  .extend({ projectCode, confirmed: z.boolean(), proposal: project.nullable() })
  .openapi('Project');

const dayOfMonth = z.int().min(1).max(31);
const monthOffset = z.int().min(0).max(1);
const ratio = z
  .number()
  .refine((value) => /^(0\.(?!0+$)\d{1,4}|1)$/.test(String(value)), {
    error: '应为大于 0、不大于 1 的比例，最多四位小数，例如 0.205。',
    params: { fault: 'ratio-invalid' },
  })
  .openapi({ minimum: 0, maximum: 1, example: 0.205 });

const contract = z
  .strictObject({
    signedOn: day,
    totalFen: someFen,
    contractorSize: sizes,
    labourCostFen: someFen.optional().openapi({ description: '每月人工费用' }),
    labourCostRatio: ratio.optional().openapi({ description: '人工费用占当月产值的比例' }),
    transferDay: dayOfMonth.optional(),
    transferMonthOffset: monthOffset.optional(),
    payerAccounts: rows(z.strictObject({ name: text(100), accountNo }), 20, 0).optional(),
    payDay: dayOfMonth.optional(),
    payMonthOffset: monthOffset.optional(),
    reviewDays: z.int().min(1).max(365).optional(),
    paymentDays: z.int().min(1).max(365).optional(),
    auditClause: z.enum(['none', 'basis', 'condition', 'both']).optional(),
    auditClauseText: text(2000).optional(),
    auditClauseSource: z
      .enum(['tender', 'special', 'supplementary'])
      .optional()
      .openapi({ description: '条款出处：招标文件、专用条款、补充协议' }),
    lateRate: annualRate.optional().openapi({ description: '约定的逾期付款年利率' }),
    countDays: z.int().min(1).max(365).optional().openapi({ description: '计量确认期限（天）' }),
    progressPaymentDays: z
      .int()
      .min(1)
      .max(365)
      .optional()
      .openapi({ description: '进度款确认后的支付期限（天）' }),
    fromMonth: month.optional(),
  })
  .refine((terms) => terms.labourCostFen === undefined || terms.labourCostRatio === undefined, {
    error: 'labourCostFen 和 labourCostRatio 只能填一项。',
    path: ['labourCostRatio'],
    params: { fault: 'labour-cost-twice' },
  });

const participant = z.strictObject({
  role: z.enum(['subcontractor', 'supervisor']),
  entersOn: day.optional(),
  exitsOn: day.optional(),
  payDay: dayOfMonth.optional(),
  payMonthOffset: monthOffset.optional(),
});

/** 单位、项目、合同、产值、参建单位. */
export const registry = [
  operation({
    method: 'put',
    path: '/companies/{uscc}',
    tag,
    summary: '登记或整体更新单位',
    grants: both,
    params: z.strictObject({ uscc }),
    body: company,
    answer: company.extend({ uscc }),
    run: ({ params, body, write }) => write(null, (work) => putCompany(work, params.uscc, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}',
    tag,
    summary: '登记项目；已登记的由各方提出变更，待主管部门确认',
    grants: both,
    params: inProject,
    body: project,
    answer: projectView,
    run: ({ params, body, write }) =>
      write(null, (work) => putProject(work, params.projectCode, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/confirmation',
    tag,
    summary: '主管部门确认项目和合同信息',
    grants: ['registry:confirm'],
    params: inProject,
    answer: projectView,
    run: ({ params, write }) => write(params, (work, id) => confirmProject(work, id)),
  }),
  operation({
    method: 'get',
    path: '/projects/{projectCode}',
    tag,
    summary: '查看项目',
    grants: ['read'],
    params: inProject,
    answer: projectView,
    run: ({ params, read }) => read(params, (work, id) => getProject(work, id)),
  }),
  operation({
    method: 'get',
    path: '/projects',
    tag,
    summary: '列出本单位（本辖区）的项目',
    grants: ['read'],
    query: z.strictObject(numberedPage),
    answer: listOf(projectView),
    run: ({ query, read }) => read(null, (work) => listProjects(work, query)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/contract',
    tag,
    summary: '登记合同及其工资条款；新条款自以后的月份起',
    grants: both,
    params: inProject,
    body: contract,
    answer: z.looseObject({}),
    run: ({ params, body, write }) => write(params, (work, id) => putContract(work, id, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/progress/{month}',
    tag,
    summary: '登记当月完成产值',
    grants: both,
    params: z.strictObject({ projectCode, month }),
    body: z.strictObject({ valueFen: fen, confirmedOn: day }),
    answer: z.looseObject({}),
    run: ({ params: { projectCode, month }, body, write }) =>
      write({ projectCode }, (work, id) => putProgress(work, id, month, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/participants/{uscc}',
    tag,
    summary: '登记参建单位',
    grants: ['registry:write'],
    params: z.strictObject({ projectCode, uscc }),
    body: participant,
    answer: z.looseObject({}),
    run: ({ params: { projectCode, uscc }, body, write }) =>
      write({ projectCode }, (work, id) => putParticipant(work, id, uscc, body)),
  }),
];
