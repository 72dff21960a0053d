import { inMonth } from '../../../db/partition.ts';
import { sendAhead, type Work } from '../../../db/work.ts';
import { firstOf, lastOf, type Month } from '../../lib/day.ts';
import type { Engaged } from './checks.ts';
import type { ReadyLine } from './store.ts';

/** What a month is looked into for: who got the money (rule W04), what was paid for (W12), or whether it is what the days came to (W07). */
export type About = 'payee' | 'pattern' | 'rate';

/** Marks a wage month of a project as one that the rules look into. Marked already it stays so; one statement, or none. */
export async function doubtMonth(
  { sql, now }: Work,
  projectId: number,
  month: Month,
  about: readonly About[],
): Promise<void> {
  if (about.length === 0) return;
  await sql`insert into we.pay_doubt (project_id, wage_month, about, known_at)
    select ${projectId}, ${firstOf(month)}::date, u, ${now} from unnest(${[...about]}::text[]) as t(u)
    on conflict do nothing`;
}

/** A payment as the bank told it: to another account than the one ordered, or to a name. */
export interface Payee {
  engagement_id: string;
  payee_name: string | null;
  elsewhere: boolean | null;
}

/** Marks the month where money went elsewhere than ordered, or to a name that is not the worker's. */
export async function doubtPayees(
  work: Work,
  projectId: number,
  month: Month,
  paid: readonly Payee[],
): Promise<void> {
  if (paid.length === 0) return;
  if (paid.some((p) => p.elsewhere)) return doubtMonth(work, projectId, month, ['payee']);
  const { sql, now } = work;
  await sql`insert into we.pay_doubt (project_id, wage_month, about, known_at)
    select ${projectId}, ${firstOf(month)}::date, 'payee', ${now}
    where exists (
      select from unnest(${paid.map((p) => p.engagement_id)}::uuid[], ${paid.map((p) => p.payee_name) as string[]}::text[]) as u(id, name)
      join we.engagement e on e.project_id = ${projectId} and e.id = u.id
      where e.name <> u.name
    )
    on conflict do nothing`;
}

/** A twelfth of what a year may come to. */
const YEARLY_SHARE_FEN = 25_000_00;
const FEWEST_ALIKE = 5;

/**
 * What of a claimed batch makes its month one to look into, told from what is in hand: rules W04 and W12 then look closely.
 * This may say yes where they find nothing, never the other way round (attendance is looked at with the payroll sheet).
 */
export function doubtsOf(
  { month, kind }: { month: Month; kind: string },
  lines: readonly ReadyLine[],
  persons: ReadonlyMap<string, Engaged>,
): About[] {
  const personOf = (line: ReadyLine) => persons.get(line.engagementId) as Engaged;
  const payee = lines.some(
    (line) => line.cardBidx !== personOf(line).cardBidx || personOf(line).sharesCard,
  );
  const last = lastOf(month);
  const daysInMonth = Number(last.slice(8));
  // What a supplement adds to is not in hand.
  const pattern =
    kind === 'supplement' ||
    lines.some(
      (line) =>
        line.netFen > YEARLY_SHARE_FEN ||
        (line.workDays ?? 0) > daysInMonth ||
        personOf(line).registeredOn > last,
    ) ||
    isAlike(lines, personOf);
  return [...(payee ? (['payee'] as const) : []), ...(pattern ? (['pattern'] as const) : [])];
}

/** Whether a round sum stands in several lines of a team. */
function isAlike(lines: readonly ReadyLine[], personOf: (line: ReadyLine) => Engaged): boolean {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line.netFen % 100_00 !== 0) continue;
    const key = `${line.netFen} ${personOf(line).team}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].some((count) => count >= FEWEST_ALIKE);
}

/** No month's minimum wage comes to more, wherever the site lies; and no month has fewer working days. */
const MINIMUM_AT_MOST_FEN = 4_000_00;
const FEWEST_WORKING_DAYS = 15;
/** A twentieth: half of what rule W07 lets pass. */
const APART = 20;

/**
 * Marks an employer's wage month where somebody's pay does not fit his days: a full month's wage that may be below the
 * minimum, or pay that differs from the day rate times the days attended. Rule W07 then looks closely. Asked whenever lines,
 * attendance or rates change.
 */
export function doubtRates(
  work: Pick<Work, 'sql' | 'now' | 'sent'>,
  projectId: number,
  employerId: string,
  month: Month,
): void {
  const { sql, now } = work;
  const first = firstOf(month);
  const marked = sql`insert into we.pay_doubt (project_id, wage_month, about, known_at)
    select ${projectId}, ${first}::date, 'rate', ${now}
    where exists (
      select from (
        select l.engagement_id, sum(l.gross_fen) filter (where l.kind <> 'resend' and l.replaced_on = 'infinity') as gross_fen
        from we.payroll_line l
        where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, first)} and l.employer_id = ${employerId}
          and l.withdrawn_on = 'infinity'
        group by l.engagement_id
      ) l
      left join lateral (
        select bit_count(a.days::bit(32)) as days from we.attendance_month a
        where a.project_id = ${projectId} and a.month = ${first}::date and a.engagement_id = l.engagement_id
      ) a on true
      left join lateral (
        select min(r.rate_fen) as lowest, max(r.rate_fen) as highest from we.day_rate r
        where r.project_id = ${projectId} and r.engagement_id = l.engagement_id and r.from_day <= ${lastOf(month)}::date
      ) r on true
      where l.gross_fen < ${MINIMUM_AT_MOST_FEN} and a.days >= ${FEWEST_WORKING_DAYS}
        or r.highest > 0 and (r.lowest <> r.highest or abs(l.gross_fen - r.highest * coalesce(a.days, 0)) * ${APART} > l.gross_fen)
    )
    on conflict do nothing`;
  sendAhead(work, marked);
}
