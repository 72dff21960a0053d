import { expect, test } from 'vitest';
import { nightSpan } from '../../../src/domain/duties/shape.ts';
import { endNothingOwed, unfold } from '../../../src/domain/duties/unfold.ts';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { putProject } from '../../../src/domain/registry/projects.ts';
import { addDays } from '../../../src/lib/day.ts';
import type { Site } from '../arrange.ts';
import { duties, duty, hire, type Stage, stageDb, type Worker } from '../stage.ts';

const db = stageDb();
const night = (day: string) =>
  db.byNight(day, async (work) => ({
    made: await unfold(work, nightSpan(day)),
    ended: await endNothingOwed(work),
  }));
const periods = async (site: Site, kind: string) =>
  (await duties(db, site.id, kind)).map((d) => d.period);
const setStatus = (site: Site, status: string, day: string) =>
  db.act(site.authority, day, (work) =>
    putProject(work, site.code, {
      name: `海州安置房${site.code}`,
      regionCode: String(site.region),
      ownerUscc: site.ownerId,
      contractorUscc: site.contractorId,
      fundSource: 'government',
      status,
      startsOn: '2026-01-01',
    }),
  );
const attend = (stage: Stage, day: string) =>
  db.act(stage.contractor, addDays(day, 1), (work) =>
    postAttendance(work, stage.id, [
      {
        idNumber: (stage.workers[0] as Worker).idNumber,
        at: new Date(`${day}T07:00:00+08:00`),
        direction: 'in',
      },
    ]),
  );

test('a duty is made forty-five days before its nominal day, not before', async () => {
  const stage = await db.stage({ enteredOn: '2026-01-06' });
  // Wages of March on 2026-04-15: from 2026-03-01 on. The transfer of March on 2026-04-10: from 2026-02-24.
  const night = (day: string) => db.byNight(day, (work) => unfold(work, nightSpan(day)));
  await night('2026-02-23');
  expect(await periods(stage, 'transfer')).toEqual(['2026-01', '2026-02']);
  await night('2026-02-24');
  expect(await periods(stage, 'transfer')).toEqual(['2026-01', '2026-02', '2026-03']);
  await night('2026-02-28');
  expect(await periods(stage, 'wage')).toEqual(['2026-01', '2026-02']);
  await night('2026-03-01');
  expect(await periods(stage, 'wage')).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(await periods(stage, 'payroll-sheet')).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(await night('2026-03-01')).toBe(0);
});

test('wages of a holiday move back, transfers move on: National Day 2026', async () => {
  const stage = await db.stage({
    enteredOn: '2026-09-01',
    terms: { payDay: 5, transferDay: 3, fromMonth: '2026-09' },
  });
  await night('2026-09-02');
  expect(await duty(db, stage.id, 'wage', '2026-09')).toMatchObject({
    nominal: '2026-10-05',
    due: '2026-09-30',
    provisional: false,
  });
  expect(await duty(db, stage.id, 'transfer', '2026-09')).toMatchObject({
    nominal: '2026-10-03',
    due: '2026-10-08',
  });
  // Five working days before Wednesday 2026-09-30, over Mid-Autumn (25 to 27).
  expect(await duty(db, stage.id, 'payroll-sheet', '2026-09')).toMatchObject({ due: '2026-09-22' });
});

test('Spring Festival 2026: the pay day falls on the Saturday worked before it', async () => {
  const stage = await db.stage({ enteredOn: '2026-01-06', terms: { payDay: 20, transferDay: 17 } });
  expect(await duty(db, stage.id, 'wage', '2026-01')).toMatchObject({
    nominal: '2026-02-20',
    due: '2026-02-14',
    provisional: false,
  });
  expect(await duty(db, stage.id, 'payroll-sheet', '2026-01')).toMatchObject({ due: '2026-02-09' });
  expect(await duty(db, stage.id, 'transfer', '2026-01')).toMatchObject({ due: '2026-02-24' });
});

