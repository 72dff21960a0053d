import { z } from '@hono/zod-openapi';
import { finishInspection, requestInspection } from '../domain/settlement/inspections.ts';
import { putRetention, returnRetention } from '../domain/settlement/retention.ts';
import { operation } from './operation.ts';
import { ownId } from './own-id.ts';
import { day, projectCode, publicId, rows, someFen, sumFen, text } from './shapes.ts';

const tag = '结算';
const inProject = z.strictObject({ projectCode });
const inspectionView = z.object({
  inspectionId: publicId,
  dueOn: day,
  inspectedOn: day.nullable(),
});
const retentionView = z.object({ amountFen: sumFen, dueOn: day, returnedFen: sumFen });

/** 检验验收 and 质量保证金. */
export const retention = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/inspections',
    tag,
    summary: '登记检验或者验收的申请及约定期限',
    grants: ['settlement:write'],
    params: inProject,
    body: z.strictObject({ part: text(200), requestedOn: day, agreedOn: day }),
    idempotent: true,
    status: 201,
    answer: inspectionView,
    run: ({ params, body, write }) =>
      write(params, (work, id) => requestInspection(work, id, body)),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/inspections/{inspectionId}/result',
    tag,
    summary: '登记检验或者验收已经进行',
    grants: ['settlement:write'],
    params: z.strictObject({ projectCode, inspectionId: publicId }),
    body: z.strictObject({ inspectedOn: day }),
    answer: inspectionView,
    run: ({ params: { projectCode, inspectionId }, body, write }) =>
      write({ projectCode }, (work, project) =>
        finishInspection(work, project, ownId(project, inspectionId), body),
      ),
  }),
  operation({
    method: 'put',
    path: '/projects/{projectCode}/retention',
    tag,
    summary: '登记质量保证金；未约定返还日期的，为验收满两年之日',
    grants: ['settlement:write'],
    params: inProject,
    body: z.strictObject({ amountFen: someFen, acceptedOn: day, returnOn: day.optional() }),
    answer: retentionView,
    run: ({ params, body, write }) => write(params, (work, id) => putRetention(work, id, body)),
  }),
  operation({
    method: 'post',
    path: '/projects/{projectCode}/retention-returns',
    tag,
    summary: '登记质量保证金的返还',
    grants: ['settlement:write'],
    params: inProject,
    body: z.strictObject({
      amountFen: someFen,
      on: day,
      statedBy: z.enum(['owner', 'contractor', 'authority']),
      evidence: rows(text(200), 100, 0).optional(),
    }),
    idempotent: true,
    status: 201,
    answer: retentionView,
    run: ({ params, body, write }) => write(params, (work, id) => returnRetention(work, id, body)),
  }),
];
