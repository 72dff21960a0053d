import { beforeEach, expect, test } from 'vitest';
import { openDb } from '../../../db/client.ts';
import { sealTrail } from '../../../jobs/seal.ts';
import { record } from '../../../src/domain/events.ts';
import type { Block } from '../../../src/domain/trail/block.ts';
import { sealBlock } from '../../../src/domain/trail/seal.ts';
import { newSealKey, readSealKey } from '../../../src/lib/signer.ts';
import { testVault } from '../../helpers/app.ts';
import { inspector } from '../arrange.ts';
import { noonOf, stageDb } from '../stage.ts';

const db = stageDb();
const signer = readSealKey(newSealKey());
const NOW = noonOf('2026-07-01');

const tell = (subject: string) =>
  db.act(inspector, '2026-07-01', (work) => record(work, 0, 'thing.told', subject, { subject }));
const seal = (most?: number) => db.byNight('2026-07-01', (work) => sealBlock(work, signer, most));
const blocks = () =>
  db.sql()<
    Block[]
  >`select block_no as "blockNo", leaves, prev_hash as "prevHash", hash from we.block order by 1`;
const leaves = () =>
  db.sql()`select subject, block_no, leaf_no from we.event order by block_no, leaf_no`;

beforeEach(async () => {
  await db.sql()`truncate we.event, we.block`;
});

test('nothing to seal makes no block', async () => {
  expect(await seal()).toBeNull();
  await tell('a');
  await seal();
  expect(await seal()).toBeNull();
  expect(await blocks()).toHaveLength(1);
});

test('events are numbered in their order, and a block follows the one before', async () => {
  await tell('a');
  await tell('b');
  const first = await seal();
  await tell('c');
  const second = await seal();
  expect(first).toMatchObject({
    blockNo: 1,
    leaves: 2,
    prevHash: '0'.repeat(64),
    keyId: signer.id,
  });
  expect(second).toMatchObject({ blockNo: 2, leaves: 1, prevHash: first?.hash });
  expect([...(await leaves())]).toEqual([
    { subject: 'a', block_no: 1, leaf_no: 0 },
    { subject: 'b', block_no: 1, leaf_no: 1 },
    { subject: 'c', block_no: 2, leaf_no: 0 },
  ]);
});

test('what commits late goes into the next block, though its id is lower', async () => {
  let commit = () => {};
  let written = () => {};
  const told = new Promise<void>((resolve) => {
    written = resolve;
  });
  const late = db.act(inspector, '2026-07-01', async (work) => {
    await record(work, 0, 'thing.told', 'late');
    written();
    await new Promise<void>((resolve) => {
      commit = resolve;
    });
  });
  await told;
  await tell('early');
  await seal();
  commit();
  await late;
  await seal();
  const rows = await db.sql()`select subject, block_no from we.event order by id`;
  expect([...rows]).toEqual([
    { subject: 'late', block_no: 2 },
    { subject: 'early', block_no: 1 },
  ]);
});

test('four sealers at once seal every event once', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await tell(name);
  const pool = openDb(db.at().nightUrl, testVault, 4);
  try {
    const one = () =>
      sealTrail({ db: pool, clock: { now: () => NOW }, trail: { signer, keep: () => {} } }, 2);
    const ends = await Promise.all([one(), one(), one(), one()]);
    expect(ends.reduce((sum, e) => sum + e.events, 0)).toBe(6);
  } finally {
    await pool.end();
  }
  const chain = await blocks();
  expect(chain.map((b) => [b.blockNo, b.leaves])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
  ]);
  expect(chain.map((b) => b.prevHash)).toEqual(['0'.repeat(64), chain[0]?.hash, chain[1]?.hash]);
  expect((await leaves()).map((l) => l.subject)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a backlog becomes blocks of bounded size, all at one call', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await tell(name);
  const deps = { db: db.night(), clock: { now: () => NOW }, trail: { signer, keep: () => {} } };
  expect(await sealTrail(deps, 2)).toEqual({ blocks: 3, events: 5 });
  expect(await sealTrail(deps, 2)).toEqual({ blocks: 0, events: 0 });
});

test('a seal that fails leaves nothing half done', async () => {
  await tell('a');
  const broken = {
    ...signer,
    sign: () => {
      throw new Error('no key');
    },
  };
  await expect(db.byNight('2026-07-01', (work) => sealBlock(work, broken))).rejects.toThrow(
    'no key',
  );
  expect(await blocks()).toEqual([]);
  expect([...(await leaves())]).toEqual([{ subject: 'a', block_no: null, leaf_no: null }]);
});

test.each([
  'update we.block set root = root',
  'delete from we.block',
  'truncate we.block',
  'update we.event set body = body',
  'update we.event set digest = digest',
  'delete from we.event',
])('no role of the program may %s', async (statement) => {
  for (const url of [db.at().appUrl, db.at().nightUrl]) {
    const pool = openDb(url, testVault, 1);
    await expect(pool.unsafe(statement), url).rejects.toMatchObject({ code: '42501' });
    await pool.end();
  }
  const app = openDb(db.at().appUrl, testVault, 1);
  await expect(app`update we.event set block_no = null`).rejects.toMatchObject({ code: '42501' });
  await expect(app`insert into we.block select * from we.block`).rejects.toMatchObject({
    code: '42501',
  });
  await app.end();
});
