import { expect, test } from 'vitest';
import { auditSuspected } from '../../../jobs/rules/s03-audit-suspected.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aDelay, anInstalment, aPayment, aSettlement, aStep } from '../../helpers/make-money.ts';
import { aReview } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const said = '2026-03-20';
const day = '2026-03-25';
const words = '县审计局还没审完，剩余款等审计后付';
const full = 1_000_000_00;

test('tells the words, where they were read, and that a person must look', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const step = await aStep(db(), settlement, 'returned', said, {
    reasonText: words,
    statedBy: 'owner',
  });
  const found = await findings(db(), auditSuspected, day, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: settlement.id,
      period: '-',
      level: 'yellow',
      amountFen: full,
      dueDay: said,
      facts: {
        day,
        settlementLevel: 'unit',
        claimedFen: full,
        deliveredOn: '2026-03-02',
        reference: null,
        knownDay: said,
        step,
        statedBy: 'owner',
        statedOn: said,
        reasonText: words,
        kind: '国家审计',
        effect: '不付款',
        score: 0.97,
        span: { start: 1, end: 17, text: '审计局还没审完，剩余款等审计后付' },
      },
    },
  ]);
  expect(found.map((f) => auditSuspected.sentence(f.facts))).toEqual([
    '单位工程竣工结算（2026年3月2日送达，送审金额1,000,000.00元），建设单位2026年3月20日所述“县审计局还没审完，剩余款等审计后付”疑似以审计为由（国家审计、不付款），据以判断的文字为“审计局还没审完，剩余款等审计后付”，待人工复核。',
  ]);
});

type Step = [step: string, on: string, given?: Parameters<typeof aStep>[4]];
const text = (on = said, given = {}): Step => ['delay-stated', on, { reasonText: words, ...given }];

test.each<[string, Step[], number]>([
  ['found on the day it is said', [text(day)], 1],
  ['silent the day before', [text('2026-03-26')], 0],
  ['silent for harmless words', [['delay-stated', said, { reasonText: '资料不齐' }]], 0],
  ['silent for an excuse that is no audit', [text(said, { reasonText: '付款流程还在走' })], 0],
  ['silent without words', [['delay-stated', said, { reasonCode: 'FUNDS' }]], 0],
  ['silent where the code says it already', [text(said, { reasonCode: 'AUD-GOV' })], 0],
  ['found with a code that is no audit', [text(said, { reasonCode: 'FUNDS' })], 1],
  ['found on a step that confirms', [['confirmed', said, { reasonText: words }]], 1],
  [
    'found where an audit code stands on another step',
    [['returned', said, { reasonText: words, reasonCode: 'AUD-GOV' }]],
    1,
  ],
  ['silent on a withdrawal of reasons', [['reason-withdrawn', said, { reasonText: words }]], 0],
  ['silent once withdrawn', [text(), ['reason-withdrawn', day]], 0],
  ['found until then', [text(), ['reason-withdrawn', '2026-03-26']], 1],
  ['silent once confirmed', [text(), ['confirmed', day]], 0],
  ['silent once the settlement is withdrawn', [text(), ['withdrawn', day]], 0],
  ['silent once paid in full', [text(), ['paid', day, { amountFen: full }]], 0],
  ['found while a fen is missing', [text(), ['paid', day, { amountFen: full - 1 }]], 1],
  ['said twice is found once', [text(), text('2026-03-21')], 1],
])('%s', async (_, steps, count) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  for (const [step, on, given] of steps) await aStep(db(), settlement, step, on, given);
  const other = await aSettlement(db(), project, { claimedFen: 1_00 });
  await aStep(db(), other, 'confirmed', '2026-03-24');
  expect(await findings(db(), auditSuspected, day, project.id)).toHaveLength(count);
});

