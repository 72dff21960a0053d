import { expect, test } from 'vitest';
import { papersReturned } from '../../../jobs/rules/s07-papers-returned.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aReviewDuty } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const day = '2026-03-25';

type Step = [step: string, on: string, papers?: string[], seq?: number];
const returned = (on: string, ...papers: string[]): Step => ['returned', on, papers];

async function arranged(steps: Step[], given: Parameters<typeof aSettlement>[2] = {}) {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, given);
  for (const [step, on, missingPapers, seq] of steps) {
    await aStep(db(), settlement, step, on, {
      ...(missingPapers === undefined ? {} : { missingPapers }),
      ...(seq === undefined ? {} : { seq }),
    });
  }
  return { project, settlement };
}

const thrice = [returned('2026-03-05'), returned('2026-03-10'), returned('2026-03-20')];

test.each<[string, Step[], [returns: number, papers: string[]] | null]>([
  ['three returns', thrice, [3, []]],
  ['silent after two', thrice.slice(0, 2), null],
  ['the third on the day', [...thrice.slice(0, 2), returned(day)], [3, []]],
  ['silent the day before it', [...thrice.slice(0, 2), returned('2026-03-26')], null],
  ['a request is no return', [...thrice.slice(0, 2), ['papers-requested', '2026-03-20']], null],
  [
    'a new paper in a later return',
    [returned('2026-03-05', '竣工图'), returned('2026-03-10', '竣工图', '签证单')],
    [2, ['签证单']],
  ],
  [
    'after a request',
    [['papers-requested', '2026-03-05', ['竣工图']], returned('2026-03-10', '签证单', '照片')],
    [1, ['照片', '签证单']],
  ],
  [
    'in a later request',
    [
      ['papers-requested', '2026-03-05', ['竣工图']],
      ['papers-requested', '2026-03-10', ['签证单']],
    ],
    [0, ['签证单']],
  ],
  [
    'silent for the same papers',
    [returned('2026-03-05', '竣工图', '签证单'), returned('2026-03-10', '签证单')],
    null,
  ],
  ['silent for the first list', [returned('2026-03-05'), returned('2026-03-10', '竣工图')], null],
  [
    'on one day by sequence',
    [
      ['returned', '2026-03-05', ['竣工图'], 9002],
      ['returned', '2026-03-05', ['签证单'], 9001],
    ],
    [2, ['竣工图']],
  ],
  ['silent once an opinion is given', [...thrice, ['opinion', day]], null],
  ['found until then', [...thrice, ['opinion', '2026-03-26']], [3, []]],
  ['silent once confirmed', [...thrice, ['confirmed', day]], null],
  ['silent once withdrawn', [...thrice, ['withdrawn', day]], null],
])('%s', async (_, steps, expected) => {
  const { project } = await arranged(steps);
  const found = await findings(db(), papersReturned, day, project.id);
  expect(found.map((f) => [f.facts.returns, [...f.facts.newPapers].sort()])).toEqual(
    expected === null ? [] : [[expected[0], [...expected[1]].sort()]],
  );
});

test.each<[string, string, string, number | null]>([
  ['orange while the review is late', '2026-03-24', 'orange', 1],
  ['yellow on its due day', day, 'yellow', null],
  ['yellow while its clock stands still', 'infinity', 'yellow', null],
])('%s', async (_, dueDay, level, late) => {
  const { project, settlement } = await arranged(thrice);
  await aReviewDuty(db(), settlement, { dueDay });
  const found = await findings(db(), papersReturned, day, project.id);
  expect(found.map((f) => [f.level, f.facts.reviewDaysLate])).toEqual([[level, late]]);
});

test('another settlement’s returns do not count', async () => {
  const { project } = await arranged(thrice.slice(0, 2));
  const other = await aSettlement(db(), project);
  await aStep(db(), other, 'returned', '2026-03-20', { missingPapers: ['竣工图'] });
  expect(await findings(db(), papersReturned, day, project.id)).toEqual([]);
});

test('tells how often, what is new and since when', async () => {
  const { project, settlement } = await arranged([
    returned('2026-03-05', '竣工图'),
    returned('2026-03-10'),
    returned('2026-03-20', '签证单'),
  ]);
  await aReviewDuty(db(), settlement, { dueDay: '2026-03-23' });
  const [found] = await findings(db(), papersReturned, day, project.id);
  expect(found).toMatchObject({
    subject: settlement.id,
    amountFen: 1_000_000_00,
    dueDay: '2026-03-20',
  });
  expect(found && papersReturned.sentence(found.facts)).toBe(
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），截至2026年3月25日，建设单位已3次退回结算资料，后一次要求中新增签证单，最近一次为2026年3月20日，结算审核已逾期2天，尚未提出审核意见。',
  );
});
