import { expect, test } from 'vitest';
import { nodeFonts } from '../../../reports/node-fonts.ts';
import { drawWorkerList } from '../../../reports/worker-list.ts';
import {
  maskedWorkers,
  namedWorkers,
  type WorkerList,
} from '../../../src/domain/notices/workers.ts';
import { maskName } from '../../../src/lib/text.ts';
import { readSheets } from '../../helpers/pdf.ts';
import { anAlertOf } from '../../jobs/sweeps/stage-sweep.ts';
import { lineOf, payout, refusal, type Stage, stageDb, WAGE_FEN } from '../stage.ts';
import { aNotice, type NoticeGiven } from './arrange-notice.ts';

const db = stageDb();
const DAY = '2026-07-31';
const about = async (stage: Stage, rule: string, period: string, given: NoticeGiven = {}) => {
  const alert = await anAlertOf(db, stage, rule, {
    subject: stage.employerId,
    period,
    mainId: stage.contractorId,
  });
  return aNotice(db.at(), stage, {
    alertIds: [alert],
    addresseeId: stage.contractorId,
    level: 3,
    ...given,
  });
};
const masked = (stage: Stage, id: string, actor = stage.authority) =>
  db.look(actor, DAY, (work) => maskedWorkers(work, stage.id, id));
const named = (stage: Stage, id: string, actor = stage.authority) =>
  db.act(actor, DAY, (work) => namedWorkers(work, stage.id, id));

test('who is still owed the month’s wages is listed with what is missing; who was paid is not', async () => {
  const stage = await db.stage({ workers: 4 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-06'),
    payout(batch, 2, 'paid', '2026-07-06', WAGE_FEN - 1),
    payout(batch, 3, 'rejected', '2026-07-06'),
  ]);
  const id = await about(stage, 'W01', '2026-06');
  const list = await named(stage, id);
  expect(list).toMatchObject({ masked: false, day: DAY });
  const [, second, third, fourth] = stage.workers;
  expect(
    new Map(list.workers.map((one) => [one.name, [one.idLast4, one.owedFen, one.period]])),
  ).toEqual(
    new Map([
      [second?.name, [second?.idNumber.slice(-4), 1, '2026-06']],
      [third?.name, [third?.idNumber.slice(-4), WAGE_FEN, '2026-06']],
      [fourth?.name, [fourth?.idNumber.slice(-4), WAGE_FEN, '2026-06']],
    ]),
  );
  const [event] =
    await db.sql()`select body from we.event where subject = ${id} and name = 'notice.workers-listed'`;
  expect(JSON.parse(event?.body).body).toEqual({ workers: 3 });
});

test('names are masked for whoever was served, who gets no others; nobody else gets any', async () => {
  const stage = await db.stage({ workers: 2 });
  await db.claim(stage);
  const id = await about(stage, 'W01', '2026-06', { status: 'served' });
  const list = await masked(stage, id, stage.contractor);
  expect(list.masked).toBe(true);
  expect(list.workers.map(({ name }) => name)).toEqual(['工**', '工**']);
  expect(JSON.stringify(list)).not.toContain(stage.workers[0]?.name);
  expect((await refusal(named(stage, id, stage.contractor))).code).toBe('authority-only');
  expect((await refusal(masked(stage, id, stage.owner))).code).toBe('not-found');
  const draft = await about(stage, 'W02', '2026-06', { level: 2 });
  expect((await refusal(masked(stage, draft, stage.contractor))).code).toBe('not-found');
  const other = { ...stage.authority, org: '11320706MB0000001X' };
  expect((await refusal(named(stage, id, other))).code).toBe('notice-not-yours');
});

test('of all months together those are listed whose wages are due and not paid', async () => {
  const stage = await db.stage({ workers: 1 });
  await db.claim(stage);
  await db.claim(stage, { wageMonth: '2026-07' }, DAY);
  const id = await about(stage, 'W09', '-');
  const periods = async () => (await named(stage, id)).workers.map(({ period }) => period);
  expect(await periods()).toEqual(['2026-06']);
  const july = (set: { due_day?: string; ended_at?: string; ended_why?: string }) => db.sql()`
    update we.obligation set ${db.sql()(set)} where project_id = ${stage.id} and kind = 'wage' and period = '2026-07'`;
  await july({ due_day: DAY });
  expect(await periods()).toEqual(['2026-06']);
  await july({ due_day: '2026-07-30' });
  expect(await periods()).toEqual(['2026-06', '2026-07']);
  await july({ ended_at: '2026-07-30T12:00:00+08:00', ended_why: 'void' });
  expect(await periods()).toEqual(['2026-06']);
});

