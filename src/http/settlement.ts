import { z } from '@hono/zod-openapi';
import { stateDelay, withdrawDelay } from '../domain/settlement/delays.ts';
import { reviewPretext } from '../domain/settlement/reviews.ts';
import { openSettlement } from '../domain/settlement/settlements.ts';
import { addStep } from '../domain/settlement/steps.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import { ownId } from './own-id.ts';
import { day, fen, month, projectCode, publicId, rows, someFen, text } from './shapes.ts';

const tag = '结算';
const inProject = z.strictObject({ projectCode });

const speaker = z.enum(['owner', 'contractor', 'authority']);
const papers = rows(text(200), 100, 0);
const reason = {
  reasonCode: z
    .enum([
      'AUD-GOV',
      'AUD-FIN',
      'AUD-FINAL',
      'AUD-3P',
      'AUD-INT',
      'AUD-TRACK',
      'AUD-CLAUSE',
      'PAPERS',
      'QUALITY',
      'QUANTITY',
      'PRICE',
      'SETTLEMENT',
      'DISPUTE',
      'FUNDS',
      'PROCESS',
      'PERSONNEL',
      'FILING',
      'THIRD-PARTY',
      'OTHER',
    ])
    .optional()
    .openapi({
      description:
        'PERSONNEL 人员变更、PROCESS 内部付款流程、FILING 等待竣工验收备案、THIRD-PARTY 以收到第三方付款为条件',
    }),
  reasonText: text(2000).optional(),
  evidence: papers.optional(),
};

const claim = z.strictObject({
  level: z.enum(['progress', 'process', 'unit', 'single', 'whole']),
  claimedFen: someFen,
  deliveredOn: day,
  completeOn: day.optional(),
  reference: text(64).optional(),
});

const step = z.strictObject({
  step: z.enum([
    'papers-requested',
    'papers-complete',
    'returned',
    'resubmitted',
    'opinion',
    'delay-stated',
    'reason-withdrawn',
    'confirmed',
    're-review',
    'payment-applied',
    'paid',
    'withdrawn',
  ]),
  on: day,
  statedBy: speaker,
  amountFen: fen.optional(),
  undisputedFen: fen.optional().openapi({ description: '审核意见或确认金额中无争议的部分' }),
  missingPapers: papers.optional(),
  ...reason,
});

/** Steps count from 1: 0 names none. */
const seq = z
  .string()
  .refine((value) => /^[1-9]\d{0,8}$/.test(value), {
    error: '步骤序号为正整数。',
    params: { fault: 'value-invalid' },
  })
  .transform(Number);
const review = z.strictObject({ confirmed: z.boolean(), reason: text(1000).optional() });
const reviewView = z.object({ confirmed: z.boolean(), reviewedOn: day, reviewedBy: z.string() });

const settlementView = z.looseObject({ settlementId: publicId, status: z.string() });

/** 结算及其步骤, and why an instalment of the labour cost is late. */
export const settlement = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/settlements',
    tag,
    summary: '报送结算，答复审核期限',
    grants: ['settlement:write'],
    params: inProject,
    body: claim,
    idempotent: true,
    status: 201,
    answer: z.object({ settlementId: publicId, reviewDueOn: day.nullable() }),
    run: ({ params, body, write }) => write(params, (work, id) => openSettlement(work, id, body)),
  }),
  operation({
    method: 'post',
    path: '/settlements/{settlementId}/steps',
    tag,
    summary: '报送结算的一个步骤',
    grants: ['settlement:write'],
    params: z.strictObject({ settlementId: publicId }),
    body: step,
    idempotent: true,
    status: 201,
    answer: settlementView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.settlementId);
      return write({ projectId }, (work) => addStep(work, projectId, id, body));
    },
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/transfer-delays',
    tag,
    summary: '说明人工费用延迟拨付的原因',
    grants: ['delays:write', 'settlement:write'],
    params: inProject,
    body: z.strictObject({ period: month, on: day, statedBy: speaker, ...reason }),
    idempotent: true,
    status: 201,
    answer: z.looseObject({ delayId: publicId }),
    run: ({ params, body, write }) => write(params, (work, id) => stateDelay(work, id, body)),
  }),
  operation({
    method: 'put',
    path: '/settlements/{settlementId}/steps/{seq}/pretext-review',
    tag,
    summary: '复核结算步骤中识别出的理由：确认或否定',
    grants: ['alerts:handle'],
    params: z.strictObject({ settlementId: publicId, seq }),
    body: review,
    answer: reviewView,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.settlementId);
      const statement = { id, seq: params.seq };
      return write({ projectId }, (work) => reviewPretext(work, projectId, statement, body));
    },
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/transfer-delays/{delayId}/pretext-review',
    tag,
    summary: '复核延迟拨付说明中识别出的理由：确认或否定',
    grants: ['alerts:handle'],
    params: z.strictObject({ projectCode, delayId: publicId }),
    body: review,
    answer: reviewView,
    run: ({ params: { projectCode, delayId }, body, write }) =>
      write({ projectCode }, (work, project) => {
        const statement = { id: ownId(project, delayId), seq: 0 };
        return reviewPretext(work, project, statement, body);
      }),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/transfer-delays/{delayId}/withdrawal',
    tag,
    summary: '撤回延迟拨付的说明',
    grants: ['delays:write', 'settlement:write'],
    params: z.strictObject({ projectCode, delayId: publicId }),
    body: z.strictObject({ reason: text(500).optional() }),
    answer: z.object({ delayId: publicId, withdrawnOn: day }),
    run: ({ params: { projectCode, delayId }, body, write }) =>
      write({ projectCode }, (work, project) =>
        withdrawDelay(work, project, ownId(project, delayId), body),
      ),
  }),
];
