import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../../src/domain/events.ts';
import { ERASED, sealLeft } from '../../../src/domain/trail/erasures.ts';
import { signWord } from '../../../src/domain/trail/signed.ts';
import { newSealKey, readSealKey, type Signer } from '../../../src/lib/signer.ts';
import { type Stage, stageDb } from '../stage.ts';
import { FIRST_DAY, office } from './office.ts';
import { finish, settled } from './settled.ts';

const db = stageDb();
const { signer, asOwner, erase, seal, faults } = office(db);
const TABLES = [
  ...['event', 'block', 'payroll_line', 'account_entry', 'payout_event', 'bank_message'],
];

let one: Stage;
let two: Stage;

/** One project that was erased and sealed, and one that was not. */
beforeAll(async () => {
  one = await settled(db, 'of-one');
  two = await settled(db, 'of-two');
  await finish(db, one);
  await seal();
  await erase(one);
  await seal();
});

describe('the trail of an erased project still finds', () => {
  beforeAll(async () => {
    await db.sql()`create schema kept`;
    for (const t of TABLES) await db.sql().unsafe(`create table kept.${t} as table we.${t}`);
  });
  afterEach(async () => {
    for (const t of TABLES)
      await db.sql().unsafe(`delete from we.${t}; insert into we.${t} table kept.${t}`).simple();
  });

  test.each([
    [
      'a line’s wage',
      'update we.payroll_line set net_fen = net_fen - 1 where line_no = 2',
      '工资支付表的行 .+-2：与事件 ',
    ],
    [
      'a line gone',
      'delete from we.payroll_line where line_no = 3',
      '工资支付表的行 .+ 末尾 之前缺 1 行',
    ],
    [
      'all lines gone',
      'delete from we.payroll_line where true',
      '2026-06：事件 \\d+ 所记的 3 行缺失',
    ],
    [
      'an amount',
      'update we.account_entry set amount_fen = 1 where amount_fen = 10000',
      '专户流水 .+：与事件 ',
    ],
    [
      'an entry gone',
      'delete from we.account_entry where amount_fen = 10000',
      '专户流水 .+缺 1 行',
    ],
    [
      'a payout',
      'update we.payout_event set amount_fen = 1 where line_no = 1',
      '代发结果 .+-1 paid：与事件 ',
    ],
    [
      'a name put in',
      `update we.payout_event set payee_name = '张三' where line_no = 1`,
      '代发结果 .+-1 paid：与事件 ',
    ],
  ])('%s', async (_, statement, wrong) => {
    await db.sql().unsafe(`${statement} and project_id = $1`, [one.id]);
    const found = await faults();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^项目 ${one.id} ${wrong}`));
  });

  test('a row that came after the erasure', async () => {
    await db.sql()`insert into we.account_entry (project_id, account_id, entry_id, direction, amount_fen, booked_at, booked_on, value_day, message_id, known_at)
      select project_id, account_id, 'late', direction, amount_fen, booked_at, booked_on, value_day, 'zz', known_at
      from we.account_entry where project_id = ${one.id} and direction = 'credit'`;
    expect(await faults()).toEqual([expect.stringContaining('late 起多出 1 行')]);
  });

  test('a message whose bytes are gone without a word, and what is left of one that was erased', async () => {
    const sql = db.sql();
    await sql`update we.bank_message set raw_cipher = null where message_id = 'of-two'`;
    expect(await faults()).toEqual(['银行报文 102/of-two：原文已不在，没有签名的删除说明']);
    await sql`update we.bank_message set digest = repeat('0', 64) where message_id = 'of-one'`;
    expect((await faults())[0]).toBe('银行报文 102/of-one：摘要与事件所记不符');
    await sql`delete from we.bank_message where message_id = 'of-one'`;
    expect(await faults()).toContainEqual(
      expect.stringMatching(/^银行报文 102\/of-one：事件 \d+ 所记的报文缺失$/),
    );
  });

  test('an erasure by hand: without a word, with one that another key signed, with one of another project', async () => {
    const sql = db.sql();
    await sql`update we.payroll_line set card_last4 = null, net_fen = net_fen - 1 where project_id = ${two.id}`;
    const wrong = expect.stringContaining(`项目 ${two.id} 工资支付表的行`);
    expect(await faults()).toEqual([wrong]);
    const rows = await asOwner(FIRST_DAY, (work) => sealLeft(work, two.id));
    const told = (projectId: number, by: Signer) =>
      asOwner(FIRST_DAY, (work) =>
        record(work, two.id, ERASED, two.code, {
          ...signWord(by, ERASED, projectId, { rows, messages: [] }),
        }),
      );
    const unsigned = expect.stringMatching(/所记的删除没有有效签名$/);
    await told(two.id, readSealKey(newSealKey()));
    expect(await faults()).toEqual([unsigned, wrong]);
    await told(two.id, { ...readSealKey(newSealKey()), id: signer.id });
    expect(await faults()).toEqual([unsigned, wrong]);
    await told(one.id, signer);
    expect(await faults()).toEqual([unsigned, wrong]);
    // Only whoever has the key can make it so.
    await told(two.id, signer);
    expect(await faults()).toEqual([]);
  });

  test('the word of the erasure altered or gone', async () => {
    const sql = db.sql();
    await sql`update we.event set body = replace(body, '"of-one"', '"of-two"') where name = 'project.erased'`;
    await sql`update we.event set body = replace(body, '102/of-one', '102/of-two') where name = 'project.erased'`;
    expect(await faults()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^区块 \d+ 第 \d+ 叶：事件 \d+ 的正文与摘要不符$/),
        expect.stringMatching(/所记的删除没有有效签名$/),
        '银行报文 102/of-one：原文已不在，没有签名的删除说明',
      ]),
    );
    await sql`delete from we.event where name = 'project.erased'`;
    expect(await faults()).toContainEqual(expect.stringMatching(/叶：事件缺失$/));
  });
});
