import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Month } from '../../lib/day.ts';
import { firstOf } from '../../lib/day.ts';

/** A payroll line that passed every check. A resend names the root it belongs to. */
export interface ReadyLine {
  engagementId: string;
  workDays: number | null;
  grossFen: number;
  netFen: number;
  payFen: number;
  deductions: string | null;
  cardBidx: string | null;
  cardCipher: string | null;
  cardLast4: string | null;
  confirmedAt: Date | null;
  root: { batchId: string; lineNo: number } | null;
  replaces: { batchId: string; lineNo: number; rootBatchId: string; rootLineNo: number } | null;
}

/** One value of PostgreSQL's COPY text format. */
export const copyValue = (value: string | number | null): string =>
  value === null
    ? '\\N'
    : String(value).replace(
        /[\\\t\n\r]/g,
        (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] as string,
      );

const copyRow = (values: (string | number | null)[]) => `${values.map(copyValue).join('\t')}\n`;

const CHUNK = 1000;

/** Sends rows through COPY, some thousand at a time, without holding the whole text. */
async function copyInto(
  stream: Writable,
  rows: Iterable<(string | number | null)[]>,
  sent: (rows: number) => void,
): Promise<void> {
  let chunk: string[] = [];
  let count = 0;
  const finished = new Promise<void>((resolve, reject) =>
    stream.once('finish', resolve).once('error', reject),
  );
  for (const row of rows) {
    chunk.push(copyRow(row));
    if (chunk.length === CHUNK) {
      count += CHUNK;
      sent(count);
      if (!stream.write(chunk.join(''))) await once(stream, 'drain');
      chunk = [];
    }
  }
  stream.end(chunk.join(''));
  await finished;
}

/**
 * Stores the lines of a batch: COPY into a stage of the transaction, then one INSERT under the row policies.
 * A correction ends what it replaces on the same day.
 */
export async function storeLines(
  work: Work,
  projectId: number,
  batch: { id: string; wageMonth: Month; employerId: string; kind: string },
  lines: ReadyLine[],
  sent: (rows: number) => void = () => {},
): Promise<void> {
  const { sql, day } = work;
  await sql`create temp table stage (line_no int, engagement_id uuid, work_days int, gross_fen bigint, net_fen bigint,
    pay_fen bigint, deductions jsonb, card_bidx text, card_cipher text, card_last4 text, confirmed_at timestamptz,
    root_batch_id uuid, root_line_no int, replaces_batch_id uuid, replaces_line_no int) on commit drop`;
  const rows = lines.map((l, i) => [
    i + 1,
    l.engagementId,
    l.workDays,
    l.grossFen,
    l.netFen,
    l.payFen,
    l.deductions,
    l.cardBidx,
    l.cardCipher,
    l.cardLast4,
    l.confirmedAt?.toISOString() ?? null,
    l.root?.batchId ?? null,
    l.root?.lineNo ?? null,
    l.replaces?.batchId ?? null,
    l.replaces?.lineNo ?? null,
  ]);
  await copyInto(await sql`copy stage from stdin`.writable(), rows, sent);
  // Under row policies a cluster wants an ON CONFLICT or RETURNING here; the first would look for each row in the index once more.
  await sql`
    with stored as (
      insert into we.payroll_line (project_id, wage_month, batch_id, line_no, region_code, owner_id, contractor_id, employer_id,
        engagement_id, kind, work_days, gross_fen, net_fen, pay_fen, deductions, card_bidx, card_cipher, card_last4, confirmed_at,
        claimed_on, root_batch_id, root_line_no, replaces_batch_id, replaces_line_no, state)
      select p.id, ${firstOf(batch.wageMonth)}::date, ${batch.id}::uuid, s.line_no, p.region_code, p.owner_id, p.contractor_id,
        ${batch.employerId}, s.engagement_id, ${batch.kind}, s.work_days, s.gross_fen, s.net_fen, s.pay_fen, s.deductions, s.card_bidx,
        s.card_cipher, s.card_last4, s.confirmed_at, ${day}::date, coalesce(s.root_batch_id, ${batch.id}::uuid),
        coalesce(s.root_line_no, s.line_no), s.replaces_batch_id, s.replaces_line_no, 'claimed'
      from stage s cross join we.project p where p.id = ${projectId}
      returning 1
    )
    select count(*) from stored`;
  if (batch.kind === 'correction') {
    await sql`update we.payroll_line l set replaced_on = ${day}::date
      from unnest(${lines.map((r) => r.replaces?.rootBatchId as string)}::uuid[], ${lines.map((r) => r.replaces?.rootLineNo as number)}::int[]) as u(batch_id, line_no)
      where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, firstOf(batch.wageMonth))} and l.batch_id = u.batch_id and l.line_no = u.line_no`;
  }
  await sql`drop table stage`;
}
