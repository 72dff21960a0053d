import { z } from 'zod';
import { inMonth } from '../../../db/partition.ts';
import { includeAll, type Work } from '../../../db/work.ts';
import { type Day, firstOf, type Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { findBatch } from './batch-view.ts';
import { tellingFirst } from './states.ts';

/** A batch in the list of its project. Money in fen. */
export interface ListedBatch {
  batchId: string;
  batchNo: string;
  wageMonth: Month;
  employerUscc: string;
  employerName: string | null;
  kind: string;
  status: string;
  lineCount: number;
  totalNetFen: number;
  totalPayFen: number;
  claimedOn: Day;
  unconfirmedLines: number;
  slipsOutstanding: number;
}

/** A batch whose next step is the caller's. */
export interface WaitingBatch extends ListedBatch {
  projectCode: string;
  projectName: string;
}

const columns = (sql: Work['sql']) => sql`
    b.id, b.wage_month as first, b.batch_no as "batchNo", to_char(b.wage_month, 'YYYY-MM') as "wageMonth",
      b.employer_id as "employerUscc", c.name as "employerName", b.kind, b.status, b.line_count as "lineCount",
      b.total_net_fen as "totalNetFen", b.total_pay_fen as "totalPayFen", b.claimed_on as "claimedOn",
      b.unsigned as "unconfirmedLines", b.slips_due as "slipsOutstanding"`;

/** The batches in one of these states on the projects of which the caller is contractor, whoever the employer is; the oldest first. */
export async function waitingBatches(
  work: Work,
  statuses: readonly string[],
  limit: number,
): Promise<WaitingBatch[]> {
  const { sql } = work;
  const ids = await ownProjects(work);
  const rows = await sql<(WaitingBatch & { id: string; first: Day; projectId: number })[]>`
    select ${columns(sql)}, b.project_id as "projectId", p.code as "projectCode", p.name as "projectName"
    from we.payroll_batch b join we.project p on p.id = b.project_id left join we.company c on c.uscc = b.employer_id
    where b.project_id = any(${ids}::bigint[]) and b.status = any(${statuses}::text[])
    order by b.claimed_on, b.batch_no limit ${limit}`;
  return rows.map(toWaiting);
}

/** The projects of which the caller is contractor, with what all their employers filed. */
async function ownProjects(work: Work): Promise<number[]> {
  const { sql, actor } = work;
  const own = await sql<{ id: number }[]>`
    select project_id as id from we.project_party where company_id = ${actor.org} and role = 'contractor'`;
  const ids = own.map(({ id }) => id);
  // Else the policies show the firm's own people's batches alone, and not those of the subcontractors that it pays for.
  includeAll(work, ids);
  return ids;
}

const toWaiting = <Row extends { id: string; first: Day; projectId: number }>({
  id,
  first: _,
  projectId,
  ...row
}: Row) => ({ ...row, batchId: publicId(projectId, id) });

/** A batch of which payments failed that nothing pays again yet. */
export interface FailedBatch extends WaitingBatch {
  failed: number;
}

/** The batches with failed payments still to be sent again, on the projects of which the caller is contractor; the oldest first. */
export async function failedBatches(work: Work, limit: number): Promise<FailedBatch[]> {
  const { sql } = work;
  const ids = await ownProjects(work);
  const rows = await sql<(FailedBatch & { id: string; first: Day; projectId: number })[]>`
    select ${columns(sql)}, b.project_id as "projectId", p.code as "projectCode", p.name as "projectName", f.failed
    from we.payroll_batch b join we.project p on p.id = b.project_id left join we.company c on c.uscc = b.employer_id
    join lateral (
      select count(*)::int as failed from we.payroll_line l
      where l.project_id = b.project_id and l.wage_month = b.wage_month and l.employer_id = b.employer_id and l.batch_id = b.id
        and l.paid_fen < l.pay_fen and l.state in ('rejected', 'returned') and l.replaced_on = 'infinity'
        and l.root_batch_id = l.batch_id and l.root_line_no = l.line_no
        and not exists (select from we.payroll_line x
          where x.project_id = b.project_id and x.wage_month = b.wage_month and x.employer_id = b.employer_id
            and x.engagement_id = l.engagement_id and x.kind = 'resend' and x.root_batch_id = l.batch_id
            and x.root_line_no = l.line_no and x.withdrawn_on = 'infinity' and x.state not in ('rejected', 'returned'))
    ) f on f.failed > 0
    where b.project_id = any(${ids}::bigint[]) and b.status = 'paying'
    order by b.claimed_on, b.batch_no limit ${limit}`;
  return rows.map(toWaiting);
}

/** The batches of a project, the latest month and number first. @throws Problem `cursor-invalid` */
export async function listBatches(
  { sql }: Work,
  projectId: number,
  { month, ...page }: Page & { month?: Month | undefined },
): Promise<{ items: ListedBatch[]; next: string | null }> {
  const after = readCursor(page.after, z.tuple([z.iso.date(), z.string()]));
  const rows = await sql<(ListedBatch & { id: string; first: Day })[]>`
    select ${columns(sql)}
    from we.payroll_batch b left join we.company c on c.uscc = b.employer_id
    where b.project_id = ${projectId}
      ${month === undefined ? sql`` : sql`and b.wage_month = ${firstOf(month)}::date`}
      ${after === null ? sql`` : sql`and (b.wage_month, b.batch_no) < (${after[0]}::date, ${after[1]})`}
    order by b.wage_month desc, b.batch_no desc limit ${page.limit + 1}`;
  const toView = ({ id, first: _, ...row }: (typeof rows)[number]): ListedBatch => ({
    ...row,
    batchId: publicId(projectId, id),
  });
  return pageOf(rows, page.limit, toView, (row) => [row.first, row.batchNo]);
}

/** A line with what the bank last said of it, and the line that pays it again. */
export interface FollowedLine {
  lineNo: number;
  name: string;
  idLast4: string;
  cardLast4: string | null;
  workDays: number | null;
  grossFen: number;
  netFen: number;
  payFen: number;
  paidFen: number;
  state: string;
  /** The bank's word on this line, where there is one. */
  saidOn: Day | null;
  reasonCode: string | null;
  reasonText: string | null;
  confirmed: boolean;
  resend: { batchId: string; batchNo: string; lineNo: number; state: string } | null;
  /** The bank refused or returned it, and nothing pays it again yet. */
  resendable: boolean;
}

interface LineRow extends Omit<FollowedLine, 'resend' | 'resendable'> {
  replaced: boolean;
  isRoot: boolean;
  againId: string | null;
  againNo: string | null;
  againLine: number | null;
  againState: string | null;
}

/** Lines of a batch in order, those of some states where they are named. @throws Problem `not-found`, `cursor-invalid` */
export async function followLines(
  work: Work,
  projectId: number,
  id: string,
  page: Page & { states?: readonly string[] | undefined },
): Promise<{ items: FollowedLine[]; next: string | null }> {
  const { sql } = work;
  const batch = await findBatch(work, projectId, id);
  const after = readCursor(page.after, z.tuple([z.int()]));
  const month = inMonth(sql, batch.wage_month);
  const rows = await sql<LineRow[]>`
    select l.line_no as "lineNo", e.name, e.id_last4 as "idLast4", l.card_last4 as "cardLast4", l.work_days as "workDays",
      l.gross_fen as "grossFen", l.net_fen as "netFen", l.pay_fen as "payFen", l.paid_fen as "paidFen", l.state,
      l.confirmed_at is not null or exists (select from we.line_confirmation k
        where k.project_id = ${projectId} and k.batch_id = l.batch_id and k.line_no = l.line_no) as confirmed,
      l.replaced_on < 'infinity' as replaced, l.root_batch_id = l.batch_id and l.root_line_no = l.line_no as "isRoot",
      t.on_day as "saidOn", t.reason_code as "reasonCode", t.reason_text as "reasonText",
      a.batch_id as "againId", a.batch_no as "againNo", a.line_no as "againLine", a.state as "againState"
    from we.payroll_line l
    join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    left join lateral (
      select e.on_day, e.reason_code, e.reason_text from we.payout_event e
      where e.project_id = ${projectId} and e.batch_id = l.batch_id and e.line_no = l.line_no
      order by ${tellingFirst(sql)} limit 1
    ) t on true
    left join lateral (
      select x.batch_id, b.batch_no, x.line_no, x.state from we.payroll_line x
      join we.payroll_batch b on b.project_id = ${projectId} and b.id = x.batch_id
      where x.project_id = ${projectId} and x.wage_month = ${month} and x.employer_id = l.employer_id and x.engagement_id = l.engagement_id
        and x.kind = 'resend' and x.root_batch_id = l.batch_id and x.root_line_no = l.line_no and x.withdrawn_on = 'infinity'
      order by b.claimed_at desc limit 1
    ) a on true
    where l.project_id = ${projectId} and l.wage_month = ${month} and l.batch_id = ${id} and l.line_no > ${after?.[0] ?? 0}
      ${page.states === undefined ? sql`` : sql`and l.state = any(${page.states}::text[])`}
    order by l.line_no limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, toLine(projectId), (row) => [row.lineNo]);
}

const FAILED = new Set(['rejected', 'returned']);

const toLine =
  (projectId: number) =>
  ({
    replaced,
    isRoot,
    againId,
    againNo,
    againLine,
    againState,
    ...line
  }: LineRow): FollowedLine => ({
    ...line,
    resend:
      againId === null
        ? null
        : {
            batchId: publicId(projectId, againId),
            batchNo: againNo as string,
            lineNo: againLine as number,
            state: againState as string,
          },
    resendable:
      isRoot &&
      !replaced &&
      FAILED.has(line.state) &&
      line.paidFen < line.payFen &&
      (againState === null || FAILED.has(againState)),
  });
