import { expect, test } from 'vitest';
import { auditPretext } from '../../../jobs/rules/s02-audit-pretext.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { aProject, type Project } from '../../helpers/make.ts';
import { anAccount, aSettlement, aStep } from '../../helpers/make-money.ts';
import { aPaymentDuty, aReviewDuty, lateTransfer, lateWages } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const stated = '2026-03-20';
const day = '2026-03-25';

test('tells who said what and what is late besides', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { level: 'whole' });
  await aStep(db(), settlement, 'delay-stated', '2026-03-10', { reasonCode: 'AUD-3P' });
  await aStep(db(), settlement, 'confirmed', '2026-03-15', { amountFen: 800_000_00 });
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode: 'AUD-GOV' });
  await ownerOf(db())`update we.settlement_step set reason_text = '等审计局的报告'
    where settlement_id = ${settlement.id} and reason_code = 'AUD-GOV'`;
  await aReviewDuty(db(), settlement, { dueDay: '2026-03-23' });
  await aPaymentDuty(db(), settlement, { dueDay: '2026-03-24' });
  await lateWages(db(), project);
  await lateTransfer(db(), project);

  const found = await findings(db(), auditPretext, day, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: settlement.id,
      period: '-',
      level: 'red',
      amountFen: 800_000_00,
      dueDay: stated,
      facts: {
        day,
        settlementLevel: 'whole',
        claimedFen: 1_000_000_00,
        deliveredOn: '2026-03-02',
        reference: null,
        knownDay: stated,
        reasonCode: 'AUD-GOV',
        reasonText: '等审计局的报告',
        statedBy: 'contractor',
        statedOn: stated,
        attested: false,
        confirmed: false,
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
        daysSince: 5,
        askedFen: 800_000_00,
        reviewDaysLate: 2,
        paymentDaysLate: 1,
        transferLate: true,
        wagesLate: true,
        wagesWorkers: 1,
        wagesFen: 5_000_00,
      },
    },
  ]);
  expect(found.map((f) => auditPretext.sentence(f.facts))).toEqual([
    '建设项目竣工总结算（2026年3月2日送达，送审金额1,000,000.00元），2026年3月20日起以“待审计机关审计”为由延期结算（施工总承包单位陈述，未附证据，原文为“等审计局的报告”），截至2026年3月25日该理由尚未撤回；结算审核已逾期2天；结算款已逾期1天；该项目人工费用逾期未拨付。该项目同时有1名工人工资共5,000.00元逾期未发。',
  ]);
});

type Step = [step: string, on: string, given?: Parameters<typeof aStep>[4]];
const because = (reasonCode: string, on = stated, seq?: number): Step => [
  'delay-stated',
  on,
  { reasonCode, seq },
];
const pretext = because('AUD-FIN');
const full = 1_000_000_00;
const paid = (amountFen: number, on: string, given = {}): Step => [
  'paid',
  on,
  { amountFen, ...given },
];

