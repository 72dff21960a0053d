import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { settlementPaymentLate } from '../../../jobs/rules/s05-payment-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { insert, noon } from '../../helpers/insert.ts';
import { aProject, type Duty } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aPaymentDuty, aReviewDuty, lateWages } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Claimed ¥1,000,000.00; applied for ¥900,000.00 on 2026-04-07, due on 2026-04-22.
const applied = '2026-04-07';
const due = '2026-04-22';
const dayAfter = '2026-04-23';

/** A paid step that counts, as the domain records it. */
async function paid(duty: Duty, amountFen: number, onDay: string) {
  await insert(db(), 'meeting', {
    project_id: duty.project.id,
    id: randomUUID(),
    obligation_id: duty.id,
    fact_kind: 'step',
    fact_id: `${duty.subject}:${onDay}`,
    amount_fen: amountFen,
    on_day: onDay,
    known_at: noon(onDay),
  });
}

test('tells what was applied for, what came and what is missing', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'payment-applied', applied, { amountFen: 900_000_00 });
  const duty = await aPaymentDuty(db(), settlement, { dueDay: due, knownOn: '2026-04-24' });
  await paid(duty, 250_000_00, '2026-04-20');

  const found = await findings(db(), settlementPaymentLate, '2026-04-25', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: settlement.id,
      period: '-',
      level: 'yellow',
      amountFen: 650_000_00,
      dueDay: due,
      facts: {
        day: '2026-04-25',
        settlementLevel: 'unit',
        claimedFen: 1_000_000_00,
        deliveredOn: '2026-03-02',
        reference: null,
        knownDay: '2026-04-24',
        appliedOn: applied,
        dueDay: due,
        daysLate: 3,
        owedFen: 900_000_00,
        paidFen: 250_000_00,
        missingFen: 650_000_00,
        contractDueDay: due,
        smallFirmDueDay: null,
        interest: null,
        parties: {
          signedOn: null,
          clause: null,
          clauseKind: null,
          smallFirm: false,
          forcedBasis: false,
          legalReview: false,
          privateFirm: false,
          largeOwner: false,
          publicOwner: false,
          known: false,
        },
        wagesLate: false,
        wagesWorkers: 0,
        wagesFen: 0,
      },
    },
  ]);
  expect(found.map((f) => settlementPaymentLate.sentence(f.facts))).toEqual([
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），施工总承包单位于2026年4月7日申请支付，应付900,000.00元，付款期限至2026年4月22日，截至2026年4月25日已逾期3天，已付250,000.00元，尚欠650,000.00元。本系统于2026年4月24日才获知该事项。',
  ]);
});

type Step = [step: string, on: string, amountFen?: number];
type Case = {
  day?: string;
  steps?: Step[];
  paid?: [fen: number, on: string][];
  wages?: 'here' | 'elsewhere';
  duty?: { metOn?: string; endedWhy?: string };
};
const application: Step = ['payment-applied', applied, 900_000_00];
const unnamed: Step = ['payment-applied', applied];
const all = 900_000_00;

