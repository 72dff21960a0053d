import { z } from '@hono/zod-openapi';
import { gatherEvidence } from '../domain/proof/gather.ts';
import { makePack, wantedProofs } from '../domain/proof/pack.ts';
import { parseId } from '../lib/id.ts';
import { actorOf } from './edge.ts';
import { operation } from './operation.ts';
import { text } from './shapes.ts';
import type { Call } from './spec.ts';
import { inAlert } from './watching.ts';

const tag = '证据包';
const ZIP = 'application/zip';

/**
 * Read, proven, then packed and recorded: the night's role is not asked while a transaction waits for it.
 * @param reason null: without the bank messages' own bytes
 */
async function packed(
  { c, deps, now, params, read, write }: Call<{ alertId: string }, unknown, unknown>,
  reason: string | null,
) {
  const { projectId, id } = parseId(params.alertId);
  const gathered = await read({ projectId }, (work) => gatherEvidence(work, projectId, id));
  const proofs = await deps.prove(actorOf(c), now, projectId, wantedProofs(gathered));
  const { describe, sealKeys: keys } = deps;
  const zip = await write({ projectId }, (work) =>
    makePack(work, { gathered, proofs, describe, keys }, reason),
  );
  const { projectCode, ruleId } = gathered.alert;
  c.header('Content-Type', ZIP);
  c.header(
    'Content-Disposition',
    `attachment; filename="evidence-${projectCode}-${ruleId}-${id.slice(0, 8)}.zip"`,
  );
  return c.body(Uint8Array.from(zip));
}

/** 证据包: for those of the authority who may see personal data or look after its use. */
export const proof = [
  operation({
    method: 'get',
    path: '/alerts/{alertId}/evidence.zip',
    tag,
    summary: '导出预警的证据包：文书、事实、报文清单、存证及离线核对工具，不含报文原文；留痕备查',
    grants: ['personal:disclose', 'personal:audit'],
    params: inAlert,
    answer: ZIP,
    run: (call) => packed(call, null),
  }),
  operation({
    method: 'post',
    path: '/alerts/{alertId}/evidence.zip',
    tag,
    summary: '说明理由后导出证据包，收入银行报文原文（载有工人姓名、账号）；每次都留痕备查',
    grants: ['personal:disclose'],
    params: inAlert,
    body: z.strictObject({
      reason: text(1000).openapi({ description: '为什么要原文，如案号和用途' }),
    }),
    answer: ZIP,
    run: (call) => packed(call, call.body.reason),
  }),
];
