import { expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../../src/demo/identities.ts';
import type { EngagementInput } from '../../../src/domain/registry/engagement-checks.ts';
import { changeEngagement, engage } from '../../../src/domain/registry/engagements.ts';
import { parseId } from '../../../src/lib/id.ts';
import { next } from '../../helpers/insert.ts';
import { companyActor } from '../arrange.ts';
import {
  anEmployer,
  hire,
  refusal,
  rowCounts,
  type Stage,
  stageDb,
  type Worker,
} from '../stage.ts';

const db = stageDb();
const DAY = '2026-07-01';

const person = (stage: Stage, given: Partial<EngagementInput> = {}): EngagementInput => ({
  idNumber: makeIdNumber(next()),
  name: '张三',
  employerUscc: stage.employerId,
  enteredOn: '2026-06-01',
  ...given,
});
const register = (stage: Stage, people: EngagementInput[], actor = stage.contractor) =>
  db.act(actor, DAY, (work) => engage(work, stage.id, people));
const rows = (stage: Stage) =>
  db.sql()`select * from we.engagement where project_id = ${stage.id} order by entered_on, name`;

test('one identity number is one person on two projects, and each project sees its own entry', async () => {
  const [a, b] = [await db.stage({ workers: 0 }), await db.stage({ workers: 0 })];
  const here = person(a);
  await register(a, [here]);
  await register(b, [
    { ...here, name: '张三丰', employerUscc: b.employerId, phone: '13900000000' },
  ]);
  const [[one], [two]] = [await rows(a), await rows(b)];
  expect(one?.worker_id).toBe(two?.worker_id);
  expect([one?.name, two?.name]).toEqual(['张三', '张三丰']);
  const seen = await db.look(a.contractor, DAY, ({ sql }) => sql`select name from we.engagement`);
  expect(seen.map((s) => s.name)).toEqual(['张三']);
});

test('the same registration again changes nothing and gives the same ids', async () => {
  const stage = await db.stage({ workers: 0 });
  const people = [person(stage, { cardNo: makeCard(1) }), person(stage, { name: '李四' })];
  const first = await register(stage, people);
  const before = await rowCounts(db);
  expect(await register(stage, people)).toEqual(first);
  expect(await rowCounts(db)).toEqual(before);
});

test('a person twice in one post is one engagement', async () => {
  const stage = await db.stage({ workers: 0 });
  const one = person(stage);
  const { engagementIds } = await register(stage, [one, one]);
  expect(engagementIds[0]).toBe(engagementIds[1]);
  expect(await rows(stage)).toHaveLength(1);
});

test('every bad row is answered and nobody is registered', async () => {
  const stage = await db.stage({ workers: 1, enteredOn: '2026-05-01' });
  const worker = stage.workers[0] as Worker;
  const before = await rowCounts(db);
  const { errors, extra } = await refusal(
    register(stage, [
      person(stage),
      person(stage, { employerUscc: '91320706MA9999999X' }),
      person(stage, { exitedOn: '2026-05-31' }),
      person(stage, { idNumber: worker.idNumber, name: '别人', enteredOn: '2026-05-01' }),
      person(stage, { idNumber: worker.idNumber, name: worker.name }),
    ]),
  );
  expect(errors.map((e) => `${e.pointer} ${e.code}`)).toEqual([
    '/engagements/1/employerUscc company-unknown',
    '/engagements/2/exitedOn dates-disordered',
    '/engagements/3/name name-differs',
    '/engagements/4/enteredOn engagement-overlaps',
  ]);
  expect(JSON.stringify(extra)).not.toContain(worker.idNumber);
  expect(await rowCounts(db)).toEqual(before);
});

test('an engagement may begin the day after the last one ended, not on it', async () => {
  const stage = await db.stage({ workers: 0 });
  const [worker] = (await hire(db, stage, 1, {
    enteredOn: '2026-05-01',
    exitedOn: '2026-06-10',
  })) as [Worker];
  const again = (enteredOn: string) =>
    register(stage, [person(stage, { ...worker, enteredOn } as never)]);
  expect((await refusal(again('2026-06-10'))).errors[0]?.code).toBe('engagement-overlaps');
  expect((await again('2026-06-11')).engagementIds).toHaveLength(1);
  const earlier = person(stage, {
    idNumber: worker.idNumber,
    name: worker.name,
    enteredOn: '2026-04-01',
  });
  const before = (exitedOn: string) => register(stage, [{ ...earlier, exitedOn }]);
  expect((await refusal(before('2026-05-01'))).errors[0]?.code).toBe('engagement-overlaps');
  expect((await before('2026-04-30')).engagementIds).toHaveLength(1);
});

test('two overlapping engagements of one person in the same post are refused', async () => {
  const stage = await db.stage({ workers: 0 });
  const one = person(stage);
  const twice = register(stage, [one, { ...one, enteredOn: '2026-06-15' }]);
  expect((await refusal(twice)).errors).toEqual([
    expect.objectContaining({ pointer: '/engagements/1/enteredOn', code: 'engagement-overlaps' }),
  ]);
});

test('another employer may engage the same person at the same time', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = stage.workers[0] as Worker;
  const employerUscc = await anEmployer(db);
  const { idNumber, name } = worker;
  await register(stage, [person(stage, { idNumber, name, employerUscc })]);
  expect(await rows(stage)).toHaveLength(2);
});