test('Spring Festival 2027 is not confirmed yet: its duties are provisional', async () => {
  const stage = await db.stage({
    enteredOn: '2026-12-01',
    terms: { payDay: 7, transferDay: 6, fromMonth: '2026-11' },
  });
  await night('2027-01-05');
  expect(await duty(db, stage.id, 'wage', '2027-01')).toMatchObject({
    nominal: '2027-02-07',
    due: '2027-02-04',
    provisional: true,
  });
  expect(await duty(db, stage.id, 'transfer', '2027-01')).toMatchObject({
    nominal: '2027-02-06',
    due: '2027-02-09',
    provisional: true,
  });
  // Nominal on 2027-01-07, but the sheet of it is due in 2026: provisional as well.
  expect(await duty(db, stage.id, 'wage', '2026-12')).toMatchObject({ provisional: true });
  expect(await duty(db, stage.id, 'payroll-sheet', '2026-12')).toMatchObject({
    due: '2026-12-30',
    provisional: true,
  });
});

test('without terms wages are due on the last day of the next month, moved back', async () => {
  const stage = await db.stage({
    enteredOn: '2026-04-02',
    terms: { payDay: undefined, transferDay: undefined, payMonthOffset: undefined },
  });
  await night('2026-04-16');
  // 2026-05-31 is a Sunday.
  expect(await duty(db, stage.id, 'wage', '2026-04')).toMatchObject({
    nominal: '2026-05-31',
    due: '2026-05-29',
  });
});

test('day 31 of a short month is its last day', async () => {
  const stage = await db.stage({ enteredOn: '2026-01-06', terms: { payDay: 31 } });
  await night('2026-01-20');
  expect(await duty(db, stage.id, 'wage', '2026-01')).toMatchObject({
    nominal: '2026-02-28',
    due: '2026-02-28',
  });
});

test('an employer owes wages for the months from the first entry to the last exit', async () => {
  const stage = await db.stage({ workers: 0 });
  await hire(db, stage, 1, { enteredOn: '2026-03-31', exitedOn: '2026-04-01', day: '2026-08-01' });
  expect(await periods(stage, 'wage')).toEqual(['2026-03', '2026-04']);
});

test('a month with neither attendance nor line ends after its due day, and comes back with either', async () => {
  const stage = await db.stage({ enteredOn: '2026-06-02' });
  await night('2026-07-15');
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({ due: '2026-07-15' });
  await night('2026-07-16');
  expect(await duties(db, stage.id, undefined, '2026-06')).toEqual([
    expect.objectContaining({ kind: 'transfer' }),
  ]);
  const ended = await db.sql()`select kind, ended_why from we.obligation
    where project_id = ${stage.id} and ended_why is not null order by kind`;
  expect(ended.map((e) => Object.values(e))).toEqual([
    ['payroll-sheet', 'nothing-owed'],
    ['wage', 'nothing-owed'],
  ]);
  await attend(stage, '2026-06-20');
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    version: 2,
    due: '2026-07-15',
    amountFen: null,
    metOn: 'infinity',
  });
  expect(await duty(db, stage.id, 'payroll-sheet', '2026-06')).toMatchObject({
    version: 2,
    openCount: 1,
  });
  await night('2026-07-20');
  expect((await duty(db, stage.id, 'wage', '2026-06')).version).toBe(2);
});

test('a payroll brings an ended month back, and its withdrawal lets it end once more', async () => {
  const stage = await db.stage({ enteredOn: '2026-06-02', workers: 1 });
  await night('2026-07-16');
  const batch = await db.claim(stage, {}, '2026-07-20');
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    version: 2,
    amountFen: batch.totalNetFen,
    openCount: 1,
  });
  await night('2026-07-21');
  expect((await duty(db, stage.id, 'wage', '2026-06')).version).toBe(2);
});

