import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { getProject } from '../registry/projects.ts';

/** 一项目一册: a project from its registration to its papers, as the caller may see it. */
export interface ProjectBook {
  day: Day;
  project: Awaited<ReturnType<typeof getProject>>;
  parties: { role: string; uscc: string; name: string | null; from: Day | null; to: Day | null }[];
  terms: Terms | null;
  accounts: Account[];
  /** Entries of all accounts by the month of their booking; the balance after the month's last. */
  entries: {
    month: Month;
    credits: number;
    creditFen: number;
    debits: number;
    debitFen: number;
    balanceFen: number;
  }[];
  wages: WageMonth[];
  settlements: Settlement[];
  alerts: BookAlert[];
  notices: BookNotice[];
}

interface Terms {
  signedOn: Day;
  totalFen: number;
  labourCostFen: number | null;
  labourCostRatio: string | null;
  transferDay: number | null;
  payDay: number | null;
  payMonthOffset: number | null;
  auditClause: string;
}

interface Account {
  bank: string;
  name: string;
  last4: string;
  openedOn: Day;
  filedOn: Day | null;
  closedOn: Day | null;
  balanceFen: number;
}

/** An employer's wage month: workers of its regular payroll, what is owed and paid, and when all of it was paid. */
interface WageMonth {
  month: Month;
  employer: string;
  workers: number;
  dueDay: Day;
  amountFen: number | null;
  metFen: number;
  metOn: Day | null;
}

interface Settlement {
  settlementId: string;
  level: string;
  reference: string | null;
  claimedFen: number;
  deliveredOn: Day;
  status: string;
  /** The two clocks: until when it had to be reviewed and paid, and since when it is; null where none runs. */
  reviewDueDay: Day | null;
  reviewedOn: Day | null;
  paymentDueDay: Day | null;
  paidOn: Day | null;
  steps: {
    onDay: Day;
    step: string;
    statedBy: string;
    amountFen: number | null;
    reason: string | null;
  }[];
}

interface BookAlert {
  rule: string;
  level: number;
  status: string;
  period: string;
  amountFen: number;
  dueDay: Day | null;
  openedOn: Day;
  clearedOn: Day | null;
}

interface BookNotice {
  number: string | null;
  instrument: string;
  addressee: string | null;
  status: string;
  issuedOn: Day | null;
  servedOn: Day | null;
  replyDueOn: Day | null;
  repliedOn: Day | null;
}

/**
 * All that is kept of one project, in order, as known now; alerts and papers as far as the caller may see them. No person is in it.
 *
 * @throws Problem `not-found`
 */
export async function projectBook(work: Work, projectId: number): Promise<ProjectBook> {
  const project = await getProject(work, projectId);
  return {
    day: work.day,
    project,
    ...(await partiesOf(work, projectId)),
    ...(await moneyOf(work, projectId)),
    settlements: await settlementsOf(work, projectId),
    ...(await handlingOf(work, projectId)),
  };
}

async function partiesOf({ sql }: Work, projectId: number) {
  const parties = await sql<ProjectBook['parties']>`
    select x.role, x.uscc, c.name, x.from_day as "from", x.to_day as "to"
    from (
      select 1 as place, 'owner' as role, owner_id as uscc, null::date as from_day, null::date as to_day from we.project where id = ${projectId}
      union all select 2, 'contractor', contractor_id, null, null from we.project where id = ${projectId}
      union all select 3, role, company_id, enters_on, exits_on from we.participant where project_id = ${projectId}
    ) x left join we.company c on c.uscc = x.uscc
    order by x.place, x.role, x.uscc`;
  const [terms] = await sql<Terms[]>`
    select signed_on as "signedOn", total_fen as "totalFen", labour_cost_fen as "labourCostFen", labour_cost_ratio::text as "labourCostRatio",
      transfer_day as "transferDay", pay_day as "payDay", pay_month_offset as "payMonthOffset", audit_clause as "auditClause"
    from we.contract_terms where project_id = ${projectId} and effective_at is not null order by version desc limit 1`;
  return { parties: [...parties], terms: terms ?? null };
}

