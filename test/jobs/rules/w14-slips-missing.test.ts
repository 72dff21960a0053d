import { describe, expect, test } from 'vitest';
import { slipsMissing } from '../../../jobs/rules/w14-slips-missing.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { anEngagement, aWageDuty, type Duty, type Engagement } from '../../helpers/make.ts';
import { aLine, aPayout, type Line } from '../../helpers/make-payroll.ts';
import { aSlip, slipsAsked } from '../../helpers/make-terms.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Paid on Tuesday 2026-09-15: slips by Monday the 21st, the fifth working day after (Sunday the 20th is worked).
const paidOn = '2026-09-15';
const dueDay = '2026-09-21';

const reachable = ({ project, id }: Engagement) =>
  ownerOf(
    db(),
  )`update we.engagement set phone_cipher = 'sealed' where project_id = ${project.id} and id = ${id}`;

/** A line of a worker who can be reached, in a batch whose slips are asked for. */
async function line(
  duty: Duty,
  given: Partial<Parameters<typeof aLine>[2]> = {},
  on: Day | null = paidOn,
): Promise<Line> {
  const made = await aLine(db(), duty, { claimedOn: '2026-09-08', ...given });
  await reachable(made.engagement);
  await slipsAsked(db(), made);
  if (on !== null) await aPayout(db(), made, 'paid', on);
  return made;
}

const found = async ({ project }: Pick<Duty, 'project'>, day: Day, params = {}) =>
  (await findings(db(), slipsMissing, day, project.id, params)).map(({ period, level, facts }) =>
    facts.about === 'slips'
      ? `${period} ${level} ${facts.dueDay} ${facts.lines}`
      : `${period} ${level} ledger ${facts.workers}`,
  );
const one = (level = 'yellow') => [`2026-08 ${level} ${dueDay} 1`];

test('tells since when slips are due, of how many, and which', async () => {
  const duty = await aWageDuty(db());
  const first = await line(duty);
  const second = await line(duty, {}, '2026-09-16');
  const [finding, ...others] = await findings(db(), slipsMissing, '2026-09-25', duty.project.id);
  expect(others).toEqual([]);
  expect(finding).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 0,
    dueDay,
    facts: {
      day: '2026-09-25',
      about: 'slips',
      period: '2026-08',
      dueDay,
      daysLate: 4,
      lines: 2,
      firstPaidOn: paidOn,
      rows: [
        { endToEndId: `${first.batchNo}-${first.lineNo}`, paidOn },
        { endToEndId: `${second.batchNo}-${second.lineNo}`, paidOn: '2026-09-16' },
      ],
    },
  });
  expect(finding && slipsMissing.sentence(finding.facts)).toBe(
    '八月工资自9月15日起发放，工资清单最早应于9月21日前提供，截至9月25日仍有2人未见提供，逾期4天。',
  );
});

