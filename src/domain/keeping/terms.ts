import type { Work } from '../../../db/work.ts';
import { type Day, lastOf, monthOf, plusMonth } from '../../lib/day.ts';
import { hidden } from '../access.ts';

/** One duty to keep papers: of what, by which text, and through which day. */
export interface Term {
  what: string;
  basis: string;
  until: Day;
}

/** How long a project's papers are to be kept, and what forbids their erasure whatever the day. */
export interface Retention {
  code: string;
  /** When it was erased; null: it was not. */
  erasedOn: Day | null;
  /** What is not finished yet, in Chinese; empty: nothing. */
  open: string[];
  /** Empty while the works go on. */
  terms: Term[];
}

const LEDGER = '《保障农民工工资支付条例》第十五条';
const PEOPLE = '《保障农民工工资支付条例》第二十八条';
const ACCOUNT = '《工程建设领域农民工工资专用账户管理暂行办法》（人社部发〔2021〕53号）';
const ATTENDANCE = '《江苏省工资支付条例》第十七条';

interface Facts {
  code: string;
  erased_on: Day | null;
  status: string;
  stated_on: Day | null;
  paid_on: Day | null;
  claimed_on: Day | null;
  wage_month: Day | null;
  attended: Day | null;
  open_accounts: number;
  open_duties: number;
  open_alerts: number;
  open_complaints: number;
}

/**
 * 档案保存期限 (rule M05) of a project: the wage ledger three years, the papers of people and accounts until the works are
 * finished and all wages paid and three years more, attendance two years. A year's term ends on the same day (民法典 202):
 * through that day the papers stay.
 *
 * @throws Problem `not-found`
 */
export async function retentionOf({ sql, day }: Work, projectId: number): Promise<Retention> {
  const [facts] = await sql<Facts[]>`
    select p.code, p.status,
      (select d.erased_on from we.project_directory d where d.code = p.code) as erased_on,
      (select s.on_day from we.project_status s where s.project_id = p.id order by s.seq desc limit 1) as stated_on,
      greatest(
        (select max(e.on_day) from we.payout_event e where e.project_id = p.id),
        (select max(o.met_on) from we.obligation o where o.project_id = p.id and o.ended_at = 'infinity' and o.met_on <> 'infinity'
          and o.kind in ('wage', 'resend'))) as paid_on,
      (select max(b.claimed_on) from we.payroll_batch b where b.project_id = p.id) as claimed_on,
      (select max(b.wage_month) from we.payroll_batch b where b.project_id = p.id) as wage_month,
      greatest(
        (select max(a.month) from we.attendance_month a where a.project_id = p.id),
        (select max(u.month) from we.attendance_unmatched u where u.project_id = p.id)) as attended,
      (select count(*)::int from we.wage_account a where a.project_id = p.id and coalesce(a.closed_on, 'infinity'::date) > ${day}) as open_accounts,
      (select count(*)::int from we.obligation o where o.project_id = p.id and o.ended_at = 'infinity' and o.met_on = 'infinity') as open_duties,
      (select count(*)::int from we.alert a where a.project_id = p.id and a.status in ('open', 'held', 'replied')) as open_alerts,
      (select count(*)::int from we.complaint c where c.project_id = p.id and c.closed_on > ${day}) as open_complaints
    from we.project p where p.id = ${projectId}`;
  if (!facts) throw hidden();
  const { code, erased_on: erasedOn, status } = facts;
  return {
    code,
    erasedOn,
    open: openMatters(facts),
    terms: status === 'finished' ? termsOf(facts) : [],
  };
}

function openMatters(facts: Facts): string[] {
  const { status, open_accounts: accounts, open_duties: duties, open_alerts: alerts } = facts;
  return [
    ...(status === 'finished' ? [] : ['工程尚未完工']),
    ...(accounts > 0 ? [`${accounts} 个工资专户尚未销户`] : []),
    ...(duties > 0 ? [`${duties} 项义务尚未履行`] : []),
    ...(alerts > 0 ? [`${alerts} 条预警尚未了结`] : []),
    ...(facts.open_complaints > 0 ? [`${facts.open_complaints} 件投诉尚未办结`] : []),
  ];
}

function termsOf(facts: Facts): Term[] {
  const { stated_on: finished, paid_on: paid, claimed_on: claimed, wage_month, attended } = facts;
  const settled = latest(finished, paid);
  const term = (what: string, basis: string, from: Day | null, years: number): Term[] =>
    from === null ? [] : [{ what, basis, until: plusMonth(from, 12 * years) }];
  return [
    ...term('工资支付台账', LEDGER, latest(claimed, endOf(wage_month)), 3),
    ...term('用工管理台账', PEOPLE, settled, 3),
    ...term('专用账户资料', ACCOUNT, settled, 3),
    ...term('考勤记录', ATTENDANCE, endOf(attended), 2),
  ];
}

const endOf = (first: Day | null): Day | null => (first === null ? null : lastOf(monthOf(first)));

const latest = (...days: (Day | null)[]): Day | null =>
  days
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;

/** The term that ends last, the first of several; null while the works go on. */
export const longest = ({ terms }: Pick<Retention, 'terms'>): Term | null =>
  terms.reduce<Term | null>((last, term) => (last && last.until >= term.until ? last : term), null);
