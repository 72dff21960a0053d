import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Interest, interestWords } from '../../../jobs/facts/interest.ts';
import { settlementPaymentLate } from '../../../jobs/rules/s05-payment-late.ts';
import { freshDb } from '../../helpers/db.ts';
import { insert, noon, ownerOf } from '../../helpers/insert.ts';
import { aProject, type Duty, type Project, terms } from '../../helpers/make.ts';
import { aSettlement, aStep } from '../../helpers/make-money.ts';
import { aPaymentDuty, areParties } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

// Beside s05-payment-late.test.ts: the two days of which the earlier counts, and the interest (S12).

const db = freshDb();

// Applied for on 2026-04-07, due by the contract on 2026-04-22.
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

/** A settlement of a million yuan, confirmed on 2026-04-01 and applied for on 2026-04-07, under terms of version 1. */
async function arranged(
  who: Parameters<typeof areParties>[2] & { size?: string },
  contract: Parameters<typeof terms>[2] = {},
) {
  const { size = 'medium', ...parties } = who;
  const project: Project = await aProject(db());
  await areParties(db(), project, parties);
  await terms(db(), project, { contractor_size: size, ...contract });
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'confirmed', '2026-04-01', { amountFen: 1_000_000_00 });
  return { project, settlement };
}
const isPublic = { owner: { ownership: 'institution' } };
const isLarge = { owner: { ownership: 'private', size: 'large' } };
const isNeither = { owner: { ownership: 'private', size: 'medium' } };

test.each<[string, Parameters<typeof arranged>, string | null, string[]]>([
  [
    'a public body, no term: 30 days',
    [isPublic],
    '2026-05-06',
    ['sme-9-4', 'sme-9-1', 'sme-17', 'private-67'],
  ],
  [
    'a public body, a term: 60 days',
    [isPublic, { payment_days: 90 }],
    '2026-06-01',
    ['sme-9-4', 'sme-9-1', 'sme-17', 'private-67'],
  ],
  [
    'a large firm, no term: 60 days',
    [isLarge],
    '2026-06-01',
    ['sme-9-4', 'sme-9-2-days', 'sme-17'],
  ],
  ['a large firm, a term: that term', [isLarge, { payment_days: 90 }], null, ['sme-17']],
  ['a large contractor', [{ ...isPublic, size: 'large' }], null, ['private-67']],
  ['an owner that nothing binds', [isNeither], null, []],
])('the day of the regulation on small firms: %s', async (_, [who, contract], day, more) => {
  const { project, settlement } = await arranged(who, contract);
  await aStep(db(), settlement, 'payment-applied', applied);
  await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  const found = await findings(db(), settlementPaymentLate, dayAfter, project.id);
  const contractDay = contract?.payment_days ? '2026-07-06' : due;
  expect(found.map(({ facts }) => [facts.contractDueDay, facts.smallFirmDueDay])).toEqual([
    [contractDay, day],
  ]);
  const own = ['settlement-16', 'city-18-settlement', 'civil-799'];
  expect(
    found.flatMap(({ facts }) => settlementPaymentLate.basisOf?.(facts).map(({ id }) => id)),
  ).toEqual([...own, ...more]);
});

test.each([
  ['2025-05-31', null],
  ['2025-06-01', '2025-07-01'],
])('confirmed on %s, when the regulation came into force on 2025-06-01: %s', async (on, day) => {
  const project = await aProject(db());
  await areParties(db(), project, isPublic);
  await terms(db(), project, { contractor_size: 'medium' });
  const settlement = await aSettlement(db(), project, { deliveredOn: '2025-03-03' });
  await aStep(db(), settlement, 'confirmed', on, { amountFen: 1_000_000_00 });
  await aStep(db(), settlement, 'payment-applied', on);
  await aPaymentDuty(db(), settlement, { dueDay: '2025-06-16', termsVersion: 1 });
  const found = await findings(db(), settlementPaymentLate, '2025-06-17', project.id);
  expect(found.map(({ facts }) => facts.smallFirmDueDay)).toEqual([day]);
});

test('without an application the day counts from the confirmation, and the sentence says so', async () => {
  const { project, settlement } = await arranged(isPublic);
  await aPaymentDuty(db(), settlement, { dueDay: '2026-05-06', termsVersion: 1 });
  expect(await findings(db(), settlementPaymentLate, '2026-05-06', project.id)).toEqual([]);
  const found = await findings(db(), settlementPaymentLate, '2026-05-07', project.id);
  expect(found.map(({ facts }) => [facts.appliedOn, facts.contractDueDay])).toEqual([[null, null]]);
  expect(found.map((f) => settlementPaymentLate.sentence(f.facts))).toEqual([
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），结算金额已经双方确认，应付1,000,000.00元，按《保障中小企业款项支付条例》应在2026年5月6日前（含当日）付款，截至2026年5月7日已逾期1天，尚欠1,000,000.00元。按每日利率万分之五计算，逾期利息500.00元（供参考）。',
  ]);
});

test('with both days the sentence names both', async () => {
  const { project, settlement } = await arranged(isPublic);
  await aStep(db(), settlement, 'payment-applied', applied);
  await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  const [found] = await findings(db(), settlementPaymentLate, dayAfter, project.id);
  expect(found && settlementPaymentLate.sentence(found.facts)).toContain(
    '付款期限至2026年4月22日，按《保障中小企业款项支付条例》应在2026年5月6日前（含当日）付款，以先到者为准，截至',
  );
});

