import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import type { SettlementLevel } from '../../lib/settlement-clock.ts';
import { loadCalendar } from '../calendar.ts';
import { record } from '../events.ts';
import { byDayThenSeq, type Standing, type Step } from './fold.ts';
import {
  dueDaysOf,
  loadSettlement,
  refreshSettlement,
  type Settlement,
  standingOf,
} from './refresh.ts';
import { speakersOf } from './speakers.ts';

export interface SettlementInput {
  level: SettlementLevel;
  claimedFen: number;
  deliveredOn: Day;
  /** The day the papers were complete; the review counts from it when given. */
  completeOn?: Day | undefined;
  reference?: string | undefined;
}

export interface SettlementView {
  settlementId: string;
  level: SettlementLevel;
  claimedFen: number;
  deliveredOn: Day;
  completeOn: Day | null;
  reference: string | null;
  status: Standing['status'];
  /** null: no review duty, a clock that stands still, or withdrawn. */
  reviewDueOn: Day | null;
  clockStopped: boolean;
  paymentDueOn: Day | null;
  confirmedFen: number | null;
  payableFen: number;
  paidFen: number;
  steps: (Omit<Step, 'onDay'> & { on: Day })[];
}

/**
 * 送达结算文件: opens a settlement and the owner's duty to review it. The contractor speaks, or the
 * authority. A progress settlement has no review duty.
 *
 * @throws Problem `settlement-not-yours`, `invalid-input` (day in the future, out of the calendar, disordered)
 */
export async function openSettlement(
  work: Work,
  projectId: number,
  input: SettlementInput,
): Promise<{ settlementId: string; reviewDueOn: Day | null }> {
  const { sql, now, actor } = work;
  const speakers = await speakersOf(work, projectId);
  if (!speakers.has('contractor')) {
    throw new Problem('forbidden', 'settlement-not-yours', '结算由施工总承包单位或主管部门登记。');
  }
  await checkDays(work, input);
  const id = randomUUID();
  await sql`insert into we.settlement
      (project_id, id, level, claimed_fen, delivered_on, complete_on, reference, status, stated_by, known_at)
    values (${projectId}, ${id}, ${input.level}, ${input.claimedFen}, ${input.deliveredOn}, ${input.completeOn ?? null},
      ${input.reference ?? null}, 'delivered', ${actor.holder}, ${now})`;
  const settlement = await loadSettlement(work, projectId, id, true);
  const standing = await refreshSettlement(work, projectId, settlement);
  const { reviewDueOn } = dueDaysOf(standing);
  await record(work, projectId, 'settlement.opened', id, { ...input, reviewDueOn });
  return { settlementId: publicId(projectId, id), reviewDueOn };
}

async function checkDays(work: Work, { deliveredOn, completeOn }: SettlementInput) {
  const calendar = await loadCalendar(work);
  const faults: Fault[] = [];
  const days = [
    ['/deliveredOn', deliveredOn],
    ['/completeOn', completeOn],
  ] as const;
  for (const [pointer, day] of days) {
    if (day === undefined) continue;
    if (day > work.day)
      faults.push({ pointer, code: 'day-in-future', message: '日期晚于今天，请核对。' });
    if (day < calendar.from) {
      faults.push({
        pointer,
        code: 'day-too-early',
        message: `日期早于 ${calendar.from}，工作日历没有这一天。`,
      });
    }
  }
  if (completeOn !== undefined && completeOn < deliveredOn) {
    faults.push({
      pointer: '/completeOn',
      code: 'dates-disordered',
      message: '资料齐全日期早于送达日期，请核对。',
    });
  }
  if (faults.length > 0) throw refused('invalid-input', '结算信息有误。', faults);
}

/** One settlement with its steps in order of day. @throws Problem `not-found` */
export async function getSettlement(
  work: Work,
  projectId: number,
  id: string,
): Promise<SettlementView> {
  const settlement = await loadSettlement(work, projectId, id, false);
  return viewOf(projectId, settlement, await standingOf(work, projectId, settlement));
}

/** The settlements of a project, the last delivered first. */
export async function listSettlements(work: Work, projectId: number): Promise<SettlementView[]> {
  const rows = await work.sql<{ id: string }[]>`
    select id from we.settlement where project_id = ${projectId} order by delivered_on desc, id`;
  const views: SettlementView[] = [];
  for (const { id } of rows) views.push(await getSettlement(work, projectId, id));
  return views;
}

/** A settlement as programs outside see it. */
export function viewOf(
  projectId: number,
  settlement: Settlement,
  standing: Standing,
): SettlementView {
  const { id, steps, ...claim } = settlement;
  return {
    settlementId: publicId(projectId, id),
    ...claim,
    status: standing.status,
    ...dueDaysOf(standing),
    clockStopped: !standing.withdrawn && standing.review?.dueDay === null,
    confirmedFen: standing.confirmedFen,
    payableFen: standing.payableFen,
    paidFen: standing.paidFen,
    steps: steps.toSorted(byDayThenSeq).map(({ onDay, ...rest }) => ({ on: onDay, ...rest })),
  };
}