test.each<[string, Step[], string | null]>([
  ...['AUD-GOV', 'AUD-FIN', 'AUD-FINAL', 'AUD-3P', 'AUD-INT', 'AUD-TRACK', 'AUD-CLAUSE'].map(
    (code): [string, Step[], string] => [`orange for ${code}`, [because(code)], code],
  ),
  ['orange on the day it is stated', [because('AUD-FIN', day)], 'AUD-FIN'],
  ['silent the day before', [because('AUD-FIN', '2026-03-26')], null],
  ['silent for another reason', [because('PAPERS')], null],
  ['silent without a code', [['delay-stated', stated]], null],
  [
    'silent when such a code stands on another step',
    [['returned', stated, { reasonCode: 'AUD-FIN' }]],
    null,
  ],
  ['another reason besides does not end it', [pretext, because('FUNDS', '2026-03-22')], 'AUD-FIN'],
  ['the latest of two counts', [because('AUD-INT', '2026-03-21'), pretext], 'AUD-INT'],
  [
    'on one day the later in sequence',
    [because('AUD-INT', stated, 902), because('AUD-FIN', stated, 901)],
    'AUD-INT',
  ],
  ['silent once withdrawn', [pretext, ['reason-withdrawn', day]], null],
  ['orange until then', [pretext, ['reason-withdrawn', '2026-03-26']], 'AUD-FIN'],
  [
    'orange when said again',
    [pretext, ['reason-withdrawn', '2026-03-21'], because('AUD-INT', '2026-03-22')],
    'AUD-INT',
  ],
  [
    'withdrawn on the day it was stated',
    [because('AUD-FIN', stated, 903), ['reason-withdrawn', stated, { seq: 904 }]],
    null,
  ],
  [
    'said again on the day it was withdrawn',
    [because('AUD-FIN', stated, 906), ['reason-withdrawn', stated, { seq: 905 }]],
    'AUD-FIN',
  ],
  ['silent once confirmed', [pretext, ['confirmed', day, { amountFen: full }]], null],
  ['orange until confirmed', [pretext, ['confirmed', '2026-03-26']], 'AUD-FIN'],
  ['orange when confirmed before', [['confirmed', '2026-03-19'], pretext], 'AUD-FIN'],
  ['silent once the settlement is withdrawn', [pretext, ['withdrawn', day]], null],
  ['orange until the settlement is withdrawn', [pretext, ['withdrawn', '2026-03-26']], 'AUD-FIN'],
  [
    'an opinion does not end it',
    [pretext, ['opinion', '2026-03-22'], ['payment-applied', '2026-03-23']],
    'AUD-FIN',
  ],
  ['silent once paid in full', [pretext, paid(full, day)], null],
  [
    'silent once paid in full in parts',
    [paid(full - 1, '2026-03-19'), pretext, paid(1, day)],
    null,
  ],
  ['orange while a fen is missing', [pretext, paid(full - 1, day)], 'AUD-FIN'],
  ['orange until the payment', [pretext, paid(full, '2026-03-26')], 'AUD-FIN'],
  [
    "the owner's word alone pays nothing",
    [pretext, paid(full, day, { statedBy: 'owner' })],
    'AUD-FIN',
  ],
  [
    'an empty list of evidence neither',
    [pretext, paid(full, day, { statedBy: 'owner', evidence: [] })],
    'AUD-FIN',
  ],
  [
    'with evidence it does',
    [pretext, paid(full, day, { statedBy: 'owner', evidence: ['回单'] })],
    null,
  ],
  [
    'full means what was applied for',
    [['payment-applied', '2026-03-19', { amountFen: 500_00 }], pretext, paid(500_00, day)],
    null,
  ],
  [
    'else what was confirmed',
    [['confirmed', '2026-03-19', { amountFen: 600_00 }], pretext, paid(600_00, day)],
    null,
  ],
  [
    'not what was paid before a larger application',
    [['payment-applied', '2026-03-19', { amountFen: 500_00 }], pretext, paid(499_99, day)],
    'AUD-FIN',
  ],
])('%s', async (_, steps, code) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  for (const [step, on, given] of steps) await aStep(db(), settlement, step, on, given);
  // Steps of another settlement end nothing here.
  const other = await aSettlement(db(), project, { claimedFen: 1_00 });
  await aStep(db(), other, 'confirmed', '2026-03-24');
  await aStep(db(), other, 'paid', '2026-03-24', { amountFen: full });

  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => f.facts.reasonCode)).toEqual(code === null ? [] : [code]);
  expect(found.every((f) => f.level === 'orange')).toBe(true);
});

test('a review that is due today and a payment too are not late', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode: 'AUD-GOV' });
  await aReviewDuty(db(), settlement, { dueDay: day });
  await aPaymentDuty(db(), settlement, { dueDay: day });
  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => [f.facts.reviewDaysLate, f.facts.paymentDaysLate])).toEqual([
    [null, null],
  ]);
});

