import { expect, test } from 'vitest';
import {
  type AccountInput,
  changeAccount,
  openAccount,
} from '../../../src/domain/accounts/accounts.ts';
import { duties, duty, refusal, register, rowCounts, type Stage, stageDb } from '../stage.ts';

const db = stageDb();

const input = (stage: Stage, given: Partial<AccountInput> = {}): AccountInput => ({
  bankCode: stage.bankCode,
  accountNo: stage.accountNo,
  accountName: '农民工工资专用账户',
  openedOn: '2026-01-20',
  ...given,
});
const change = (stage: Stage, given: Partial<AccountInput>, day = '2026-03-02') =>
  db.act(stage.contractor, day, (work) =>
    changeAccount(work, stage.id, stage.accountId, input(stage, given)),
  );

test('an account meets the duty to open one, on the day it was opened', async () => {
  const stage = await db.stage({ workers: 0, openedOn: null });
  // Signed on 2026-01-02: thirty days end on Sunday 2026-02-01, the Monday after counts.
  expect(await duty(db, stage.id, 'account-opening', '-')).toMatchObject({
    nominal: '2026-02-01',
    due: '2026-02-02',
    metOn: 'infinity',
  });
  await register(db, stage, '2026-02-03', '2026-02-10');
  expect((await duty(db, stage.id, 'account-opening', '-')).metOn).toBe('2026-02-03');
});

test('an account is filed within thirty days of opening, moved on over Spring Festival', async () => {
  const stage = await db.stage({ workers: 0, openedOn: '2026-01-20' });
  expect(await duty(db, stage.id, 'account-filing', '-')).toMatchObject({
    nominal: '2026-02-19',
    due: '2026-02-24',
    metOn: 'infinity',
  });
  await change(stage, { filedOn: '2026-02-20' });
  expect((await duty(db, stage.id, 'account-filing', '-')).metOn).toBe('2026-02-20');
});

test('a number serves one project only, whatever the bank', async () => {
  const [a, b] = [await db.stage({ workers: 0 }), await db.stage({ workers: 0, openedOn: null })];
  const before = await rowCounts(db);
  for (const bankCode of ['102', '308']) {
    const again = db.act(b.contractor, '2026-03-01', (work) =>
      openAccount(work, b.id, input(b, { accountNo: a.accountNo, bankCode })),
    );
    expect((await refusal(again)).code).toBe('account-taken');
  }
  expect(await rowCounts(db)).toEqual(before);
});

test('number and bank stay; dates and name change as a whole', async () => {
  const stage = await db.stage({ workers: 0 });
  for (const given of [{ accountNo: '6230580000000000019' }, { bankCode: '308' }]) {
    expect((await refusal(change(stage, given))).code).toBe('account-number-fixed');
  }
  await change(stage, { agreementSignedOn: '2026-01-25' });
  await change(stage, { closedOn: '2026-03-01' });
  const [row] =
    await db.sql()`select agreement_signed_on, closed_on from we.wage_account where project_id = ${stage.id}`;
  expect(row).toEqual({ agreement_signed_on: null, closed_on: '2026-03-01' });
});

test('an account of another project is not found', async () => {
  const [a, b] = [await db.stage({ workers: 0 }), await db.stage({ workers: 0 })];
  const peek = db.act(b.contractor, '2026-03-01', (work) =>
    changeAccount(work, a.id, a.accountId, input(a)),
  );
  expect((await refusal(peek)).code).toBe('not-found');
});

test('a filing day that moves makes a new version of the duty, and the trail shows no number', async () => {
  const stage = await db.stage({ workers: 0 });
  await change(stage, { openedOn: '2026-01-21' });
  expect(await duties(db, stage.id, 'account-filing')).toEqual([
    expect.objectContaining({ nominal: '2026-02-20', version: 2 }),
  ]);
  const events =
    await db.sql()`select body from we.event where project_id = ${stage.id} and name like 'account.%'`;
  expect(events).toHaveLength(2);
  for (const { body } of events) expect(body).not.toContain(stage.accountNo);
});

