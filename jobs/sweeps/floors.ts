import type { Work } from '../../db/work.ts';
import { markOverdue, raiseFloors } from '../../src/domain/alerts/floors.ts';
import { lineUp } from '../../src/domain/alerts/follows.ts';
import { inWinter } from '../../src/lib/winter.ts';

/** 冬季专项 begins on this day of the year and ends with 除夕 (law.md 11.0, a policy default). */
export const WINTER_FROM = '11-15';

/** What lifts alerts above their rules: notices nobody answered (M01), and the winter campaign; then which explains which. */
export async function sweepFloors(work: Work): Promise<Record<string, number>> {
  const overdue = await markOverdue(work);
  const floors = await raiseFloors(work, { winter: inWinter(work.day, WINTER_FROM) });
  return { overdue, ...floors, ...(await lineUp(work)) };
}