test('the status kept with a settlement is not asked: an old day is as it was', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project, { status: 'paid' });
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode: 'AUD-GOV' });
  await aStep(db(), settlement, 'paid', '2026-05-01', { amountFen: full });
  expect(await findings(db(), auditPretext, '2026-04-30', project.id)).toHaveLength(1);
  expect(await findings(db(), auditPretext, '2026-05-01', project.id)).toEqual([]);
});

test.each<[string, Step[], number]>([
  ['what was claimed', [], full],
  [
    'what was confirmed before',
    [['confirmed', '2026-03-10', { amountFen: 800_000_00 }]],
    800_000_00,
  ],
  [
    'not what was applied for',
    [['payment-applied', '2026-03-10', { amountFen: 700_000_00 }]],
    full,
  ],
  ['not what will be confirmed', [['confirmed', '2026-03-26', { amountFen: 800_000_00 }]], full],
])('amount: %s', async (_, steps, amountFen) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  for (const [step, on, given] of [...steps, pretext]) {
    await aStep(db(), settlement, step, on, given);
  }
  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => [f.amountFen, f.facts.askedFen])).toEqual([[amountFen, amountFen]]);
});

test.each<[string, string, Parameters<typeof aStep>[4], boolean]>([
  ['the owner', '建设单位陈述）', { statedBy: 'owner' }, true],
  ['the contractor with evidence', '施工总承包单位陈述）', { evidence: ['来函'] }, true],
  ['the contractor alone', '施工总承包单位陈述，未附证据）', {}, false],
  ['the authority alone', '主管部门陈述，未附证据）', { statedBy: 'authority' }, false],
])('attested: stated by %s', async (_, words, given, attested) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode: 'AUD-GOV', ...given });
  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => f.facts.attested)).toEqual([attested]);
  expect(found.map((f) => auditPretext.sentence(f.facts)).join()).toContain(words);
});

// What makes it red, asked on 2026-03-25: thirty days before is 2026-02-23.
type Trouble = {
  review?: string;
  payment?: string;
  wages?: boolean;
  transfer?: boolean;
  blind?: boolean;
  elsewhere?: 'project' | 'settlement';
};
test.each<[string, Trouble, string]>([
  ['orange with the review thirty days late', { review: '2026-02-23' }, 'orange'],
  ['red with the review thirty-one days late', { review: '2026-02-22' }, 'red'],
  ['orange with the payment thirty days late', { payment: '2026-02-23' }, 'orange'],
  ['red with the payment thirty-one days late', { payment: '2026-02-22' }, 'red'],
  ['red with one of both', { review: '2026-03-23', payment: '2026-02-22' }, 'red'],
  ['orange with the review due in a month', { review: '2026-04-27' }, 'orange'],
  ['orange while the review stands still', { review: 'infinity' }, 'orange'],
  [
    'orange when another settlement is late',
    { review: '2026-02-22', payment: '2026-02-22', elsewhere: 'settlement' },
    'orange',
  ],
  ['red with wages late', { wages: true }, 'red'],
  ['red with the transfer late', { transfer: true }, 'red'],
  [
    'orange while the bank has not told: nothing is held against anybody',
    { wages: true, transfer: true, blind: true },
    'orange',
  ],
  [
    'orange when they are late elsewhere',
    { wages: true, transfer: true, elsewhere: 'project' },
    'orange',
  ],
])('%s', async (_, trouble, level) => {
  const project: Project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  await aStep(db(), settlement, 'delay-stated', stated, { reasonCode: 'AUD-GOV' });
  const site = trouble.elsewhere === 'project' ? await aProject(db()) : project;
  const late = trouble.elsewhere === 'settlement' ? await aSettlement(db(), project) : settlement;
  if (trouble.review) await aReviewDuty(db(), late, { dueDay: trouble.review });
  if (trouble.payment) await aPaymentDuty(db(), late, { dueDay: trouble.payment });
  if (trouble.wages) await lateWages(db(), site);
  if (trouble.transfer) await lateTransfer(db(), site);
  if (trouble.blind) await anAccount(db(), site, { openedOn: '2026-01-05' });

  const found = await findings(db(), auditPretext, day, project.id);
  expect(found.map((f) => f.level)).toEqual([level]);
});
