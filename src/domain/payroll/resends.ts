import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { loadCalendar } from '../calendar.ts';
import { dutyId, refreshMet } from '../duties/duty.ts';
import { dutyColumns } from '../duties/shape.ts';

/** A chain that failed on some day, as it stands now or stood before. */
export interface FailedChain {
  batchNo: string;
  lineNo: number;
  payFen: number;
  /** The last day that did not end with a payment; null when no day does any more. */
  lostOn: Day | null;
  /** What it had paid at the end of each day with an outcome, in order. */
  series: { day: Day; paidFen: number }[];
}

const RESEND_DAYS = 3;

/**
 * 补发: brings the duties to pay failed lines again, and their meetings, into line with the chains: three working
 * days from the last failure, or from the wages' due day if that is later (rule W03). A chain that proves not
 * to have failed owes nothing. The same chains give the same duties, in whatever order they were heard of.
 */
export async function refreshResends(
  work: Work,
  projectId: number,
  of: { employerId: string; month: Month; messageId: string },
  chains: readonly FailedChain[],
): Promise<void> {
  if (chains.length === 0) return;
  const { sql, now } = work;
  const calendar = await loadCalendar(work);
  const [wage] = await sql<{ due_day: Day }[]>`select due_day from we.obligation
    where project_id = ${projectId} and kind = 'wage' and subject = ${of.employerId} and period = ${of.month} and ended_at = 'infinity'`;
  const known = chains.map((chain) => {
    const subject = `${chain.batchNo}-${chain.lineNo}`;
    const id = dutyId({ projectId, kind: 'resend', subject, period: of.month });
    return { ...chain, subject, id };
  });
  const gone = known.filter((c) => c.lostOn === null).map((c) => c.id);
  await sql`update we.obligation set ended_at = ${now}, ended_why = 'nothing-owed'
    where project_id = ${projectId} and id = any(${gone}::uuid[]) and ended_at = 'infinity'`;
  const owed = known.flatMap((c) => {
    if (c.lostOn === null) return [];
    const nominalDay = wage && wage.due_day > c.lostOn ? wage.due_day : c.lostOn;
    const dueDay = calendar.wd(nominalDay, RESEND_DAYS);
    const provisional = calendar.provisional(nominalDay) || calendar.provisional(dueDay);
    return [{ ...c, nominalDay, dueDay, provisional }];
  });
  await putResends(work, projectId, of, owed);
  await meetResends(work, projectId, of.messageId, known);
  await refreshMet(
    work,
    projectId,
    owed.map((o) => o.id),
  );
}

interface Owed {
  id: string;
  subject: string;
  nominalDay: Day;
  dueDay: Day;
  provisional: boolean;
  payFen: number;
}

async function putResends(
  { sql, now }: Work,
  projectId: number,
  of: { employerId: string; month: Month },
  owed: readonly Owed[],
) {
  await sql`
    with wanted as (
      select * from unnest(${owed.map((o) => o.id)}::uuid[], ${owed.map((o) => o.subject)}::text[], ${owed.map((o) => o.nominalDay)}::date[],
        ${owed.map((o) => o.dueDay)}::date[], ${owed.map((o) => String(o.provisional))}::text[]::boolean[], ${owed.map((o) => o.payFen)}::bigint[])
        as u(id, subject, nominal_day, due_day, provisional, amount_fen)
    ),
    standing as (
      select o.id, max(o.version) as version, bool_or(o.ended_at = 'infinity'
        and (o.nominal_day, o.due_day, o.provisional, o.amount_fen) = (w.nominal_day, w.due_day, w.provisional, w.amount_fen)) as same
      from wanted w join we.obligation o on o.project_id = ${projectId} and o.id = w.id group by o.id
    ),
    ended as (
      update we.obligation o set ended_at = ${now}, ended_why = 'superseded' from standing s
      where o.project_id = ${projectId} and o.id = s.id and o.version = s.version and not s.same and o.ended_at = 'infinity'
    )
    insert into we.obligation (${dutyColumns(sql)})
    select p.id, w.id, coalesce(s.version, 0) + 1, p.region_code, p.owner_id, p.contractor_id, ${of.employerId}::text, 'resend', w.subject,
      ${of.month}, w.nominal_day, w.due_day, w.provisional, null, w.amount_fen, 0, 1, 'infinity', ${now}
    from wanted w
    join we.project p on p.id = ${projectId}
    left join standing s on s.id = w.id
    where not coalesce(s.same, false)
    on conflict do nothing`;
}

/** Writes what the meetings of these duties miss against their chains, or have too much, day by day. */
async function meetResends(
  { sql, now }: Work,
  projectId: number,
  messageId: string,
  chains: readonly { id: string; series: FailedChain['series'] }[],
) {
  const steps = chains.flatMap(({ id, series }) =>
    series.map(({ day, paidFen }, i) => ({
      id,
      day,
      fen: paidFen - (series[i - 1]?.paidFen ?? 0),
    })),
  );
  const written = await sql<{ id: string; day: Day; fen: number }[]>`
    select obligation_id as id, on_day as day, sum(amount_fen)::bigint as fen from we.meeting
    where project_id = ${projectId} and obligation_id = any(${chains.map((c) => c.id)}::uuid[]) group by 1, 2`;
  const delta = new Map<string, { id: string; day: Day; fen: number }>();
  for (const [sign, rows] of [
    [1, steps],
    [-1, written],
  ] as const) {
    for (const { id, day, fen } of rows) {
      const sum = (delta.get(`${id} ${day}`)?.fen ?? 0) + sign * fen;
      delta.set(`${id} ${day}`, { id, day, fen: sum });
    }
  }
  const missing = [...delta.values()].filter((d) => d.fen !== 0);
  await sql`insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select ${projectId}, u.id, u.duty, 'payout', ${messageId}, u.fen, u.on_day, ${now}
    from unnest(${missing.map(() => randomUUID())}::uuid[], ${missing.map((m) => m.id)}::uuid[], ${missing.map((m) => m.fen)}::bigint[],
      ${missing.map((m) => m.day)}::date[]) as u(id, duty, fen, on_day)
    on conflict do nothing`;
}
