import { expect, test } from 'vitest';
import { makeIdNumber } from '../../../src/demo/identities.ts';
import { type AttendanceRecord, postAttendance } from '../../../src/domain/registry/attendance.ts';
import { engage } from '../../../src/domain/registry/engagements.ts';
import { next } from '../../helpers/insert.ts';
import {
  anEmployer,
  duty,
  hire,
  lineOf,
  rowCounts,
  type Stage,
  stageDb,
  type Worker,
} from '../stage.ts';

const db = stageDb();

const at = (worker: { idNumber: string }, time: string, given: Partial<AttendanceRecord> = {}) => ({
  idNumber: worker.idNumber,
  at: new Date(`${time}+08:00`),
  direction: 'in' as const,
  ...given,
});
const post = (stage: Stage, records: AttendanceRecord[], day = '2026-07-01') =>
  db.act(stage.contractor, day, (work) => postAttendance(work, stage.id, records));
/** Days attended: month, days of it, employer. */
const attended = async (stage: Stage) => {
  const rows = await db.sql()<{ month: string; days: number; employer_id: string }[]>`
    select to_char(month, 'YYYY-MM') as month, days, employer_id from we.attendance_month
    where project_id = ${stage.id} order by month, employer_id`;
  return rows.map(({ month, days, employer_id }) => [month, daysOf(days), employer_id] as const);
};
const daysOf = (bits: number) =>
  Array.from({ length: 31 }, (_, i) => i + 1).filter((d) => bits & (1 << (d - 1)));
const one = (stage: Stage) => stage.workers[0] as Worker;

test('a day counts for who went in on it, as often as he went in and out', async () => {
  const stage = await db.stage();
  const worker = one(stage);
  const answer = await post(stage, [
    at(worker, '2026-06-03T07:00:00'),
    at(worker, '2026-06-03T11:30:00', { direction: 'out' }),
    at(worker, '2026-06-03T13:00:00'),
    at(worker, '2026-06-05T18:00:00', { direction: 'out' }),
  ]);
  expect(answer).toEqual({ accepted: 4, duplicates: 0, unmatched: 0 });
  expect(await attended(stage)).toEqual([['2026-06', [3], stage.employerId]]);
});

test('the same records again change nothing', async () => {
  const stage = await db.stage();
  const records = [at(one(stage), '2026-06-03T07:00:00'), at(one(stage), '2026-06-04T07:00:00')];
  await post(stage, records);
  const before = await attended(stage);
  const { event: _, ...counts } = await rowCounts(db);
  expect(await post(stage, records)).toMatchObject({ accepted: 2, duplicates: 2, unmatched: 0 });
  expect(await attended(stage)).toEqual(before);
  expect(await rowCounts(db)).toMatchObject(counts);
});

test('a shift over midnight counts for the day of going in, by Shanghai’s clock', async () => {
  const stage = await db.stage();
  const worker = one(stage);
  await post(stage, [
    at(worker, '2026-06-30T22:00:00'),
    at(worker, '2026-07-01T06:00:00', { direction: 'out' }),
    { ...at(worker, '2026-06-10T00:00:00'), at: new Date('2026-06-09T15:59:59Z') },
    { ...at(worker, '2026-06-10T00:00:00'), at: new Date('2026-06-11T16:00:00Z') },
  ]);
  expect(await attended(stage)).toEqual([['2026-06', [9, 12, 30], stage.employerId]]);
});

test('clearing, opening and emergency records show that nobody worked', async () => {
  const stage = await db.stage();
  const worker = one(stage);
  const means = (code: string, day: string) =>
    at(worker, `2026-06-${day}T07:00:00`, { means: code });
  await post(
    stage,
    ['007', '008', '009'].map((code, i) => means(code, `0${i + 3}`)),
  );
  expect(await attended(stage)).toEqual([]);
  await post(stage, [means('001', '10'), means('006', '11'), means('010', '12')]);
  expect(await attended(stage)).toEqual([['2026-06', [10, 11, 12], stage.employerId]]);
});

test('all thirty-one days of a month have their bit', async () => {
  const stage = await db.stage({ enteredOn: '2026-05-01' });
  const days = Array.from({ length: 31 }, (_, i) => i + 1);
  await post(
    stage,
    days.map((d) => at(one(stage), `2026-05-${String(d).padStart(2, '0')}T07:00:00`)),
  );
  expect(await attended(stage)).toEqual([['2026-05', days, stage.employerId]]);
});

test('people whom nobody knows are counted and joined when they are registered', async () => {
  const stage = await db.stage({ workers: 0 });
  const strangers = [1, 2].map(() => ({ idNumber: makeIdNumber(next()) }));
  const records = strangers.flatMap((s) => [
    at(s, '2026-06-03T07:00:00'),
    at(s, '2026-06-20T07:00:00'),
    at(s, '2026-07-01T07:00:00'),
  ]);
  expect(await post(stage, records)).toMatchObject({ accepted: 6, unmatched: 2 });
  expect(await attended(stage)).toEqual([]);
  const [first] = strangers as [{ idNumber: string }];
  await db.act(stage.contractor, '2026-07-02', (work) =>
    engage(work, stage.id, [
      { ...first, name: '王五', employerUscc: stage.employerId, enteredOn: '2026-06-20' },
    ]),
  );
  expect(await attended(stage)).toEqual([
    ['2026-06', [20], stage.employerId],
    ['2026-07', [1], stage.employerId],
  ]);
  const left =
    await db.sql()`select to_char(month, 'YYYY-MM') as month, days from we.attendance_unmatched
    where project_id = ${stage.id} order by month, days`;
  expect(left.map((l) => [l.month, daysOf(l.days as number)])).toEqual([
    ['2026-06', [3]],
    ['2026-06', [3, 20]],
    ['2026-07', [1]],
  ]);
  expect(await post(stage, records)).toMatchObject({ unmatched: 2 });
});

