import { addDays, addMonths, plusMonth } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, YUAN } from './site.ts';
import type { Year } from './year.ts';

/** W09, W10 and W13: what one employer owes on two sites. */
export function plantArrears(year: Year): void {
  overSites(year, 1_000_000);
  overSites(year, 999_999);
  many(year);
  undated(year);
}

/** One person is owed half here and half there for three months; months apart, then three in all. */
function overSites(year: Year, sumFen: number): void {
  const [here, there] = [new Site(year), new Site(year)];
  const employerUscc = year.company('subcontractor');
  const first = new Crew(here, 1, employerUscc);
  const second = new Crew(there, 0, employerUscc);
  second.engage(first.people);
  const [month, next] = [year.month(0), year.month(2)];
  const half = Math.floor(sumFen / 2);
  const one = first.month(month, [half]);
  const other = second.month(next, [sumFen - half]);
  const third = second.month(addMonths(next, 2), [70_007]);
  const dueOn = here.wageDue(month);
  const graveOn = plusMonth(dueOn, 3);
  const w09 = addDays(there.wageDue(addMonths(next, 2)), 1);
  first.payBut(one, month, [1], addDays(w09, 4));
  second.payBut(other, next, [1], addDays(w09, 5));
  second.payBut(third, addMonths(next, 2), [1], addDays(w09, 6));
  for (const crew of [first, second]) {
    const { employerUscc: subject, site } = crew;
    site.plant('W09', [subject, '-'], w09, '三个月欠薪');
    if (sumFen < 1_000_000) continue;
    site.plant('W10', [subject, '-'], graveOn, '一人一万元三个月');
  }
}

/** Ten persons of 60,000 yuan together, five on each of two sites. */
function many(year: Year): void {
  const employerUscc = year.company('subcontractor');
  const month = year.month(1);
  for (const count of [5, 5]) {
    const one = new Site(year);
    const crew = new Crew(one, count, employerUscc);
    const ref = crew.month(
      month,
      Array.from({ length: count }, () => 6_000 * YUAN),
    );
    crew.payBut(ref, month, [1, 2, 3, 4, 5], addDays(one.wageDue(month), 4));
    one.plant('W10', [employerUscc, '-'], addDays(one.wageDue(month), 1), '十人六万元');
    one.plant('W01', [employerUscc, month], addDays(one.wageDue(month), 1), '五人晚发');
  }
}

/** No pay day agreed: the next month's last, and W13 from the first day. */
function undated(year: Year): void {
  const one = new Site(year, { terms: { payDay: undefined, payMonthOffset: undefined } });
  one.plant('W13', [one.contractorUscc, '-'], year.fromDay, '没有约定发薪日');
}
