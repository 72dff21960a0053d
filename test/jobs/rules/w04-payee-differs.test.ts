import { describe, expect, test } from 'vitest';
import { payeeDiffers } from '../../../jobs/rules/w04-payee-differs.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCard, anEngagement, aWageDuty, type Duty, type Engagement } from '../../helpers/make.ts';
import { aDoubt, aLine, aPayout, aReview } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, paid on 2026-09-15 and looked at on the 20th, in a month that a write has marked.
const paidOn = '2026-09-15';
const today = '2026-09-20';

async function marked(): Promise<Duty> {
  const duty = await aWageDuty(db());
  await aDoubt(db(), duty, 'payee');
  return duty;
}

/** A worker of the duty's employer with a card of his own (none: null). */
async function worker(duty: Duty, card: string | null, given = {}): Promise<Engagement> {
  const engagement = await anEngagement(db(), duty.project, duty.subject, given);
  if (card !== null) await aCard(db(), engagement, { bidx: card });
  return engagement;
}

/** 5,000.00 yuan paid to him; ordered to `cardBidx`, and the bank names what it names. */
async function pay(
  duty: Duty,
  engagement: Engagement,
  cardBidx: string,
  told: { payeeBidx?: string; payeeName?: string } = {},
) {
  const line = await aLine(db(), duty, { engagement, cardBidx, claimedOn: '2026-09-08' });
  await aPayout(db(), line, 'paid', paidOn, told);
  return line;
}

const found = async (duty: Duty, day: Day = today, params = {}) =>
  (await findings(db(), payeeDiffers, day, duty.project.id, params)).map(
    ({ level, amountFen }) => `${level} ${amountFen}`,
  );

test('tells how much went elsewhere, why, and on which lines', async () => {
  const duty = await marked();
  const [a, b] = [await worker(duty, 'card-a', { name: '王五' }), await worker(duty, 'card-b')];
  await pay(duty, a, 'card-a', { payeeName: '王五' });
  const line = await pay(duty, b, 'card-b', { payeeBidx: 'other', payeeName: '赵六' });

  const [one, ...others] = await findings(db(), payeeDiffers, today, duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'orange',
    amountFen: 5_000_00,
    dueDay: paidOn,
    facts: {
      day: today,
      period: '2026-08',
      payments: 1,
      workers: 1,
      amountFen: 5_000_00,
      mostShared: 1,
      firm: false,
      firstPaidOn: paidOn,
      rows: [
        {
          endToEndId: `${line.batchNo}-${line.lineNo}`,
          paidOn,
          amountFen: 5_000_00,
          why: ['account', 'name'],
        },
      ],
    },
  });
  expect(one && payeeDiffers.sentence(one.facts)).toBe(
    '八月工资有1笔共5,000.00元（涉及1名工人，首笔发放于9月15日）未付至工人本人账户：收款账户未登记在工人本人名下，收款户名与工人姓名不符。',
  );
});

describe('the account', () => {
  test('ordered to be paid to counts where the bank names none', async () => {
    const duty = await marked();
    await pay(duty, await worker(duty, 'own'), 'own');
    expect(await found(duty)).toEqual([]);
    await pay(duty, await worker(duty, 'own-2'), 'foreign');
    expect(await found(duty)).toEqual(['orange 500000']);
  });

  test('is his if it is registered for him, by any engagement on the project, once that is known', async () => {
    const duty = await marked();
    const engagement = await worker(duty, 'first');
    await pay(duty, engagement, 'second');
    expect(await found(duty)).toHaveLength(1);
    await aCard(db(), engagement, { bidx: 'second', fromDay: '2026-09-25', knownOn: '2026-09-18' });
    expect(await found(duty, '2026-09-17')).toHaveLength(1);
    expect(await found(duty, '2026-09-18')).toEqual([]);

    const person = { workerId: '00000000-0000-4000-8000-000000000001' };
    const back = await worker(duty, null, person);
    await worker(duty, 'before', person);
    await pay(duty, back, 'before');
    expect(await found(duty)).toEqual([]);
  });

  test('registered on another project, or for somebody else, is not his', async () => {
    const duty = await marked();
    const other = await aWageDuty(db());
    const person = { workerId: '00000000-0000-4000-8000-000000000002' };
    await worker(other, 'there', person);
    await pay(duty, await worker(duty, null, person), 'there');
    expect(await found(duty)).toEqual(['orange 500000']);
    const second = await marked();
    await worker(second, 'his');
    await pay(second, await worker(second, null), 'his');
    expect(await found(second)).toEqual(['orange 500000']);
  });

  test('of several workers: two orange, three red, all that went there', async () => {
    const duty = await marked();
    for (const n of [2, 3]) {
      const people = await Promise.all(
        Array.from({ length: n }, () => worker(duty, `shared-${n}`)),
      );
      for (const one of people) await pay(duty, one, `shared-${n}`);
      const [one] = await findings(db(), payeeDiffers, today, duty.project.id);
      expect([one?.level, one?.amountFen, one?.facts.mostShared]).toEqual(
        n === 2 ? ['orange', 10_000_00, 2] : ['red', 25_000_00, 3],
      );
      expect(one && payeeDiffers.sentence(one.facts)).toContain(`同一账户收取${n}名工人的工资`);
    }
    expect(await found(duty, today, { manyWorkers: 4 })).toEqual(['orange 2500000']);
  });

  test('of one person twice, or of two in different months, is not shared', async () => {
    const duty = await marked();
    const one = await worker(duty, 'same');
    await pay(duty, one, 'same');
    const more = { engagement: one, cardBidx: 'same', kind: 'supplement' } as const;
    await aPayout(db(), await aLine(db(), duty, more), 'paid', paidOn);
    const july = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-07',
      dueDay: '2026-08-14',
    });
    await aDoubt(db(), july, 'payee');
    await pay(july, await worker(duty, 'same'), 'same');
    expect(await found(duty)).toEqual([]);
    // In August it is, then; July stays as it is.
    await pay(duty, await worker(duty, 'same'), 'same');
    expect(await found(duty)).toEqual(['orange 1500000']);
  });

  test('is shared over the employers of a project, and each has its finding', async () => {
    const duty = await marked();
    const other = await aWageDuty(db(), { project: duty.project });
    await pay(duty, await worker(duty, 'both'), 'both');
    await pay(other, await worker(other, 'both'), 'both');
    expect(await found(duty)).toEqual(['orange 500000', 'orange 500000']);
  });
});

