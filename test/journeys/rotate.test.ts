import { expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, read, type Work, write } from '../../db/work.ts';
import { sealTrail } from '../../jobs/seal.ts';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { openAccount } from '../../src/domain/accounts/accounts.ts';
import { receiveMessage } from '../../src/domain/banks/messages.ts';
import { keysNeeded } from '../../src/domain/keys/needed.ts';
import { compared, inProject, outside } from '../../src/domain/keys/sealed.ts';
import { claimBatch } from '../../src/domain/payroll/batches.ts';
import { postAttendance } from '../../src/domain/registry/attendance.ts';
import { engage } from '../../src/domain/registry/engagements.ts';
import { say, wordsOf } from '../../src/domain/said.ts';
import { verifyTrail } from '../../src/domain/trail/verify.ts';
import { newSealKey, readSealKey } from '../../src/lib/signer.ts';
import { makeVault } from '../../src/lib/vault.ts';
import { night } from '../domain/arrange.ts';
import {
  entry,
  hire,
  lineOf,
  messageOf,
  noonOf,
  payout,
  refusal,
  type Said,
  type Stage,
  stageDb,
} from '../domain/stage.ts';
import { killed } from '../helpers/embedded.ts';
import { next } from '../helpers/insert.ts';
import { backends, holdUp, start, until } from './child.ts';
import { NEW, OLD, rotateAll } from './rotate-child.ts';

const db = stageDb();
const DAY = '2026-09-01';

/** The application as it runs with these keys. */
async function withKeys<T>(keys: (typeof OLD)[], fn: (program: Program) => Promise<T>): Promise<T> {
  const app = openDb(db.at().appUrl, makeVault(keys), 2);
  const act = <R>(actor: Actor, run: (work: Work) => Promise<R>) =>
    write(app, actor, noonOf(DAY), DAY, run);
  const bank = (stage: Pick<Stage, 'bankCode'>, items: Said[]) =>
    receiveMessage({ db: app, now: noonOf(DAY) }, messageOf(stage.bankCode, items, `m-${next()}`));
  try {
    return await fn({ app, act, bank });
  } finally {
    await app.end({ timeout: 1 });
  }
}

interface Program {
  app: Db;
  act: <R>(actor: Actor, run: (work: Work) => Promise<R>) => Promise<R>;
  bank: (stage: Pick<Stage, 'bankCode'>, items: Said[]) => ReturnType<typeof receiveMessage>;
}

/** A project that lived a month: people, batch, money, a stranger at the gate, words. */
async function lived(stage: Stage) {
  const stranger = makeIdNumber(next());
  const lines = stage.workers.slice(0, 3).map((worker) => lineOf(worker));
  const batch = await db.claim(stage, { lines });
  await db.order(stage, batch);
  const first = stage.workers[0];
  await db.bank(stage, [
    entry(stage, 'credit', 500_000_00, '2026-07-05', { counterpartyAccountNo: stage.payerNo }),
    entry(stage, 'debit', 100_00, '2026-07-06', {
      counterpartyAccountNo: first?.cardNo,
      counterpartyName: first?.name,
    }),
    { ...payout(batch, 1, 'paid', '2026-07-10'), payeeAccountNo: first?.cardNo } as Said,
  ]);
  await db.act(stage.contractor, '2026-07-20', (work) =>
    postAttendance(work, stage.id, [
      { idNumber: stranger, at: noonOf('2026-07-20'), direction: 'in' },
    ]),
  );
  const said = await db.act(stage.contractor, '2026-07-20', (work) =>
    say(work, stage.id, '工人电话见附件'),
  );
  return { stranger, said };
}

const person = (stage: Stage, idNumber: string, name: string) => ({
  idNumber,
  name,
  employerUscc: stage.employerId,
  enteredOn: '2026-07-01',
});

const workerIds = async (idNumbers: string[], of: Program) => {
  const vault = of.app.vault;
  const rows = await db.sql()<{ worker_id: string }[]>`
    select distinct worker_id from we.worker_index where bidx = any(${idNumbers.flatMap((n) => vault.blinds('id', n))}::text[])`;
  return rows.map((r) => r.worker_id);
};

