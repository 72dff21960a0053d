import type { Work } from '../../../db/work.ts';

export const NO_NAME = '（已删除）';

/**
 * Persons of a project: their rows stay, as those of nobody. Who is registered nowhere else is forgotten altogether.
 * @returns how many rows were changed or removed
 */
export async function erasePeople({ sql }: Work, projectId: number): Promise<number> {
  const people = await sql<{ worker_id: string }[]>`
    update we.engagement set id_cipher = null, id_bidx = '', id_last4 = '****', name = ${NO_NAME}, team = null, phone_cipher = null, phone_bidx = null, minor_until = null
    where project_id = ${projectId} returning worker_id`;
  const ids = [...new Set(people.map((p) => p.worker_id))];
  const elsewhere = await sql<{ worker_id: string }[]>`
    select distinct worker_id from we.engagement where worker_id = any(${ids}::uuid[]) and id_cipher is not null`;
  const known = new Set(elsewhere.map((e) => e.worker_id));
  const gone = ids.filter((id) => !known.has(id));
  await sql`delete from we.worker_index where worker_id = any(${gone}::uuid[])`;
  const cards = await sql`delete from we.engagement_card where project_id = ${projectId}`;
  const strangers = await sql`delete from we.attendance_unmatched where project_id = ${projectId}`;
  const onSite = await sql`
    update we.site_record set name = null, id_cipher = null, id_bidx = null, id_last4 = null, reason = null, evidence = null
    where project_id = ${projectId}`;
  const words = await sql`
    update we.said set text_cipher = null where project_id = ${projectId} and text_cipher is not null`;
  const files = await sql`delete from we.evidence_file where project_id = ${projectId}`;
  const counts = [people, cards, strangers, onSite, words, files].map(({ count }) => count);
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Payees of a project's wages: lines, outcomes, and entries of its account but those that came from the owner. A bank that
 * speaks of the account from now on speaks of one that nobody has.
 */
export async function eraseMoney(work: Work, projectId: number): Promise<number> {
  const { sql } = work;
  let rows = 0;
  for (const table of ['we.payroll_line', ...(await archivedLines(work))]) {
    const { count } = await sql`
      update ${sql.unsafe(table)} set card_cipher = null, card_bidx = null, card_last4 = null where project_id = ${projectId}`;
    rows += count;
  }
  const payouts = await sql`
    update we.payout_event set payee_name = null, payee_bidx = null, payee_cipher = null, reason_text = null
    where project_id = ${projectId}`;
  const entries = await sql`
    update we.account_entry e set counterparty_name = null, counterparty_bidx = null, counterparty_cipher = null, entry_text = null
    where e.project_id = ${projectId} and not (e.direction = 'credit' and e.counterparty_bidx is not null and e.counterparty_bidx in (
      select p.account_bidx from we.payer_account p where p.project_id = ${projectId}))`;
  await sql`delete from we.account_directory where project_id = ${projectId}`;
  return rows + payouts.count + entries.count;
}

/** The months of lines that were detached and not dropped yet. */
async function archivedLines({ sql }: Work): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables
    where schemaname = 'we_archive' and tablename like 'payroll\\_line\\_%' order by 1`;
  return tables.map((t) => t.name);
}
