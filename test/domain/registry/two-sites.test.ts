import { expect, test } from 'vitest';
import { findTwoSites } from '../../../src/domain/registry/two-sites.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { aCompany, anEngagement, aProject, attendance, type Project } from '../../helpers/make.ts';
import { domainDb } from '../arrange.ts';

const db = domainDb();
const DAY = '2026-08-20';
const step = (day = DAY) => db.byNight(day, findTwoSites);

let persons = 0;
const aPerson = () => {
  persons += 1;
  return `00000000-0000-4000-8000-${String(persons).padStart(12, '0')}`;
};

const stay = async (
  workerId: string,
  given: { on?: Project; enteredOn?: string; exitedOn?: string } = {},
) => {
  const { on, ...rest } = given;
  const project = on ?? (await aProject(db.at()));
  return anEngagement(db.at(), project, await aCompany(db.at()), { workerId, ...rest });
};

const daysOf = (mask: number) =>
  Array.from({ length: 31 }, (_, n) => n + 1).filter((day) => (mask >> (day - 1)) & 1);

const noted = async (workerId: string) => {
  const rows = await ownerOf(db.at())<{ project_id: number; month: string; days: number }[]>`
    select project_id, month, days from we.two_sites where worker_id = ${workerId} order by project_id, month`;
  return rows.map(({ project_id, month, days }) => [project_id, month.slice(0, 7), daysOf(days)]);
};

const marks = async ({ id }: Project) =>
  (
    await ownerOf(db.at())<{ wage_month: string; about: string }[]>`
      select wage_month, about from we.pay_doubt where project_id = ${id} order by 1, 2`
  ).map(({ wage_month, about }) => `${wage_month.slice(0, 7)} ${about}`);

test('the days attended on both are noted on each, and the months marked for W12', async () => {
  const worker = aPerson();
  const [here, there] = [await stay(worker), await stay(worker)];
  await attendance(db.at(), here, '2026-08', [1, 5, 6, 31]);
  await attendance(db.at(), there, '2026-08', [2, 5, 6]);
  await attendance(db.at(), there, '2026-07', [5]);
  expect(await step()).toEqual({ months: 2 });
  expect(await noted(worker)).toEqual([
    [here.project.id, '2026-08', [5, 6]],
    [there.project.id, '2026-08', [5, 6]],
  ]);
  expect(await marks(here.project)).toEqual(['2026-08 pattern']);
  expect(await marks(there.project)).toEqual(['2026-08 pattern']);
  expect(await step()).toEqual({ months: 0 });
});

test('two projects in one month with no day in common are nothing to note', async () => {
  const worker = aPerson();
  const [here, there] = [await stay(worker), await stay(worker)];
  await attendance(db.at(), here, '2026-08', [1, 5]);
  await attendance(db.at(), there, '2026-08', [2, 6]);
  expect(await step()).toEqual({ months: 0 });
  expect(await noted(worker)).toEqual([]);
  expect(await marks(here.project)).toEqual([]);
});

test('what others attend on either project is none of his', async () => {
  const worker = aPerson();
  const [here, there] = [await stay(worker), await stay(worker)];
  await attendance(db.at(), here, '2026-08', [2]);
  await attendance(db.at(), there, '2026-08', [3]);
  for (const { project } of [here, there])
    await attendance(db.at(), await stay(aPerson(), { on: project }), '2026-08', [2, 3]);
  expect(await step()).toEqual({ months: 0 });
});

test('a day that is told later is added, and what was noted stays', async () => {
  const worker = aPerson();
  const [here, there] = [await stay(worker), await stay(worker)];
  await attendance(db.at(), here, '2026-08', [5, 6]);
  await attendance(db.at(), there, '2026-08', [5]);
  await step();
  await ownerOf(
    db.at(),
  )`update we.attendance_month set days = days | 32 where engagement_id = ${there.id}`;
  expect(await step()).toEqual({ months: 2 });
  await ownerOf(db.at())`update we.attendance_month set days = 1 where engagement_id = ${here.id}`;
  expect(await step()).toEqual({ months: 0 });
  expect((await noted(worker)).map(([, , days]) => days)).toEqual([
    [5, 6],
    [5, 6],
  ]);
  // The sixth and a seventh: what was noted of the fifth stays beside them.
  await ownerOf(
    db.at(),
  )`update we.attendance_month set days = 96 where engagement_id in (${here.id}, ${there.id})`;
  expect(await step()).toEqual({ months: 2 });
  expect((await noted(worker)).map(([, , days]) => days)).toEqual([
    [5, 6, 7],
    [5, 6, 7],
  ]);
});

test('over three projects each has the days it shares with any other; of one project two engagements are one', async () => {
  const worker = aPerson();
  const stays = [await stay(worker), await stay(worker), await stay(worker)];
  const [one, two, three] = stays;
  if (!one || !two || !three) throw new Error('three expected');
  await attendance(db.at(), one, '2026-08', [1, 2, 9]);
  const again = await stay(worker, { on: one.project });
  await attendance(db.at(), again, '2026-08', [3, 10]);
  await attendance(db.at(), two, '2026-08', [1, 3, 4]);
  await attendance(db.at(), three, '2026-08', [2, 4, 11]);
  expect(await step()).toEqual({ months: 3 });
  expect(await noted(worker)).toEqual([
    [one.project.id, '2026-08', [1, 2, 3]],
    [two.project.id, '2026-08', [1, 3, 4]],
    [three.project.id, '2026-08', [2, 4]],
  ]);
});

test.each<
  [
    string,
    {
      same?: boolean;
      month?: string;
      day?: string;
      exitedOn?: string;
      enteredOn?: string;
      other?: boolean;
    },
    number,
  ]
>([
  ['two engagements on one project are no two sites', { same: true }, 0],
  ['nor are two persons', { other: true }, 0],
  ['a month is looked at to the end of the third after it', { month: '2026-05' }, 2],
  ['and no longer', { month: '2026-04' }, 0],
  ['nobody who left before that month', { month: '2026-05', exitedOn: '2026-04-30' }, 0],
  ['who left on its first day still', { month: '2026-05', exitedOn: '2026-05-01' }, 2],
  ['nobody before he comes', { enteredOn: '2026-08-21' }, 0],
  ['who comes today', { enteredOn: DAY }, 2],
  ['the month of the day asked is the last', { month: '2026-09' }, 0],
  ['on its first day it counts', { month: '2026-09', day: '2026-09-01' }, 2],
])('%s', async (_, given, months) => {
  const { same, other, month = '2026-08', day = DAY, exitedOn, enteredOn } = given;
  const worker = aPerson();
  const here = await stay(worker, {
    ...(exitedOn ? { exitedOn } : {}),
    ...(enteredOn ? { enteredOn } : {}),
  });
  const there = await stay(other ? aPerson() : worker, same ? { on: here.project } : {});
  await attendance(db.at(), here, month, [3]);
  await attendance(db.at(), there, month, [3]);
  const before = await noted(worker);
  await step(day);
  expect(before).toEqual([]);
  expect(await noted(worker)).toHaveLength(months);
});
