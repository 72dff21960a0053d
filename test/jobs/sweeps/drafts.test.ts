import { expect, test } from 'vitest';
import { law } from '../../../jobs/law.ts';
import { composeFacts } from '../../../jobs/sweeps/facts.ts';
import { factsDigest } from '../../../reports/notice-facts.ts';
import type { DraftDue } from '../../../src/domain/notices/draft.ts';
import {
  type Alert,
  alertOf,
  CONTRACTOR,
  DAY,
  dueOf,
  duty,
  facts,
  misuse,
  resend,
  settlement,
  short,
  TEAM,
  toOwner,
  wages,
  withheld,
} from './due.ts';

test('the paper goes to the addressee of the draft, under the authority’s name', () => {
  expect(facts([wages()])).toMatchObject({
    instrument: 'supervision',
    level: 'red',
    addressee: { name: CONTRACTOR, uscc: '91320799MA0010014R' },
    authority: { name: '虚构市住房和城乡建设局', phone: null },
    project: { code: 'P-1', name: '虚构工程' },
    replyDays: 2,
    dataTime: '2026-10-31T23:59:59+08:00',
    number: null,
    approved: false,
    issuedOn: null,
  });
});

test.each([
  [1, 'reminder', 5],
  [2, 'warning', 5],
  [3, 'supervision', 2],
] as const)('level %i is a %s with %i working days to answer', (level, instrument, replyDays) => {
  expect(facts([wages()], { level })).toMatchObject({ instrument, replyDays });
});

test('amounts are the alert’s to the fen', () => {
  expect(facts([wages()]).alerts[0]).toMatchObject({
    amounts: { dueFen: null, paidFen: null, gapFen: 141_506_07 },
    dueDay: '2026-09-30',
    daysLate: 31,
    workers: 20,
  });
  expect(facts([short('2026-09')], toOwner).alerts[0]?.amounts).toEqual({
    dueFen: 296_000_00,
    paidFen: 133_200_01,
    gapFen: 162_799_99,
  });
});

test('money without a debt is involved, not missing, and the day of booking is no due day', () => {
  expect(facts([misuse()]).alerts[0]).toMatchObject({
    ruleTitle: '专户资金疑似被挪用',
    amounts: { involvedFen: 6_000_00 },
    dueDay: null,
    subject: '',
  });
});

test('a firm is named before its facts, the addressee and the project are not', () => {
  expect(facts([wages()]).alerts[0]?.subject).toBe(TEAM);
  expect(facts([wages({ subjectName: CONTRACTOR })]).alerts[0]?.subject).toBe('');
  expect(facts([settlement('S01', 'single')], toOwner).alerts[0]?.subject).toBe('');
});

const printed = (alerts: Alert[], part: Partial<DraftDue> = {}, day = DAY) =>
  composeFacts(dueOf(alerts, part), day).laws.map((text) => text.text);

test('a text is printed once however many rules cite it, and its law once in a row', () => {
  const { laws } = facts([wages(), resend(), misuse()]);
  expect(new Set(laws.map((text) => text.text)).size).toBe(laws.length);
  const titles = laws.map((text) => text.title);
  expect(titles.filter((title, index) => title !== titles[index - 1])).toHaveLength(
    new Set(titles).size,
  );
});

test('a text that was not checked is not printed, nor one after its last day', () => {
  const a01 = alertOf('A01', { ...duty, attended: false, wageDueDay: null });
  expect(printed([a01])).toContain(law.accountWithinThirtyDays.text);
  expect(printed([a01])).not.toContain(law.jiangsuAccountOpening.text);
  expect(printed([wages()], {}, '2028-03-31')).toContain(law.cityWages.text);
  expect(printed([wages()], {}, '2028-04-01')).not.toContain(law.cityWages.text);
});

test('an article number that is not known is left empty', () => {
  const found = facts([short('2026-09')], toOwner).laws.find(
    (l) => l.text === law.transferOnTime.text,
  );
  expect(found?.article).toBe('');
});

test('only what is the case is quoted', () => {
  const gov = { ...toOwner, fundSource: 'government' } as const;
  expect(printed([short('2026-09')], gov)).toContain(law.publicTransfersSupervised.text);
  expect(printed([short('2026-09')], toOwner)).not.toContain(law.publicTransfersSupervised.text);
  expect(printed([wages()])).toContain(law.contractorPaysFirst.text);
  expect(printed([wages({ subjectName: CONTRACTOR })])).not.toContain(law.contractorPaysFirst.text);
  expect(printed([settlement('S01', 'single')])).toContain(law.settlementReview.text);
  expect(printed([settlement('S01', 'process')])).toEqual([]);
  const bare = (owedFen: number) =>
    alertOf('F07', { day: DAY, startsOn: DAY, expiredOn: null, waiting: false, owedFen });
  expect(printed([bare(1)], toOwner)).toContain(law.ownerWithoutGuarantee.text);
  expect(printed([bare(0)], toOwner)).not.toContain(law.ownerWithoutGuarantee.text);
});