test('of a line that was corrected only the correction is owed', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-06', WAGE_FEN - 1)]);
  const worker = stage.workers[0] as Stage['workers'][number];
  const lines = [lineOf(worker, { netFen: WAGE_FEN + 500_00, replaces: `${batch.batchNo}-1` })];
  await db.claim(stage, { kind: 'correction', lines }, '2026-07-20');
  const { workers } = await named(stage, await about(stage, 'W01', '2026-06'));
  expect(workers.map(({ owedFen }) => owedFen)).toEqual([500_01]);
});

test.each(['W01', 'W02', 'W03', 'W09', 'W10'])(
  'a paper about %s lists whom it concerns, whatever else is found on the project',
  async (rule) => {
    const stage = await db.stage({ workers: 1 });
    await db.claim(stage);
    const month = rule === 'W09' || rule === 'W10' ? '-' : '2026-06';
    const id = await about(stage, rule, month);
    expect((await named(stage, id)).workers).toMatchObject([{ period: '2026-06' }]);
    const apart = await about(stage, 'S02', '-', { level: 2 });
    expect((await refusal(named(stage, apart))).code).toBe('workers-none');
  },
);

test('another month, another matter and all paid: there is nobody to list', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  for (const [rule, period] of [
    ['W01', '2026-05'],
    ['S02', '-'],
    ['W05', '2026-06'],
  ] as const) {
    const id = await about(stage, rule, period);
    expect((await refusal(named(stage, id))).code).toBe('workers-none');
    await db.sql()`delete from we.notice where id = ${id}`;
  }
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-06')]);
  expect((await refusal(named(stage, await about(stage, 'W01', '2026-06')))).code).toBe(
    'workers-none',
  );
});

test.each([
  ['王小明', '王**'],
  ['王', '王**'],
  ['阿卜杜热西提·肉孜', '阿**'],
  ['𬱖某', '𬱖**'],
  [' Rozi ', 'R**'],
])('%s is %s', (name, hidden) => {
  expect(maskName(name)).toBe(hidden);
});

const listOf = (count: number, part: Partial<WorkerList> = {}): WorkerList => ({
  projectName: '虚构安置房二期工程',
  number: '虚建督办〔2026〕3号',
  day: DAY,
  masked: false,
  workers: Array.from({ length: count }, (_, n) => ({
    name: ['王小明', '𬱖䶮·㛃', '阿卜杜热西提·肉孜 Abdureshit Rozi'][n % 3] as string,
    idLast4: String(1000 + n),
    employerName: '虚构劳务有限公司',
    period: '2026-06',
    owedFen: 5_900_00 + n,
  })),
  ...part,
});

test('the list of 900 goes over pages with its head on each, nobody lost, and sums up', async () => {
  const list = listOf(900);
  const sheets = await readSheets(drawWorkerList(list, nodeFonts()));
  const texts = sheets.flatMap((sheet) => sheet.texts.map(({ text }) => text));
  const tails = texts.filter((text) => /^\d{4}$/.test(text));
  expect(tails).toEqual(list.workers.map(({ idLast4 }) => idLast4));
  expect(sheets.length).toBeGreaterThan(10);
  for (const sheet of sheets)
    expect(sheet.texts.filter(({ text }) => text === '未付金额')).toHaveLength(1);
  const total = list.workers.reduce((sum, { owedFen }) => sum + owedFen, 0) / 100;
  expect(texts.join('')).toContain(
    `900人次，合计${total.toLocaleString('en', { minimumFractionDigits: 2 })}元`,
  );
  expect(texts.join('')).toContain('不得提供给用人单位');
});

test('with a password nothing can be read without it', async () => {
  const bytes = drawWorkerList(listOf(2), nodeFonts(), 'correct-horse');
  await expect(readSheets(bytes)).rejects.toThrow(/password/i);
  await expect(readSheets(bytes, 'wrong-horse')).rejects.toThrow(/password/i);
  const texts = (await readSheets(bytes, 'correct-horse')).flatMap((sheet) =>
    sheet.texts.map(({ text }) => text),
  );
  expect(texts).toContain('王小明');
});

test('a name that no font has is refused with its place', () => {
  const list = listOf(1);
  const [only] = list.workers;
  const workers = [{ ...(only as (typeof list.workers)[number]), name: '𠮷某' }];
  expect(() => drawWorkerList({ ...list, workers }, nodeFonts())).toThrow(
    /missing-glyph.*\/workers\/0\/name/,
  );
});