test.each<[string, string, string[]]>([
  ['工友甲', '工友甲', []],
  ['阿卜杜·热合曼', '阿卜杜热合曼', []],
  ['工友甲', '工友乙', ['orange 500000']],
  ['工友甲', '工友*', []],
  ['工友甲', '虚构顺达劳务有限公司', ['red 500000']],
  ['工友甲', '虚构劳务队', ['red 500000']],
  ['工友甲', '李中心', ['orange 500000']],
])('a worker %s, a payee %s: %s', async (name, payeeName, expected) => {
  const duty = await marked();
  const card = `card of ${duty.project.id}`;
  await pay(duty, await worker(duty, card, { name }), card, { payeeName });
  expect(await found(duty)).toEqual(expected);
});

describe('what ends it', () => {
  test('the money came back; paid again to his own account it is right', async () => {
    const duty = await marked();
    const engagement = await worker(duty, 'own');
    const line = await pay(duty, engagement, 'foreign');
    await aPayout(db(), line, 'returned', '2026-09-18');
    expect(await found(duty, '2026-09-17')).toHaveLength(1);
    expect(await found(duty, '2026-09-18')).toEqual([]);
    const again = await aLine(db(), duty, {
      resends: line,
      cardBidx: 'own',
      claimedOn: '2026-09-18',
    });
    await aPayout(db(), again, 'paid', '2026-09-19');
    expect(await found(duty)).toEqual([]);
  });

  test('what came back on the day it was paid is no payment', async () => {
    const duty = await marked();
    const line = await pay(duty, await worker(duty, 'own'), 'foreign');
    expect(await found(duty)).toHaveLength(1);
    await aPayout(db(), line, 'returned', paidOn);
    expect(await found(duty)).toEqual([]);
  });

  test('rejected is not paid; paid on the day of a rejection is', async () => {
    const duty = await marked();
    const line = await pay(duty, await worker(duty, 'own'), 'foreign');
    await aPayout(db(), line, 'rejected', paidOn);
    expect(await found(duty)).toHaveLength(1);
    await aPayout(db(), line, 'rejected', '2026-09-16');
    expect(await found(duty)).toEqual([]);
  });

  test('the authority looked into it; what is paid later is looked at anew', async () => {
    const duty = await marked();
    await pay(duty, await worker(duty, 'own'), 'foreign');
    await aReview(db(), duty, 'pattern', '2026-09-18');
    expect(await found(duty)).toHaveLength(1);
    await aReview(db(), duty, 'payee', '2026-09-18');
    expect(await found(duty, '2026-09-17')).toHaveLength(1);
    expect(await found(duty, '2026-09-18')).toEqual([]);
    const late = await aLine(db(), duty, {
      engagement: await worker(duty, 'own-2'),
      cardBidx: 'foreign-2',
      kind: 'supplement',
    });
    await aPayout(db(), late, 'paid', '2026-09-19');
    expect(await found(duty)).toEqual(['orange 500000']);
  });

  test('a review covers what was paid on its own day, not what is paid on the next', async () => {
    const duty = await marked();
    await pay(duty, await worker(duty, 'own'), 'foreign');
    await aReview(db(), duty, 'payee', '2026-09-14');
    expect(await found(duty)).toHaveLength(1);
    await aReview(db(), duty, 'payee', paidOn);
    expect(await found(duty)).toEqual([]);
  });

  test('a review of another employer or month does not', async () => {
    const duty = await marked();
    await pay(duty, await worker(duty, 'own'), 'foreign');
    await aReview(db(), await aWageDuty(db(), { project: duty.project }), 'payee', paidOn);
    await aReview(db(), { ...duty, month: '2026-07' }, 'payee', paidOn);
    expect(await found(duty)).toHaveLength(1);
  });
});

test('only marked months are looked into, for two years, and only what is paid by the day', async () => {
  const plain = await aWageDuty(db());
  await pay(plain, await worker(plain, 'own'), 'foreign');
  expect(await found(plain)).toEqual([]);
  await aDoubt(db(), plain, 'pattern');
  expect(await found(plain)).toEqual([]);
  const duty = await marked();
  await pay(duty, await worker(duty, 'own'), 'foreign');
  expect(await found(duty, '2026-09-14')).toEqual([]);
  expect(await found(duty, paidOn)).toHaveLength(1);
  expect(await found(duty, '2028-08-31')).toHaveLength(1);
  expect(await found(duty, '2028-09-01')).toEqual([]);
});
