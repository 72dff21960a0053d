import { payOdd } from '../../../jobs/rules/w12-pay-odd.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  anEngagement,
  attendance,
  aWageDuty,
  type Duty,
  type Engagement,
} from '../../helpers/make.ts';
import { aDoubt, aLine, aPayout, type Line } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

/** Wages of 2026-08 are paid on one day and looked at on the other. */
export const paidOn = '2026-09-15';
export const today = '2026-09-20';

export type Person = Parameters<typeof anEngagement>[3] & { attended?: boolean };

/** A database of the test file's own, with months that a write has marked. */
export function stageOddPay() {
  const db = freshDb();

  async function marked(month = '2026-08', given = {}): Promise<Duty> {
    const duty = await aWageDuty(db(), { month, ...given });
    await aDoubt(db(), duty, 'pattern');
    return duty;
  }

  async function worker(duty: Duty, given: Person = {}): Promise<Engagement> {
    const { attended = true, ...rest } = given;
    const engagement = await anEngagement(db(), duty.project, duty.subject, rest);
    if (attended) await attendance(db(), engagement, duty.month, [3]);
    return engagement;
  }

  async function pay(
    duty: Duty,
    engagement: Engagement,
    given: Partial<Parameters<typeof aLine>[2]> = {},
  ): Promise<Line> {
    const line = await aLine(db(), duty, {
      engagement,
      claimedOn: '2026-09-08',
      netFen: 5_000_01,
      ...given,
    });
    await aPayout(db(), line, 'paid', paidOn);
    return line;
  }

  /** Level, amount and what was counted, of each finding of the project. */
  const found = async (duty: Duty, day: Day = today, params = {}) =>
    (await findings(db(), payOdd, day, duty.project.id, params)).map(
      ({ level, amountFen, facts }) => {
        const why = Object.entries(facts.counts).flatMap(([name, n]) =>
          n > 0 ? [`${name}:${n}`] : [],
        );
        return [level, amountFen, ...why].join(' ');
      },
    );

  return { db, marked, worker, pay, found };
}
