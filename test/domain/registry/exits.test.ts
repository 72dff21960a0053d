import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { changeEngagement } from '../../../src/domain/registry/engagements.ts';
import { type ExitInput, stateExit } from '../../../src/domain/registry/exits.ts';
import { refusal, type Stage, stageDb, type Worker } from '../stage.ts';

const db = stageDb();
const TODAY = '2026-07-08';

const state = (stage: Stage, input: ExitInput, actor: Actor = stage.contractor, at = 0) =>
  db.act(actor, TODAY, (work) =>
    stateExit(work, stage.id, (stage.workers[at] as Worker).engagementId, input),
  );
const exits = (stage: Stage, exitedOn: string) =>
  db.act(stage.contractor, TODAY, (work) =>
    changeEngagement(work, stage.id, (stage.workers[0] as Worker).engagementId, { exitedOn }),
  );
const places = async (run: Promise<unknown>) =>
  (await refusal(run)).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test('contractor and authority tell what was signed; the trail keeps whose word it is', async () => {
  const stage = await db.stage({ workers: 1 });
  await state(stage, { kind: 'agreement', on: '2026-06-30', payOn: '2026-08-15' });
  await exits(stage, TODAY);
  await state(stage, { kind: 'confirmation', on: TODAY, evidence: ['确认书'] }, stage.authority);
  const rows = await db.sql()`
    select kind, on_day, pay_on, stated_by, evidence from we.exit_statement where project_id = ${stage.id} order by on_day`;
  expect([...rows]).toEqual([
    {
      ...{ kind: 'agreement', on_day: '2026-06-30', pay_on: '2026-08-15' },
      ...{ stated_by: 'contractor', evidence: null },
    },
    {
      ...{ kind: 'confirmation', on_day: TODAY, pay_on: null },
      ...{ stated_by: 'authority', evidence: ['确认书'] },
    },
  ]);
  const events = await db.sql()`
    select body from we.event where project_id = ${stage.id} and name = 'exit.stated' order by id`;
  expect(events.map(({ body }) => JSON.parse(body).body.statedBy)).toEqual([
    'contractor',
    'authority',
  ]);
  expect(events[1]?.body).not.toContain('确认书');
});

test('a confirmation is signed on the day of the exit or later, today at the latest', async () => {
  const stage = await db.stage({ workers: 1 });
  const confirm = (on: string) => state(stage, { kind: 'confirmation', on });
  expect(await places(confirm('2026-07-01'))).toEqual(['/on before-exit']);
  await exits(stage, '2026-07-02');
  expect(await places(confirm('2026-07-01'))).toEqual(['/on before-exit']);
  await expect(confirm('2026-07-02')).resolves.toBeDefined();
  await expect(confirm(TODAY)).resolves.toBeDefined();
  expect(await places(confirm('2026-07-09'))).toEqual(['/on day-in-future']);
});

test('an agreement names its day, a confirmation none', async () => {
  const stage = await db.stage({ workers: 1 });
  expect(await places(state(stage, { kind: 'agreement', on: TODAY }))).toEqual([
    '/payOn pay-day-missing',
  ]);
  await exits(stage, '2026-07-02');
  expect(
    await places(state(stage, { kind: 'confirmation', on: TODAY, payOn: '2026-08-15' })),
  ).toEqual(['/payOn pay-day-unasked']);
});

test('nobody else tells it, and of nobody who is not there', async () => {
  const stage = await db.stage({ workers: 1 });
  const agreed = { kind: 'agreement', on: TODAY, payOn: '2026-08-15' } as const;
  expect((await refusal(state(stage, agreed, stage.owner))).code).toBe('report-not-yours');
  const other = await db.stage({ workers: 1 });
  const elsewhere = { ...stage, workers: other.workers };
  expect((await refusal(state(elsewhere, agreed))).code).toBe('not-found');
});
