import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { type Fault, refused } from '../../lib/problem.ts';
import { batchToActOn } from './acts.ts';
import { findBatch } from './batch-view.ts';
import { type ClaimAnswer, claimBatch } from './batches.ts';

/**
 * 补发: claims a batch that pays failed lines of one batch again, each to the card named, else to the one its worker has
 * registered. The amount is the line's own.
 *
 * @throws Problem as `claimBatch`, `batch-not-yours`, `invalid-input` with `line-unknown`
 */
export async function resendLines(
  work: Work,
  projectId: number,
  id: string,
  input: readonly { lineNo: number; cardNo?: string | undefined }[],
): Promise<ClaimAnswer> {
  const { sql } = work;
  const batch = await batchToActOn(work, projectId, id);
  const rows = await sql<
    { lineNo: number; engagementId: string; name: string; payFen: number }[]
  >`select l.line_no as "lineNo", l.engagement_id as "engagementId", e.name, l.pay_fen as "payFen" from we.payroll_line l
    join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, batch.wage_month)} and l.batch_id = ${id}
      and l.line_no = any(${input.map(({ lineNo }) => lineNo)}::int[])`;
  const known = new Map(rows.map((row) => [row.lineNo, row]));
  const missing = input.flatMap(({ lineNo }, at): Fault[] =>
    known.has(lineNo)
      ? []
      : [
          {
            pointer: `/lines/${at}`,
            code: 'line-unknown',
            message: `该批次没有第 ${lineNo} 行，请核对。`,
          },
        ],
  );
  if (missing.length > 0) throw refused('invalid-input', '补发有误，未存入。', missing);
  return claimBatch(work, projectId, {
    wageMonth: batch.month,
    employerUscc: batch.employer_id,
    kind: 'resend',
    lines: input.map(({ lineNo, cardNo }) => {
      const { engagementId, name, payFen } = known.get(lineNo) as (typeof rows)[number];
      return {
        engagementId,
        name,
        grossFen: payFen,
        netFen: payFen,
        cardNo,
        replaces: `${batch.batch_no}-${lineNo}`,
      };
    }),
  });
}

/** The last digits of the cards that are registered now for the workers of these lines of a batch, by line. @throws Problem `not-found` */
export async function registeredCards(
  work: Work,
  projectId: number,
  id: string,
  lineNos: readonly number[],
): Promise<Map<number, string>> {
  const { sql } = work;
  const { wage_month: month } = await findBatch(work, projectId, id);
  const rows = await sql<{ lineNo: number; last4: string }[]>`
    select distinct on (l.line_no) l.line_no as "lineNo", c.card_last4 as last4
    from we.payroll_line l
    join we.engagement_card c on c.project_id = l.project_id and c.engagement_id = l.engagement_id
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, month)} and l.batch_id = ${id}
      and l.line_no = any(${[...lineNos]}::int[])
    order by l.line_no, c.from_day desc, c.known_at desc`;
  return new Map(rows.map(({ lineNo, last4 }) => [lineNo, last4]));
}