test('a suspended project makes no new instalments, but wages go on', async () => {
  const stage = await db.stage({ enteredOn: '2026-02-02', openedOn: null });
  await night('2026-02-24');
  await setStatus(stage, 'suspended', '2026-03-01');
  await night('2026-03-27');
  expect(await periods(stage, 'transfer')).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(await periods(stage, 'wage')).toContain('2026-03');
  await night('2026-04-01');
  expect(await periods(stage, 'wage')).toContain('2026-04');
  expect(await periods(stage, 'transfer')).not.toContain('2026-04');
});

test('months suspended from first to last day make no instalment afterwards; those with a day between do', async () => {
  const site = await db.site({ transferDay: 10, transferMonthOffset: 1, labourCostFen: 1_00 });
  const all = () => periods(site, 'transfer');
  await night('2026-02-23');
  expect(await all()).toEqual(['2026-01', '2026-02']);
  // March and April go by without a working day; May has its last.
  await setStatus(site, 'suspended', '2026-02-28');
  await night('2026-05-20');
  await setStatus(site, 'active', '2026-05-31');
  expect(await all()).toEqual(['2026-01', '2026-02', '2026-05', '2026-06']);
  await night('2026-07-27');
  expect(await all()).toEqual(['2026-01', '2026-02', '2026-05', '2026-06', '2026-07', '2026-08']);
});

test('a suspension from the second to the last day but one of a month leaves that month’s instalment', async () => {
  const terms = { transferDay: 10, transferMonthOffset: 1, labourCostFen: 1_00 };
  const [whole, first] = [await db.site(terms), await db.site(terms)];
  await setStatus(whole, 'suspended', '2026-02-01');
  await setStatus(first, 'suspended', '2026-02-02');
  for (const site of [whole, first]) await setStatus(site, 'active', '2026-03-01');
  const made = async (site: Site) => (await periods(site, 'transfer')).slice(0, 2);
  expect(await made(first)).toEqual(['2026-01', '2026-02']);
  expect(await made(whole)).toEqual(['2026-01', '2026-03']);
});

test('a status changed twice on a day counts as the last one', async () => {
  const site = await db.site({ transferDay: 10, transferMonthOffset: 1, labourCostFen: 1_00 });
  await setStatus(site, 'suspended', '2026-01-31');
  for (const status of ['finished', 'suspended']) await setStatus(site, status, '2026-03-10');
  await setStatus(site, 'active', '2026-04-02');
  expect(await periods(site, 'transfer')).toEqual(['2026-01', '2026-04']);
});

test('a finished project’s instalments stay, and end with the month of its end', async () => {
  const site = await db.site({ transferDay: 10, transferMonthOffset: 1, labourCostFen: 1_00 });
  await db.act(site.authority, '2026-01-10', (work) =>
    putProject(work, site.code, {
      name: `海州安置房${site.code}`,
      regionCode: String(site.region),
      ownerUscc: site.ownerId,
      contractorUscc: site.contractorId,
      fundSource: 'government',
      status: 'active',
      startsOn: '2026-01-01',
      endsOn: '2026-03-01',
    }),
  );
  for (const day of ['2026-02-24', '2026-03-27', '2026-04-26']) await night(day);
  expect(await periods(site, 'transfer')).toEqual(['2026-01', '2026-02', '2026-03']);
  await setStatus(site, 'finished', '2026-05-01');
  expect(await periods(site, 'transfer')).toEqual(['2026-01', '2026-02', '2026-03']);
});

test('a project that is registered late has all its duties, known from that day and due as ever', async () => {
  const stage = await db.stage({ workers: 0 });
  await hire(db, stage, 1, { enteredOn: '2026-02-03', day: '2026-06-20' });
  expect(await periods(stage, 'wage')).toEqual([
    '2026-02',
    '2026-03',
    '2026-04',
    '2026-05',
    '2026-06',
  ]);
  const [row] =
    await db.sql()`select due_day, (known_at at time zone 'Asia/Shanghai')::date as known from we.obligation
    where project_id = ${stage.id} and kind = 'wage' and period = '2026-02'`;
  expect(row).toEqual({ due_day: '2026-03-13', known: '2026-06-20' });
});
