import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { addMonths, type Day, firstOf, type Month, monthOf } from '../../lib/day.ts';
import { siteCode } from '../../lib/site-code.ts';
import { hidden } from '../access.ts';

/** A line of a payroll as its worker is told of it. */
export interface WageLine {
  month: Month;
  employer: string;
  /** regular, supplement, correction. */
  kind: string;
  /** Another line stands for it: what it asked for is not owed any more, what it paid counts. */
  replaced: boolean;
  workDays: number | null;
  grossFen: number;
  netFen: number;
  paidFen: number;
  finalOn: Day | null;
  state: string;
  cardLast4: string | null;
}

/** 工资对账单: what a worker was owed and paid on a project in twelve months; the identity number masked. */
export interface WageStatement {
  projectCode: string;
  projectName: string;
  contractor: string;
  name: string;
  idNumber: string;
  /** When and for whom he has worked there, in order. */
  engagements: { employer: string; team: string | null; enteredOn: Day; exitedOn: Day | null }[];
  from: Month;
  to: Month;
  /** The day on which it was drawn up. */
  day: Day;
  lines: WageLine[];
  /** 工地码, by which the worker asks himself (domain/site/own-wages.ts). */
  siteCode: string;
}

const MONTHS = 12;

/**
 * The twelve months up to `to` (the month of today unless told otherwise) of the worker behind an engagement: all of his engagements on the project that
 * the caller may see. Withdrawn lines are left out; a line sent again is told with the line that it sends again.
 *
 * @throws Problem `not-found`
 */
export async function wageStatement(
  work: Work,
  projectId: number,
  engagementId: string,
  to: Month = monthOf(work.day),
): Promise<WageStatement> {
  const { sql, day } = work;
  const from = addMonths(to, 1 - MONTHS);
  const people = await sql<
    (WageStatement['engagements'][number] & { id: string; name: string; id_last4: string })[]
  >`
    select e.id, e.name, e.id_last4, coalesce(c.name, e.employer_id) as employer, e.team, e.entered_on as "enteredOn", e.exited_on as "exitedOn"
    from we.engagement own
    join we.engagement e on e.project_id = own.project_id and e.worker_id = own.worker_id
    left join we.company c on c.uscc = e.employer_id
    where own.project_id = ${projectId} and own.id = ${engagementId}
    order by e.entered_on, e.id`;
  const [person] = people;
  if (!person) throw hidden();
  const lines = await sql<StoredLine[]>`
    select l.batch_id as "batchId", l.line_no as "lineNo", l.root_batch_id as "rootBatchId", l.root_line_no as "rootLineNo", to_char(l.wage_month, 'YYYY-MM') as month, coalesce(c.name, l.employer_id) as employer, l.kind, l.replaced_on <> 'infinity' as replaced,
      l.work_days as "workDays", l.gross_fen as "grossFen", l.net_fen as "netFen", l.paid_fen as "paidFen", l.final_on as "finalOn", l.state,
      l.card_last4 as "cardLast4"
    from we.payroll_line l
    join we.payroll_batch b on b.project_id = l.project_id and b.id = l.batch_id
    left join we.company c on c.uscc = l.employer_id
    where l.project_id = ${projectId} and l.wage_month between ${inMonth(sql, firstOf(from))} and ${inMonth(sql, firstOf(to))}
      and l.engagement_id = any(${people.map(({ id }) => id)}::uuid[]) and l.withdrawn_on = 'infinity'
    order by l.wage_month, b.batch_no, l.line_no`;
  const [site] = await sql<{ code: string; name: string | null; contractor: string | null }[]>`
    select d.code, p.name, c.name as contractor from we.project_directory d
    left join we.project p on p.id = d.project_id left join we.company c on c.uscc = p.contractor_id
    where d.project_id = ${projectId}`;
  return {
    projectCode: site?.code ?? '',
    projectName: site?.name ?? '',
    contractor: site?.contractor ?? '',
    name: person.name,
    idNumber: `**************${person.id_last4}`,
    engagements: people.map(({ employer, team, enteredOn, exitedOn }) => ({
      employer,
      team,
      enteredOn,
      exitedOn,
    })),
    from,
    to,
    day,
    lines: withResends(lines),
    siteCode: siteCode(work.vault, projectId),
  };
}

interface StoredLine extends WageLine {
  batchId: string;
  lineNo: number;
  rootBatchId: string;
  rootLineNo: number;
}

/** What came of a line that was sent again stands on the last line that did so, what was paid on the first. */
function withResends(lines: readonly StoredLine[]): WageLine[] {
  return lines
    .filter(({ kind }) => kind !== 'resend')
    .map(({ batchId, lineNo, rootBatchId: _, rootLineNo: __, ...line }) => {
      const { state, cardLast4 } = lines.findLast(
        (one) => one.rootBatchId === batchId && one.rootLineNo === lineNo,
      ) as StoredLine;
      return { ...line, state, cardLast4 };
    });
}
