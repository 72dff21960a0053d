import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { hidden } from '../access.ts';
import { canonical, record } from '../events.ts';
import { speakersOf } from '../settlement/speakers.ts';

export interface ExitInput {
  kind: 'agreement' | 'confirmation';
  /** The day of signing. */
  on: Day;
  payOn?: Day | undefined;
  evidence?: string[] | undefined;
}

/**
 * 离场结算: what was signed with a worker who leaves or left, a day agreed for his wages (江苏省工资支付条例 19, 「双方另有约定的除外」)
 * or his confirmation that all is paid (rule W08). The contractor tells it, or the authority. Of several agreements the last
 * one signed counts.
 *
 * @throws Problem `not-found`, `report-not-yours`, `invalid-input` (`day-in-future`, `pay-day-missing`, `pay-day-unasked`, `before-exit`)
 */
export async function stateExit(
  work: Work,
  projectId: number,
  engagementId: string,
  { kind, on, payOn, evidence }: ExitInput,
): Promise<{ statementId: string }> {
  const { sql, day, now } = work;
  const [engagement] = await sql<{ exited_on: Day | null }[]>`
    select exited_on from we.engagement where project_id = ${projectId} and id = ${engagementId}`;
  if (!engagement) throw hidden();
  const statedBy = await speakerOf(work, projectId);
  const faults = faultsOf({ kind, on, payOn }, engagement.exited_on, day);
  if (faults.length > 0) throw refused('invalid-input', '离场结算有误。', faults);
  const id = randomUUID();
  await sql`insert into we.exit_statement (project_id, id, engagement_id, kind, on_day, pay_on, evidence, stated_by, known_at)
    values (${projectId}, ${id}, ${engagementId}, ${kind}, ${on}, ${payOn ?? null},
      ${evidence?.length ? JSON.stringify(evidence) : null}::jsonb, ${statedBy}, ${now})`;
  await record(work, projectId, 'exit.stated', engagementId, {
    kind,
    on,
    payOn,
    statedBy,
    papers: sha256(canonical(evidence ?? [])),
  });
  return { statementId: publicId(projectId, id) };
}

async function speakerOf(work: Work, projectId: number): Promise<'contractor' | 'authority'> {
  const speakers = await speakersOf(work, projectId);
  if (speakers.has('authority')) return 'authority';
  if (speakers.has('contractor')) return 'contractor';
  const detail = '离场结算由项目的施工总承包单位报告，或由主管部门登记。';
  throw new Problem('forbidden', 'report-not-yours', detail);
}

function faultsOf(
  { kind, on, payOn }: Pick<ExitInput, 'kind' | 'on' | 'payOn'>,
  exitedOn: Day | null,
  today: Day,
): Fault[] {
  const faults: Fault[] = [];
  const fault = (pointer: string, code: string, message: string) =>
    faults.push({ pointer, code, message });
  if (on > today) fault('/on', 'day-in-future', '日期晚于今天，请核对。');
  if (kind === 'agreement' && payOn === undefined)
    fault('/payOn', 'pay-day-missing', '另行约定的，请写明约定的付清日期 payOn。');
  if (kind === 'confirmation' && payOn !== undefined)
    fault('/payOn', 'pay-day-unasked', '本人确认结清的，不填付清日期 payOn。');
  if (kind === 'confirmation' && (exitedOn === null || on < exitedOn))
    fault('/on', 'before-exit', '本人确认结清应在退场当日或之后；请核对日期，或先登记退场。');
  return faults;
}
