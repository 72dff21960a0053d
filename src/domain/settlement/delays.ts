import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { type Day, firstOf, type Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { hidden } from '../access.ts';
import { canonical, record } from '../events.ts';
import { type Speaker, speakersOf } from './speakers.ts';
import { type StoredVerdict, verdictOf } from './verdict.ts';

export interface DelayInput {
  /** The month of the instalment that is late. */
  period: Month;
  on: Day;
  statedBy: Speaker;
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
  evidence?: string[] | undefined;
}

/**
 * States why an instalment of the labour cost is late (rule F08). A party speaks for itself, the
 * authority for anyone.
 *
 * @throws Problem `not-found`, `delay-not-yours`, `invalid-input` (a day in the future)
 */
export async function stateDelay(
  work: Work,
  projectId: number,
  input: DelayInput,
): Promise<{ delayId: string; verdict: StoredVerdict | null }> {
  const { sql, now } = work;
  const speakers = await speakersOf(work, projectId);
  if (!speakers.has(input.statedBy)) throw notYours();
  if (input.on > work.day) {
    throw refused('invalid-input', '延迟拨付说明有误。', [
      { pointer: '/on', code: 'day-in-future', message: '日期晚于今天，请核对。' },
    ]);
  }
  const id = randomUUID();
  const evidence = input.evidence?.length ? JSON.stringify(input.evidence) : null;
  const verdict = verdictOf(input.reasonText);
  await sql`insert into we.transfer_delay
      (project_id, id, period, on_day, stated_by, reason_code, reason_text, verdict, evidence, known_at)
    values (${projectId}, ${id}, ${firstOf(input.period)}, ${input.on}, ${input.statedBy}, ${input.reasonCode ?? null},
      ${input.reasonText ?? null}, ${verdict && JSON.stringify(verdict)}::jsonb, ${evidence}::jsonb, ${now})`;
  const { reasonText, evidence: papers, ...plain } = input;
  await record(work, projectId, 'delay.stated', id, {
    ...plain,
    read: verdict && { ...verdict, span: null },
    said: sha256(canonical({ reasonText, papers })),
  });
  return { delayId: publicId(projectId, id), verdict };
}

/**
 * Withdraws such a statement from today on; who stated it, or the authority. What is withdrawn already
 * keeps its day.
 *
 * @throws Problem `not-found`, `delay-not-yours`
 */
export async function withdrawDelay(
  work: Work,
  projectId: number,
  delayId: string,
  input: { reason?: string | undefined },
): Promise<{ delayId: string; withdrawnOn: Day }> {
  const { sql, day } = work;
  const speakers = [...(await speakersOf(work, projectId))];
  const [done] = await sql`update we.transfer_delay set withdrawn_on = ${day}
    where project_id = ${projectId} and id = ${delayId} and withdrawn_on = 'infinity'
      and stated_by = any(${speakers}::text[])
    returning id`;
  if (done) {
    await record(work, projectId, 'delay.withdrawn', delayId, { said: sha256(input.reason ?? '') });
    return { delayId: publicId(projectId, delayId), withdrawnOn: day };
  }
  const [known] = await sql<{ stated_by: Speaker; withdrawn_on: Day }[]>`
    select stated_by, withdrawn_on from we.transfer_delay where project_id = ${projectId} and id = ${delayId}`;
  if (!known) throw hidden();
  if (!speakers.includes(known.stated_by)) throw notYours();
  return { delayId: publicId(projectId, delayId), withdrawnOn: known.withdrawn_on };
}

const notYours = () =>
  new Problem(
    'forbidden',
    'delay-not-yours',
    '只能登记或撤回本单位的说明；其他单位的说明由主管部门登记。',
  );
