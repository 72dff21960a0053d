import { expect, test } from 'vitest';
import { reviewLate } from '../../../jobs/rules/s01-review-late.ts';
import { auditPretext } from '../../../jobs/rules/s02-audit-pretext.ts';
import { settlementPaymentLate } from '../../../jobs/rules/s05-payment-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { anAccount, aSettlement, aStep, feed } from '../../helpers/make-money.ts';
import { aPaymentDuty, aReviewDuty, lateTransfer, lateWages } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// On Wednesday the 25th a feed must be complete through Tuesday the 24th: wages held raise no settlement.
const day = '2026-03-25';

test.each([
  ['2026-03-24', 'red'],
  ['2026-03-23', 'orange'],
])('a feed through %s leaves a late review %s', async (through, level) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'single' });
  await aReviewDuty(db(), settlement, { nominalDay: '2026-03-22', dueDay: '2026-03-23' });
  await lateWages(db(), project);
  await feed(db(), await anAccount(db(), project, {}), through);
  expect((await findings(db(), reviewLate, day, project.id)).map((f) => f.level)).toEqual([level]);
});

test.each([
  ['2026-03-24', 'red'],
  ['2026-03-23', 'yellow'],
])('a feed through %s leaves a late payment %s', async (through, level) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'single' });
  await aStep(db(), settlement, 'payment-applied', '2026-03-08');
  await aPaymentDuty(db(), settlement, {
    nominalDay: '2026-03-23',
    dueDay: '2026-03-23',
    amountFen: 100_00,
  });
  await lateWages(db(), project);
  await feed(db(), await anAccount(db(), project, {}), through);
  expect(
    (await findings(db(), settlementPaymentLate, day, project.id)).map((f) => f.level),
  ).toEqual([level]);
});

test.each([
  ['2026-03-24', 'red'],
  ['2026-03-23', 'orange'],
])('a feed through %s leaves a pretext %s', async (through, level) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'single' });
  await aStep(db(), settlement, 'delay-stated', '2026-03-20', { reasonCode: 'AUD-GOV' });
  await lateTransfer(db(), project);
  await feed(db(), await anAccount(db(), project, {}), through);
  expect((await findings(db(), auditPretext, day, project.id)).map((f) => f.level)).toEqual([
    level,
  ]);
});
