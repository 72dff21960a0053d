import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { duty, hire, lineOf, noonOf, type Stage, stageDb } from '../domain/stage.ts';
import { killed } from '../helpers/embedded.ts';
import { backends, holdUp, start, until } from './child.ts';
import { type ClaimRequest, post } from './claim-child.ts';

const db = stageDb();
const LINES = 5_000;

async function aRequest(): Promise<{ stage: Stage; request: ClaimRequest; path: string }> {
  const stage = await db.stage({ workers: 0 });
  stage.workers = await hire(db, stage, LINES, { enteredOn: '2026-06-01' });
  const request: ClaimRequest = {
    url: db.at().appUrl,
    actor: stage.contractor,
    projectId: stage.id,
    now: noonOf('2026-07-02').toISOString(),
    input: {
      wageMonth: '2026-06',
      employerUscc: stage.employerId,
      lines: stage.workers.map((w) => lineOf(w)),
    },
  };
  const folder = mkdtempSync(join(tmpdir(), 'claim-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'request.json');
  writeFileSync(path, JSON.stringify(request));
  return { stage, request, path };
}

const stored = async (stage: Stage) => {
  const [row] =
    await db.sql()`select (select count(*)::int from we.payroll_line where project_id = ${stage.id}) as lines,
    (select count(*)::int from we.payroll_batch where project_id = ${stage.id}) as batches,
    (select count(*)::int from we.event where project_id = ${stage.id} and name = 'payroll-batch.claimed') as events`;
  return row;
};

test('a process killed in the middle of a batch leaves nothing or all of it; its repeat completes it once', {
  timeout: 60_000,
}, async () => {
  const { stage, request, path } = await aRequest();
  // The wage duty is written after the lines: there the process stands still.
  const lock = `select from we.obligation where project_id = ${stage.id} and kind = 'wage' for update`;
  const letGo = await holdUp(db.at().ownerUrl, lock);
  const before = (await backends(db.at().ownerUrl, 'we_app')).alive;
  // A killed process's server side works on until it notices.
  const gone = () =>
    until(async () => (await backends(db.at().ownerUrl, 'we_app')).alive <= before);
  const { child, said } = start('claim-child.ts', [path]);
  await until(async () => (await backends(db.at().ownerUrl, 'we_app')).waiting > 0);
  expect(said()).toBe('begun\n');
  await killed(child);
  await letGo();
  await gone();
  expect(await stored(stage)).toEqual({ lines: 0, batches: 0, events: 0 });
  expect((await duty(db, stage.id, 'wage', '2026-06')).amountFen).toBeNull();

  const again = start('claim-child.ts', [path]);
  await until(async () => again.said() !== '');
  await new Promise((resolve) => setTimeout(resolve, 400));
  await killed(again.child);
  await gone();
  expect([0, LINES]).toContain((await stored(stage))?.lines);

  const first = await post(request);
  expect(first.answer.lineCount).toBe(LINES);
  expect(await stored(stage)).toEqual({ lines: LINES, batches: 1, events: 1 });
  expect(await post(request)).toEqual({ ...first, replayed: true });
  expect(await stored(stage)).toEqual({ lines: LINES, batches: 1, events: 1 });
  expect((await duty(db, stage.id, 'wage', '2026-06')).openCount).toBe(LINES);
  expect(await db.wrongCaches()).toEqual([]);
});
