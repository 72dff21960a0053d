import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { PendingQuery, Row } from 'postgres';
import type { Tx } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';
import { firstOf, type Month } from '../../lib/day.ts';
import type { ReadyLine } from '../payroll/store.ts';

/**
 * What an event keeps of the rows it speaks of: their number, the SHA-256 of their texts, and four hex digits a row (of its
 * CRC-32), which prove nothing and only tell the row when the digest differs.
 */
export interface RowSeal {
  count: number;
  digest: string;
  tags: string;
}

/** Hex digits of a tag. */
export const TAG = 4;

export const tagOf = (text: string): string =>
  crc32(text).toString(16).padStart(8, '0').slice(-TAG);

/** The seal of rows in their order. */
export const sealOf = (texts: readonly string[]): RowSeal => ({
  count: texts.length,
  digest: hash('sha256', texts.join('\n'), 'hex'),
  tags: texts.map(tagOf).join(''),
});

/** Rows that only grow and that an event speaks of. */
export interface SealedRows {
  /** Member of the event's body. */
  member: 'lines' | 'entries' | 'payouts';
  about: string;
  /** The rows of a project, a group (`subject` and `at`, milliseconds) after the other, in the order of the seal. */
  select(sql: Tx, projectId: number): PendingQuery<Row[]>;
  /** What leaves the table together when months are detached: the wage month of lines, else nothing. */
  part(row: Row): string;
  /** All of a row that never changes. No cipher and no blind index: they change with the keys. */
  text(row: Row): string;
  /** What people call the row. */
  name(row: Row): string;
}

const millis = (sql: Tx, column: string) =>
  sql`trim_scale(extract(epoch from ${sql.unsafe(column)}) * 1000)::text`;

const textOf =
  (...columns: string[]) =>
  (row: Row): string =>
    JSON.stringify(columns.map((column) => row[column] ?? null));

const whole = () => '';

const lineText = textOf(
  ...['line_no', 'wage_month', 'employer_id', 'engagement_id', 'kind', 'work_days', 'gross_fen'],
  ...['net_fen', 'pay_fen', 'deductions', 'card_last4', 'confirmed', 'claimed_on'],
  ...['root_batch_id', 'root_line_no', 'replaces_batch_id', 'replaces_line_no'],
);

/** What is deducted for what, whatever the order of its members was. */
const flat = (deductions: { kind: string; amountFen: number }[] | null) =>
  deductions?.flatMap((d) => [d.kind, d.amountFen]);

const lines: SealedRows = {
  member: 'lines',
  about: '工资支付表的行',
  select: (sql, projectId) => sql`
    select batch_id::text as subject, '0' as at, line_no, wage_month, employer_id, engagement_id, kind, work_days, gross_fen, net_fen, pay_fen,
      deductions, card_last4, ${millis(sql, 'confirmed_at')} as confirmed, claimed_on, root_batch_id, root_line_no, replaces_batch_id, replaces_line_no
    from we.payroll_line where project_id = ${projectId} order by wage_month, batch_id, line_no`,
  part: (line) => String(line.wage_month).slice(0, 7),
  text: (line) => {
    line.deductions = flat(line.deductions);
    return lineText(line);
  },
  name: (line) => `${line.subject}-${line.line_no}`,
};

const entriesOf = (sql: Tx, projectId: number) => sql`
  select message_id as subject, ${millis(sql, 'known_at')} as at, account_id, entry_id, direction, amount_fen, balance_after_fen,
    ${millis(sql, 'booked_at')} as booked, booked_on, value_day, purpose, period, counterparty_name, counterparty_kind, batch_no, end_to_end_id,
    entry_text, reversal_of, return_of
  from we.account_entry where project_id = ${projectId}`;
const entryOrder = (sql: Tx) =>
  sql`order by message_id, known_at, account_id, entry_id collate "C"`;

const entries: SealedRows = {
  member: 'entries',
  about: '专户流水',
  select: (sql, projectId) => sql`${entriesOf(sql, projectId)} ${entryOrder(sql)}`,
  part: whole,
  text: textOf(
    ...['account_id', 'entry_id', 'direction', 'amount_fen', 'balance_after_fen', 'booked'],
    ...['booked_on', 'value_day', 'purpose', 'period', 'counterparty_name', 'counterparty_kind'],
    ...['batch_no', 'end_to_end_id', 'entry_text', 'reversal_of', 'return_of'],
  ),
  name: (entry) => entry.entry_id,
};

const payoutsOf = (sql: Tx, projectId: number) => sql`
  select message_id as subject, ${millis(sql, 'known_at')} as at, batch_id, line_no, wage_month, outcome, ${millis(sql, 'at')} as told, on_day,
    root_batch_id, root_line_no, amount_fen, reason_code, reason_text, payee_name
  from we.payout_event where project_id = ${projectId}`;
const payoutOrder = (sql: Tx) =>
  sql`order by message_id, known_at, batch_id, line_no, outcome collate "C", we.payout_event.at`;

const payouts: SealedRows = {
  member: 'payouts',
  about: '代发结果',
  select: (sql, projectId) => sql`${payoutsOf(sql, projectId)} ${payoutOrder(sql)}`,
  part: whole,
  text: textOf(
    ...['batch_id', 'line_no', 'wage_month', 'outcome', 'told', 'on_day', 'root_batch_id'],
    ...['root_line_no', 'amount_fen', 'reason_code', 'reason_text', 'payee_name'],
  ),
  name: (payout) => `${payout.batch_id}-${payout.line_no} ${payout.outcome}`,
};

export const sealedRows: readonly SealedRows[] = [lines, entries, payouts];

/** The seal of a batch's lines for the event of its claim: of what is in hand, as it is stored. */
export function sealOfLines(
  { day }: Work,
  batch: { id: string; wageMonth: Month; employerId: string; kind: string },
  ready: readonly ReadyLine[],
): RowSeal {
  const month = firstOf(batch.wageMonth);
  const texts = ready.map((line, i) =>
    lineText({
      line_no: i + 1,
      wage_month: month,
      employer_id: batch.employerId,
      engagement_id: line.engagementId,
      kind: batch.kind,
      work_days: line.workDays,
      gross_fen: line.grossFen,
      net_fen: line.netFen,
      pay_fen: line.payFen,
      deductions: line.deductions && flat(JSON.parse(line.deductions)),
      card_last4: line.cardLast4,
      confirmed: line.confirmedAt && String(line.confirmedAt.getTime()),
      claimed_on: day,
      root_batch_id: line.root?.batchId ?? batch.id,
      root_line_no: line.root?.lineNo ?? i + 1,
      replaces_batch_id: line.replaces?.batchId,
      replaces_line_no: line.replaces?.lineNo,
    }),
  );
  return sealOf(texts);
}

/** The seals of what a bank message just brought, for the event of its taking; a kind without new rows is left out. */
export async function sealsOfMessage(
  { sql, now }: Work,
  projectId: number,
  messageId: string,
): Promise<{ entries?: RowSeal; payouts?: RowSeal }> {
  const mine = sql`and message_id = ${messageId} and known_at = ${now}`;
  const [booked, told] = await Promise.all([
    sql<Row[]>`${entriesOf(sql, projectId)} ${mine} ${entryOrder(sql)}`,
    sql<Row[]>`${payoutsOf(sql, projectId)} ${mine} ${payoutOrder(sql)}`,
  ]);
  return {
    ...(booked.length > 0 ? { entries: sealOf(booked.map(entries.text)) } : {}),
    ...(told.length > 0 ? { payouts: sealOf(told.map(payouts.text)) } : {}),
  };
}
