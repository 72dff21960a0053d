import { expect, test } from 'vitest';
import { noticeUnanswered } from '../../../jobs/rules/m01-notice-unanswered.ts';
import { aNotice, type NoticeGiven } from '../../domain/notices/arrange-notice.ts';
import { freshDb } from '../../helpers/db.ts';
import { aDuty, aProject, type Project } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const DUE = '2026-06-23';

interface Given extends NoticeGiven {
  metOn?: string;
  endedWhy?: string;
  kind?: string;
}

/** A paper served on 2026-06-15, to be answered by 2026-06-23. */
async function served(project: Project, given: Given = {}): Promise<string> {
  const { metOn, endedWhy, kind = 'notice-reply', ...more } = given;
  const id = await aNotice(db(), project, {
    status: 'served',
    servedOn: '2026-06-15',
    number: '预警〔2026〕7号',
    ...more,
  });
  await aDuty(
    db(),
    project,
    { kind, subject: id, period: '-' },
    { dueDay: DUE, amountFen: 0, ...(metOn && { metOn }), ...(endedWhy && { endedWhy }) },
  );
  return id;
}
const on = (day: string, project: Project) => findings(db(), noticeUnanswered, day, project.id);

test('tells which paper was not answered, since when', async () => {
  const project = await aProject(db());
  const id = await served(project);
  const found = await on('2026-06-30', project);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: id,
      period: '-',
      level: 'orange',
      amountFen: 0,
      dueDay: DUE,
      facts: {
        day: '2026-06-30',
        number: '预警〔2026〕7号',
        instrument: 'warning',
        addresseeId: project.ownerId,
        servedOn: '2026-06-15',
        dueDay: DUE,
        daysLate: 7,
      },
    },
  ]);
  expect(found.map((f) => noticeUnanswered.sentence(f.facts))).toEqual([
    '预警〔2026〕7号农民工工资支付预警通知书于2026年6月15日送达，应于2026年6月23日前回复，截至2026年6月30日没有经认可的回复，逾期7天；有关预警提高一级。',
  ]);
});

test('the level is the paper’s; a red one is for handing over', async () => {
  const project = await aProject(db());
  for (const level of [1, 2, 3]) await served(project, { level });
  const found = await on('2026-06-24', project);
  expect(found.map((f) => f.level).sort()).toEqual(['orange', 'red', 'yellow']);
  const red = found.find((f) => f.level === 'red');
  expect(red && noticeUnanswered.sentence(red.facts)).toMatch(
    /逾期1天；有关预警已是最高等级，请研究移送或者约谈。$/,
  );
});

test.each([
  ['on the last day of its term', {}, DUE, false],
  ['on the day after', {}, '2026-06-24', true],
  ['answered on the last day', { metOn: DUE }, '2026-06-24', false],
  ['answered late, seen from before', { metOn: '2026-06-26' }, '2026-06-25', true],
  ['answered late, on the day of the reply', { metOn: '2026-06-26' }, '2026-06-26', false],
  ['withdrawn', { endedWhy: 'withdrawn' }, '2026-06-30', false],
] as const)('%s', async (_, given, day, isFound) => {
  const project = await aProject(db());
  await served(project, given);
  expect(await on(day, project)).toHaveLength(isFound ? 1 : 0);
});

test('of several papers each is found by itself, and no other duty is', async () => {
  const project = await aProject(db());
  const two = [await served(project), await served(project, { level: 1 })];
  await aDuty(
    db(),
    project,
    { kind: 'account-opening', subject: project.contractorId, period: '-' },
    { dueDay: DUE, amountFen: 0 },
  );
  expect((await on('2026-06-24', project)).map((f) => f.subject).sort()).toEqual(two.sort());
  expect(await on('2026-06-24', await aProject(db()))).toEqual([]);
});
