import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sealTrail } from '../../../jobs/seal.ts';
import { record } from '../../../src/domain/events.ts';
import { type Anchor, anchorOf, readAnchor } from '../../../src/domain/trail/anchor.ts';
import {
  type Block,
  blockColumns,
  hashOf,
  headerOf,
  toBlock,
} from '../../../src/domain/trail/block.ts';
import { type TrailReport, verifyTrail } from '../../../src/domain/trail/verify.ts';
import { parseId } from '../../../src/lib/id.ts';
import { merkleRoot } from '../../../src/lib/merkle.ts';
import { newSealKey, readSealKey, type Signer } from '../../../src/lib/signer.ts';
import { testVault } from '../../helpers/app.ts';
import { inspector } from '../arrange.ts';
import { entry, noonOf, register, type Stage, stageDb } from '../stage.ts';

const db = stageDb();
const signer = readSealKey(newSealKey());
const TABLES = ['event', 'block', 'account_entry', 'payout_event', 'payroll_line', 'bank_message'];

let stage: Stage;
let batchId: string;
let anchor: Anchor;

const seal = (by: Signer = signer) =>
  sealTrail({
    db: db.night(),
    clock: { now: () => noonOf('2026-07-31') },
    trail: { signer: by, keep: () => {} },
  });
const verify = (given: { keys?: Signer[]; anchors?: Anchor[] } = {}): Promise<TrailReport> =>
  verifyTrail({ db: db.night(), now: noonOf('2026-08-01'), keys: [signer], anchors: [], ...given });
const faults = async (given: Parameters<typeof verify>[0] = {}) => (await verify(given)).faults;
const leaf = async (blockNo: number, leafNo: number) => {
  const [row] = await db.sql()<
    { id: number }[]
  >`select id from we.event where block_no = ${blockNo} and leaf_no = ${leafNo}`;
  return (row as { id: number }).id;
};

/** A batch of three, paid but for one; entries; a batch that the bank spoke of before it was claimed; three blocks. */
beforeAll(async () => {
  stage = await db.stage({ workers: 3 });
  await seal();
  const batch = await db.claim(stage);
  batchId = parseId(batch.batchId).id;
  await db.order(stage, batch);
  const paid = (line: number) => ({
    kind: 'payout' as const,
    endToEndId: `${batch.batchNo}-${line}`,
    outcome: 'paid' as const,
    at: noonOf('2026-07-10'),
  });
  await db.bank(
    stage,
    [
      entry(stage, 'credit', 900_00, '2026-07-09', { counterpartyName: '建设单位' }),
      entry(stage, 'credit', 500_00, '2026-07-09'),
      paid(1),
      paid(2),
    ],
    { id: 'first' },
  );
  await seal();
  const early = await db.stage({ workers: 0, openedOn: null });
  await db.bank(early, [entry(early, 'credit', 300_00, '2026-07-09')], { id: 'early' });
  await register(db, early, '2026-01-20', '2026-07-20');
  await seal();
  const found = await db.byNight('2026-07-31', (work) => anchorOf(work, '2026-07-31', signer));
  anchor = readAnchor(JSON.stringify(found));
  await db.sql()`create schema kept`;
  for (const t of TABLES) await db.sql().unsafe(`create table kept.${t} as table we.${t}`);
});

afterEach(async () => {
  // Not truncated: of a hundred partitions that takes seconds.
  for (const t of TABLES) {
    await db.sql().unsafe(`delete from we.${t}; insert into we.${t} table kept.${t}`).simple();
  }
});

test('a trail that nobody touched agrees with itself and with its anchor; what is not sealed is counted', async () => {
  const report = await verify({ anchors: [anchor] });
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ blocks: 3, projects: 2, messages: 2, unsealed: 0, anchors: 1 });
  const [{ n }] = (await db.sql()`select count(*)::int as n from we.event`) as unknown as [
    { n: number },
  ];
  expect(report.events).toBe(n);
  await db.act(inspector, '2026-07-31', (work) => record(work, 0, 'thing.told', 'new'));
  expect(await verify()).toMatchObject({ events: n, unsealed: 1, faults: [] });
});

test('progress ends at its total', async () => {
  const seen: [number, number][] = [];
  await verifyTrail({
    db: db.night(),
    now: noonOf('2026-08-01'),
    keys: [signer],
    anchors: [],
    onProgress: (done, total) => void seen.push([done, total]),
  });
  expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  expect(seen.length).toBeGreaterThan(3);
});