test('strangers who are posted for the first time are no duplicates', async () => {
  const stage = await db.stage({ workers: 0 });
  const stranger = { idNumber: makeIdNumber(next()) };
  const answer = await post(stage, [at(stranger, '2026-06-03T07:00:00')]);
  expect(answer).toEqual({ accepted: 1, duplicates: 0, unmatched: 1 });
});

test('a worker’s days go to the employer he was with on each of them', async () => {
  const stage = await db.stage({ workers: 0 });
  const other = await anEmployer(db);
  const [worker] = (await hire(db, stage, 1, {
    enteredOn: '2026-06-01',
    exitedOn: '2026-06-10',
  })) as [Worker];
  await db.act(stage.contractor, '2026-06-11', (work) =>
    engage(work, stage.id, [{ ...worker, employerUscc: other, enteredOn: '2026-06-11' }]),
  );
  await post(stage, [
    at(worker, '2026-05-31T07:00:00'),
    at(worker, '2026-06-10T07:00:00'),
    at(worker, '2026-06-11T07:00:00'),
    at(worker, '2026-06-12T07:00:00'),
  ]);
  expect(new Set(await attended(stage))).toEqual(
    new Set([
      ['2026-06', [10], stage.employerId],
      ['2026-06', [11, 12], other],
    ]),
  );
});

test('of days that one post tells, those before somebody came stay with the people nobody knows', async () => {
  const stage = await db.stage({ workers: 0 });
  const [worker] = (await hire(db, stage, 1, { enteredOn: '2026-06-10' })) as [Worker];
  const told = [at(worker, '2026-06-05T07:00:00'), at(worker, '2026-06-12T07:00:00')];
  expect(await post(stage, told)).toEqual({ accepted: 2, duplicates: 0, unmatched: 1 });
  expect(await attended(stage)).toEqual([['2026-06', [12], stage.employerId]]);
  const left =
    await db.sql()`select days from we.attendance_unmatched where project_id = ${stage.id}`;
  expect(left.map((l) => daysOf(l.days as number))).toEqual([[5]]);
});

test('a day on which somebody is with two employers goes to the one he came to later', async () => {
  const stage = await db.stage({ workers: 0 });
  const other = await anEmployer(db);
  const [worker] = (await hire(db, stage, 1, { enteredOn: '2026-06-01' })) as [Worker];
  await db.act(stage.contractor, '2026-06-08', (work) =>
    engage(work, stage.id, [{ ...worker, employerUscc: other, enteredOn: '2026-06-08' }]),
  );
  await post(stage, [at(worker, '2026-06-07T07:00:00'), at(worker, '2026-06-08T07:00:00')]);
  expect(new Set(await attended(stage))).toEqual(
    new Set([
      ['2026-06', [7], stage.employerId],
      ['2026-06', [8], other],
    ]),
  );
});

test('the payroll sheet is open for who attends without a line, and met by the last line', async () => {
  const stage = await db.stage({ workers: 2 });
  const [a, b] = stage.workers as [Worker, Worker];
  const sheet = () => duty(db, stage.id, 'payroll-sheet', '2026-06');
  await post(stage, [at(a, '2026-06-03T07:00:00'), at(b, '2026-06-03T07:00:00')]);
  expect(await sheet()).toMatchObject({ openCount: 2, metOn: 'infinity', due: '2026-07-08' });
  await db.claim(stage, { lines: [lineOf(a)] }, '2026-07-02');
  expect(await sheet()).toMatchObject({ openCount: 1, metOn: 'infinity' });
  await db.claim(stage, { kind: 'supplement', lines: [lineOf(b)] }, '2026-07-06');
  expect(await sheet()).toMatchObject({ openCount: 0, metOn: '2026-07-06' });
  const [late] = (await hire(db, stage, 1, { enteredOn: '2026-06-10', day: '2026-07-07' })) as [
    Worker,
  ];
  await post(stage, [at(late, '2026-06-11T07:00:00')], '2026-07-07');
  expect(await sheet()).toMatchObject({ openCount: 1, metOn: 'infinity' });
});

test('one event tells of a whole post, without an identity number', async () => {
  const stage = await db.stage();
  await post(stage, [at(one(stage), '2026-06-03T07:00:00'), at(one(stage), '2026-06-04T07:00:00')]);
  const events =
    await db.sql()`select body from we.event where project_id = ${stage.id} and name = 'attendance.posted'`;
  expect(events).toHaveLength(1);
  expect(JSON.parse(events[0]?.body as string).body).toMatchObject({ records: 2, unmatched: 0 });
  expect(events[0]?.body).not.toContain(one(stage).idNumber);
});