test.each<[string, boolean, string, number]>([
  ['confirmed', true, day, 0],
  ['rejected', false, day, 0],
  ['reviewed after the day', true, '2026-03-26', 1],
])('%s', async (_, confirmed, on, count) => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const step = await aStep(db(), settlement, 'delay-stated', said, { reasonText: words });
  // Another step's review is none of this one's.
  await aReview(db(), project, { id: settlement.id, step: step + 1 }, false, said);
  await aReview(db(), project, { id: settlement.id, step }, confirmed, on);
  expect(await findings(db(), auditSuspected, day, project.id)).toHaveLength(count);
});

test('with the newer words reviewed the older ones are found', async () => {
  const project = await aProject(db());
  const settlement = await aSettlement(db(), project);
  const older = await aStep(db(), settlement, 'delay-stated', said, { reasonText: words });
  const step = await aStep(db(), settlement, 'delay-stated', '2026-03-21', { reasonText: words });
  await aReview(db(), project, { id: settlement.id, step }, false, day);
  const found = await findings(db(), auditSuspected, day, project.id);
  expect(found.map((f) => f.facts.step)).toEqual([older]);
});

test('the score must reach the threshold', async () => {
  const project = await aProject(db());
  await aStep(db(), await aSettlement(db(), project), 'delay-stated', said, { reasonText: words });
  const at = (minScore: number) => findings(db(), auditSuspected, day, project.id, { minScore });
  expect(await at(0.97)).toHaveLength(1);
  expect(await at(0.98)).toEqual([]);
});

const due = '2026-08-20';
const wages = '审计尚未完成，暂缓拨付人工费用';

test('words on a late instalment stand by the statement and its month', async () => {
  const august = await anInstalment(db());
  const id = await aDelay(db(), august, { reasonCode: null, reasonText: wages });
  await aPayment(db(), august, { amountFen: 40_000_00 });
  const found = await findings(db(), auditSuspected, '2026-08-21', august.project.id);
  expect(found.map((f) => [f.subject, f.period, f.level, f.amountFen, f.dueDay])).toEqual([
    [id, '2026-08', 'yellow', 60_000_00, due],
  ]);
  expect(found.map((f) => f.facts.step)).toEqual([0]);
  expect(found.map((f) => auditSuspected.sentence(f.facts))).toEqual([
    '八月人工费用，建设单位2026年8月20日所述“审计尚未完成，暂缓拨付人工费用”疑似以审计为由（未明、停拨人工费），据以判断的文字为“审计尚未完成，暂缓拨付人工费用”，待人工复核。',
  ]);
});

type Case = {
  on?: string;
  delay?: Parameters<typeof aDelay>[2];
  fen?: number;
  reviewedOn?: string;
};
test.each<[string, Case, number]>([
  ['silent on the due day', { on: due }, 0],
  ['silent with an audit code', { delay: { reasonCode: 'AUD-FIN' } }, 0],
  ['found with another code', { delay: { reasonCode: 'FUNDS' } }, 1],
  ['silent for harmless words', { delay: { reasonText: '财政资金尚未到位' } }, 0],
  ['silent before it is said', { delay: { onDay: '2026-08-22' } }, 0],
  ['silent once withdrawn', { delay: { withdrawnOn: '2026-08-21' } }, 0],
  ['found until withdrawn', { delay: { withdrawnOn: '2026-08-22' } }, 1],
  ['silent for another month', { delay: { month: '2026-07' } }, 0],
  ['silent once it all came', { fen: 100_000_00 }, 0],
  ['silent once reviewed', { reviewedOn: '2026-08-21' }, 0],
  ['found until reviewed', { reviewedOn: '2026-08-22' }, 1],
])('an instalment: %s', async (_, given, count) => {
  const august = await anInstalment(db());
  const id = await aDelay(db(), august, {
    reasonCode: null,
    reasonText: wages,
    ...given.delay,
  });
  if (given.fen) await aPayment(db(), august, { amountFen: given.fen });
  if (given.reviewedOn) {
    await aReview(db(), august.project, { id, step: 0 }, true, given.reviewedOn);
  }
  const on = given.on ?? '2026-08-21';
  expect(await findings(db(), auditSuspected, on, august.project.id)).toHaveLength(count);
});
