import { addDays, type Day } from '../../../src/lib/day.ts';
import { Site, type SiteOptions } from './site.ts';
import type { Year } from './year.ts';

const LARGE: SiteOptions = { project: { status: 'preparing' } };

/** S08 and S13, each on both sides of its levels. */
export function plantAfterworks(year: Year): void {
  inspections(year);
  retention(year);
}

/** Inspected on the day agreed, moved on from a day off; thirty days late, and thirty-one. */
function inspections(year: Year): void {
  const site = new Site(year, LARGE);
  const agreed = `${year.fromDay.slice(0, 4)}-10-03`;
  for (const after of [0, 1, 32]) {
    const inspectionRef = `edge-inspection:${site.code}:${after}`;
    const dueOn = year.calendar.fwd(agreed);
    const about = { projectCode: site.code, inspectionRef } as const;
    const body = { part: '主体', requestedOn: year.day(50), agreedOn: agreed };
    site.tell(year.day(50), { type: 'inspection', ...about, body });
    const result = { inspectedOn: addDays(dueOn, after) };
    site.tell(addDays(dueOn, after), { type: 'inspection-result', ...about, body: result });
    if (after > 1) site.plant('S08', [inspectionRef, '-'], addDays(dueOn, 1), `晚验${after}天`);
  }
}

/** Due on an agreed day, and two years after the acceptance; given back in part, by the owner's word alone, in full. */
function retention(year: Year): void {
  const agreedOn = addDays(year.fromDay, 100);
  for (const returnOn of [agreedOn, undefined]) {
    const site = new Site(year, LARGE);
    const acceptedOn = returnOn === undefined ? addDays(agreedOn, -730) : addDays(agreedOn, -300);
    const dueOn = year.calendar.fwd(returnOn ?? twoYearsAfter(acceptedOn));
    const agreement = returnOn === undefined ? {} : { returnOn };
    const body = { amountFen: 100_000, acceptedOn, ...agreement };
    site.tell(year.day(5), { type: 'retention', projectCode: site.code, body });
    const back = (days: number, amountFen: number, statedBy: 'owner' | 'contractor') =>
      site.tell(
        addDays(dueOn, days),
        {
          type: 'retention-return',
          projectCode: site.code,
          body: { on: addDays(dueOn, days), amountFen, statedBy },
        },
        statedBy,
      );
    back(-1, 40_000, 'contractor');
    back(10, 60_000, 'owner');
    back(20, 59_999, 'contractor');
    back(33, 1, 'contractor');
    site.plant('S13', [site.ownerUscc, '-'], addDays(dueOn, 1), '保证金未退');
  }
}

const twoYearsAfter = (day: Day): Day => `${Number(day.slice(0, 4)) + 2}${day.slice(4)}`;