async function moneyOf({ sql, day }: Work, projectId: number) {
  const accounts = await sql<Account[]>`
    select coalesce(b.name, a.bank_code) as bank, a.name, a.last4, a.opened_on as "openedOn", a.filed_on as "filedOn", a.closed_on as "closedOn",
      a.balance_fen as "balanceFen"
    from we.wage_account a left join we.bank b on b.code = a.bank_code
    where a.project_id = ${projectId} order by a.opened_on, a.id`;
  const entries = await sql<ProjectBook['entries']>`
    with booked as materialized (
      select to_char(booked_on, 'YYYY-MM') as month, count(*) filter (where direction = 'credit')::int as credits,
        coalesce(sum(amount_fen) filter (where direction = 'credit'), 0)::bigint as credit_fen,
        count(*) filter (where direction = 'debit')::int as debits,
        coalesce(sum(amount_fen) filter (where direction = 'debit'), 0)::bigint as debit_fen
      from we.account_entry where project_id = ${projectId} group by 1
    )
    select month, credits, credit_fen as "creditFen", debits, debit_fen as "debitFen",
      (sum(credit_fen - debit_fen) over (order by month))::bigint as "balanceFen"
    from booked order by month`;
  const wages = await sql<WageMonth[]>`
    select o.period as month, coalesce(c.name, o.subject) as employer, coalesce(b.workers, 0)::int as workers, o.due_day as "dueDay",
      o.amount_fen as "amountFen", o.met_fen as "metFen", nullif(o.met_on, 'infinity') as "metOn"
    from we.obligation o
    left join we.company c on c.uscc = o.subject
    left join lateral (
      select sum(b.line_count) as workers from we.payroll_batch b
      where b.project_id = ${projectId} and b.wage_month = (o.period || '-01')::date and b.employer_id = o.subject
        and b.kind = 'regular' and b.status <> 'withdrawn'
    ) b on true
    where o.project_id = ${projectId} and o.kind = 'wage' and o.ended_at = 'infinity' and o.due_day <= ${day}::date
    order by o.period, o.subject`;
  return { accounts: [...accounts], entries: [...entries], wages: [...wages] };
}

async function settlementsOf({ sql }: Work, projectId: number): Promise<Settlement[]> {
  const settlements = await sql<(Omit<Settlement, 'steps' | 'settlementId'> & { id: string })[]>`
    select s.id, s.level, s.reference, s.claimed_fen as "claimedFen", s.delivered_on as "deliveredOn", s.status,
      nullif(r.due_day, 'infinity') as "reviewDueDay", nullif(r.met_on, 'infinity') as "reviewedOn",
      nullif(p.due_day, 'infinity') as "paymentDueDay", nullif(p.met_on, 'infinity') as "paidOn"
    from we.settlement s
    left join we.obligation r on r.project_id = s.project_id and r.id = we.duty_id(s.project_id, 'settlement-review', s.id::text, '-') and r.ended_at = 'infinity'
    left join we.obligation p on p.project_id = s.project_id and p.id = we.duty_id(s.project_id, 'settlement-payment', s.id::text, '-') and p.ended_at = 'infinity'
    where s.project_id = ${projectId} order by s.delivered_on, s.id`;
  const steps = await sql<(Settlement['steps'][number] & { id: string })[]>`
    select settlement_id as id, on_day as "onDay", step, stated_by as "statedBy", amount_fen as "amountFen",
      coalesce(reason_text, reason_code) as reason
    from we.settlement_step where project_id = ${projectId} order by on_day, seq`;
  return settlements.map(({ id, ...one }) => ({
    ...one,
    settlementId: publicId(projectId, id),
    steps: steps.filter((step) => step.id === id).map(({ id: _, ...step }) => step),
  }));
}

async function handlingOf({ sql }: Work, projectId: number) {
  const alerts = await sql<BookAlert[]>`
    select rule_id as rule, level, status, period, amount_fen as "amountFen", due_day as "dueDay", opened_on as "openedOn", cleared_on as "clearedOn"
    from we.alert where project_id = ${projectId} order by opened_on, rule_id, subject, period, episode`;
  const notices = await sql<BookNotice[]>`
    select n.number, n.instrument, c.name as addressee, n.status, n.issued_on as "issuedOn", n.served_on as "servedOn", n.reply_due_on as "replyDueOn",
      n.replied_on as "repliedOn"
    from we.notice n left join we.company c on c.uscc = n.addressee_id
    where n.project_id = ${projectId} and n.status <> 'lapsed' order by n.drafted_on, n.id`;
  return { alerts: [...alerts], notices: [...notices] };
}