type Rates = [from: string, annual: number][];
const rates = async (list: Rates) => {
  await ownerOf(db())`delete from we.lending_rate`;
  for (const [from_day, annual] of list) {
    await insert(db(), 'lending_rate', {
      from_day,
      annual,
      source: '公告',
      known_at: noon(from_day),
    });
  }
};
const lpr: Rates = [
  ['2024-01-02', 0.0345],
  ['2026-04-22', 0.03],
  ['2026-04-23', 0.2],
];

test.each<
  [string, Parameters<typeof arranged>, Rates, string, [string, number | null, number] | null]
>([
  // The catalogue's vector: a million, thirty days, no agreed rate, a small firm: 15,000 yuan.
  [
    'a small firm, no rate agreed: 0.05 % a day',
    [isPublic],
    lpr,
    '2026-05-22',
    ['statutory', null, 15_000_00],
  ],
  ['on the first day', [isPublic], lpr, dayAfter, ['statutory', null, 500_00]],
  [
    'a small firm, a rate agreed',
    [isPublic, { late_rate: 0.073 }],
    lpr,
    '2026-05-22',
    ['agreed', 0.073, 6_000_00],
  ],
  [
    'not below the lending rate at signing',
    [isPublic, { late_rate: 0.01 }],
    lpr,
    '2026-05-22',
    ['agreed', 0.0345, 2_835_62],
  ],
  [
    'of a contract signed before any rate',
    [isPublic, { late_rate: 0.01, signed_on: '2024-01-01' }],
    lpr,
    '2026-05-22',
    ['agreed', 0.01, 821_92],
  ],
  [
    'others, a rate agreed, however low',
    [isNeither, { late_rate: 0.01 }],
    lpr,
    '2026-05-22',
    ['agreed', 0.01, 821_92],
  ],
  [
    'others, none agreed: the lending rate of the due day',
    [isNeither],
    lpr,
    '2026-05-22',
    ['lpr', 0.03, 2_465_75],
  ],
  ['no rate known', [isNeither], [['2026-04-23', 0.2]], '2026-05-22', null],
])('interest: %s', async (_, who, list, day, expected) => {
  await rates(list);
  const { project, settlement } = await arranged(...who);
  await aStep(db(), settlement, 'payment-applied', applied);
  await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  const [found] = await findings(db(), settlementPaymentLate, day, project.id);
  const interest = found?.facts.interest;
  expect(interest && [interest.rule, interest.annual, interest.fen]).toEqual(expected);
  expect(interest?.rateFrom ?? null).toBe(expected?.[0] === 'lpr' ? due : null);
});

test.each<[string, [fen: number, on: string][], number]>([
  // 2026-04-22 to 2026-05-22: thirty days; 0.05 % a day of a million is 500 yuan.
  ['what came on the due day bears none', [[400_000_00, due]], 9_000_00],
  ['what came a day late bears a day', [[400_000_00, dayAfter]], 9_200_00],
  ['what comes after the day asked is still missing', [[400_000_00, '2026-05-23']], 15_000_00],
  [
    'what was taken back bears its days',
    [
      [400_000_00, due],
      [-400_000_00, dayAfter],
    ],
    14_800_00,
  ],
])('interest: %s', async (_, payments, fen) => {
  await rates([]);
  const { project, settlement } = await arranged(isPublic);
  await aStep(db(), settlement, 'payment-applied', applied);
  const duty = await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  for (const [amount, on] of payments) await paid(duty, amount, on);
  const [found] = await findings(db(), settlementPaymentLate, '2026-05-22', project.id);
  expect(found?.facts.interest?.fen).toBe(fen);
});

test.each([
  // 0.05 % of 999 fen is 0.4995 fen, of 1,000 fen half a fen.
  [9_99, 0],
  [10_00, 1],
  [29_99, 1],
  [30_00, 2],
])('interest of %i fen over a day is %i fen: half a fen up', async (owedFen, fen) => {
  await rates([]);
  const { project, settlement } = await arranged(isPublic);
  await aStep(db(), settlement, 'payment-applied', applied, { amountFen: owedFen });
  await aPaymentDuty(db(), settlement, { dueDay: due, termsVersion: 1 });
  const [found] = await findings(db(), settlementPaymentLate, dayAfter, project.id);
  expect(found?.facts.interest?.fen).toBe(fen);
});

test.each<[Interest, string]>([
  [null, ''],
  [
    { rule: 'statutory', annual: null, rateFrom: null, fen: 1_50 },
    '按每日利率万分之五计算，逾期利息1.50元（供参考）。',
  ],
  [
    { rule: 'agreed', annual: 0.0435, rateFrom: null, fen: 2 },
    '按年利率4.35%计算，逾期利息0.02元（供参考）。',
  ],
  [
    { rule: 'agreed', annual: 0.12345, rateFrom: null, fen: 2 },
    '按年利率12.345%计算，逾期利息0.02元（供参考）。',
  ],
  [
    { rule: 'lpr', annual: 0.03, rateFrom: '2026-04-20', fen: 2 },
    '按2026年4月20日起的一年期贷款市场报价利率3.00%计算，逾期利息0.02元（供参考）。',
  ],
])('interest %j in words', (interest, words) => {
  expect(interestWords(interest)).toBe(words);
});
