import { z } from '@hono/zod-openapi';
import { writePain001 } from '../adapters/iso20022/pain001.ts';
import { approveBatch, orderBatch, orderOf, withdrawBatch } from '../domain/payroll/acts.ts';
import { getBatch, listLines } from '../domain/payroll/batch-view.ts';
import { claimBatch } from '../domain/payroll/batches.ts';
import { confirmLines } from '../domain/payroll/confirmations.ts';
import { issueSlips } from '../domain/payroll/slips.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import { postSheet, sheetForm } from './payroll-sheet.ts';
import {
  cardNo,
  day,
  idNumber,
  instant,
  listOf,
  month,
  numberedPage,
  projectCode,
  publicId,
  rows,
  sumFen,
  text,
  uscc,
} from './shapes.ts';

const tag = '工资发放';
const MOST_LINES = 50_000;
const inBatch = z.strictObject({ batchId: publicId });

const line = z
  .strictObject({
    idNumber,
    name: text(60),
    workDays: z.int().min(0).max(31).optional(),
    grossFen: sumFen,
    deductions: rows(z.strictObject({ kind: text(32), amountFen: sumFen }), 20, 0).optional(),
    netFen: sumFen,
    cardNo,
    confirmedAt: instant.optional().openapi({ description: '工人确认的时间；更正减少工资时必填' }),
    replaces: text(35)
      .optional()
      .openapi({ description: '更正或重发所替代的 endToEndId；其批次须已下达' }),
  })
  .openapi('PayrollLine');

const batch = z.strictObject({
  wageMonth: month,
  employerUscc: uscc,
  kind: z.enum(['regular', 'supplement', 'correction', 'resend']).default('regular'),
  reference: text(64).optional(),
  lines: rows(line, MOST_LINES),
});

const claimed = z.object({
  batchId: publicId,
  batchNo: z.string(),
  status: z.literal('claimed'),
  lineCount: z.int(),
  totalNetFen: sumFen,
  warnings: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })),
});

const batchView = z
  .looseObject({
    batchId: publicId,
    batchNo: z.string(),
    status: z.string(),
    lineCount: z.int(),
    totalNetFen: sumFen,
  })
  .openapi('PayrollBatch');

const lineView = z.looseObject({
  endToEndId: z.string(),
  name: z.string(),
  netFen: sumFen,
  state: z.string(),
});

/** 工资支付表: the wages of one employer on one project for one month. */
export const payroll = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/payroll-batches',
    tag,
    summary: '报送工资支付表：JSON，或上传 .xlsx、.csv',
    grants: ['payroll:post'],
    params: z.strictObject({ projectCode }),
    body: batch,
    form: { shape: sheetForm, run: postSheet },
    limit: 'bulk',
    idempotent: true,
    status: 201,
    answer: claimed,
    run: ({ params, body, write }) => write(params, (work, id) => claimBatch(work, id, body)),
  }),
  operation({
    method: 'get',
    path: '/payroll-batches/{batchId}',
    tag,
    summary: '查看批次及各状态合计；用人单位可查看本单位的批次',
    grants: ['read'],
    params: inBatch,
    answer: batchView,
    run: ({ params, read }) => {
      const { projectId, id } = parseId(params.batchId);
      return read({ projectId }, (work) => getBatch(work, projectId, id));
    },
  }),
  operation({
    method: 'get',
    path: '/payroll-batches/{batchId}/lines',
    tag,
    summary: '查看批次明细；证件号和卡号只显示末四位',
    grants: ['read'],
    params: inBatch,
    query: z.strictObject(numberedPage),
    answer: listOf(lineView),
    run: ({ params, query, read }) => {
      const { projectId, id } = parseId(params.batchId);
      return read({ projectId }, (work) => listLines(work, projectId, id, query));
    },
  }),
  operation({
    method: 'post',
    path: '/payroll-batches/{batchId}/confirmations',
    tag,
    summary: '登记工人本人对所在行的签字确认；已确认的保持原样',
    grants: ['payroll:post'],
    params: inBatch,
    body: z.strictObject({
      confirmations: rows(
        z.strictObject({ endToEndId: text(35), confirmedAt: instant }),
        MOST_LINES,
      ),
    }),
    limit: 'bulk',
    idempotent: true,
    status: 201,
    answer: z.object({ confirmed: z.int(), unconfirmed: z.int() }),
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.batchId);
      return write({ projectId }, (work) => confirmLines(work, projectId, id, body.confirmations));
    },
  }),
  operation({
    method: 'post',
    path: '/payroll-batches/{batchId}/slips',
    tag,
    summary: '登记已向工人提供工资清单；不写 endToEndIds 为全批',
    grants: ['payroll:post'],
    params: inBatch,
    body: z.strictObject({
      issuedOn: day,
      endToEndIds: rows(text(35), MOST_LINES).optional(),
    }),
    limit: 'bulk',
    idempotent: true,
    status: 201,
    answer: z.object({ issued: z.int(), outstanding: z.int() }),
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.batchId);
      return write({ projectId }, (work) => issueSlips(work, projectId, id, body));
    },
  }),
  operation({
    method: 'put',
    path: '/payroll-batches/{batchId}/approval',
    tag,
    summary: '复核批次；由报送人以外的另一人，并写明所见总额；本人原样重发得到批次现状',
    grants: ['payroll:approve'],
    params: inBatch,
    body: z.strictObject({ totalNetFen: sumFen }),
    answer: batchView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.batchId);
      return write({ projectId }, (work) => approveBatch(work, projectId, id, body));
    },
  }),
  operation({
    method: 'put',
    path: '/payroll-batches/{batchId}/order',
    tag,
    summary: '下达代发指令；本人重发得到批次现状',
    grants: ['payroll:order'],
    params: inBatch,
    answer: batchView,
    run: ({ params, write }) => {
      const { projectId, id } = parseId(params.batchId);
      return write({ projectId }, (work) => orderBatch(work, projectId, id));
    },
  }),
  operation({
    method: 'get',
    path: '/payroll-batches/{batchId}/order.xml',
    tag,
    summary: '取得代发指令文件 pain.001.001.03；下达之前为 409',
    grants: ['payroll:order'],
    params: inBatch,
    answer: 'application/xml',
    run: async ({ c, params, read }) => {
      const { projectId, id } = parseId(params.batchId);
      const order = await read({ projectId }, (work) => orderOf(work, projectId, id));
      c.header('Content-Type', 'application/xml; charset=utf-8');
      c.header('Content-Disposition', `attachment; filename="${order.batchNo}.xml"`);
      return c.body(ReadableStream.from(writePain001(order)).pipeThrough(new TextEncoderStream()));
    },
  }),
  operation({
    method: 'put',
    path: '/payroll-batches/{batchId}/withdrawal',
    tag,
    summary: '撤回尚未下达的批次；本人以同一原因重发得到批次现状',
    grants: ['payroll:post'],
    params: inBatch,
    body: z.strictObject({ reason: text(500) }),
    answer: batchView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.batchId);
      return write({ projectId }, (work) => withdrawBatch(work, projectId, id, body));
    },
  }),
];
