import { inMonth } from '../../../db/partition.ts';
import { include, type Work } from '../../../db/work.ts';
import { addDays, type Day, firstOf, isMonth } from '../../lib/day.ts';
import { loadCalendar } from '../calendar.ts';
import {
  type Instalment,
  type LateSpan,
  type LateWage,
  lateDays,
  type WageAct,
} from '../duties/late-days.ts';

const RULES = new Set(['W01', 'W02', 'W03']);
const RESEND_DAYS = 3;

/** An alert about the wages of an employer and month. */
interface About {
  ruleId: string;
  subject: string;
  period: string;
}

/**
 * Who was responsible for each late day of the wages that an alert is about, up to yesterday: of today nobody knows the
 * end. undefined for alerts of other matters. It reads the lines that were not paid on time, and no others.
 */
export async function lateDaysOf(
  work: Work,
  projectId: number,
  { ruleId, subject, period }: About,
): Promise<LateSpan[] | undefined> {
  if (!RULES.has(ruleId) || !isMonth(period)) return undefined;
  include(work, projectId);
  const duties = await work.sql<
    { id: string; kind: string; due_day: Day; amount_fen: number | null }[]
  >`
    select id, kind, due_day, amount_fen from we.obligation
    where project_id = ${projectId} and kind in ('wage', 'transfer') and period = ${period} and ended_at = 'infinity'
      and (kind = 'transfer' or subject = ${subject})`;
  const wage = duties.find(({ kind }) => kind === 'wage');
  if (!wage) return [];
  const transfer = duties.find(({ kind }) => kind === 'transfer');
  const calendar = await loadCalendar(work);
  const month = {
    dueDay: wage.due_day,
    instalment: transfer ? await instalmentOf(work, projectId, transfer) : null,
    wages: await lateWages(work, projectId, subject, period, wage.due_day),
    resendBy: (failedOn: Day) => calendar.wd(failedOn, RESEND_DAYS),
  };
  return lateDays(month, addDays(work.day, -1));
}

async function instalmentOf(
  { sql }: Work,
  projectId: number,
  duty: { id: string; due_day: Day; amount_fen: number | null },
): Promise<Instalment> {
  const credits = await sql<{ onDay: Day; amountFen: number }[]>`
    select on_day as "onDay", amount_fen as "amountFen" from we.meeting
    where project_id = ${projectId} and obligation_id = ${duty.id}`;
  return { dueDay: duty.due_day, amountFen: duty.amount_fen, credits };
}

interface ActRow {
  root: string;
  pay_fen: number;
  kind: WageAct['kind'] | null;
  on_day: Day;
  amount_fen: number;
}

/** Chains that were not paid in full by the due day, each with its orders and final outcomes in order. */
async function lateWages(
  { sql }: Work,
  projectId: number,
  employerId: string,
  period: string,
  dueDay: Day,
): Promise<LateWage[]> {
  const month = inMonth(sql, firstOf(period));
  // Of the outcomes of one day the gravest counts, as everywhere: rejected, then paid, then returned.
  const rows = await sql<ActRow[]>`
    with late as materialized (
      select l.batch_id, l.line_no, l.pay_fen from we.payroll_line l
      where l.project_id = ${projectId} and l.wage_month = ${month} and l.employer_id = ${employerId} and l.kind <> 'resend'
        and l.withdrawn_on = 'infinity' and l.replaced_on = 'infinity' and l.pay_fen > 0
        and (l.paid_fen < l.pay_fen or l.final_on > ${dueDay}::date)
    ),
    act as (
      select l.root_batch_id, l.root_line_no, 'ordered' as kind, b.ordered_on as on_day, b.ordered_at as at, 0::bigint as amount_fen
      from late r
      join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = ${month} and l.employer_id = ${employerId}
        and l.root_batch_id = r.batch_id and l.root_line_no = r.line_no and l.withdrawn_on = 'infinity'
      join we.payroll_batch b on b.project_id = l.project_id and b.id = l.batch_id and b.ordered_on is not null
      union all
      select e.root_batch_id, e.root_line_no, e.outcome, e.on_day, e.at, e.amount_fen
      from late r
      join we.payout_event e on e.project_id = ${projectId} and e.wage_month = ${month} and e.root_batch_id = r.batch_id
        and e.root_line_no = r.line_no and e.outcome in ('rejected', 'paid', 'returned')
    ),
    ranked as (
      select a.*, case kind when 'rejected' then 1 when 'paid' then 2 when 'returned' then 3 end as rank,
        max(case kind when 'rejected' then 1 when 'paid' then 2 when 'returned' then 3 end) over (
          partition by root_batch_id, root_line_no, on_day) as highest
      from act a
    )
    select r.batch_id || '-' || r.line_no as root, r.pay_fen, a.kind, a.on_day, a.amount_fen
    from late r
    left join ranked a on a.root_batch_id = r.batch_id and a.root_line_no = r.line_no and (a.rank is null or a.rank = a.highest)
    order by r.batch_id, r.line_no, a.on_day, a.at`;
  const wages = new Map<string, { payFen: number; acts: WageAct[] }>();
  for (const { root, pay_fen: payFen, kind, on_day: on, amount_fen: amountFen } of rows) {
    const wage = wages.get(root) ?? { payFen, acts: [] };
    if (kind !== null) wage.acts.push({ kind, on, amountFen });
    wages.set(root, wage);
  }
  return [...wages.values()];
}
