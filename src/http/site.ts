import { z } from '@hono/zod-openapi';
import { closeComplaint, fileComplaint } from '../domain/site/complaints.ts';
import { decideRecord, endRecord, listRecords } from '../domain/site/decisions.ts';
import { stateRecord } from '../domain/site/records.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import {
  day,
  fen,
  idNumber,
  listOf,
  page,
  projectCode,
  publicId,
  rows,
  someFen,
  text,
  uscc,
} from './shapes.ts';

const tag = '现场';
const inProject = z.strictObject({ projectCode });
const inRecord = z.strictObject({ recordId: publicId });
const parties = ['registry:write', 'registry:propose'] as const;

const stated = z.object({ recordId: publicId, state: z.enum(['waiting', 'effective']) });
const recordView = z
  .looseObject({
    recordId: publicId,
    kind: z.string(),
    state: z.enum(['waiting', 'effective', 'refused']),
    on: day,
    until: day.nullable(),
    amountFen: fen.nullable(),
    statedBy: z.string(),
  })
  .openapi('SiteRecord');

const evidence = rows(text(200), 100, 0).optional();

const deposit = z.strictObject({
  form: z.enum(['cash', 'guarantee', 'insurance', 'exempt']),
  amountFen: someFen.optional(),
  paidOn: day.optional().openapi({ description: '存储、出具或免存之日；不填为今天' }),
  expiresOn: day.optional(),
  requiredFen: fen.optional().openapi({ description: '主管部门核定的应存金额' }),
});

const guarantee = z.strictObject({
  form: z.enum(['guarantee', 'insurance', 'surety']),
  amountFen: someFen.optional(),
  providedOn: day,
  expiresOn: day.optional(),
});

const person = z.strictObject({
  role: z
    .enum(['wage-officer', 'project-manager', 'supervising-engineer', 'visitor', 'barred'])
    .openapi({ description: '劳资专管员、项目经理、监理工程师、访客、已清退' }),
  idNumber,
  name: text(60),
  from: day,
  until: day.optional(),
});

/** 保证金、担保、现场人员、停工、告示牌, and what the authority decides of them; complaints. */
export const site = [
  operation({
    method: 'put',
    path: '/projects/{projectCode}/wage-deposit',
    tag,
    summary: '登记工资保证金；施工单位登记的待主管部门确认',
    grants: ['registry:write'],
    params: inProject,
    body: deposit,
    answer: stated,
    run: ({ params, body: { paidOn, expiresOn, ...body }, day: today, write }) =>
      write(params, (work, id) =>
        stateRecord(work, id, 'wage-deposit', { ...body, on: paidOn ?? today, until: expiresOn }),
      ),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/deposit-movements',
    tag,
    summary: '登记工资保证金的动用和补足；动用由主管部门登记',
    grants: ['registry:write'],
    params: inProject,
    body: z.strictObject({
      kind: z.enum(['used', 'restored']),
      amountFen: someFen,
      on: day,
      evidence,
    }),
    idempotent: true,
    status: 201,
    answer: stated,
    run: ({ params, body: { kind, ...body }, write }) =>
      write(params, (work, id) => stateRecord(work, id, `deposit-${kind}`, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/payment-guarantee',
    tag,
    summary: '登记工程款支付担保；各方登记的待主管部门确认',
    grants: parties,
    params: inProject,
    body: guarantee,
    answer: stated,
    run: ({ params, body: { providedOn, expiresOn, ...body }, write }) =>
      write(params, (work, id) =>
        stateRecord(work, id, 'payment-guarantee', { ...body, on: providedOn, until: expiresOn }),
      ),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/site-persons',
    tag,
    summary: '登记现场非用工人员：劳资专管员、关键岗位、访客；或登记清退',
    grants: ['registry:write'],
    params: inProject,
    body: person,
    idempotent: true,
    status: 201,
    answer: stated,
    run: ({ params, body: { from, ...body }, write }) =>
      write(params, (work, id) => stateRecord(work, id, 'site-person', { ...body, on: from })),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/stop-works',
    tag,
    summary: '登记停工；施工单位登记的待主管部门确认',
    grants: ['registry:write'],
    params: inProject,
    body: z.strictObject({ from: day, until: day.optional(), reason: text(500), evidence }),
    idempotent: true,
    status: 201,
    answer: stated,
    run: ({ params, body: { from, ...body }, write }) =>
      write(params, (work, id) => stateRecord(work, id, 'stop-work', { ...body, on: from })),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/board-checks',
    tag,
    summary: '登记维权信息告示牌的检查：三类事项各是否明示',
    grants: ['registry:write'],
    params: inProject,
    body: z.strictObject({
      on: day,
      shown: rows(z.enum(['parties', 'wages', 'channels']), 3, 0).openapi({
        description: '单位和专管员信息、最低工资标准和支付日期、投诉举报和申请渠道',
      }),
      evidence: rows(text(200), 100).openapi({ description: '照片' }),
    }),
    idempotent: true,
    status: 201,
    answer: stated,
    run: ({ params, body, write }) =>
      write(params, (work, id) => stateRecord(work, id, 'board-check', body)),
  }),
  operation({
    method: 'get',
    path: '/projects/{projectCode}/site-records',
    tag,
    summary: '列出现场资料，最近的在前',
    grants: ['read'],
    params: inProject,
    query: z.strictObject(page),
    answer: listOf(recordView),
    run: ({ params, query, read }) => read(params, (work, id) => listRecords(work, id, query)),
  }),
  operation({
    method: 'put',
    path: '/site-records/{recordId}/decision',
    tag,
    summary: '主管部门确认或退回一项现场资料',
    grants: ['registry:confirm'],
    params: inRecord,
    body: z.strictObject({ accepted: z.boolean(), reason: text(500).optional() }),
    answer: recordView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.recordId);
      return write({ projectId }, (work) => decideRecord(work, projectId, id, body));
    },
  }),
  operation({
    method: 'put',
    path: '/site-records/{recordId}/end',
    tag,
    summary: '登记离场或复工：最后一日',
    grants: ['registry:write'],
    params: inRecord,
    body: z.strictObject({ until: day }),
    answer: recordView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.recordId);
      return write({ projectId }, (work) => endRecord(work, projectId, id, body));
    },
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/complaints',
    tag,
    summary: '登记投诉或检查发现；相关单位看不到',
    grants: ['complaints:write'],
    params: inProject,
    body: z.strictObject({
      kind: z.enum(['card-withheld', 'wages', 'other']),
      aboutUscc: uscc,
      on: day,
      text: text(4000),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ complaintId: publicId }),
    run: ({ params, body, write }) => write(params, (work, id) => fileComplaint(work, id, body)),
  }),
  operation({
    method: 'put',
    path: '/complaints/{complaintId}/closing',
    tag,
    summary: '办结投诉',
    grants: ['complaints:write'],
    params: z.strictObject({ complaintId: publicId }),
    body: z.strictObject({
      on: day,
      outcome: z.enum(['settled', 'unfounded']),
      text: text(4000),
    }),
    answer: z.object({ complaintId: publicId, closedOn: day }),
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.complaintId);
      return write({ projectId }, (work) => closeComplaint(work, projectId, id, body));
    },
  }),
];
