import { beforeAll, expect, test } from 'vitest';
import { sealTrail } from '../../../jobs/seal.ts';
import { verifyTrail } from '../../../src/domain/trail/verify.ts';
import { parseId } from '../../../src/lib/id.ts';
import { newSealKey, readSealKey } from '../../../src/lib/signer.ts';
import { entry, noonOf, payout, stageDb } from '../stage.ts';

const db = stageDb();
const signer = readSealKey(newSealKey());
const now = noonOf('2026-07-31');
let batchId: string;

const faults = async () =>
  (await verifyTrail({ db: db.night(), now, keys: [signer], anchors: [] })).faults;

beforeAll(async () => {
  const stage = await db.stage({ workers: 2 });
  const batch = await db.claim(stage);
  batchId = parseId(batch.batchId).id;
  await db.order(stage, batch);
  await db.bank(stage, [
    entry(stage, 'credit', 900_00, '2026-07-09', { counterpartyName: '建设单位' }),
    payout(batch, 1, 'paid', '2026-07-10'),
  ]);
  await sealTrail({ db: db.night(), clock: { now: () => now }, trail: { signer, keep: () => {} } });
});

interface Rows {
  about: string;
  /** One of them. */
  which: (batch: string) => string;
  /** Columns that lie apart: whose the row is, ciphers, blind indexes, caches. */
  apart: string[];
  /** What to write where a constraint leaves no choice. */
  odd?: Record<string, string>;
}

/** Rows that events speak of. */
const tables: Record<string, Rows> = {
  payroll_line: {
    about: '工资支付表的行',
    which: (batch) => `batch_id = '${batch}' and line_no = 1`,
    apart: [
      ...['project_id', 'region_code', 'owner_id', 'contractor_id', 'card_bidx', 'card_cipher'],
      ...['withdrawn_on', 'replaced_on', 'state', 'paid_fen', 'final_on'],
    ],
    odd: { line_no: '9', wage_month: `'2026-07-01'` },
  },
  account_entry: {
    about: '专户流水',
    which: () => 'amount_fen = 90000',
    apart: ['project_id', 'counterparty_bidx', 'counterparty_cipher'],
    odd: { direction: `'debit'`, purpose: `'fee'` },
  },
  payout_event: {
    about: '代发结果',
    which: (batch) => `batch_id = '${batch}' and line_no = 1`,
    apart: ['project_id', 'payee_bidx', 'payee_cipher'],
    odd: { outcome: `'rejected'` },
  },
};

test.each(Object.entries(tables))(
  'whoever owns the tables alters no column of %s unseen, save those that lie apart',
  async (table, { about, which, apart, odd = {} }) => {
    const sql = db.sql();
    const columns = await sql<{ name: string; type: string }[]>`
      select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'we' and table_name = ${table} order by ordinal_position`;
    const names = columns.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(apart));
    await sql.unsafe(`create schema if not exists kept`);
    await sql.unsafe(`create table kept.${table} as table we.${table}`);
    expect(await faults()).toEqual([]);
    for (const { name, type } of columns.filter((column) => !apart.includes(column.name))) {
      await sql.begin(async (tx) => {
        // Keys to other tables are no hindrance to their owner.
        await tx`set local session_replication_role = replica`;
        const value = odd[name] ?? other(type, name);
        const { count } = await tx.unsafe(
          `update we.${table} set ${name} = ${value} where ${which(batchId)}`,
        );
        expect(count, name).toBe(1);
      });
      expect(await faults(), name).toContainEqual(expect.stringContaining(about));
      await sql.unsafe(`delete from we.${table}`);
      await sql.unsafe(`insert into we.${table} table kept.${table}`);
    }
  },
);

/** Another value of a column, as SQL. */
function other(type: string, name: string): string {
  if (type === 'text') return `coalesce(${name}, '') || 'x'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'date') return `coalesce(${name}, '2026-01-01') + 1`;
  if (type === 'jsonb') return `'[]'`;
  return type.startsWith('timestamp')
    ? `coalesce(${name}, now()) + interval '1 ms'`
    : `coalesce(${name}, 0) + 1`;
}