const meetings = (stage: Stage, kind: string) =>
  db.sql()`select m.on_day as on, m.amount_fen as fen from we.meeting m where m.project_id = ${stage.id}
    and m.obligation_id in (select id from we.obligation o where o.project_id = ${stage.id} and o.kind = ${kind})
    order by m.known_at, m.amount_fen`.then((rows) => rows.map((r) => [r.on, r.fen]));
const met = async (stage: Stage, kind: string) => {
  const { metOn, metFen, openCount } = await duty(db, stage.id, kind, '-');
  return { metOn, metFen, openCount };
};

test('a corrected filing day moves the day its duty was met, later, earlier and away', async () => {
  const stage = await db.stage({ workers: 0 });
  const days = [
    ['2026-02-20', '2026-03-02'],
    ['2026-02-25', '2026-03-03'],
    ['2026-02-12', '2026-03-04'],
  ] as const;
  for (const [filedOn, day] of days) {
    await change(stage, { filedOn }, day);
    expect(await met(stage, 'account-filing')).toEqual({
      metOn: filedOn,
      metFen: 0,
      openCount: 0,
    });
    expect(await db.wrongCaches()).toEqual([]);
  }
  await change(stage, {}, '2026-03-05');
  expect(await met(stage, 'account-filing')).toEqual({
    metOn: 'infinity',
    metFen: 0,
    openCount: 1,
  });
  // Nothing was rewritten: each day stated stands beside what took it back.
  expect(await meetings(stage, 'account-filing')).toEqual([
    ['2026-02-20', 0],
    ['2026-02-20', -1],
    ['2026-02-25', 0],
    ['2026-02-25', -1],
    ['2026-02-12', 0],
    ['2026-02-12', -1],
  ]);
  expect(await db.wrongCaches()).toEqual([]);
  await change(stage, { filedOn: '2026-02-20' }, '2026-03-06');
  expect((await met(stage, 'account-filing')).metOn).toBe('2026-02-20');
});

test('a corrected opening day moves the day the duty to open was met; the same day again changes nothing', async () => {
  const stage = await db.stage({ workers: 0, openedOn: '2026-01-20' });
  await change(stage, { openedOn: '2026-02-03' });
  expect((await met(stage, 'account-opening')).metOn).toBe('2026-02-03');
  await change(stage, { openedOn: '2026-02-03' });
  await change(stage, { openedOn: '2026-02-03', agreementSignedOn: '2026-01-25' });
  expect(await meetings(stage, 'account-opening')).toEqual([
    ['2026-01-20', 0],
    ['2026-01-20', -1],
    ['2026-02-03', 0],
  ]);
  expect(await db.wrongCaches()).toEqual([]);
});

test('of two accounts the one opened first meets the duty, whichever that is after a correction', async () => {
  const stage = await db.stage({ workers: 0, openedOn: '2026-01-20' });
  const second = { ...stage, accountNo: `${stage.accountNo}7` };
  await register(db, second, '2026-01-10', '2026-02-10');
  expect((await met(stage, 'account-opening')).metOn).toBe('2026-01-10');
  await db.act(stage.contractor, '2026-03-02', (work) =>
    changeAccount(work, stage.id, second.accountId, input(second, { openedOn: '2026-01-30' })),
  );
  expect((await met(stage, 'account-opening')).metOn).toBe('2026-01-20');
  expect(await db.wrongCaches()).toEqual([]);
});

test('a filing day corrected twice at once leaves one that stands', async () => {
  const stage = await db.stage({ workers: 0 });
  await change(stage, { filedOn: '2026-02-20' });
  await Promise.all(['2026-02-21', '2026-02-22'].map((filedOn) => change(stage, { filedOn })));
  const sum = new Map<unknown, number>();
  for (const [on, fen] of await meetings(stage, 'account-filing'))
    sum.set(on, (sum.get(on) ?? 0) + (fen === -1 ? -1 : 1));
  const standing = [...sum].filter(([, n]) => n > 0).map(([on]) => on);
  expect(standing).toEqual([(await met(stage, 'account-filing')).metOn]);
  expect(await db.wrongCaches()).toEqual([]);
});
