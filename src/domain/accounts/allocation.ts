import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { refreshMet } from '../duties/duty.ts';

/** Money from the owner: what is left of a credit after its reversals. */
export interface Credit {
  id: string;
  day: Day;
  amountFen: number;
  /** The instalment's month it names, `YYYY-MM`. */
  period: string | null;
}

/** A live instalment; `null` takes whatever is offered. */
export interface Instalment {
  id: string;
  period: string;
  amountFen: number | null;
}

export interface Share {
  obligationId: string;
  creditId: string;
  day: Day;
  amountFen: number;
}

/**
 * Which credit meets which instalment: credits that name a period first, then by day and entry id; each goes
 * to the instalment it names, the rest to the oldest with something missing, and on. Pure: the same credits
 * and instalments give the same shares in whatever order they were heard of.
 */
export function allocateCredits(
  credits: readonly Credit[],
  instalments: readonly Instalment[],
): Share[] {
  const open = instalments
    .map((i) => ({ ...i, missingFen: i.amountFen ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.period < b.period ? -1 : 1));
  const shares: Share[] = [];
  const give = (credit: Credit, to: (typeof open)[number], leftFen: number): number => {
    const amountFen = Math.min(leftFen, to.missingFen);
    if (amountFen <= 0) return leftFen;
    to.missingFen -= amountFen;
    shares.push({ obligationId: to.id, creditId: credit.id, day: credit.day, amountFen });
    return leftFen - amountFen;
  };
  for (const credit of [...credits].sort(byTurn)) {
    let left = credit.amountFen;
    const named = open.find((i) => i.period === credit.period);
    if (named) left = give(credit, named, left);
    for (const instalment of open) {
      if (left <= 0) break;
      left = give(credit, instalment, left);
    }
  }
  return shares;
}

const byTurn = (a: Credit, b: Credit) =>
  Number(a.period === null) - Number(b.period === null) ||
  compare(a.day, b.day) ||
  compare(a.id, b.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** SELECT: what each credit of the owners' known payer accounts came to, after its reversals. */
const ownersCredits = (sql: Work['sql'], projectIds: readonly number[]) => sql`
  select e.project_id, e.account_id || '/' || e.entry_id as id, e.value_day as day, to_char(e.period, 'YYYY-MM') as period,
    e.amount_fen - coalesce(r.fen, 0)::bigint as amount_fen
  from we.account_entry e
  left join lateral (
    select sum(d.amount_fen) as fen from we.account_entry d
    where d.project_id = e.project_id and d.account_id = e.account_id and d.direction = 'debit' and d.reversal_of = e.entry_id
  ) r on true
  where e.project_id = any(${projectIds as number[]}::bigint[]) and (e.project_id, e.counterparty_bidx) in (
      select y.project_id, y.account_bidx from we.payer_account y
      join we.contract_terms t on t.project_id = y.project_id and t.version = y.terms_version and t.effective_at is not null
      where y.project_id = any(${projectIds as number[]}::bigint[]))
    and e.direction = 'credit' and e.reversal_of is null and e.return_of is null
    and coalesce(e.purpose, 'transfer') not in ('return', 'interest')`;

/**
 * The projects whose new instalments may get something: a credit is not all given away, or names one of them.
 * For the others allocation would change nothing.
 */
export async function withCreditsFor(
  { sql }: Pick<Work, 'sql'>,
  instalments: readonly { project_id: number; period: string }[],
): Promise<number[]> {
  const ids = [...new Set(instalments.map((i) => i.project_id))];
  if (ids.length === 0) return [];
  const rows = await sql<{ project_id: number }[]>`
    with credit as materialized (${ownersCredits(sql, ids)}),
    given as (
      select project_id, sum(amount_fen) as fen from we.meeting
      where project_id = any(${ids}::bigint[]) and fact_kind = 'entry' group by project_id
    ),
    fresh as (
      select * from unnest(${instalments.map((i) => i.project_id)}::bigint[], ${instalments.map((i) => i.period)}::text[]) as u(project_id, period)
    )
    select c.project_id from credit c left join given g on g.project_id = c.project_id
    group by c.project_id, g.fen having sum(c.amount_fen) <> coalesce(g.fen, 0)
    union
    select c.project_id from credit c join fresh f on f.project_id = c.project_id and f.period = c.period
    order by project_id`;
  return rows.map((row) => row.project_id);
}

/**
 * Brings the meetings of a project's instalments into line with its credits: what differs is written as
 * negative and positive meetings on the credit's day. Only money from the owner's payer accounts counts, so
 * that the contractor's own top-up cannot hide the owner's default.
 */
export async function allocate(work: Pick<Work, 'sql' | 'now'>, projectId: number): Promise<void> {
  const { sql, now } = work;
  const credits = await sql<{ id: string; day: Day; amount_fen: number; period: string | null }[]>`
    ${ownersCredits(sql, [projectId])}`;
  const instalments = await sql<{ id: string; period: string; amount_fen: number | null }[]>`
    select id, period, amount_fen from we.obligation
    where project_id = ${projectId} and kind = 'transfer' and ended_at = 'infinity'`;
  const wanted = allocateCredits(
    credits.map((c) => ({ id: c.id, day: c.day, amountFen: c.amount_fen, period: c.period })),
    instalments.map((i) => ({ id: i.id, period: i.period, amountFen: i.amount_fen })),
  );
  const written = await sql<{ obligation_id: string; fact_id: string; on_day: Day; fen: number }[]>`
    select m.obligation_id, m.fact_id, m.on_day, sum(m.amount_fen)::bigint as fen
    from we.meeting m
    join we.obligation o on o.project_id = m.project_id and o.id = m.obligation_id and o.kind = 'transfer' and o.version = 1
    where m.project_id = ${projectId} group by 1, 2, 3 having sum(m.amount_fen) <> 0`;
  const delta = new Map<string, Share>();
  const add = (share: Share, sign: number) => {
    const key = `${share.obligationId} ${share.creditId} ${share.day}`;
    const sum = (delta.get(key)?.amountFen ?? 0) + sign * share.amountFen;
    delta.set(key, { ...share, amountFen: sum });
  };
  for (const share of wanted) add(share, 1);
  for (const w of written)
    add(
      { obligationId: w.obligation_id, creditId: w.fact_id, day: w.on_day, amountFen: w.fen },
      -1,
    );
  const rows = [...delta.values()].filter((s) => s.amountFen !== 0);
  await sql`insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select ${projectId}, u.id, u.duty, 'entry', u.credit, u.fen, u.on_day, ${now}
    from unnest(${rows.map(() => randomUUID())}::uuid[], ${rows.map((s) => s.obligationId)}::uuid[], ${rows.map((s) => s.creditId)}::text[],
      ${rows.map((s) => s.amountFen)}::bigint[], ${rows.map((s) => s.day)}::date[]) as u(id, duty, credit, fen, on_day)
    on conflict do nothing`;
  await refreshMet(work, projectId, [
    ...new Set([...rows.map((s) => s.obligationId), ...instalments.map((i) => i.id)]),
  ]);
}