describe('by the owner of the schema', () => {
  test.each([
    [
      'a body altered',
      'update we.event set body = replace(body, $$"holder"$$, $$"Holder"$$) where id = $1',
      '的正文与摘要不符',
    ],
    [
      'a digest altered',
      'update we.event set digest = repeat($$0$$, 64) where id = $1',
      '的正文与摘要不符',
    ],
    [
      'an instant altered',
      "update we.event set at = at - interval '1 day' where id = $1",
      '的 at 与正文不符',
    ],
    [
      'a name altered',
      'update we.event set name = name || $$x$$ where id = $1',
      '的 name 与正文不符',
    ],
    [
      'an actor altered',
      'update we.event set actor = actor || $$x$$ where id = $1',
      '的 actor 与正文不符',
    ],
    [
      'a subject altered',
      'update we.event set subject = subject || $$x$$ where id = $1',
      '的 subject 与正文不符',
    ],
    [
      'a project altered',
      'update we.event set project_id = project_id + 999 where id = $1',
      '的 projectId 与正文不符',
    ],
  ])('%s: block, leaf and event are named', async (_, statement, wrong) => {
    const id = await leaf(2, 1);
    await db.sql().unsafe(statement, [id]);
    expect((await faults())[0]).toBe(`区块 2 第 2 叶：事件 ${id} ${wrong}`);
  });

  test('an event altered with its digest, or its day: the block is named', async () => {
    const id = await leaf(2, 1);
    const wrong = '区块 2：事件与封存时的哈希根不符（其中有事件连同摘要被改写）';
    await db.sql()`update we.event set day = day - 1 where id = ${id}`;
    expect((await faults())[0]).toBe(wrong);
    await db.sql()`update we.event set day = day + 1, body = replace(body, '"holder"', '"Holder"') where id = ${id}`;
    await db.sql()`update we.event set digest = encode(sha256(convert_to(body, 'UTF8')), 'hex') where id = ${id}`;
    expect((await faults())[0]).toBe(wrong);
  });

  test('an event deleted in the middle, and one at the end of a block', async () => {
    await db.sql()`delete from we.event where id = ${await leaf(2, 1)}`;
    expect((await faults())[0]).toBe('区块 2 第 2 叶：事件缺失');
    const [{ last }] =
      (await db.sql()`select max(leaf_no) as last from we.event where block_no = 3`) as unknown as [
        { last: number },
      ];
    await db.sql()`delete from we.event where block_no = 3 and leaf_no = ${last}`;
    expect(await faults()).toContain(`区块 3 第 ${last + 1} 叶：事件缺失`);
  });

  test('two events’ leaf numbers swapped', async () => {
    const [a, b] = [await leaf(2, 1), await leaf(2, 2)];
    await db.sql()`update we.event set leaf_no = 3 - leaf_no where id in (${a}, ${b})`;
    expect((await faults())[0]).toBe(`区块 2 第 3 叶：事件 ${a} 的次序被调换`);
  });

  test('an event inserted into a sealed block, on a leaf of its own or on another’s', async () => {
    const put = (leafNo: number) => db.sql()`
      insert into we.event (project_id, at, day, actor, name, subject, body, digest, block_no, leaf_no)
      select project_id, at, day, actor, name, subject, body, digest, 2, ${leafNo} from we.event where block_no = 2 and leaf_no = 0 returning id`;
    const [{ n }] =
      (await db.sql()`select leaves as n from we.block where block_no = 2`) as unknown as [
        { n: number },
      ];
    const [own] = await put(n);
    expect((await faults())[0]).toBe(
      `区块 2 第 ${n + 1} 叶：事件 ${own?.id} 不在封存的 ${n} 个事件之内`,
    );
    await db.sql()`delete from we.event where id = ${own?.id}`;
    const [shared] = await put(0);
    expect((await faults())[0]).toBe(`区块 2 第 1 叶：事件 ${shared?.id} 是插入的`);
    await db.sql()`update we.event set block_no = 9 where id = ${shared?.id}`;
    expect((await faults())[0]).toBe(`事件 ${shared?.id}：所属区块 9 不存在`);
  });

  test('a block deleted, with its events and without', async () => {
    await db.sql()`delete from we.block where block_no = 2`;
    const id = await leaf(2, 0);
    expect(await faults()).toEqual(
      expect.arrayContaining(['区块 2 缺失', `事件 ${id}：所属区块 2 不存在`]),
    );
    await db.sql()`delete from we.event where block_no = 2`;
    expect((await faults())[0]).toBe('区块 2 缺失');
  });

  test('a block deleted and those behind it numbered anew', async () => {
    await db.sql()`delete from we.event where block_no = 2`;
    await db.sql()`delete from we.block where block_no = 2`;
    await db.sql()`update we.block set block_no = 2 where block_no = 3`;
    await db.sql()`update we.event set block_no = 2 where block_no = 3`;
    expect((await faults())[0]).toBe('区块 2：与前一区块不相接');
  });

  test.each(['leaves', 'first_id', 'last_id', 'root', 'sealed_at', 'key_id', 'prev_hash'])(
    'a block’s %s altered',
    async (column) => {
      const other: Record<string, string> = {
        sealed_at: "sealed_at + interval '1 ms'",
        leaves: 'leaves + 1',
        first_id: 'first_id + 1',
        last_id: 'last_id + 1',
      };
      await db
        .sql()
        .unsafe(
          `update we.block set ${column} = ${other[column] ?? `'x' || ${column}`} where block_no = 2`,
        );
      expect(await faults()).toContain('区块 2：区块头与其哈希不符');
    },
  );

  test('a block sealed anew over altered events with another key', async () => {
    const thief = readSealKey(newSealKey());
    await db.sql()`update we.event set body = replace(body, '"holder"', '"Holder"') where id = ${await leaf(3, 0)}`;
    await db.sql()`update we.event set digest = encode(sha256(convert_to(body, 'UTF8')), 'hex') where block_no = 3`;
    await forge(3, thief);
    expect(await faults()).toEqual([`区块 3：由不认识的密钥 ${thief.id} 签名`]);
    await forge(3, { ...thief, id: signer.id });
    expect(await faults()).toEqual(['区块 3：签名无效']);
    expect(await faults({ keys: [signer, thief] })).toEqual(['区块 3：签名无效']);
  });

  test('an event that names a block before the first', async () => {
    await db.act(inspector, '2026-07-31', (work) => record(work, 0, 'thing.told', 'hidden'));
    const [event] = await db.sql()<{ id: number }[]>`
      update we.event set block_no = 0, leaf_no = 0 where block_no is null returning id`;
    expect(await faults()).toEqual([`事件 ${event?.id}：所属区块 0 不存在`]);
  });

  test('a first block, sealed with the right key, that names one before it', async () => {
    await forge(1, signer, { prevHash: 'f'.repeat(64) });
    expect(await faults()).toEqual(
      expect.arrayContaining(['区块 1：与前一区块不相接', '区块 2：与前一区块不相接']),
    );
  });

  test('the tail cut off: only an anchor shows it', async () => {
    await db.sql()`delete from we.event where block_no = 3`;
    await db.sql()`delete from we.block where block_no = 3`;
    expect((await faults({ anchors: [anchor] }))[0]).toBe(
      '2026-07-31 的锚点：区块 3 缺失，其后的记录被截去',
    );
    expect((await faults()).filter((f) => f.startsWith('区块'))).toEqual([]);
  });

  test('the tail cut off and sealed anew with the right key: only an anchor shows it', async () => {
    await db.sql()`delete from we.block where block_no = 3`;
    await db.sql()`update we.event set block_no = null, leaf_no = null where block_no = 3`;
    await db.act(inspector, '2026-07-31', (work) => record(work, 0, 'thing.told', 'inserted'));
    await seal();
    expect(await faults()).toEqual([]);
    expect(await faults({ anchors: [anchor] })).toEqual([
      '2026-07-31 的锚点：区块 3 与锚点不同，链被重写',
    ]);
  });

  test('an anchor that was made up is no anchor', async () => {
    const odd = { ...anchor, hash: '0'.repeat(64) };
    const unsigned = { ...anchor, signature: readSealKey(newSealKey()).sign(anchor.header) };
    for (const one of [odd, unsigned])
      expect(await faults({ anchors: [one] })).toEqual(['2026-07-31 的锚点：锚点文件本身不真实']);
    expect(() => readAnchor('{}')).toThrow();
  });
});