/** What met the stage's instalments. */
const transferred = async (stage: Stage) => {
  const [row] = await db.sql()<{ fen: number }[]>`
    select coalesce(sum(m.amount_fen), 0)::int as fen from we.meeting m
    join we.obligation o on o.project_id = m.project_id and o.id = m.obligation_id and o.kind = 'transfer' and o.version = 1
    where m.project_id = ${stage.id}`;
  return row?.fen ?? 0;
};

const versions = async () => {
  const rows = await db.sql()<{ id: number; index_version: number }[]>`
    select id::int, index_version from we.project order by id`;
  return rows.map((r) => r.index_version);
};

const needs = (of: Program) =>
  read(db.night(), night, noonOf(DAY), DAY, (work) => keysNeeded({ ...work, vault: of.app.vault }));

const PHONE = '19800000091';

const signer = readSealKey(newSealKey());
const sealAll = () =>
  sealTrail({
    db: db.night(),
    clock: { now: () => noonOf(DAY) },
    trail: { signer, keep: () => {} },
  });

/** What `npm run verify` says with these keys. */
async function verified(keys: (typeof OLD)[]) {
  const pool = openDb(db.at().nightUrl, makeVault(keys), 4);
  try {
    return await verifyTrail({ db: pool, now: noonOf(DAY), keys: [signer], anchors: [] });
  } finally {
    await pool.end({ timeout: 1 });
  }
}

