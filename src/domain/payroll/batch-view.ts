import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { hidden } from '../access.ts';

/** A batch as it is stored. */
export interface BatchRow {
  id: string;
  batch_no: string;
  month: string;
  wage_month: Day;
  employer_id: string;
  kind: string;
  reference: string | null;
  status: string;
  line_count: number;
  total_gross_fen: number;
  total_net_fen: number;
  total_pay_fen: number;
  claimed_by: string;
  claimed_at: string;
  approved_by: string | null;
  approved_at: string | null;
  ordered_by: string | null;
  ordered_on: Day | null;
  ordered_at: string | null;
  /** Lines without their worker's confirmation. */
  unsigned: number;
  /** Lines of which no pay slip was told. */
  slips_due: number;
}

/** One batch. @throws Problem `not-found` */
export const findBatch = async (
  { sql }: Work,
  projectId: number,
  id: string,
): Promise<BatchRow> => {
  const [row] = await sql<BatchRow[]>`
    select *, to_char(wage_month, 'YYYY-MM') as month from we.payroll_batch where project_id = ${projectId} and id = ${id}`;
  if (!row) throw hidden();
  return row;
};

const instant = (text: string | null) => (text === null ? null : new Date(text).toISOString());

/** A batch with its totals by payout state. @throws Problem `not-found` */
export async function getBatch(work: Work, projectId: number, id: string) {
  const row = await findBatch(work, projectId, id);
  const states = await work.sql<{ state: string; count: number; fen: number }[]>`
    select state, count(*)::int as count, sum(pay_fen)::bigint as fen from we.payroll_line
    where project_id = ${projectId} and wage_month = ${inMonth(work.sql, row.wage_month)} and batch_id = ${id} group by state`;
  return {
    batchId: publicId(projectId, id),
    batchNo: row.batch_no,
    wageMonth: row.month,
    employerUscc: row.employer_id,
    kind: row.kind,
    reference: row.reference,
    status: row.status,
    lineCount: row.line_count,
    totalGrossFen: row.total_gross_fen,
    totalNetFen: row.total_net_fen,
    totalPayFen: row.total_pay_fen,
    unconfirmedLines: row.unsigned,
    slipsOutstanding: row.slips_due,
    states: Object.fromEntries(states.map((s) => [s.state, { lineCount: s.count, payFen: s.fen }])),
    claimedAt: instant(row.claimed_at),
    approvedAt: instant(row.approved_at),
    orderedAt: instant(row.ordered_at),
  };
}

/** Lines of a batch in order, identity and card masked. `after` is the last line number seen. */
export async function listLines(
  work: Work,
  projectId: number,
  id: string,
  page: { after?: string | undefined; limit: number },
) {
  const batch = await findBatch(work, projectId, id);
  const rows = await work.sql<
    {
      line_no: number;
      name: string;
      id_last4: string;
      card_last4: string | null;
      work_days: number | null;
      gross_fen: number;
      net_fen: number;
      pay_fen: number;
      paid_fen: number;
      state: string;
      final_on: Day | null;
    }[]
  >`
    select l.line_no, e.name, e.id_last4, l.card_last4, l.work_days, l.gross_fen, l.net_fen, l.pay_fen, l.paid_fen, l.state, l.final_on
    from we.payroll_line l
    join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(work.sql, batch.wage_month)} and l.batch_id = ${id} and l.line_no > ${page.after ?? '0'}::bigint
    order by l.line_no limit ${page.limit + 1}`;
  const items = rows.slice(0, page.limit).map((r) => ({
    endToEndId: `${batch.batch_no}-${r.line_no}`,
    name: r.name,
    idNumber: `**************${r.id_last4}`,
    cardNo: r.card_last4 === null ? null : `****${r.card_last4}`,
    workDays: r.work_days,
    grossFen: r.gross_fen,
    netFen: r.net_fen,
    payFen: r.pay_fen,
    paidFen: r.paid_fen,
    state: r.state,
    finalOn: r.final_on,
  }));
  return { items, next: rows.length > page.limit ? String(rows[page.limit - 1]?.line_no) : null };
}