test.each<[string, Case, [string, number][]]>([
  ['silent on the due day', { day: due }, []],
  ['yellow the day after', {}, [['yellow', all]]],
  ['yellow fifteen days late', { day: '2026-05-07' }, [['yellow', all]]],
  ['orange sixteen days late', { day: '2026-05-08' }, [['orange', all]]],
  ['orange sixty days late', { day: '2026-06-21' }, [['orange', all]]],
  ['red sixty-one days late', { day: '2026-06-22' }, [['red', all]]],
  ['red at once when wages are late', { wages: 'here' }, [['red', all]]],
  ['yellow when wages are late elsewhere', { wages: 'elsewhere' }, [['yellow', all]]],
  ['silent when all came', { paid: [[all, due]] }, []],
  [
    'silent when all came late, in parts',
    {
      paid: [
        [1, due],
        [all - 1, dayAfter],
      ],
    },
    [],
  ],
  ['silent when more came', { paid: [[all + 1, due]] }, []],
  ['yellow for a missing fen', { paid: [[all - 1, due]] }, [['yellow', 1]]],
  [
    'counts what was taken back',
    {
      paid: [
        [all, due],
        [-5_00, dayAfter],
      ],
    },
    [['yellow', 5_00]],
  ],
  [
    'leaves out what came after the day',
    { paid: [[all, '2026-04-24']], duty: { metOn: '2026-04-24' } },
    [['yellow', all]],
  ],
  ['silent once the duty is met', { duty: { metOn: dayAfter } }, []],
  ['silent when the duty is void', { duty: { endedWhy: 'void' } }, []],
  [
    'the first application counts',
    { steps: [application, ['payment-applied', '2026-04-10', 1_00]] },
    [['yellow', all]],
  ],
  [
    'without an amount, what was confirmed',
    { steps: [['confirmed', '2026-04-01', 800_000_00], unnamed] },
    [['yellow', 800_000_00]],
  ],
  [
    'the latest confirmation counts',
    {
      steps: [
        ['confirmed', '2026-04-03', 800_000_00],
        ['confirmed', '2026-04-02', 700_000_00],
        unnamed,
      ],
    },
    [['yellow', 800_000_00]],
  ],
  [
    'also when it came after the application',
    { steps: [unnamed, ['confirmed', dayAfter, 800_000_00]] },
    [['yellow', 800_000_00]],
  ],
  [
    'a confirmation after the day does not',
    { steps: [unnamed, ['confirmed', '2026-04-24', 800_000_00]] },
    [['yellow', 1_000_000_00]],
  ],
  [
    'a confirmation without an amount does not',
    { steps: [['confirmed', '2026-04-01', 800_000_00], ['confirmed', '2026-04-02'], unnamed] },
    [['yellow', 800_000_00]],
  ],
  [
    'an opinion is no confirmation',
    { steps: [['opinion', '2026-04-01', 800_000_00], unnamed] },
    [['yellow', 1_000_000_00]],
  ],
  [
    'the amount applied for beats the amount confirmed',
    { steps: [['confirmed', '2026-04-01', 800_000_00], application] },
    [['yellow', all]],
  ],
  ['else what was claimed', { steps: [unnamed] }, [['yellow', 1_000_000_00]]],
  [
    'silent from the day it is withdrawn',
    { steps: [application, ['withdrawn', dayAfter]], duty: { endedWhy: 'withdrawn' } },
    [],
  ],
  [
    'yellow the day before that',
    { steps: [application, ['withdrawn', '2026-04-24']], duty: { endedWhy: 'withdrawn' } },
    [['yellow', all]],
  ],
  [
    'silent on the due day also of one withdrawn later',
    {
      day: due,
      steps: [application, ['withdrawn', '2026-04-24']],
      duty: { endedWhy: 'withdrawn' },
    },
    [],
  ],
])('%s', async (_, given, expected) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  for (const [step, on, amountFen] of given.steps ?? [application]) {
    await aStep(db(), settlement, step, on, { amountFen });
  }
  const duty = await aPaymentDuty(db(), settlement, { dueDay: due, ...given.duty });
  for (const [fen, on] of given.paid ?? []) await paid(duty, fen, on);
  if (given.wages) await lateWages(db(), given.wages === 'here' ? project : await aProject(db()));
  // Paid in full, but another settlement.
  const other = await aSettlement(db(), project);
  await aStep(db(), other, 'payment-applied', applied, { amountFen: 1_00 });
  await paid(await aPaymentDuty(db(), other, { dueDay: due }), 2_000_000_00, due);

  const found = await findings(db(), settlementPaymentLate, given.day ?? dayAfter, project.id);
  expect(found.map((f) => [f.level, f.amountFen])).toEqual(expected);
});

test('a review duty is none of its business', async () => {
  const project = await aProject(db());
  await aReviewDuty(db(), await aSettlement(db(), project), { dueDay: due });
  expect(await findings(db(), settlementPaymentLate, dayAfter, project.id)).toEqual([]);
});
