import { describe, expect, test } from 'vitest';
import { reviewLate } from '../../../jobs/rules/s01-review-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { aProject, type Project, terms } from '../../helpers/make.ts';
import { aSettlement, aStep, type Settlement } from '../../helpers/make-money.ts';
import { aPaymentDuty, aReviewDuty, lateWages } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// ¥1,000,000.00 delivered on 2026-03-02: twenty days end on Sunday the 22nd, due on the 23rd.
const nominalDay = '2026-03-22';
const due = '2026-03-23';
const found = async (project: Project, day: string) =>
  (await findings(db(), reviewLate, day, project.id)).map((f) => [f.level, f.dueDay]);

test('names the settlement, the day and how late it is', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'single' });
  await ownerOf(db())`update we.settlement set reference = 'JS-1' where id = ${settlement.id}`;
  const known = { knownOn: '2026-03-05', endedWhy: 'superseded', version: 1 };
  await aReviewDuty(db(), settlement, { dueDay: '2026-03-20', ...known });
  await aReviewDuty(db(), settlement, { nominalDay, dueDay: due, version: 2 });
  await lateWages(db(), project);

  const rows = await findings(db(), reviewLate, '2026-03-25', project.id);
  expect(rows).toEqual([
    {
      projectId: project.id,
      subject: settlement.id,
      period: '-',
      level: 'red',
      amountFen: 1_000_000_00,
      dueDay: due,
      facts: {
        day: '2026-03-25',
        dueDay: due,
        daysLate: 2,
        settlementLevel: 'single',
        claimedFen: 1_000_000_00,
        deliveredOn: '2026-03-02',
        reference: 'JS-1',
        knownDay: '2026-03-05',
        wagesLate: true,
        wagesWorkers: 1,
        wagesFen: 5_000_00,
      },
    },
  ]);
  expect(rows.map((f) => reviewLate.sentence(f.facts))).toEqual([
    '单项工程竣工结算（编号JS-1，2026年3月2日送达，送审金额1,000,000.00元），建设单位应于2026年3月23日前（含当日）提出书面审核意见，截至2026年3月25日已逾期2天，仍未提出。该项目同时有1名工人工资共5,000.00元逾期未发。',
  ]);
});

test.each([
  [-5, due, '截至2026年3月24日尚余5天，尚未提出。'],
  [0, due, '截至2026年3月24日当日到期，尚未提出。'],
  [1, '2026-03-24', '截至2026年3月24日已逾期1天，仍未提出。本系统于2026年3月24日才获知该事项。'],
])('the sentence %i days late', (daysLate, knownDay, end) => {
  const sentence = reviewLate.sentence({
    ...{ day: '2026-03-24', dueDay: due, daysLate, knownDay, reference: null },
    ...{ wagesLate: false, wagesWorkers: 0, wagesFen: 0 },
    ...{ settlementLevel: 'unit', claimedFen: 100, deliveredOn: '2026-03-02' },
  });
  expect(sentence.startsWith('单位工程竣工结算（2026年3月2日送达，送审金额1.00元），')).toBe(true);
  expect(sentence.endsWith(end)).toBe(true);
});

type Wages = 'here' | 'elsewhere';
type Case = { day: string; metOn?: string; endedWhy?: string; dueDay?: string; wages?: Wages };

test.each<[string, Case, string[]]>([
  ['silent six days before', { day: '2026-03-17' }, []],
  ['yellow five days before', { day: '2026-03-18' }, ['yellow']],
  ['yellow on the due day', { day: due }, ['yellow']],
  ['yellow on the due day though wages are late', { day: due, wages: 'here' }, ['yellow']],
  ['orange the day after', { day: '2026-03-24' }, ['orange']],
  ['red the day after when wages are late', { day: '2026-03-24', wages: 'here' }, ['red']],
  ['orange when wages are late elsewhere', { day: '2026-03-24', wages: 'elsewhere' }, ['orange']],
  ['orange thirty days late', { day: '2026-04-22' }, ['orange']],
  ['red thirty-one days late', { day: '2026-04-23' }, ['red']],
  ['silent from the day of the opinion', { day: '2026-03-24', metOn: '2026-03-24' }, []],
  ['orange the day before the opinion', { day: '2026-03-24', metOn: '2026-03-25' }, ['orange']],
  ['silent while the clock stands still', { day: '2026-09-01', dueDay: 'infinity' }, []],
  ['silent when the duty is void', { day: '2026-03-24', endedWhy: 'void' }, []],
  ['silent when the version was superseded', { day: '2026-03-24', endedWhy: 'superseded' }, []],
])('%s', async (_, { day, wages, ...duty }, levels) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  await aReviewDuty(db(), settlement, { nominalDay, dueDay: due, ...duty });
  if (wages) await lateWages(db(), wages === 'here' ? project : await aProject(db()));
  expect((await found(project, day)).map(([level]) => level)).toEqual(levels);
});

