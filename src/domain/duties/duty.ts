import { randomUUID } from 'node:crypto';
import type { Day } from '../../lib/day.ts';
import { stableId } from '../../lib/id.ts';
import { type DutyWork, dutyColumns } from './shape.ts';

/** A duty that one fact creates, as opposed to those that time brings about. */
export interface Duty {
  projectId: number;
  kind:
    | 'account-opening'
    | 'account-filing'
    | 'settlement-review'
    | 'settlement-payment'
    | 'resend'
    | 'notice-reply';
  subject: string;
  period: string;
  nominalDay: Day | 'infinity';
  dueDay: Day | 'infinity';
  provisional: boolean;
  amountFen: number;
  employerId?: string;
  termsVersion?: number;
}

export const dutyId = (d: Pick<Duty, 'projectId' | 'kind' | 'subject' | 'period'>) =>
  stableId(d.projectId, d.kind, d.subject, d.period);

/**
 * One writer at a time of a project's payroll and transfers: what the duties say is read, then written.
 * Taken before the first read, until the end of the transaction.
 */
export const lockDuties = ({ sql }: Pick<DutyWork, 'sql'>, projectId: number) =>
  sql`select id from we.project where id = ${projectId} for no key update`;

/**
 * Writes a duty: the first version, or a new one where its day or amount differ from the live version (which
 * ends `superseded`). The same duty again changes nothing. Meetings belong to the duty and stay.
 */
export async function putDuty({ sql, now }: DutyWork, duty: Duty): Promise<void> {
  const id = dutyId(duty);
  await sql`
    with live as (
      select * from we.obligation where project_id = ${duty.projectId} and id = ${id} and ended_at = 'infinity'
    ),
    same as (
      select from live where nominal_day = ${duty.nominalDay}::date and due_day = ${duty.dueDay}::date
        and provisional = ${duty.provisional} and amount_fen = ${duty.amountFen}
    ),
    ended as (
      update we.obligation o set ended_at = ${now}, ended_why = 'superseded'
      from live l where o.project_id = l.project_id and o.id = l.id and o.version = l.version and not exists (select from same)
      returning o.version
    )
    insert into we.obligation (${dutyColumns(sql)})
    select p.id, ${id}::uuid, coalesce(v.last, 0) + 1, p.region_code, p.owner_id, p.contractor_id, ${duty.employerId ?? null}::text,
      ${duty.kind}, ${duty.subject}, ${duty.period}, ${duty.nominalDay}::date, ${duty.dueDay}::date, ${duty.provisional}, ${duty.termsVersion ?? null}::int,
      ${duty.amountFen}::bigint, 0, 1, 'infinity', ${now}
    from we.project p
    left join lateral (
      select max(o.version) as last from we.obligation o where o.project_id = p.id and o.id = ${id}
    ) v on true
    where p.id = ${duty.projectId} and not exists (select from same)
    on conflict do nothing
    returning version`;
  await refreshMet({ sql }, duty.projectId, [id]);
}

/** Ends a duty: its project part was withdrawn, or the authority found it void. */
export async function endDuty(
  { sql, now }: DutyWork,
  projectId: number,
  id: string,
  why: 'void' | 'withdrawn',
): Promise<void> {
  await sql`update we.obligation set ended_at = ${now}, ended_why = ${why}
    where project_id = ${projectId} and id = ${id} and ended_at = 'infinity'`;
}

/** Writes that a fact met part of a duty, unless it is written already, and refreshes the duty's state. */
export async function meet(
  { sql, now }: DutyWork,
  projectId: number,
  obligationId: string,
  fact: { kind: string; id: string; amountFen: number; onDay: Day },
): Promise<void> {
  await sql`
    insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select ${projectId}, ${randomUUID()}::uuid, ${obligationId}::uuid, ${fact.kind}, ${fact.id}, ${fact.amountFen}::bigint, ${fact.onDay}::date, ${now}
    where not exists (select from we.meeting m where m.project_id = ${projectId} and m.obligation_id = ${obligationId}
      and m.fact_kind = ${fact.kind} and m.fact_id = ${fact.id})
    on conflict do nothing`;
  await refreshMet({ sql }, projectId, [obligationId]);
}

/**
 * Brings what facts of one kind meet of a duty without an amount to the one `fact`, or to nothing. What met it
 * otherwise, the same fact on another day included, is taken back on its own day by a meeting of −1.
 */
export async function meetBy(
  { sql, now }: DutyWork,
  projectId: number,
  obligationId: string,
  kind: string,
  fact: { id: string; onDay: Day } | null,
): Promise<void> {
  const standing = await sql<{ id: string; onDay: Day }[]>`
    select fact_id as id, on_day as "onDay" from we.meeting
    where project_id = ${projectId} and obligation_id = ${obligationId} and fact_kind = ${kind}
    group by 1, 2 having sum(${counted(sql)}) > 0`;
  const stands = (s: { id: string; onDay: Day }) => s.id === fact?.id && s.onDay === fact.onDay;
  const steps = standing.filter((s) => !stands(s)).map((s) => ({ ...s, amountFen: -1 }));
  if (fact && !standing.some(stands)) steps.push({ ...fact, amountFen: 0 });
  for (const step of steps) {
    await sql`insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
      values (${projectId}, ${randomUUID()}, ${obligationId}, ${kind}, ${step.id}, ${step.amountFen}, ${step.onDay}, ${now})`;
  }
  await refreshMet({ sql }, projectId, [obligationId]);
}

/** What a meeting counts for a duty without an amount: one, or one less. */
const counted = (sql: DutyWork['sql']) => sql`case when amount_fen < 0 then -1 else 1 end`;

/**
 * The state of duties that their own meetings decide: the sum, and the last day on which the running sum
 * reached the amount and stayed there. A duty without an amount (0) counts its meetings and has no sum; one of
 * unknown amount (null) is never met.
 */
export async function refreshMet(
  { sql }: Pick<DutyWork, 'sql'>,
  projectId: number,
  ids: string[],
): Promise<void> {
  await sql`
    with duty as (
      select id, version, amount_fen from we.obligation
      where project_id = ${projectId} and id = any(${ids}::uuid[]) and ended_at = 'infinity'
    ),
    run as (
      select d.id, m.on_day, case when d.amount_fen = 0 then 0 else m.fen end as fen,
        coalesce(case when d.amount_fen = 0 then m.n > 0 else m.fen >= d.amount_fen end, false) as reached
      from duty d
      join (
        select obligation_id, on_day, sum(sum(amount_fen)) over w::bigint as fen, sum(sum(${counted(sql)})) over w as n
        from we.meeting where project_id = ${projectId} and obligation_id = any(${ids}::uuid[])
        group by obligation_id, on_day
        window w as (partition by obligation_id order by on_day)
      ) m on m.obligation_id = d.id
    ),
    bad as (select id, max(on_day) as day from run where not reached group by id),
    state as (
      select d.id, d.version, (array_agg(r.fen order by r.on_day desc))[1] as fen,
        min(r.on_day) filter (where r.reached and r.on_day > coalesce(b.day, '-infinity'::date)) as met_on
      from duty d left join run r on r.id = d.id left join bad b on b.id = d.id
      group by d.id, d.version
    )
    update we.obligation o set met_fen = coalesce(s.fen, 0), met_on = coalesce(s.met_on, 'infinity'::date),
      open_count = case when s.met_on is null then 1 else 0 end
    from state s
    where o.project_id = ${projectId} and o.id = s.id and o.version = s.version
      and (o.met_fen, o.met_on) is distinct from (coalesce(s.fen, 0), coalesce(s.met_on, 'infinity'::date))`;
}
