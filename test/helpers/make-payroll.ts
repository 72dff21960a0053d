import { randomUUID } from 'node:crypto';
import type { Day } from '../../src/lib/day.ts';
import { type At, first, insert, next, noon, ownerOf } from './insert.ts';
import { anEngagement, type Duty, type Engagement, partiesOf } from './make.ts';

/** Makers of payroll lines and of what the bank said of them. */

export interface Line {
  duty: Duty;
  batchId: string;
  batchNo: string;
  lineNo: number;
  engagement: Engagement;
  rootBatchId: string;
  rootLineNo: number;
  payFen: number;
}

interface LineGiven {
  netFen?: number;
  /** What the bank is asked to pay; the net unless told otherwise. */
  payFen?: number;
  kind?: 'regular' | 'supplement';
  workDays?: number;
  /** Blind index of the card that was ordered to be paid to. */
  cardBidx?: string;
  claimedOn?: Day;
  withdrawnOn?: Day;
  orderedOn?: Day;
  engagement?: Engagement;
  corrects?: Line;
  resends?: Line;
}

/** The batch of lines of one kind, claimed and withdrawn on the same days; made when first needed. */
async function batchFor(at: At, duty: Duty, kind: string, given: LineGiven) {
  const sql = ownerOf(at);
  const { claimedOn = duty.dueDay, withdrawnOn = 'infinity', netFen = 5_000_00 } = given;
  const batchNo = [duty.month, duty.subject, kind, claimedOn, withdrawnOn].join(' ');
  const payFen = given.payFen ?? netFen;
  const [batch] = await sql<{ id: string; line_count: number }[]>`
    insert into we.payroll_batch as b (project_id, id, batch_no, wage_month, employer_id, kind, status,
      line_count, total_gross_fen, total_net_fen, total_pay_fen, claimed_by, claimed_on, claimed_at,
      ordered_on, withdrawn_on)
    values (${duty.project.id}, ${randomUUID()}, ${batchNo}, ${first(duty.month)}, ${duty.subject},
      ${kind}, ${withdrawnOn === 'infinity' ? 'ordered' : 'withdrawn'}, 1, ${netFen}, ${netFen},
      ${payFen}, 'test', ${claimedOn}, ${noon(claimedOn)}, ${given.orderedOn ?? claimedOn}, ${withdrawnOn})
    on conflict (project_id, batch_no) do update set line_count = b.line_count + 1,
      total_gross_fen = b.total_gross_fen + excluded.total_gross_fen,
      total_net_fen = b.total_net_fen + excluded.total_net_fen,
      total_pay_fen = b.total_pay_fen + excluded.total_pay_fen
    returning id, line_count`;
  if (!batch) throw new Error('no batch');
  return { id: batch.id, lineNo: batch.line_count, batchNo };
}

/**
 * A payroll line of a duty's employer and month: a regular one of 5,000.00 yuan for a new worker,
 * claimed on the due day, unless told otherwise. `corrects` and `resends` name the line it replaces;
 * a corrected line stops to count on the day the correction was claimed.
 */
export async function aLine(at: At, duty: Duty, given: LineGiven = {}): Promise<Line> {
  const replaced = given.corrects ?? given.resends;
  const kind = given.corrects ? 'correction' : given.resends ? 'resend' : given.kind;
  const { netFen = 5_000_00, claimedOn = duty.dueDay, withdrawnOn = 'infinity' } = given;
  const engagement =
    given.engagement ??
    replaced?.engagement ??
    (await anEngagement(at, duty.project, duty.subject, { enteredOn: first(duty.month) }));
  const batch = await batchFor(at, duty, kind ?? 'regular', given);
  const root = given.resends ?? { rootBatchId: batch.id, rootLineNo: batch.lineNo };
  const payFen = given.payFen ?? netFen;
  await insert(at, 'payroll_line', {
    project_id: duty.project.id,
    wage_month: first(duty.month),
    batch_id: batch.id,
    line_no: batch.lineNo,
    ...partiesOf(duty.project),
    employer_id: duty.subject,
    engagement_id: engagement.id,
    kind: kind ?? 'regular',
    work_days: given.workDays ?? null,
    card_bidx: given.cardBidx ?? null,
    gross_fen: netFen,
    net_fen: netFen,
    pay_fen: payFen,
    claimed_on: claimedOn,
    withdrawn_on: withdrawnOn,
    root_batch_id: root.rootBatchId,
    root_line_no: root.rootLineNo,
    replaces_batch_id: replaced?.batchId ?? null,
    replaces_line_no: replaced?.lineNo ?? null,
    state: withdrawnOn === 'infinity' ? 'ordered' : 'withdrawn',
  });
  if (given.corrects && withdrawnOn === 'infinity') await replace(at, given.corrects, claimedOn);
  return {
    duty,
    batchId: batch.id,
    batchNo: batch.batchNo,
    lineNo: batch.lineNo,
    engagement,
    rootBatchId: root.rootBatchId,
    rootLineNo: root.rootLineNo,
    payFen,
  };
}

async function replace(at: At, line: Line, onDay: Day): Promise<void> {
  await ownerOf(at)`
    update we.payroll_line set replaced_on = ${onDay}
    where project_id = ${line.duty.project.id} and wage_month = ${first(line.duty.month)}
      and batch_id = ${line.batchId} and line_no = ${line.lineNo}`;
}

/** Several regular lines alike, each for a worker of its own. */
export async function lines(at: At, duty: Duty, count: number, given: LineGiven = {}) {
  const made: Line[] = [];
  for (let i = 0; i < count; i += 1) made.push(await aLine(at, duty, given));
  return made;
}

export type Outcome = 'accepted' | 'unknown' | 'rejected' | 'paid' | 'returned';

/** What the bank said of a line on a day, of the whole amount ordered unless told otherwise. */
export async function aPayout(
  at: At,
  line: Line,
  outcome: Outcome,
  on: Day,
  given: { amountFen?: number; payeeName?: string; payeeBidx?: string } = {},
): Promise<void> {
  await insert(at, 'payout_event', {
    project_id: line.duty.project.id,
    wage_month: first(line.duty.month),
    batch_id: line.batchId,
    line_no: line.lineNo,
    outcome,
    // Each event a second later than the last: the key allows one outcome of a line at one time.
    at: new Date(Date.parse(noon(on)) + (next() % 3600) * 1000).toISOString(),
    on_day: on,
    root_batch_id: line.rootBatchId,
    root_line_no: line.rootLineNo,
    amount_fen: given.amountFen ?? line.payFen,
    payee_name: given.payeeName ?? null,
    payee_bidx: given.payeeBidx ?? null,
    message_id: 'message',
    known_at: noon(on),
  });
}

/** A wage month of a project that a write marked to be looked into. */
export const aDoubt = (at: At, { project, month }: Duty, about: 'payee' | 'pattern' | 'rate') =>
  insert(at, 'pay_doubt', {
    project_id: project.id,
    wage_month: first(month),
    about,
    known_at: noon(first(month)),
  });

/** What the authority looked into, for the duty's employer and month. */
export const aReview = (at: At, { project, month, subject }: Duty, about: string, onDay: Day) =>
  insert(at, 'pay_review', {
    project_id: project.id,
    id: randomUUID(),
    employer_id: subject,
    wage_month: first(month),
    about,
    on_day: onDay,
    said_id: randomUUID(),
    reviewed_by: 'test',
    known_at: noon(onDay),
  });
