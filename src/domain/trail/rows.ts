import type { PendingQuery, Row } from 'postgres';
import type { Tx } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';

/**
 * What an event keeps of the rows it speaks of: their number, the digest of their texts, and four hex digits a row (of its
 * MD5) that prove nothing and only tell which row it is when the digest differs.
 */
export interface RowSeal {
  count: number;
  digest: string;
  tags: string;
}

/** Rows that only grow and that an event speaks of. */
export interface SealedRows {
  /** Member of the event's body. */
  member: 'lines' | 'entries' | 'payouts';
  about: string;
  /**
   * A SELECT of every row of a project: `subject` of its event, `at` (milliseconds; 0 where the subject alone is the key),
   * `name` for people, `place` within the event, and `text`: all that never changes. No cipher and no blind index, which
   * change with the keys, and no date or instant as text, whose form is a setting.
   */
  of(sql: Tx, projectId: number): PendingQuery<Row[]>;
}

const dayNo = (sql: Tx, column: string) => sql`${sql.unsafe(column)} - date '2000-01-01'`;
const instantNo = (sql: Tx, column: string) => sql`extract(epoch from ${sql.unsafe(column)})`;
const millis = (sql: Tx, column: string) =>
  sql`(extract(epoch from ${sql.unsafe(column)}) * 1000)::bigint`;

const lines = (sql: Tx, projectId: number) => sql`
  select l.batch_id::text as subject, 0::bigint as at, l.wage_month, l.batch_id, concat_ws('-', l.batch_id, l.line_no) as name, l.line_no::text as place,
    row(l.line_no, ${dayNo(sql, 'l.wage_month')}, l.employer_id, l.engagement_id, l.kind, l.work_days, l.gross_fen, l.net_fen, l.pay_fen,
      l.deductions, l.card_last4, ${instantNo(sql, 'l.confirmed_at')}, ${dayNo(sql, 'l.claimed_on')}, l.root_batch_id, l.root_line_no,
      l.replaces_batch_id, l.replaces_line_no)::text as text
  from we.payroll_line l where l.project_id = ${projectId}`;

const entries = (sql: Tx, projectId: number) => sql`
  select e.message_id as subject, ${millis(sql, 'e.known_at')} as at, e.message_id, e.entry_id as name,
    concat_ws(' ', e.account_id, e.entry_id) as place,
    row(e.account_id, e.entry_id, e.direction, e.amount_fen, e.balance_after_fen, ${instantNo(sql, 'e.booked_at')}, ${dayNo(sql, 'e.booked_on')},
      ${dayNo(sql, 'e.value_day')}, e.purpose, ${dayNo(sql, 'e.period')}, e.counterparty_name, e.counterparty_kind, e.batch_no,
      e.end_to_end_id, e.entry_text, e.reversal_of, e.return_of)::text as text
  from we.account_entry e where e.project_id = ${projectId}`;

const payouts = (sql: Tx, projectId: number) => sql`
  select p.message_id as subject, ${millis(sql, 'p.known_at')} as at, p.message_id,
    concat_ws(' ', concat_ws('-', p.batch_id, p.line_no), p.outcome) as name,
    concat_ws(' ', p.batch_id, p.line_no, p.outcome, ${instantNo(sql, 'p.at')}) as place,
    row(p.batch_id, p.line_no, ${dayNo(sql, 'p.wage_month')}, p.outcome, ${instantNo(sql, 'p.at')}, ${dayNo(sql, 'p.on_day')}, p.root_batch_id,
      p.root_line_no, p.amount_fen, p.reason_code, p.reason_text, p.payee_name)::text as text
  from we.payout_event p where p.project_id = ${projectId}`;

export const sealedRows: readonly SealedRows[] = [
  { member: 'lines', about: '工资支付表的行', of: lines },
  { member: 'entries', about: '专户流水', of: entries },
  { member: 'payouts', about: '代发结果', of: payouts },
];

/** One RowSeal a group, over rows `x`; rows stand in the order of their places, byte by byte. */
export const rowSeal = (sql: Tx) => sql`
  count(*)::int as count,
  encode(sha256(convert_to(string_agg(x.text, chr(10) order by x.place collate "C"), 'UTF8')), 'hex') as digest,
  string_agg(left(md5(x.text), 4), '' order by x.place collate "C") as tags`;

/** The seal of a batch's lines, for the event of its claim. */
export async function sealOfLines(
  { sql }: Work,
  projectId: number,
  batch: { id: string; month: string },
): Promise<RowSeal> {
  const [seal] = await sql<RowSeal[]>`select ${rowSeal(sql)} from (${lines(sql, projectId)}
    and l.wage_month = ${batch.month}::date and l.batch_id = ${batch.id}) x`;
  return seal as RowSeal;
}

/** The seals of what a bank message just brought, for the event of its taking; a kind without new rows is left out. */
export async function sealsOfMessage(
  { sql, now }: Work,
  projectId: number,
  messageId: string,
): Promise<{ entries?: RowSeal; payouts?: RowSeal }> {
  const seals = await sql<(RowSeal & { member: 'entries' | 'payouts' })[]>`
    select 'entries' as member, ${rowSeal(sql)} from (${entries(sql, projectId)} and e.message_id = ${messageId} and e.known_at = ${now}) x
    union all
    select 'payouts', ${rowSeal(sql)} from (${payouts(sql, projectId)} and p.message_id = ${messageId} and p.known_at = ${now}) x`;
  return Object.fromEntries(
    seals.flatMap(({ member, ...seal }) => (seal.count > 0 ? [[member, seal]] : [])),
  );
}