test('what one alert said of the project the next does not repeat', () => {
  const [first, second] = facts([short('2026-09'), short('2026-10')], toOwner).alerts;
  expect(first?.sentence).toContain('专用账户余额1.00元');
  expect(second?.sentence).not.toContain('专用账户余额');
  expect(second?.sentence).toMatch(/^十月人工费用296,000.00元.+逾期31天。$/);
});

test('money in both W01 and W03 is said not to be counted twice', () => {
  const note = '其中代发失败超过五个工作日的款项已计入第1项，不重复计算。';
  expect(facts([wages(), resend()]).alerts[1]?.sentence.endsWith(note)).toBe(true);
  expect(facts([wages({ period: '2026-08' }), resend()]).alerts[1]?.sentence).not.toContain('计入');
  expect(facts([resend()]).alerts[0]?.sentence).not.toContain('计入');
});

test('what leavers are owed of months that are due is said not to be counted twice', () => {
  const left = (unpaidFen: number) =>
    alertOf(
      'W08',
      {
        ...{ day: DAY, dueDay: '2026-10-09', daysLate: 22, workers: 2, unpaidWorkers: 1 },
        ...{ unpaidFen, unlisted: 1, unconfirmed: 0 },
      },
      { period: '-', amountFen: unpaidFen },
    );
  const last = (...alerts: Alert[]) => facts(alerts).alerts.at(-1)?.sentence;
  const note = (places: string) => `其中已到工资支付日的款项已计入第${places}项，不重复计算。`;
  const august = wages({ period: '2026-08' });
  expect(last(august, left(1))?.endsWith(note('1'))).toBe(true);
  expect(last(august, wages(), left(1))?.endsWith(note('1、2'))).toBe(true);
  expect(last(wages({ subject: 'another' }), left(1))).not.toContain('计入');
  expect(last(wages(), left(0))).not.toContain('计入');
});

test('money withheld is not counted beside the instalment it belongs to', () => {
  const note = '该款项已计入第1项，不重复计算。';
  const last = (...alerts: Alert[]) => facts(alerts, toOwner).alerts.at(-1)?.sentence;
  expect(last(short('2026-09'), withheld('2026-09'))?.endsWith(note)).toBe(true);
  expect(last(short('2026-09'), withheld('2026-10'))).not.toContain('计入');
  expect(last(withheld('2026-09'))).not.toContain('计入');
});

test('two months without a fen are not counted beside the later one', () => {
  const late = (rule: string, period: string, more: object) =>
    alertOf(rule, { ...duty, period, agreedFen: 5, ...more }, { period, amountFen: 5 });
  const nothing = { balanceFen: 0, nextPayrollFen: null, wagesLate: false };
  const both = late('F05', '2026-09', {
    monthBefore: '2026-08',
    dueBefore: '2026-08-31',
    beforeFen: null,
  });
  const paper = facts([late('F01', '2026-09', nothing), both], toOwner);
  expect(paper.alerts[1]?.sentence).toMatch(/该款项已计入第1项，不重复计算。$/);
  const apart = facts([late('F01', '2026-08', nothing), both], toOwner);
  expect(apart.alerts[1]?.sentence).not.toContain('计入');
});

test('an alert keeps its own level in a paper of a higher one', () => {
  const paper = facts([short('2026-09'), withheld('2026-09', { level: 2 })], toOwner);
  expect([paper.level, ...paper.alerts.map((alert) => alert.level)]).toEqual([
    'red',
    'red',
    'orange',
  ]);
});

test('asks are requests, each once; consequences name who acts', () => {
  const paper = facts([wages(), wages({ period: '2026-08' }), misuse()]);
  expect(paper.asks).toHaveLength(2);
  for (const ask of paper.asks) expect(ask).toMatch(/^请.+。$/);
  expect(paper.consequences).toEqual([
    '逾期未办结的，将移送人力资源和社会保障部门依法处理，并按规定记入信用记录。',
  ]);
  expect(facts([wages()], { level: 1 }).consequences).toEqual([]);
  expect(facts([settlement('S01', 'single')], { level: 2 }).consequences).toEqual([
    '逾期未整改的，将提高预警等级，并视情提请有关主管部门按照职责处理。',
  ]);
});

test('a review that is not late yet is not called late', () => {
  const title = (daysLate: number) =>
    facts([settlement('S01', 'single', { daysLate })], { level: 1 }).alerts[0]?.ruleTitle;
  expect([title(-5), title(0), title(1)]).toEqual([
    '结算审核即将到期',
    '结算审核即将到期',
    '结算审核逾期',
  ]);
});

test('nor is a guarantee that is not over called over', () => {
  const of = { day: DAY, form: 'guarantee', expiresOn: DAY, worksEndOn: null };
  const title = (daysLate: number) =>
    facts([alertOf('D04', { ...of, daysLate })], { level: 1 }).alerts[0]?.ruleTitle;
  expect([title(0), title(1)]).toEqual(['保函即将到期', '保函到期未续']);
});

test('the same draft gives the same facts, another amount other ones', () => {
  const digest = (fen: number) => factsDigest(facts([misuse(fen)]));
  expect(digest(6_000_00)).toBe(digest(6_000_00));
  expect(digest(6_000_00)).not.toBe(digest(6_000_01));
});