test('a change of keys, killed in its middle, is taken up again; nothing is lost or doubled meanwhile', {
  timeout: 120_000,
}, async () => {
  const one = await db.stage();
  const two = await db.stage({ workers: 0 });
  two.workers = await hire(db, two, 1_050, { enteredOn: '2026-06-01' });
  const [past, later] = [await lived(one), await lived(two)];
  const unknownNo = makeCard(next());
  const strayed = entry({ accountNo: unknownNo }, 'credit', 7_00, '2026-07-06');
  await db.bank(one, [strayed]);
  await sealAll();

  const letGo = await holdUp(
    db.at().ownerUrl,
    `select from we.project where id = ${two.id} for update`,
  );
  const { child, said } = start('rotate-child.ts', [db.at().nightUrl]);
  await until(async () => (await backends(db.at().ownerUrl, 'we_night')).waiting > 0, 60_000);
  await killed(child);
  await letGo();
  expect(said()).toBe('');
  expect(await versions()).toEqual([2, 1]);
  // The trail agrees in the middle of the change, with both keys; the rows it speaks of are the same rows.
  expect((await verified([OLD, NEW])).faults).toEqual([]);

  await withKeys([OLD, NEW], async (program) => {
    const { act, bank } = program;
    // The same person on the other project is the same worker, on either side of the change.
    const [a, b] = [one.workers[0], two.workers[0]] as [Stage['workers'][0], Stage['workers'][0]];
    const reached = (stage: Stage, { idNumber, name }: typeof a) => [
      { ...person(stage, idNumber, name), phone: PHONE },
    ];
    await act(two.contractor, (work) => engage(work, two.id, reached(two, a)));
    await act(one.contractor, (work) => engage(work, one.id, reached(one, b)));
    // As a row from before phones were compared.
    await db.sql()`update we.engagement set phone_bidx = null where project_id = ${two.id}`;
    for (const { idNumber } of [a, b]) expect(await workerIds([idNumber], program)).toHaveLength(1);
    const rows = await db.sql()`select worker_id, count(*)::int as n from we.engagement
      group by 1 having count(*) > 1 order by 1`;
    expect(rows.map((r) => r.n)).toEqual([2, 2]);
    // The same registration again changes nothing; another name is refused as ever.
    for (const [stage, { idNumber, name }] of [
      [one, a],
      [two, b],
    ] as const) {
      const again = {
        ...person(stage, idNumber, name),
        enteredOn: stage === one ? '2026-06-02' : '2026-06-01',
      };
      await act(stage.contractor, (work) => engage(work, stage.id, [again]));
      const other = act(stage.contractor, (work) =>
        engage(work, stage.id, [{ ...again, name: '别人' }]),
      );
      expect((await refusal(other)).errors[0]?.code).toBe('name-differs');
    }
    expect(await db.sql()`select from we.engagement`).toHaveLength(3 + 1_050 + 2);
    // An account belongs to one project, whichever key it lies under.
    for (const [stage, taken] of [
      [one, two.accountNo],
      [two, one.accountNo],
    ] as const) {
      const input = {
        bankCode: '102',
        accountNo: taken,
        accountName: '专户',
        openedOn: '2026-08-01',
      };
      const refused = act(stage.contractor, (work) => openAccount(work, stage.id, input));
      expect((await refusal(refused)).code).toBe('account-taken');
    }
    // Banks are understood on both sides, and what waited for an account finds it.
    for (const stage of [one, two])
      expect(await bank(stage, [entry(stage, 'credit', 1_00, '2026-08-05')])).toMatchObject({
        accepted: 1,
        unmatched: 0,
      });
    await act(two.contractor, (work) =>
      openAccount(work, two.id, {
        bankCode: one.bankCode,
        accountNo: unknownNo,
        accountName: '专户',
        openedOn: '2026-07-01',
      }),
    );
    expect(
      await db.sql()`select from we.account_entry where entry_id = ${strayed.entryId}`,
    ).toHaveLength(1);
    expect((await needs(program)).filter((n) => n.version === 1)).not.toEqual([]);
  });

  await rotateAll(db.at().nightUrl);
  expect(await versions()).toEqual([2, 2]);
  await sealAll();
  const trail = await verified([NEW]);
  expect(trail.faults).toEqual([]);
  expect([trail.projects, trail.unsealed, trail.messages > 3]).toEqual([2, 0, true]);
  // It is the contents that were held against the events, not that there were none to hold.
  expect((await verified([OLD])).faults).toHaveLength(trail.messages);
  await withKeys([NEW], async (program) => {
    const { act, app, bank } = program;
    expect((await needs(program)).filter((n) => n.version !== 2)).toEqual([]);
    // Without the old key: every seal opens, people are known, strangers are joined, words are there.
    for (const { table, ciphers } of [...outside, ...compared, ...inProject])
      for (const column of ciphers)
        for (const row of await db
          .sql()
          .unsafe(`select ${column} as c from we.${table} where ${column} is not null`))
          expect(() => app.vault.open(row.c)).not.toThrow();
    for (const [stage, { stranger, said }] of [
      [one, past],
      [two, later],
    ] as const) {
      await act(stage.contractor, (work) =>
        engage(work, stage.id, [person(stage, stranger, '新来的')]),
      );
      const words = await act(stage.contractor, (work) => wordsOf(work, stage.id, [said]));
      expect(words.get(said.id)).toBe('工人电话见附件');
      const worker = stage.workers[1] as Stage['workers'][0];
      const batch = await act(stage.contractor, (work) =>
        claimBatch(work, stage.id, {
          wageMonth: '2026-07',
          employerUscc: stage.employerId,
          lines: [lineOf(worker, { cardNo: worker.cardNo })],
        }),
      );
      expect(batch.warnings).toEqual([]);
    }
    expect(await db.sql()`select from we.attendance_unmatched`).toHaveLength(0);
    const phones =
      await db.sql()`select phone_bidx from we.engagement where phone_cipher is not null`;
    const known = { phone_bidx: app.vault.blind('phone', PHONE) };
    expect(phones.map((row) => ({ ...row }))).toEqual([known, known]);
    // Money is known by both ends: to a worker's card, from the owner; only what went elsewhere is suspect.
    for (const stage of [one, two]) {
      const before = await transferred(stage);
      await bank(stage, [
        entry(stage, 'credit', 7_00, '2026-08-06', { counterpartyAccountNo: stage.payerNo }),
        entry(stage, 'debit', 50_00, '2026-08-06', {
          counterpartyAccountNo: stage.workers[1]?.cardNo,
        }),
        entry(stage, 'debit', 60_00, '2026-08-06', { counterpartyAccountNo: makeCard(next()) }),
      ]);
      expect((await transferred(stage)) - before).toBe(7_00);
    }
    const suspects = await db.sql()<
      { fen: number }[]
    >`select suspect_fen::int as fen from we.suspect_debit`;
    expect(suspects.map((s) => s.fen)).toEqual([60_00, 60_00]);
  });
  expect(await db.wrongCaches()).toEqual([]);
  expect(await rotateAll(db.at().nightUrl)).toMatchObject({ rows: 0 });
});