test('identity, phone and card lie sealed; the row shows the last four', async () => {
  const stage = await db.stage({ workers: 0 });
  const one = person(stage, { phone: '13912345678', cardNo: '6230580000000345678' });
  await register(stage, [one]);
  const [dump] = await db.sql()<{ text: string }[]>`select
    (select jsonb_agg(e) from we.engagement e where project_id = ${stage.id})::text
    || (select jsonb_agg(c) from we.engagement_card c where project_id = ${stage.id})::text
    || (select jsonb_agg(v) from we.event v where project_id = ${stage.id})::text as text`;
  for (const secret of [one.idNumber, '13912345678', '6230580000000345678']) {
    expect(dump?.text).not.toContain(secret);
  }
  expect(dump?.text).toContain(one.idNumber.slice(-4));
});

test('a change replaces the whole, the trail keeps what stood before, cards only grow', async () => {
  const stage = await db.stage({ workers: 0 });
  const cardNo = '6230580000000777777';
  const { engagementIds } = await register(stage, [
    person(stage, { team: '钢筋班', trade: '钢筋工', cardNo: '6230580000000666666' }),
  ]);
  const { id } = parseId(engagementIds[0] as string);
  const change = (input: Parameters<typeof changeEngagement>[3]) =>
    db.act(stage.contractor, DAY, (work) => changeEngagement(work, stage.id, id, input));
  await change({ exitedOn: '2026-06-30', cardNo });
  const [row] = await rows(stage);
  expect(row).toMatchObject({ team: null, trade: null, exited_on: '2026-06-30', version: 2 });
  const cards = await db.sql()`select card_last4, from_day from we.engagement_card
    where project_id = ${stage.id} order by from_day`;
  expect(cards.map((c) => Object.values(c))).toEqual([
    ['6666', '2026-06-01'],
    ['7777', DAY],
  ]);
  const [event] =
    await db.sql()`select body from we.event where project_id = ${stage.id} and name = 'engagement.changed'`;
  expect(JSON.parse(event?.body as string).body).toMatchObject({
    before: { team: '钢筋班', exited_on: null },
    after: { exitedOn: '2026-06-30', card: '7777' },
  });
  expect(event?.body).not.toContain(cardNo);
  expect((await refusal(change({ exitedOn: '2026-05-31' }))).errors[0]?.code).toBe(
    'dates-disordered',
  );
});

test('an engagement of another project is not found', async () => {
  const [a, b] = [await db.stage({ workers: 1 }), await db.stage({ workers: 0 })];
  const id = (a.workers[0] as Worker).engagementId;
  const peek = db.act(b.contractor, DAY, (work) => changeEngagement(work, a.id, id, {}));
  expect((await refusal(peek)).code).toBe('not-found');
});

test('an employer becomes a party of the project and sees its own people only', async () => {
  const stage = await db.stage({ workers: 1 });
  const employerId = await anEmployer(db);
  await hire(db, stage, 2, { enteredOn: '2026-06-05', employerId });
  const seen = await db.look(
    companyActor(employerId),
    DAY,
    ({ sql }) => sql`select employer_id from we.engagement where project_id = ${stage.id}`,
  );
  expect(seen.map((s) => s.employer_id)).toEqual([employerId, employerId]);
});
