import { randomUUID } from 'node:crypto';
import type { Day } from '../../src/lib/day.ts';
import { type At, insert, noon, ownerOf } from './insert.ts';
import type { Engagement } from './make.ts';
import type { Line } from './make-payroll.ts';

/** Makers of what is agreed or told of a worker's pay: minimum wage, day rates, exits, pay slips. */

/** The minimum wage of a region from a day on; a region of a test's own keeps its tests apart. */
export const aMinimum = (at: At, regionCode: number, fromDay: Day, monthFen: number) =>
  insert(at, 'minimum_wage', {
    region_code: regionCode,
    from_day: fromDay,
    month_fen: monthFen,
    source: '公告',
    known_at: noon(fromDay),
  });

/** A day rate from a day on, told on a day (that one unless told otherwise). */
export const aRate = (
  at: At,
  { project, id }: Engagement,
  fromDay: Day,
  rateFen: number,
  knownOn: Day = fromDay,
) =>
  insert(at, 'day_rate', {
    project_id: project.id,
    engagement_id: id,
    from_day: fromDay,
    rate_fen: rateFen,
    known_at: noon(knownOn),
  });

/** What was signed with a leaver: a day agreed to pay him (`payOn`), or that nothing is owed him any more. */
export const anExit = (
  at: At,
  { project, id }: Engagement,
  onDay: Day,
  given: { payOn?: Day; knownOn?: Day } = {},
) =>
  insert(at, 'exit_statement', {
    project_id: project.id,
    id: randomUUID(),
    engagement_id: id,
    kind: given.payOn ? 'agreement' : 'confirmation',
    on_day: onDay,
    pay_on: given.payOn ?? null,
    stated_by: 'contractor',
    known_at: noon(given.knownOn ?? onDay),
  });

/** The slip of a line was given on a day. */
export async function aSlip(at: At, line: Line, onDay: Day): Promise<void> {
  await insert(at, 'pay_slip', {
    project_id: line.duty.project.id,
    wage_month: `${line.duty.month}-01`,
    batch_id: line.batchId,
    line_no: line.lineNo,
    on_day: onDay,
    stated_by: 'test',
    known_at: noon(onDay),
  });
}

/** Slips of a line's batch are asked for, and since `slipsOn` all of them are there. */
export const slipsAsked = (at: At, line: Line, slipsOn = 'infinity') =>
  ownerOf(
    at,
  )`update we.payroll_batch set slips_due = ${slipsOn === 'infinity' ? 1 : 0}, slips_on = ${slipsOn}
    where project_id = ${line.duty.project.id} and id = ${line.batchId}`;
