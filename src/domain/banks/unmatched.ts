import type { Work } from '../../../db/work.ts';
import { lockDuties } from '../duties/duty.ts';
import { record } from '../events.ts';
import { takeOutcomes } from '../payroll/outcomes.ts';
import { sealsOfMessage } from '../trail/rows.ts';
import { type BankItem, packItem, unpackItem } from './items.ts';
import { only, takeProjectItems } from './take.ts';

/** Keeps what has no counterpart yet, sealed, under what it waits for. */
export async function keepUnmatched(
  { sql, vault, now }: Work,
  bankCode: string,
  messageId: string,
  items: { item: BankItem; waitsFor: string }[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    insert into we.bank_unmatched (bank_code, message_id, item_no, kind, waits_for, item_cipher, received_at)
    select ${bankCode}, ${messageId}, u.*, ${now}
    from unnest(${items.map((i) => i.item.index)}::int[], ${items.map((i) => i.item.kind)}::text[], ${items.map((i) => i.waitsFor)}::text[],
      ${items.map((i) => vault.seal(packItem(i.item)))}::text[]) as u
    on conflict do nothing returning item_no`;
}

interface Waiting {
  bank_code: string;
  message_id: string;
  item_no: number;
  waits_for: string;
  item_cipher: string;
}

const take = ({ sql }: Work, waitsFor: string[], bankCodes: string[]) => sql<Waiting[]>`
  delete from we.bank_unmatched where waits_for = any(${waitsFor}::text[]) and bank_code = any(${bankCodes}::text[])
  returning bank_code, message_id, item_no, waits_for, item_cipher`;

/** A batch was claimed: the bank may have spoken of its lines before. */
export async function matchWaitingPayouts(
  work: Work,
  projectId: number,
  batchNo: string,
): Promise<void> {
  const banks = await work.sql<
    { bank_code: string }[]
  >`select distinct bank_code from we.account_directory where project_id = ${projectId}`;
  const bankCodes = banks.map((b) => b.bank_code);
  await takeWaitingPayouts(work, projectId, await take(work, [batchNo], bankCodes));
}

/** Each batch under a name of its own: what the same message said of other batches was taken before. */
async function takeWaitingPayouts(work: Work, projectId: number, rows: Waiting[]): Promise<void> {
  const messages = Map.groupBy(rows, (r) => `${r.bank_code}/${r.message_id}/${r.waits_for}`);
  for (const [message, some] of messages) {
    const items = some.map((r) => unpackItem(work.vault.open(r.item_cipher)));
    await takeOutcomes(work, projectId, message, only(items, 'payout'), only(items, 'order'));
    await recordMatched(work, projectId, message);
  }
}

const recordMatched = async (work: Work, projectId: number, message: string) =>
  record(work, projectId, 'bank-message.matched', message, {
    ...(await sealsOfMessage(work, projectId, message)),
  });

/** An account was registered: its bank may have sent entries, or payouts of the project's batches, before. */
export async function matchWaitingEntries(
  work: Work,
  projectId: number,
  bankCode: string,
  accountNo: string,
): Promise<void> {
  const rows = await take(work, work.vault.blinds('account', accountNo), [bankCode]);
  for (const [message, some] of Map.groupBy(rows, (r) => `${r.bank_code}/${r.message_id}`)) {
    await takeProjectItems(
      work,
      projectId,
      message,
      some.map((r) => unpackItem(work.vault.open(r.item_cipher))),
    );
    await recordMatched(work, projectId, message);
  }
  await lockDuties(work, projectId);
  const batches = await work.sql<
    { batch_no: string }[]
  >`select batch_no from we.payroll_batch where project_id = ${projectId}`;
  const batchNos = batches.map((b) => b.batch_no);
  await takeWaitingPayouts(work, projectId, await take(work, batchNos, [bankCode]));
}
