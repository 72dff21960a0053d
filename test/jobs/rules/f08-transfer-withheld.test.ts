import { describe, expect, test } from 'vitest';
import { transferWithheld } from '../../../jobs/rules/f08-transfer-withheld.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { aDelay, anInstalment, aPayment } from '../../helpers/make-money.ts';
import { aReview } from '../../helpers/make-more.ts';
import { aLine } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// An instalment of 100,000.00 yuan for 2026-08, due on Thursday 2026-08-20.
const due = '2026-08-20';
const dayAfter = '2026-08-21';

const levels = async ({ project }: Pick<Duty, 'project'>, day: Day) =>
  (await findings(db(), transferWithheld, day, project.id)).map((found) => found.level);

test('reports the instalment with the latest reason given', async () => {
  const august = await anInstalment(db());
  await aPayment(db(), august, { amountFen: 30_000_00 });
  await aDelay(db(), august, { reasonCode: 'PRICE', onDay: '2026-08-18' });
  await aDelay(db(), august, { reasonCode: 'AUD-GOV', onDay: '2026-08-19' });
  await aDelay(db(), august, { reasonCode: 'FUNDS', onDay: due });

  const [found, ...others] = await findings(db(), transferWithheld, dayAfter, august.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: august.project.id,
    subject: august.project.ownerId,
    period: '2026-08',
    level: 'orange',
    amountFen: 70_000_00,
    dueDay: due,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: due,
      daysLate: 1,
      knownDay: '2024-01-02',
      agreedFen: 100_000_00,
      receivedFen: 30_000_00,
      missingFen: 70_000_00,
      reasonCode: 'AUD-GOV',
      statedOn: '2026-08-19',
      statedBy: 'owner',
      attested: true,
      wagesLate: false,
    },
  });
  expect(found && transferWithheld.sentence(found.facts)).toBe(
    '八月人工费用应于8月20日拨付，截至8月21日尚有70,000.00元未拨付，逾期1天，8月19日所述理由为“待审计机关审计”。',
  );
  const grave = { agreedFen: null, reasonCode: 'AUD-X', wagesLate: true };
  expect(found && transferWithheld.sentence({ ...found.facts, ...grave })).toContain(
    '未拨付，逾期1天，8月19日所述理由为“审计未完成”；该项目已有工资逾期未发。',
  );
});

describe('the reason', () => {
  test.each<[string | null, boolean]>([
    ['QUANTITY', true],
    ['QUALITY', true],
    ['PRICE', true],
    ['SETTLEMENT', true],
    ['AUD-GOV', true],
    ['AUD-CLAUSE', true],
    ['AUDIO', false],
    ['PRICES', false],
    ['FUNDS', false],
    ['', false],
    [null, false],
  ])('%s: found is %s', async (reasonCode, expected) => {
    const august = await anInstalment(db());
    await aDelay(db(), august, { reasonCode });
    expect(await levels(august, dayAfter)).toEqual(expected ? ['orange'] : []);
  });

  test.each<[string, { onDay?: Day; withdrawnOn?: Day; month?: string }, string[]]>([
    ['stated on the day asked', { onDay: dayAfter }, ['orange']],
    ['stated after it', { onDay: '2026-08-22' }, []],
    ['withdrawn on the day asked', { withdrawnOn: dayAfter }, []],
    ['withdrawn after it', { withdrawnOn: '2026-08-22' }, ['orange']],
    ['stated for another month', { month: '2026-07' }, []],
  ])('%s', async (_, given, expected) => {
    const august = await anInstalment(db());
    await aDelay(db(), august, given);
    expect(await levels(august, dayAfter)).toEqual(expected);
  });

  test.each<[string, { statedBy?: string; evidence?: string[] }, boolean]>([
    ['the owner', { statedBy: 'owner' }, true],
    ['the contractor', { statedBy: 'contractor' }, false],
    ['the contractor, with nothing attached', { statedBy: 'contractor', evidence: [] }, false],
    ['the contractor, with a letter', { statedBy: 'contractor', evidence: ['复函.pdf'] }, true],
    ['the authority', { statedBy: 'authority' }, false],
  ])('attested: stated by %s', async (_, given, attested) => {
    const august = await anInstalment(db());
    await aDelay(db(), august, given);
    const [found] = await findings(db(), transferWithheld, dayAfter, august.project.id);
    expect(found?.facts.attested).toBe(attested);
    const said = found ? transferWithheld.sentence(found.facts) : '';
    expect(said.includes('（未附证据）')).toBe(!attested);
  });

  test('an attested statement goes before a later one that is not', async () => {
    const august = await anInstalment(db());
    await aDelay(db(), august, { reasonCode: 'AUD-GOV', onDay: '2026-08-18' });
    const later = { reasonCode: 'PRICE', onDay: '2026-08-19', statedBy: 'contractor' };
    await aDelay(db(), august, later);
    const [found] = await findings(db(), transferWithheld, dayAfter, august.project.id);
    expect(found?.facts).toMatchObject({ reasonCode: 'AUD-GOV', statedOn: '2026-08-18' });
  });

  test('stated for another project does not count', async () => {
    const august = await anInstalment(db());
    await aDelay(db(), await anInstalment(db()));
    expect(await levels(august, dayAfter)).toEqual([]);
  });
});

