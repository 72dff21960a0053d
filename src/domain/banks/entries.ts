import type { Work } from '../../../db/work.ts';
import { dayOf, firstOf } from '../../lib/day.ts';
import { parseEndToEndId } from '../../lib/id.ts';
import { maskNumbers } from '../../lib/text.ts';
import type { Numbers } from '../numbers.ts';
import type { BalanceItem, EntryItem, FeedItem, Rejection } from './items.ts';

/** The project's accounts, and how its numbers are kept. */
export interface Accounts extends Numbers {
  idOf(accountNo: string): string;
}

/**
 * 流水: books entries of one project. The bank's number is the truth: the same number with the same amount is
 * a repeat, with another amount it is refused. The balance moves with the entries that are new.
 */
export async function takeEntries(
  work: Work,
  projectId: number,
  accounts: Accounts,
  messageId: string,
  items: EntryItem[],
) {
  const { sql, now } = work;
  const rows = items.map((i) => ({
    ...i,
    accountId: accounts.idOf(i.accountNo),
  }));
  const text = (pick: (i: (typeof rows)[number]) => string | null | undefined) =>
    rows.map((r) => pick(r) ?? null) as string[];
  const fresh = await sql<{ account_id: string; entry_id: string; signed_fen: number }[]>`
    insert into we.account_entry (project_id, account_id, entry_id, direction, amount_fen, balance_after_fen, booked_at, booked_on,
      value_day, purpose, period, counterparty_name, counterparty_bidx, counterparty_cipher, counterparty_kind, batch_no,
      end_to_end_id, entry_text, reversal_of, return_of, message_id, known_at)
    select ${projectId}, u.*, ${messageId}, ${now}
    from unnest(${text((r) => r.accountId)}::uuid[], ${text((r) => r.entryId)}::text[], ${text((r) => r.direction)}::text[],
      ${rows.map((r) => r.amountFen)}::bigint[], ${rows.map((r) => r.balanceAfterFen ?? null) as number[]}::bigint[],
      ${text((r) => r.bookedAt.toISOString())}::timestamptz[], ${text((r) => dayOf(r.bookedAt))}::date[],
      ${text((r) => r.valueDay ?? dayOf(r.bookedAt))}::date[], ${text((r) => r.purpose)}::text[],
      ${text((r) => (r.period ? firstOf(r.period) : null))}::date[], ${text((r) => r.counterpartyName)}::text[],
      ${text((r) => (r.counterpartyAccountNo ? accounts.blind('account', r.counterpartyAccountNo) : null))}::text[],
      ${text((r) => (r.counterpartyAccountNo ? accounts.seal(r.counterpartyAccountNo) : null))}::text[],
      ${text((r) => r.counterpartyKind)}::text[], ${text((r) => r.batchNo ?? (r.endToEndId ? parseEndToEndId(r.endToEndId)?.batchNo : null))}::text[],
      ${text((r) => r.endToEndId)}::text[], ${text((r) => r.text && maskNumbers(r.text))}::text[], ${text((r) => r.reversalOf)}::text[], ${text((r) => r.returnOf)}::text[]) as u
    on conflict do nothing
    returning account_id, entry_id, case direction when 'credit' then amount_fen else -amount_fen end as signed_fen`;
  const byAccount = new Map<string, number>();
  for (const f of fresh)
    byAccount.set(f.account_id, (byAccount.get(f.account_id) ?? 0) + f.signed_fen);
  for (const [id, fen] of byAccount) {
    await sql`update we.wage_account set balance_fen = balance_fen + ${fen}::bigint where project_id = ${projectId} and id = ${id}`;
  }
  const rejected = await differing(work, projectId, rows);
  return {
    accepted: fresh.length,
    duplicates: items.length - fresh.length - rejected.length,
    rejected,
  };
}

async function differing(
  { sql }: Work,
  projectId: number,
  rows: (EntryItem & { accountId: string })[],
): Promise<Rejection[]> {
  const bad = await sql<{ index: number }[]>`
    select u.index
    from unnest(${rows.map((r) => r.index)}::int[], ${rows.map((r) => r.accountId)}::uuid[], ${rows.map((r) => r.entryId)}::text[],
      ${rows.map((r) => r.direction)}::text[], ${rows.map((r) => r.amountFen)}::bigint[]) as u(index, account_id, entry_id, direction, amount_fen)
    join we.account_entry e on e.project_id = ${projectId} and e.account_id = u.account_id and e.entry_id = u.entry_id
    where (e.direction, e.amount_fen) is distinct from (u.direction, u.amount_fen)`;
  return bad.map((b) => ({
    index: b.index,
    code: 'entry-differs',
    message: '同一流水号此前已记账，方向或金额不同；流水号须唯一，冲正请用 reversalOf。',
  }));
}

/** 余额: what the bank states, kept beside the sum of the entries. */
export async function takeBalances(
  work: Work,
  projectId: number,
  accounts: Accounts,
  messageId: string,
  items: BalanceItem[],
) {
  const { sql, now } = work;
  let accepted = 0;
  for (const item of items) {
    const accountId = accounts.idOf(item.accountNo);
    const rows =
      await sql`insert into we.balance_mark (project_id, account_id, at, balance_fen, frozen_fen, message_id, known_at)
      values (${projectId}, ${accountId}, ${item.at}, ${item.balanceFen}, ${item.frozenFen ?? null}, ${messageId}, ${now})
      on conflict do nothing returning at`;
    accepted += rows.length;
    await sql`update we.wage_account set frozen_fen = ${item.frozenFen ?? 0}
      where project_id = ${projectId} and id = ${accountId}
        and not exists (select from we.balance_mark m where m.project_id = ${projectId} and m.account_id = ${accountId} and m.at > ${item.at})`;
  }
  return { accepted, duplicates: items.length - accepted };
}

/** 数据已齐: through which day the bank has sent everything. */
export async function takeFeeds(
  work: Work,
  projectId: number,
  accounts: Accounts,
  messageId: string,
  items: FeedItem[],
) {
  const { sql, now } = work;
  const ids = items.map((i) => accounts.idOf(i.accountNo));
  const marked = sql`
    insert into we.feed_mark (project_id, account_id, through, message_id, known_at)
    select ${projectId}, u.id, u.through, ${messageId}, ${now} from unnest(${ids}::uuid[], ${items.map((i) => i.through)}::date[]) as u(id, through)
    on conflict do nothing returning through`;
  const known = sql`
    update we.wage_account a set feed_through = greatest(a.feed_through, u.through)
    from (select id, max(through) as through from unnest(${ids}::uuid[], ${items.map((i) => i.through)}::date[]) as t(id, through) group by id) u
    where a.project_id = ${projectId} and a.id = u.id`;
  const [rows] = await Promise.all([marked, known]);
  return { accepted: rows.length, duplicates: items.length - rows.length };
}