test('a payment duty is none of its business', async () => {
  const project = await aProject(db());
  await aPaymentDuty(db(), await aSettlement(db(), project), { dueDay: due });
  expect(await found(project, '2026-06-01')).toEqual([]);
});

test('each settlement of a project is found by itself', async () => {
  const project = await aProject(db());
  const late = await aSettlement(db(), project);
  await aReviewDuty(db(), late, { dueDay: due });
  await aReviewDuty(db(), await aSettlement(db(), project), { dueDay: '2026-06-01' });
  const rows = await findings(db(), reviewLate, '2026-03-24', project.id);
  expect(rows.map((f) => f.subject)).toEqual([late.id]);
});

describe('looking back', () => {
  type Step = [step: string, on: string, papers?: string[], seq?: number];
  const stop: Step = ['papers-requested', '2026-03-20', ['签证单']];
  const restart: Step = ['resubmitted', '2026-03-25'];

  async function withSteps(settlement: Settlement, steps: Step[]) {
    for (const [step, on, missingPapers, seq] of steps) {
      await aStep(db(), settlement, step, on, { missingPapers, seq });
    }
  }

  // What the duty says now, the steps, the day asked and what was so on that day.
  test.each<[string, string, Step[], string, string[]]>([
    ['stopped later: the first clock still ran', 'infinity', [stop], '2026-03-19', ['yellow', due]],
    ['silent from the day it was stopped', 'infinity', [stop], '2026-03-20', []],
    [
      'restarted later: the first clock still ran',
      '2026-04-14',
      [stop, restart],
      '2026-03-19',
      ['yellow', due],
    ],
    ['silent between stop and restart', '2026-04-14', [stop, restart], '2026-03-24', []],
    [
      'silent between them though the restart would be due',
      '2026-03-26',
      [stop, restart],
      '2026-03-24',
      [],
    ],
    [
      'from the restart on the new clock',
      '2026-03-26',
      [stop, restart],
      '2026-03-25',
      ['yellow', '2026-03-26'],
    ],
    [
      'restarted by complete papers',
      '2026-03-26',
      [stop, ['papers-complete', '2026-03-25']],
      '2026-03-24',
      [],
    ],
    [
      'the first of two restarts counts',
      '2026-03-26',
      [stop, restart, ['resubmitted', '2026-03-28']],
      '2026-03-26',
      ['yellow', '2026-03-26'],
    ],
    [
      'the new clock runs late',
      '2026-04-14',
      [stop, restart],
      '2026-04-15',
      ['orange', '2026-04-14'],
    ],
    [
      'asked on the due day: stopped',
      'infinity',
      [['papers-requested', due, ['图纸']]],
      '2026-03-22',
      ['yellow', due],
    ],
    [
      'asked after the due day: never stopped',
      due,
      [['papers-requested', '2026-03-24', ['图纸']], restart],
      '2026-03-24',
      ['orange', due],
    ],
    [
      'a request without a list stops nothing',
      'infinity',
      [['papers-requested', '2026-03-10'], stop],
      '2026-03-19',
      ['yellow', due],
    ],
    [
      'a request with an empty list neither',
      'infinity',
      [['papers-requested', '2026-03-10', []], stop],
      '2026-03-19',
      ['yellow', due],
    ],
    [
      'papers handed in before the request restart nothing',
      '2026-04-14',
      [['resubmitted', '2026-03-19'], stop, restart],
      '2026-03-24',
      [],
    ],
    [
      'on one day the sequence decides',
      '2026-03-26',
      [
        ['resubmitted', '2026-03-20', [], 1],
        ['papers-requested', '2026-03-20', ['图纸'], 2],
        ['resubmitted', '2026-03-24', [], 3],
      ],
      '2026-03-23',
      [],
    ],
    [
      'other steps do not move the clock',
      due,
      [
        ['returned', '2026-03-30', ['图纸']],
        ['resubmitted', '2026-04-01'],
      ],
      '2026-03-24',
      ['orange', due],
    ],
  ])('%s', async (_, dueDay, steps, day, expected) => {
    const project = await aProject(db());
    const settlement = await aSettlement(db(), project);
    await withSteps(settlement, steps);
    await aReviewDuty(db(), settlement, { nominalDay, dueDay });
    expect(await found(project, day)).toEqual(expected.length === 0 ? [] : [expected]);
  });

  // The day before the clock was stopped in April 2026 or later: which due day it had.
  test.each<[string, Parameters<typeof aSettlement>[2], number | null, string]>([
    ['twenty days to five million', { claimedFen: 5_000_000_00 }, null, '2026-03-23'],
    ['thirty above', { claimedFen: 5_000_000_01 }, null, '2026-04-01'],
    ['thirty below twenty million', { claimedFen: 19_999_999_99 }, null, '2026-04-01'],
    ['forty-five from there', { claimedFen: 20_000_000_00 }, null, '2026-04-16'],
    ['forty-five below fifty million', { claimedFen: 49_999_999_99 }, null, '2026-04-16'],
    ['sixty from there', { claimedFen: 50_000_000_00 }, null, '2026-05-06'],
    [
      'thirty for the whole project',
      { claimedFen: 50_000_000_00, level: 'whole' },
      null,
      '2026-04-01',
    ],
    ['what the contract says', { claimedFen: 5_000_000_00 }, 10, '2026-03-12'],
    ['the contract silent', { claimedFen: 5_000_000_00 }, 0, '2026-03-23'],
    ['from complete papers', { completeOn: '2026-03-09' }, null, '2026-03-30'],
  ])('%s', async (_, given, agreed, dueDay) => {
    const project = await aProject(db());
    await terms(db(), project, { version: 3, review_days: agreed === 0 ? null : agreed });
    await terms(db(), project, { version: 4, review_days: 11 });
    const settlement = await aSettlement(db(), project, given);
    await withSteps(settlement, [['papers-requested', dueDay, ['图纸']]]);
    const termsVersion = agreed === null ? undefined : 3;
    await aReviewDuty(db(), settlement, { nominalDay, dueDay: 'infinity', termsVersion });
    const [year, month, date] = dueDay.split('-');
    const dayBefore = `${year}-${month}-${String(Number(date) - 1).padStart(2, '0')}`;
    const eve = dayBefore.endsWith('-00') ? '2026-03-31' : dayBefore;
    expect(await found(project, eve)).toEqual([['yellow', dueDay]]);
    expect(await found(project, dueDay)).toEqual([]);
  });

  test('a settlement withdrawn later was late until then', async () => {
    const project = await aProject(db());
    const settlement = await aSettlement(db(), project);
    await aReviewDuty(db(), settlement, { dueDay: '2026-03-20', endedWhy: 'superseded' });
    await aReviewDuty(db(), settlement, { dueDay: due, version: 2, endedWhy: 'withdrawn' });
    await withSteps(settlement, [
      ['withdrawn', '2026-03-26'],
      ['withdrawn', '2026-03-27'],
    ]);
    expect(await found(project, '2026-03-25')).toEqual([['orange', due]]);
    expect(await found(project, '2026-03-26')).toEqual([]);
    expect(await found(project, '2026-03-27')).toEqual([]);
  });

  test('a withdrawal is believed before the duty is ended', async () => {
    const project = await aProject(db());
    const settlement = await aSettlement(db(), project);
    await aReviewDuty(db(), settlement, { dueDay: due });
    await withSteps(settlement, [['withdrawn', '2026-03-26']]);
    expect(await found(project, '2026-03-25')).toEqual([['orange', due]]);
    expect(await found(project, '2026-03-26')).toEqual([]);
  });
});
