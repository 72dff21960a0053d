import { expect, test } from 'vitest';
import { loadCalendar } from '../../src/domain/calendar.ts';
import { type CalendarYearInput, putCalendarYear } from '../../src/domain/calendar-years.ts';
import { daysOf } from '../../src/lib/day.ts';
import { ownerOf } from '../helpers/insert.ts';
import { aDuty } from '../helpers/make.ts';
import { domainDb } from './arrange.ts';

const db = domainDb();
const DAY = '2026-11-22';
const SOURCE = '国务院办公厅关于部分节假日安排的通知';

const put = (year: number, input: CalendarYearInput) =>
  db.byNight(DAY, (work) => putCalendarYear(work, year, input));

const off = (name: string, from: string, to: string) =>
  Array.from(daysOf(from, to), (date) => ({ date, name, isOffDay: true }));

// 2027 as it may come: New Year to 3 January, Spring Festival from the 4th to the 12th of February
// with Sunday the 14th worked; provisionally only 1 January and 5 to 8 February are off.
const year2027: CalendarYearInput = {
  source: SOURCE,
  days: [
    ...off('元旦', '2027-01-01', '2027-01-03'),
    ...off('春节', '2027-02-04', '2027-02-12'),
    { date: '2027-02-14', name: '春节', isOffDay: false },
  ],
};

type Given = Parameters<typeof aDuty>[3];

async function aSite() {
  const site = await db.site();
  const project = { ...site, region: site.region };
  const duty = (kind: string, given: Given, subject = kind) =>
    aDuty(db.at(), project, { kind, subject, period: '-' }, { provisional: true, ...given });
  const versions = async (id: string) =>
    (
      await ownerOf(db.at())`
        select version, due_day, provisional, met_on, ended_why from we.obligation
        where id = ${id} order by version`
    ).map((v) => [v.version, v.due_day, v.provisional, v.ended_why]);
  return { site, duty, versions };
}

test('a confirmed year moves each kind of duty its own way', async () => {
  const { site, duty, versions } = await aSite();
  const nominal = { nominalDay: '2027-02-10', dueDay: '2027-02-10' };
  const wage = await duty('wage', nominal);
  const sheet = await duty('payroll-sheet', { ...nominal, dueDay: '2027-02-03' });
  const transfer = await duty('transfer', nominal);
  const resend = await duty('resend', { ...nominal, dueDay: '2027-02-15' });
  const sure = await duty('account-opening', {
    nominalDay: '2026-12-10',
    dueDay: '2026-12-10',
    provisional: false,
  });
  const kept = await duty(
    'settlement-payment',
    { nominalDay: '2027-03-10', dueDay: '2027-03-10' },
    'b4e9a1f0-0000-4000-8000-000000000001',
  );
  const waits = await duty(
    'settlement-review',
    { nominalDay: '2027-03-10', dueDay: 'infinity' },
    'b4e9a1f0-0000-4000-8000-000000000002',
  );

  const answer = await put(2027, year2027);
  const moves = answer.moves.filter((m) => m.projectCode === site.code);
  expect(moves.map(({ kind, was, is }) => [kind, was, is])).toEqual([
    ['payroll-sheet', '2027-02-03', '2027-01-27'],
    ['wage', '2027-02-10', '2027-02-03'],
    ['transfer', '2027-02-10', '2027-02-14'],
    ['resend', '2027-02-15', '2027-02-16'],
  ]);
  expect(answer).toMatchObject({ year: 2027, confirmed: true });
  expect(await versions(wage.id)).toEqual([
    [1, '2027-02-10', true, 'superseded'],
    [2, '2027-02-03', false, null],
  ]);
  expect(await versions(sheet.id)).toHaveLength(2);
  expect(await versions(transfer.id)).toHaveLength(2);
  expect(await versions(resend.id)).toHaveLength(2);
  expect(await versions(sure.id)).toHaveLength(1);
  expect(await versions(kept.id)).toEqual([
    [1, '2027-03-10', true, 'superseded'],
    [2, '2027-03-10', false, null],
  ]);
  expect((await versions(waits.id)).at(-1)).toEqual([2, 'infinity', false, null]);
});

test('the same list again changes nothing; another one moves the duties again', async () => {
  const { site, duty, versions } = await aSite();
  await put(2027, year2027);
  const wage = await duty('wage', {
    nominalDay: '2027-02-10',
    dueDay: '2027-02-03',
    provisional: false,
  });
  const before = await ownerOf(db.at())`select count(*)::int as n from we.event`;
  expect((await put(2027, year2027)).moves).toEqual([]);
  expect(await ownerOf(db.at())`select count(*)::int as n from we.event`).toEqual(before);

  const shorter = { ...year2027, days: year2027.days.filter((d) => d.date !== '2027-02-04') };
  const { moves } = await put(2027, shorter);
  expect(moves.filter((m) => m.projectCode === site.code)).toMatchObject([
    { kind: 'wage', is: '2027-02-04' },
  ]);
  expect(await versions(wage.id)).toHaveLength(2);
});

