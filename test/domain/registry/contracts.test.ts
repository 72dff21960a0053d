import { expect, test } from 'vitest';
import {
  type ContractInput,
  putContract,
  putProgress,
} from '../../../src/domain/registry/contracts.ts';
import { confirmProject } from '../../../src/domain/registry/projects.ts';
import type { Site } from '../arrange.ts';
import { duties, duty, refusal, stageDb, usualTerms } from '../stage.ts';

const db = stageDb();

const terms = (given: Partial<ContractInput> = {}): ContractInput => ({
  signedOn: '2026-01-02',
  totalFen: 80_000_000_00,
  contractorSize: 'medium',
  ...usualTerms,
  ...given,
});
const put = (site: Site, day: string, given: Partial<ContractInput> = {}, actor = site.authority) =>
  db.act(actor, day, (work) => putContract(work, site.id, terms(given)));
const progress = (site: Site, month: string, valueFen: number, day: string) =>
  db.act(site.contractor, day, (work) =>
    putProgress(work, site.id, month, { valueFen, confirmedOn: day }),
  );
const transfer = (site: Site, month: string) => duty(db, site.id, 'transfer', month);

test('the first version holds from the project’s first month, whoever says it', async () => {
  const site = await db.site(usualTerms);
  expect((await duties(db, site.id, 'transfer')).map((d) => [d.period, d.due])).toEqual([
    ['2026-01', '2026-02-10'],
  ]);
});

test('the same terms again make no version', async () => {
  const site = await db.site(usualTerms);
  const again = await put(site, '2026-01-20');
  expect(again).toMatchObject({ version: 1, fromMonth: '2026-01', effective: true });
  expect(await put(site, '2026-01-20', {}, site.contractor)).toEqual(again);
});

test('new terms hold for months to come only', async () => {
  const site = await db.site(usualTerms);
  for (const fromMonth of ['2026-02', '2026-03']) {
    const late = put(site, '2026-03-15', { transferDay: 25, fromMonth });
    expect((await refusal(late)).code).toBe('terms-past-month');
  }
  const made = await put(site, '2026-03-15', { transferDay: 25 });
  expect(made).toMatchObject({ version: 2, fromMonth: '2026-04', effective: true });
  await put(site, '2026-03-16', { transferDay: 26, fromMonth: '2026-06' });
  await db.act(site.authority, '2026-06-30', (work) => confirmProject(work, site.id));
  const days = (await duties(db, site.id, 'transfer')).map((d) => [d.period, d.nominal]);
  expect(days).toEqual([
    ['2026-01', '2026-02-10'],
    ['2026-02', '2026-03-10'],
    ['2026-03', '2026-04-10'],
    ['2026-04', '2026-05-25'],
    ['2026-05', '2026-06-25'],
    ['2026-06', '2026-07-26'],
  ]);
});

test('a duty made ahead moves when the terms of its month change, and its old version is superseded', async () => {
  const site = await db.site({ ...usualTerms, transferMonthOffset: 0, transferDay: 20 });
  await db.act(site.contractor, '2026-02-10', (work) =>
    putProgress(work, site.id, '2026-01', { valueFen: 1, confirmedOn: '2026-02-10' }),
  );
  expect((await transfer(site, '2026-03')).nominal).toBe('2026-03-20');
  await put(site, '2026-02-11', { transferMonthOffset: 0, transferDay: 25 });
  expect(await transfer(site, '2026-03')).toMatchObject({ nominal: '2026-03-25', version: 2 });
  expect(await transfer(site, '2026-02')).toMatchObject({ nominal: '2026-02-20', version: 1 });
  const [old] = await db.sql()`select ended_why from we.obligation
    where project_id = ${site.id} and kind = 'transfer' and period = '2026-03' and version = 1`;
  expect(old?.ended_why).toBe('superseded');
});

test('a party’s later terms wait for the authority, and then move what is still to come', async () => {
  const site = await db.site({ ...usualTerms, transferMonthOffset: 0, transferDay: 20 });
  await progress(site, '2026-01', 1, '2026-02-10');
  const proposed = await put(
    site,
    '2026-02-11',
    { transferMonthOffset: 0, transferDay: 25 },
    site.contractor,
  );
  expect(proposed).toMatchObject({ version: 2, effective: false });
  expect((await transfer(site, '2026-03')).nominal).toBe('2026-03-20');
  await db.act(site.authority, '2026-02-20', (work) => confirmProject(work, site.id));
  expect((await transfer(site, '2026-03')).nominal).toBe('2026-03-25');
  expect((await transfer(site, '2026-02')).nominal).toBe('2026-02-20');
});

test('with a ratio the instalment is unknown until the month’s value is confirmed', async () => {
  const site = await db.site({ ...usualTerms, labourCostFen: undefined, labourCostRatio: 0.2345 });
  expect((await transfer(site, '2026-01')).amountFen).toBeNull();
  await progress(site, '2026-01', 100_000_01, '2026-02-03');
  // 2,345,000.2345 fen: half a fen and more goes up, less goes down.
  expect(await transfer(site, '2026-01')).toMatchObject({ amountFen: 2_345_000, version: 2 });
  await progress(site, '2026-01', 100_000_02 * 10, '2026-02-04');
  expect((await transfer(site, '2026-01')).amountFen).toBe(23_450_005);
  await progress(site, '2026-01', 100_000_02 * 10, '2026-02-05');
  expect((await transfer(site, '2026-01')).version).toBe(3);
});

test('what is already due keeps its amount; one that was unknown gets it', async () => {
  const site = await db.site({ ...usualTerms, labourCostFen: undefined, labourCostRatio: 0.5 });
  await progress(site, '2026-01', 1_000_00, '2026-02-11');
  expect((await transfer(site, '2026-01')).amountFen).toBe(500_00);
  await progress(site, '2026-01', 3_000_00, '2026-02-12');
  expect((await transfer(site, '2026-01')).amountFen).toBe(500_00);
});

test('the account must be opened thirty days after signing, moved on over National Day', async () => {
  const site = await db.site({ signedOn: '2025-09-01' });
  expect(await duty(db, site.id, 'account-opening', '-')).toMatchObject({
    subject: site.contractorId,
    nominal: '2025-10-01',
    due: '2025-10-09',
    provisional: false,
    metOn: 'infinity',
  });
});
