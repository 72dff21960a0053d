import { z } from '@hono/zod-openapi';
import { changeEngagement, engage } from '../domain/registry/engagements.ts';
import { stateExit } from '../domain/registry/exits.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import {
  bankCode,
  branchCode,
  cardNo,
  day,
  fen,
  idNumber,
  projectCode,
  publicId,
  rows,
  text,
  uscc,
} from './shapes.ts';

const tag = '用工';
const MOST_ENGAGEMENTS = 10_000;

const changing = {
  exitedOn: day.optional(),
  cardNo: cardNo.optional(),
  cardBankCode: bankCode.optional(),
  cardBranchCode: branchCode.optional(),
  cardIssuedOn: day.optional().openapi({ description: '开卡日期' }),
  cardFrom: day.optional(),
  team: text(100).optional(),
  trade: text(100).optional(),
  phone: text(32).optional(),
  contractKind: text(32).optional(),
  contractSignedOn: day.optional(),
  dayRateFen: fen.optional().openapi({ description: '日工资；0 为自该日起改为计件' }),
  dayRateFrom: day
    .optional()
    .openapi({ description: '日工资起算日；登记时默认为进场日，更新时默认为今天' }),
};

const engagement = z
  .strictObject({
    idType: text(16).optional(),
    idNumber,
    name: text(60),
    employerUscc: uscc,
    enteredOn: day,
    ...changing,
  })
  .openapi('Engagement');

/** 用工登记. */
export const engagements = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/engagements',
    tag,
    summary: '登记用工，一次最多 10,000 人',
    grants: ['registry:write'],
    params: z.strictObject({ projectCode }),
    body: z.strictObject({ engagements: rows(engagement, MOST_ENGAGEMENTS) }),
    limit: 'bulk',
    idempotent: true,
    status: 201,
    answer: z.object({ engagementIds: z.array(publicId) }),
    run: ({ params, body, write }) =>
      write(params, (work, id) => engage(work, id, body.engagements)),
  }),
  operation({
    method: 'put',
    path: '/engagements/{engagementId}',
    tag,
    summary: '整体更新退场、工资卡、班组和合同；过去的保留',
    grants: ['registry:write'],
    params: z.strictObject({ engagementId: publicId }),
    body: z.strictObject(changing),
    answer: z.looseObject({}),
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.engagementId);
      return write({ projectId }, (work) => changeEngagement(work, projectId, id, body));
    },
  }),
  operation({
    method: 'post',
    path: '/engagements/{engagementId}/exit-statements',
    tag,
    summary: '登记离场结算：与工人书面约定的付清日期，或者工人本人确认已结清',
    grants: ['registry:write', 'registry:confirm'],
    params: z.strictObject({ engagementId: publicId }),
    body: z.strictObject({
      kind: z
        .enum(['agreement', 'confirmation'])
        .openapi({ description: '另行约定付清日期；本人确认已结清' }),
      on: day.openapi({ description: '签署日期' }),
      payOn: day.optional().openapi({ description: '约定的付清日期，仅约定时填写' }),
      evidence: rows(text(200), 100, 0).optional(),
    }),
    idempotent: true,
    status: 201,
    answer: z.object({ statementId: publicId }),
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.engagementId);
      return write({ projectId }, (work) => stateExit(work, projectId, id, body));
    },
  }),
];