test('a writer that crosses the change of keys goes first, and the change goes on', async () => {
  const stage = await db.stage({ workers: 2 });
  const writer = await db.sql().reserve();
  await writer`begin`;
  await writer`update we.engagement set team = '木工班' where project_id = ${stage.id}`;
  const rotated = rotateAll(db.at().nightUrl);
  await until(async () => (await backends(db.at().ownerUrl, 'we_night')).waiting > 0);
  // Now each waits for the other, until PostgreSQL ends the one that began to wait first.
  await writer`select from we.project where id = ${stage.id} for key share`;
  await writer`commit`;
  writer.release();
  expect((await rotated).rows).toBeGreaterThan(2);
  const rows =
    await db.sql()`select team, id_cipher from we.engagement where project_id = ${stage.id}`;
  expect(rows.map((r) => [r.team, r.id_cipher.slice(0, 2)])).toEqual([
    ['木工班', '2.'],
    ['木工班', '2.'],
  ]);
});

test('a registration that began under the old key is waited for, and its rows are moved as well', async () => {
  const stage = await db.stage({ workers: 1 });
  const writer = await db.sql().reserve();
  await writer`begin`;
  await writer`select from we.project where id = ${stage.id} for key share`;
  await writer`insert into we.engagement select (x.late).* from (
    select jsonb_populate_record(null::we.engagement, to_jsonb(e) || jsonb_build_object('id', gen_random_uuid())) as late
    from we.engagement e where project_id = ${stage.id}) x`;
  const rotated = rotateAll(db.at().nightUrl);
  await until(async () => (await backends(db.at().ownerUrl, 'we_night')).waiting > 0);
  await writer`commit`;
  writer.release();
  await rotated;
  const rows = await db.sql()`select id_cipher from we.engagement where project_id = ${stage.id}`;
  expect(rows.map((row) => row.id_cipher.slice(0, 2))).toEqual(['2.', '2.']);
});

test('what is written to a row while it is sealed again is not lost', async () => {
  const stage = await db.stage({ workers: 0 });
  await db.bank(stage, [entry(stage, 'credit', 1_00, '2026-07-06')], { id: 'meanwhile' });
  const old = makeVault([OLD]);
  await db.sql()`update we.bank_message set answer_cipher = null where message_id = 'meanwhile'`;
  const writer = await db.sql().reserve();
  await writer`begin`;
  await writer`update we.bank_message set answer_cipher = ${old.seal('the answer')} where message_id = 'meanwhile'`;
  const rotated = rotateAll(db.at().nightUrl);
  await until(async () => (await backends(db.at().ownerUrl, 'we_night')).waiting > 0);
  await writer`commit`;
  writer.release();
  await rotated;
  const [row] =
    await db.sql()`select answer_cipher from we.bank_message where message_id = 'meanwhile'`;
  expect(makeVault([NEW]).open(row?.answer_cipher)).toBe('the answer');
  // A row needs every version that any of its seals has.
  await db.sql()`update we.bank_message set answer_cipher = ${old.seal('x')} where message_id = 'meanwhile'`;
  const needed = await db.byNight(DAY, (work) => keysNeeded(work));
  expect(needed).toContainEqual({ version: 1, table: 'bank_message', rows: 1 });
  await rotateAll(db.at().nightUrl);
});

test('every sealed column and every blind index of the schema is known to the change of keys', async () => {
  const columns = await db.sql()<{ name: string }[]>`
    select c.relname || '.' || a.attname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname ~ '(_cipher|bidx)$' order by 1`;
  const known = [...outside, ...compared, ...inProject].flatMap(
    ({ table, ciphers, blinds = [] }) => [
      ...ciphers.map((c) => `${table}.${c}`),
      ...blinds.flatMap(({ column }) => (column.endsWith('bidx') ? [`${table}.${column}`] : [])),
    ],
  );
  // Both move with the rows of their project.
  const moved = ['worker_index.bidx', 'account_directory.account_bidx'];
  expect(columns.map((c) => c.name).sort()).toEqual([...known, ...moved].sort());
});
