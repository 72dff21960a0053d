import { expect, test } from 'vitest';
import { progressLate } from '../../../jobs/rules/s06-progress-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Delivered on Monday 2026-03-02: to be counted by Monday the 16th; confirmed on the 10th, to be paid by the 24th.
type Step = [step: string, on: string, given?: Parameters<typeof aStep>[4]];
interface Case {
  steps?: Step[];
  contract?: Parameters<typeof terms>[2];
  given?: Parameters<typeof aSettlement>[2];
  day: string;
}
const full = 1_000_000_00;
const confirmed: Step = ['confirmed', '2026-03-10', { amountFen: 800_000_00 }];

async function found({ steps = [], contract, given = {}, day }: Case) {
  const project = await aProject(db());
  if (contract) await terms(db(), project, contract);
  const settlement = await aSettlement(db(), project, { level: 'progress', ...given });
  for (const [step, on, more] of steps) await aStep(db(), settlement, step, on, more);
  return findings(db(), progressLate, day, project.id);
}

test.each<[string, Case, [level: string, stage: string, amountFen: number] | null]>([
  ['silent on the day for counting', { day: '2026-03-16' }, null],
  ['found the day after', { day: '2026-03-17' }, ['yellow', 'count', full]],
  ['yellow fifteen days late', { day: '2026-03-31' }, ['yellow', 'count', full]],
  ['orange sixteen days late', { day: '2026-04-01' }, ['orange', 'count', full]],
  ['silent once confirmed', { steps: [['confirmed', '2026-03-17']], day: '2026-03-17' }, null],
  [
    'found until then',
    { steps: [['confirmed', '2026-03-18']], day: '2026-03-17' },
    ['yellow', 'count', full],
  ],
  [
    'an opinion confirms nothing',
    { steps: [['opinion', '2026-03-10']], day: '2026-03-17' },
    ['yellow', 'count', full],
  ],
  [
    'counted from complete papers',
    { given: { completeOn: '2026-03-05' }, day: '2026-03-19' },
    null,
  ],
  [
    'and the day after',
    { given: { completeOn: '2026-03-05' }, day: '2026-03-20' },
    ['yellow', 'count', full],
  ],
  [
    'the contract’s days',
    { contract: { count_days: 7 }, day: '2026-03-10' },
    ['yellow', 'count', full],
  ],
  ['silent on the last of them', { contract: { count_days: 7 }, day: '2026-03-09' }, null],
  ['silent on the day for paying', { steps: [confirmed], day: '2026-03-24' }, null],
  [
    'found the day after that',
    { steps: [confirmed], day: '2026-03-25' },
    ['yellow', 'payment', 800_000_00],
  ],
  [
    'what was claimed where no amount was confirmed',
    { steps: [['confirmed', '2026-03-10']], day: '2026-03-25' },
    ['yellow', 'payment', full],
  ],
  [
    'the contract’s days to pay',
    { contract: { progress_payment_days: 7 }, steps: [confirmed], day: '2026-03-18' },
    ['yellow', 'payment', 800_000_00],
  ],
  [
    'what is missing',
    { steps: [confirmed, ['paid', '2026-03-20', { amountFen: 799_999_99 }]], day: '2026-03-25' },
    ['yellow', 'payment', 1],
  ],
  [
    'silent when all came',
    {
      steps: [confirmed, ['paid', '2026-03-20', { amountFen: 800_000_00 }]],
      given: { status: 'paid' },
      day: '2026-03-25',
    },
    null,
  ],
  [
    'an old day, paid later',
    {
      steps: [confirmed, ['paid', '2026-03-26', { amountFen: 800_000_00 }]],
      given: { status: 'paid' },
      day: '2026-03-25',
    },
    ['yellow', 'payment', 800_000_00],
  ],
  [
    'silent once applied for: that is S05',
    { steps: [confirmed, ['payment-applied', '2026-03-25']], day: '2026-03-25' },
    null,
  ],
  [
    'silent once withdrawn',
    { steps: [['withdrawn', '2026-03-17']], given: { status: 'withdrawn' }, day: '2026-03-17' },
    null,
  ],
  [
    'an old day, withdrawn later',
    { steps: [['withdrawn', '2026-03-18']], given: { status: 'withdrawn' }, day: '2026-03-17' },
    ['yellow', 'count', full],
  ],
  ['silent for another level', { given: { level: 'process' }, day: '2026-05-06' }, null],
])('%s', async (_, given, expected) => {
  const rows = await found(given);
  expect(rows.map((f) => [f.level, f.facts.stage, f.amountFen])).toEqual(
    expected === null ? [] : [expected],
  );
});

test('the terms of the month of delivery count', async () => {
  const project = await aProject(db());
  await terms(db(), project, { count_days: 7 });
  await terms(db(), project, { version: 2, from_month: '2026-04-01', count_days: 30 });
  await aSettlement(db(), project, { level: 'progress' });
  expect(await findings(db(), progressLate, '2026-03-10', project.id)).toHaveLength(1);
});

test('tells both stages in words', async () => {
  const [count] = await found({ day: '2026-03-17' });
  expect(count && progressLate.sentence(count.facts)).toBe(
    '工程进度款结算（2026年3月2日送达，送审金额1,000,000.00元），建设单位应于2026年3月16日前（含当日）确认计量，截至2026年3月17日已逾期1天，仍未确认。',
  );
  const paid: Step = ['paid', '2026-03-20', { amountFen: 300_000_00 }];
  const [payment] = await found({ steps: [confirmed, paid], day: '2026-03-25' });
  expect(payment && progressLate.sentence(payment.facts)).toBe(
    '工程进度款结算（2026年3月2日送达，送审金额1,000,000.00元），2026年3月10日确认应付800,000.00元，应于2026年3月24日前（含当日）支付，截至2026年3月25日已逾期1天，已付300,000.00元，尚欠500,000.00元。',
  );
  expect(payment?.dueDay).toBe('2026-03-24');
});