describe('a slip', () => {
  test('is due by the fifth working day after the payment, and silent on it', async () => {
    const duty = await aWageDuty(db());
    await line(duty);
    expect(await found(duty, '2026-09-21')).toEqual([]);
    expect(await found(duty, '2026-09-22')).toEqual(one());
    expect(await found(duty, '2026-09-22', { slipDays: 6 })).toEqual([]);
    expect(await found(duty, '2026-09-23', { slipDays: 6 })).toEqual([
      '2026-08 yellow 2026-09-22 1',
    ]);
  });

  test('ends it from its day on, whether given before or after the payment', async () => {
    const duty = await aWageDuty(db());
    const [early, late] = [await line(duty), await line(duty)];
    await aSlip(db(), early, '2026-09-08');
    await aSlip(db(), late, '2026-09-24');
    expect(await found(duty, '2026-09-23')).toEqual(one());
    expect(await found(duty, '2026-09-24')).toEqual([]);
    // As the write keeps it: none is due any more since the 24th.
    await slipsAsked(db(), late, '2026-09-24');
    expect(await found(duty, '2026-09-23')).toEqual(one());
    expect(await found(duty, '2026-09-24')).toEqual([]);
  });

  test('is not asked for what was not paid, or came back, and anew for what was paid again', async () => {
    const duty = await aWageDuty(db());
    await line(duty, {}, null);
    const back = await line(duty, {}, '2026-09-10');
    await aPayout(db(), back, 'returned', '2026-09-11');
    const refused = await line(duty, {}, null);
    await aPayout(db(), refused, 'rejected', '2026-09-10');
    expect(await found(duty, '2026-10-20')).toEqual([]);
    await aPayout(db(), back, 'paid', paidOn);
    expect(await found(duty, '2026-09-21')).toEqual([]);
    expect(await found(duty, '2026-09-22')).toEqual(one());
  });

  test('of a re-send is that of the line it pays', async () => {
    const duty = await aWageDuty(db());
    const failed = await line(duty, {}, null);
    await aPayout(db(), failed, 'rejected', '2026-09-10');
    const again = await aLine(db(), duty, { resends: failed, claimedOn: '2026-09-11' });
    await slipsAsked(db(), again);
    await aPayout(db(), again, 'paid', paidOn);
    expect(await found(duty, '2026-09-22')).toEqual(one());
    await aSlip(db(), failed, '2026-09-22');
    expect(await found(duty, '2026-09-22')).toEqual([]);
  });

  test('is asked of batches live on the day, of two years, that came since slips are told', async () => {
    const duty = await aWageDuty(db());
    await line(duty, { withdrawnOn: '2026-09-24' });
    expect(await found(duty, '2026-09-23')).toEqual(one());
    expect(await found(duty, '2026-09-24')).toEqual([]);
    const before = await aWageDuty(db());
    const plain = await aLine(db(), before, { claimedOn: '2026-09-08' });
    await reachable(plain.engagement);
    await aPayout(db(), plain, 'paid', paidOn);
    expect(await found(before, '2026-09-22')).toEqual([]);
    const old = await aWageDuty(db(), { month: '2024-09', dueDay: '2024-10-15' });
    await line(old, { claimedOn: '2024-10-08' }, '2024-10-15');
    expect(await found(old, '2026-09-30')).toHaveLength(1);
    expect(await found(old, '2026-10-01')).toEqual([]);
  });
});

test('is orange from the second month of an employer on', async () => {
  const july = await aWageDuty(db(), { month: '2026-07', dueDay: '2026-08-14' });
  const rest = { project: july.project, employerId: july.subject };
  const august = await aWageDuty(db(), rest);
  await line(july, { claimedOn: '2026-08-08' }, '2026-08-14');
  await line(august);
  const first = '2026-07 yellow 2026-08-21 1';
  expect(await found(july, '2026-09-22')).toEqual([first, ...one('orange')]);
  expect(await found(july, '2026-09-22', { orangeMonths: 3 })).toEqual([first, ...one()]);
  const other = await aWageDuty(db(), { project: july.project });
  await line(other);
  expect((await found(july, '2026-09-22')).filter((text) => text === one()[0])).toHaveLength(1);
});

describe('the ledger', () => {
  // Who came in August, the payroll of which is to be there by 8 September.
  const came = (duty: Duty, given = {}) =>
    anEngagement(db(), duty.project, duty.subject, { enteredOn: '2026-08-10', ...given });

  test('lacks who cannot be reached, from the day after the cut-off of his first payroll', async () => {
    const duty = await aWageDuty(db());
    const people = [await came(duty), await came(duty)];
    expect(await found(duty, '2026-09-08')).toEqual([]);
    expect(await found(duty, '2026-09-09')).toEqual(['- yellow ledger 2']);
    const [finding] = await findings(db(), slipsMissing, '2026-09-09', duty.project.id);
    expect(finding && slipsMissing.sentence(finding.facts)).toBe(
      '截至9月9日，在场工人中有2人未登记联系方式，工资支付台账缺项。',
    );
    for (const person of people) await reachable(person);
    expect(await found(duty, '2026-09-09')).toEqual([]);
  });

  test('is asked of who is there, on sites that are not finished', async () => {
    const duty = await aWageDuty(db());
    await came(duty, { exitedOn: '2026-09-09' });
    await came(duty, { enteredOn: '2026-07-31' });
    expect(await found(duty, '2026-09-09')).toEqual(['- yellow ledger 1']);
    expect(await found(duty, '2026-09-10')).toEqual([]);
    await came(duty);
    expect(await found(duty, '2026-09-10')).toEqual(['- yellow ledger 1']);
    await ownerOf(db())`update we.project set status = 'finished' where id = ${duty.project.id}`;
    expect(await found(duty, '2026-09-10')).toEqual([]);
  });

  test('a payroll that ended, of nobody owed, asks for none', async () => {
    const duty = await aWageDuty(db(), { endedWhy: 'nothing-owed' });
    await came(duty);
    expect(await found(duty, '2026-09-09')).toEqual([]);
  });
});
