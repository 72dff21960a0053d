import type { Work } from '../../../db/work.ts';
import { addMonths, firstOf, type Month, monthOf } from '../../lib/day.ts';
import { enterKept } from '../access.ts';

/** What a bank's data of one month were like, on the accounts that the caller sees. */
export interface BankMonth {
  month: Month;
  /** Messages that came, and those that nobody could read. */
  messages: number;
  refused: number;
  /** Entries booked in the month. */
  entries: number;
  /** Days from its booking until nine of ten entries were known; null without entries. */
  lagDays: number | null;
  /** Balances that the bank stated, and those that differ from the sum of its entries up to then. */
  balances: number;
  mismatches: number;
  /** Payroll lines on which the bank gave an outcome, and those that it rejected or gave back. */
  lines: number;
  failed: number;
}

/** The last `months` months up to the day's, the newest first. */
export async function bankMonths(
  work: Work,
  bankCode: string,
  months: number,
): Promise<BankMonth[]> {
  const projects = await enterKept(work, bankCode);
  const accounts = kept(work, projects, bankCode);
  const last = monthOf(work.day);
  const from = firstOf(addMonths(last, 1 - months));
  const parts = await Promise.all([
    messagesOf(work, bankCode, from),
    entriesOf(work, accounts, from),
    balancesOf(work, accounts, from),
    linesOf(work, bankCode, projects, from),
  ]);
  return Array.from({ length: months }, (_, n) => {
    const month = addMonths(last, -n);
    const told = parts.map((rows) => rows.find((row) => row.month === month));
    return Object.assign({ month, ...NOTHING }, ...told) as BankMonth;
  });
}

const NOTHING: Omit<BankMonth, 'month'> = {
  ...{ messages: 0, refused: 0, entries: 0, lagDays: null },
  ...{ balances: 0, mismatches: 0, lines: 0, failed: 0 },
};

type Accounts = ReturnType<typeof kept>;
type Part = { month: Month } & Partial<BankMonth>;

/** The accounts that a bank keeps of some projects. */
const kept = ({ sql }: Work, projects: number[], bankCode: string) => sql`
  select w.project_id, w.id from we.wage_account w
  where w.project_id = any(${projects}::bigint[]) and w.bank_code = ${bankCode}`;

const messagesOf = ({ sql }: Work, bankCode: string, from: string): Promise<Part[]> => sql<Part[]>`
  select to_char(received_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*)::int as messages,
    count(*) filter (where status = 'refused')::int as refused
  from we.bank_message
  where bank_code = ${bankCode} and received_at >= ${from}::date::timestamp at time zone 'Asia/Shanghai'
  group by 1`;

const entriesOf = ({ sql }: Work, accounts: Accounts, from: string): Promise<Part[]> => sql<Part[]>`
  select to_char(e.booked_on, 'YYYY-MM') as month, count(*)::int as entries,
    percentile_disc(0.9) within group (
      order by greatest((e.known_at at time zone 'Asia/Shanghai')::date - e.booked_on, 0)
    )::int as "lagDays"
  from we.account_entry e
  where (e.project_id, e.account_id) in (${accounts}) and e.booked_on >= ${from}::date
  group by 1`;

/**
 * Entries of the very instant of a balance count or do not: a statement's closing balance stands at the first instant of the
 * day after, an event's at that of its last entry.
 */
const balancesOf = ({ sql }: Work, accounts: Accounts, from: string): Promise<Part[]> => sql<
  Part[]
>`
  with fact as (
    select project_id, account_id, booked_at as at, case direction when 'credit' then amount_fen else -amount_fen end as fen,
      null::bigint as stated
    from we.account_entry where (project_id, account_id) in (${accounts})
    union all
    select project_id, account_id, at, 0, balance_fen from we.balance_mark
    where (project_id, account_id) in (${accounts})
  ),
  summed as (
    select at, stated, sum(fen) over (account range unbounded preceding) as through,
      coalesce(sum(fen) over (account range unbounded preceding exclude group), 0) as before
    from fact window account as (partition by project_id, account_id order by at)
  )
  select to_char((at - interval '1 microsecond') at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*)::int as balances,
    count(*) filter (where stated not in (through, before))::int as mismatches
  from summed
  where stated is not null and at > ${from}::date::timestamp at time zone 'Asia/Shanghai'
  group by 1`;

const linesOf = (
  { sql }: Work,
  bankCode: string,
  projects: number[],
  from: string,
): Promise<Part[]> => sql<Part[]>`
  select to_char(on_day, 'YYYY-MM') as month, count(distinct (batch_id, line_no))::int as lines,
    count(distinct (batch_id, line_no)) filter (where outcome in ('rejected', 'returned'))::int as failed
  from we.payout_event
  where project_id = any(${projects}::bigint[]) and on_day >= ${from}::date
    and starts_with(message_id, ${`${bankCode}/`})
  group by 1`;