describe('the rows that events speak of', () => {
  test.each([
    'net_fen = net_fen - 1',
    'gross_fen = gross_fen + 1',
    'card_last4 = $$0000$$',
    'work_days = coalesce(work_days, 0) + 1',
    "deductions = '[]'",
  ])('a line’s %s', async (change) => {
    await db
      .sql()
      .unsafe(`update we.payroll_line set ${change} where batch_id = '${batchId}' and line_no = 2`);
    expect(await faults()).toEqual([
      expect.stringContaining(`项目 ${stage.id} 工资支付表的行 ${batchId}-2：与事件 `),
    ]);
  });

  test('a line deleted, inserted, or a whole batch gone', async () => {
    await db.sql()`delete from we.payroll_line where batch_id = ${batchId} and line_no = 2`;
    expect(await faults()).toEqual([expect.stringContaining(`${batchId}-3 之前缺 1 行`)]);
    await db.sql()`delete from we.payroll_line where batch_id = ${batchId}`;
    expect(await faults()).toEqual([
      expect.stringMatching(new RegExp(`${batchId}：事件 \\d+ 所记的 3 行缺失$`)),
    ]);
    await db.sql()`insert into we.payroll_line table kept.payroll_line`;
    await db.sql()`insert into we.payroll_line select (x.line).* from (
      select jsonb_populate_record(null::we.payroll_line, to_jsonb(l) || '{"line_no": 4}') as line
      from we.payroll_line l where batch_id = ${batchId} and line_no = 1) x`;
    expect(await faults()).toEqual([expect.stringContaining(`${batchId}-4 起多出 1 行`)]);
  });

  test.each([
    'amount_fen = amount_fen + 1',
    'counterparty_name = null',
    'value_day = value_day + 1',
    "booked_at = booked_at + interval '1 ms'",
  ])('an entry’s %s', async (change) => {
    const [row] = await db.sql()`select entry_id from we.account_entry where amount_fen = 90000`;
    await db.sql().unsafe(`update we.account_entry set ${change} where amount_fen = 90000`);
    expect(await faults()).toEqual([
      expect.stringContaining(`项目 ${stage.id} 专户流水 ${row?.entry_id}：与事件 `),
    ]);
  });

  test('an entry that waited for its account is guarded as well', async () => {
    await db.sql()`update we.account_entry set amount_fen = 1 where amount_fen = 30000`;
    expect(await faults()).toEqual([expect.stringContaining('专户流水')]);
  });

  test('an entry deleted, or inserted under a message of its own or of the bank’s', async () => {
    const copy = (entryId: string, messageId: string) => db.sql()`
      insert into we.account_entry (project_id, account_id, entry_id, direction, amount_fen, booked_at, booked_on, value_day, message_id, known_at)
      select project_id, account_id, ${entryId}, direction, amount_fen, booked_at, booked_on, value_day, ${messageId}, known_at
      from we.account_entry where amount_fen = 90000`;
    await copy('forged', 'none');
    expect(await faults()).toEqual([`项目 ${stage.id} 专户流水 forged：不见于任何事件`]);
    await db.sql()`delete from we.account_entry where entry_id = 'forged'`;
    await copy('zz', '102/first');
    expect(await faults()).toEqual([expect.stringContaining('zz 起多出 1 行')]);
    await db.sql()`delete from we.account_entry where message_id = '102/first'`;
    expect(await faults()).toEqual([expect.stringContaining('所记的 2 行缺失')]);
  });

  test('a payout’s outcome or amount', async () => {
    await db.sql()`update we.payout_event set outcome = 'returned' where batch_id = ${batchId} and line_no = 1`;
    expect(await faults()).toEqual([
      expect.stringContaining(`代发结果 ${batchId}-1 returned：与事件 `),
    ]);
    await db.sql()`update we.payout_event set outcome = 'paid', amount_fen = 1 where batch_id = ${batchId} and line_no = 1`;
    expect(await faults()).toEqual([
      expect.stringContaining(`代发结果 ${batchId}-1 paid：与事件 `),
    ]);
  });

  test('a raw message altered, exchanged, deleted, put in', async () => {
    const sql = db.sql();
    const of = `银行报文 ${stage.bankCode}/first：`;
    await sql`update we.bank_message set raw_cipher = left(raw_cipher, -2) || 'xx' where message_id = 'first'`;
    expect(await faults()).toEqual([`${of}原文无法解密，已被改动`]);
    const other = testVault.seal(Buffer.from('[]').toString('base64'));
    await sql`update we.bank_message set raw_cipher = ${other} where message_id = 'first'`;
    expect(await faults()).toEqual([`${of}原文与事件所记的摘要不符`]);
    await sql`update we.bank_message set digest = repeat('0', 64) where message_id = 'first'`;
    expect(await faults()).toEqual([`${of}摘要与事件所记不符`]);
    await sql`update we.bank_message set message_id = 'other' where message_id = 'first'`;
    expect(await faults()).toEqual([
      `银行报文 ${stage.bankCode}/other：不见于任何事件`,
      expect.stringMatching(new RegExp(`^${of}事件 \\d+ 所记的报文缺失$`)),
    ]);
  });
});

/** What the owner of the schema can do with a key of his own: hash and sign a block again. */
async function forge(blockNo: number, by: Signer, given: Partial<Block> = {}): Promise<void> {
  const sql = db.sql();
  const [row] = await sql<
    Block[]
  >`select ${blockColumns(sql as never)} from we.block where block_no = ${blockNo}`;
  const events = await sql<
    { l: string }[]
  >`select concat_ws(' ', project_id, id, day, digest) as l from we.event where block_no = ${blockNo} order by leaf_no`;
  const block = {
    ...toBlock(row as Block),
    keyId: by.id,
    root: merkleRoot(events.map((e) => e.l)),
    ...given,
  };
  const { hash: _, signature: __, ...header } = block;
  await sql`update we.block set root = ${block.root}, prev_hash = ${block.prevHash}, key_id = ${by.id}, hash = ${hashOf(header)}, signature = ${by.sign(headerOf(header))} where block_no = ${blockNo}`;
}