describe('the instalment', () => {
  type Case = { fen?: number; day?: Day; agreedFen?: null; metOn?: Day; endedWhy?: string };

  test.each<[string, Case, number | null]>([
    ['silent on the due day itself', { day: due }, null],
    ['late: all of it', {}, 100_000_00],
    ['short: the rest', { fen: 99_999_99 }, 1],
    ['silent when it all came', { fen: 100_000_00 }, null],
    ['late and of unknown amount: 0', { agreedFen: null }, 0],
    ['silent when unknown and something came', { agreedFen: null, fen: 1 }, null],
    ['silent when met', { metOn: dayAfter }, null],
    ['silent when ended', { endedWhy: 'void' }, null],
  ])('%s', async (_, { fen, day = dayAfter, ...given }, amountFen) => {
    const august = await anInstalment(db(), given);
    await aDelay(db(), august, { onDay: '2026-08-19' });
    if (fen) await aPayment(db(), august, { amountFen: fen });
    const found = await findings(db(), transferWithheld, day, august.project.id);
    expect(found.map((row) => row.amountFen)).toEqual(amountFen === null ? [] : [amountFen]);
  });
});

test('red when wages are late on the project, not when on another', async () => {
  const august = await anInstalment(db());
  await aDelay(db(), august);
  const wages = { month: '2026-07', dueDay: '2026-08-21' };
  await aLine(db(), await aWageDuty(db(), wages), { claimedOn: '2026-08-10' });
  expect(await levels(august, '2026-08-22')).toEqual(['orange']);
  const own = await aWageDuty(db(), { ...wages, project: august.project });
  await aLine(db(), own, { claimedOn: '2026-08-10' });
  expect(await levels(august, '2026-08-21')).toEqual(['orange']);
  expect(await levels(august, '2026-08-22')).toEqual(['red']);
});

test.each<[string, string | null, boolean | null, Day, string[]]>([
  ['words that nobody reviewed', null, null, dayAfter, []],
  ['words that a person confirmed', null, true, dayAfter, ['AUD-FIN']],
  ['words beside another code', 'FUNDS', true, dayAfter, ['AUD-FIN']],
  ['a code that counts, beside words', 'PRICE', true, dayAfter, ['PRICE']],
  ['words confirmed after the day', null, true, '2026-08-22', []],
  ['words that a person rejected', null, false, dayAfter, []],
])('%s', async (_, reasonCode, confirmed, on, codes) => {
  const august = await anInstalment(db());
  const reasonText = '财政评审未完成，人工费用暂不拨付';
  const id = await aDelay(db(), august, { reasonCode, reasonText });
  if (confirmed !== null) await aReview(db(), august.project, { id, step: 0 }, confirmed, on);
  const found = await findings(db(), transferWithheld, dayAfter, august.project.id);
  expect(found.map((f) => f.facts.reasonCode)).toEqual(codes);
});
