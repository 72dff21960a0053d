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