test('a duty made with the old list while the new one came is moved by the same list again', async () => {
  const { site, duty } = await aSite();
  await put(2027, year2027);
  await duty('wage', { nominalDay: '2027-02-10', dueDay: '2027-02-10' });
  const { moves } = await put(2027, year2027);
  expect(moves.filter((m) => m.projectCode === site.code)).toMatchObject([
    { kind: 'wage', is: '2027-02-03' },
  ]);
});

test('who confirms is told of the projects of its own region, and all are moved', async () => {
  const { site, duty } = await aSite();
  const told: number[] = [];
  for (const [lo, hi] of [
    [site.region, site.region],
    [site.region - 1, site.region - 1],
    [site.region + 1, 320799],
    [320700, 320799],
  ] as const) {
    await put(2027, year2027);
    await duty('transfer', { nominalDay: '2027-02-10', dueDay: '2027-02-10' }, `t${told.length}`);
    const { moves } = await db.byNight(DAY, (work) =>
      putCalendarYear({ ...work, actor: { ...work.actor, region: { lo, hi } } }, 2027, year2027),
    );
    told.push(moves.filter((m) => m.projectCode === site.code).length);
    expect((await put(2027, year2027)).moves).toEqual([]);
  }
  expect(told).toEqual([1, 0, 0, 1]);
});

test('what is due already keeps its day and stops to be provisional; what is met is left alone', async () => {
  const { site, duty, versions } = await aSite();
  const past = await duty('wage', { nominalDay: '2026-11-22', dueDay: '2026-11-20' });
  const today = await duty('transfer', { nominalDay: '2026-11-21', dueDay: DAY });
  const met = await duty('resend', {
    nominalDay: '2027-02-10',
    dueDay: '2027-02-15',
    metOn: '2026-11-20',
  });
  const { moves } = await put(2027, { ...year2027, source: `${SOURCE}（更正）` });
  expect(moves.filter((m) => m.projectCode === site.code)).toEqual([]);
  expect((await versions(past.id)).at(-1)).toEqual([2, '2026-11-20', false, null]);
  expect((await versions(today.id)).at(-1)).toEqual([2, DAY, false, null]);
  expect(await versions(met.id)).toEqual([[1, '2027-02-15', true, null]]);
});

test('the calendar of the database is the one that the list gives', async () => {
  await put(2028, { source: SOURCE, days: off('元旦', '2027-12-31', '2028-01-02') });
  const sql = ownerOf(db.at());
  const days = await sql`select day, working, fwd_day, provisional from we.calendar_day
    where day in ('2027-12-31', '2028-01-03', '2029-01-02') order by day`;
  expect(days).toMatchObject([
    { working: false, fwd_day: '2028-01-03' },
    { working: true, provisional: false },
    { provisional: true },
  ]);
  const calendar = await db.look({ ...nobody() }, DAY, (work) => loadCalendar(work));
  expect(calendar.isWorking('2027-12-31')).toBe(false);
  const rows = await sql`select day, wd_no, back_day, fwd_day from we.calendar_day order by day`;
  expect([...calendar.rows()].map((r) => [r.day, r.wdNo, r.backDay, r.fwdDay])).toEqual(
    rows.map((r) => [r.day, r.wd_no, r.back_day, r.fwd_day]),
  );
});

const nobody = () => ({
  id: 'x',
  holder: 'x',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
});

test('days of another year, given twice, or of a year the calendar has not are refused together', async () => {
  const day = (date: string) => ({ date, name: '元旦', isOffDay: true });
  const refusal = put(2030, {
    source: SOURCE,
    days: [
      day('2030-01-01'),
      day('2030-01-01'),
      day('2029-11-30'),
      day('2031-01-01'),
      day('2029-12-01'),
    ],
  });
  await expect(refusal).rejects.toMatchObject({
    code: 'invalid-input',
    extra: {
      errors: [
        { pointer: '/days/1/date', code: 'day-twice' },
        { pointer: '/days/2/date', code: 'day-of-other-year' },
        { pointer: '/days/3/date', code: 'day-of-other-year' },
      ],
    },
  });
  await expect(put(2033, { source: SOURCE, days: [] })).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/year', code: 'year-outside' }] },
  });
  const [year] = await ownerOf(db.at())`select confirmed from we.calendar_year where year = 2030`;
  expect(year).toBeUndefined();
});
