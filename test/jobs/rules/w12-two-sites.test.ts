import { describe, expect, test } from 'vitest';
import { payOdd } from '../../../jobs/rules/w12-pay-odd.ts';
import type { Day } from '../../../src/lib/day.ts';
import { twoSites } from '../../helpers/make.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';
import { paidOn, stageOddPay, today } from './stage-odd-pay.ts';

const { db, marked, worker, pay, found } = stageOddPay();

describe('on another project as well', () => {
  const workerId = '00000000-0000-4000-8000-000000000021';
  const paidTo = async (days: number[], given: { month?: string; workerId?: string } = {}) => {
    const duty = await marked();
    const line = await pay(duty, await worker(duty, { workerId }));
    await twoSites(db(), duty.project, given.workerId ?? workerId, given.month ?? duty.month, days);
    return { duty, line };
  };

  test.each<[string, Parameters<typeof paidTo>, string[]]>([
    ['one day may be the day of a move', [[31]], []],
    ['two are not', [[1, 31]], ['orange 500001 elsewhere:1']],
    ['those of another month say nothing', [[1, 31], { month: '2026-07' }], []],
    [
      'nor those of another worker',
      [[1, 31], { workerId: '00000000-0000-4000-8000-000000000022' }],
      [],
    ],
  ])('%s', async (_, [days, given], expected) => {
    expect(await found((await paidTo(days, given)).duty)).toEqual(expected);
  });

  test('the row tells the days up to the day asked, and no project', async () => {
    const { duty, line } = await paidTo([1, 15, 31]);
    await pay(duty, await worker(duty, { attended: false }));
    const rows = async (day: Day) =>
      (await findings(db(), payOdd, day, duty.project.id)).flatMap(({ facts }) => facts.rows);
    const endToEndId = `${line.batchNo}-${line.lineNo}`;
    expect((await rows(today)).find((row) => row.endToEndId === endToEndId)).toEqual({
      endToEndId,
      paidOn,
      amountFen: 5_000_01,
      why: ['elsewhere'],
      elsewhereOn: ['2026-08-01', '2026-08-15', '2026-08-31'],
    });
    const [absent] = (await rows(today)).filter((row) => row.endToEndId !== endToEndId);
    expect(Object.keys(absent ?? {})).not.toContain('elsewhereOn');
  });

  test('by a day of the month only the days up to it count, by whatever engagement he is paid', async () => {
    const duty = await marked();
    const one = await worker(duty, { workerId });
    const early = await aLine(db(), duty, { engagement: one, claimedOn: '2026-08-10' });
    await aPayout(db(), early, 'paid', '2026-08-12');
    await twoSites(db(), duty.project, workerId, duty.month, [3, 14, 20]);
    expect(await found(duty, '2026-08-13')).toEqual([]);
    expect(await found(duty, '2026-08-14')).toHaveLength(1);
    expect(await found(duty, '2026-08-14', { elsewhereDays: 3 })).toEqual([]);
    expect(await found(duty, '2026-08-20', { elsewhereDays: 3 })).toHaveLength(1);
    expect(await found(duty, '2026-08-12', { elsewhereDays: 0 })).toHaveLength(1);
  });

  test('it is said in words, and not at all where no day has come yet', async () => {
    const { duty } = await paidTo([30, 31]);
    const [one] = await findings(db(), payOdd, today, duty.project.id);
    expect(one && payOdd.sentence(one.facts)).toContain('：同日在另一项目有考勤1人。');
    expect(one?.facts.rows.map((row) => row.elsewhereOn)).toEqual([['2026-08-30', '2026-08-31']]);
    const early = await marked();
    const line = await aLine(db(), early, {
      engagement: await worker(early, { workerId }),
      claimedOn: '2026-08-10',
    });
    await aPayout(db(), line, 'paid', '2026-08-12');
    await twoSites(db(), early.project, workerId, early.month, [20]);
    expect(await found(early, '2026-08-13', { elsewhereDays: 0 })).toEqual([]);
  });
});
