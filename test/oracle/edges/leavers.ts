import { addDays, type Day, dayInMonth, lastOf, type Month } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, YUAN } from './site.ts';
import { BANK, type Year } from './year.ts';

const NET = 3_000 * YUAN + 43;
const all = (count: number) => Array.from({ length: count }, (_, at) => NET + at);
const LEAVER_DAYS = 2;
const SLIP_DAYS = 5;

/** W08 and W14: who leaves and when that is settled; who is given a slip and when. */
export function plantLeavers(year: Year): void {
  const site = new Site(year);
  settled(new Crew(site, 1), LEAVER_DAYS, null);
  settled(new Crew(site, 1), LEAVER_DAYS + 1, '节后第三个工作日付清');
  agreed(new Crew(site, 1), 0, null);
  agreed(new Crew(site, 1), 1, '约定日后一天付清');
  waited(new Crew(site, 9), '九人等到发薪日');
  waited(new Crew(site, 10), '十人等到发薪日');
  forgotten(new Crew(site, 2));
  slips(new Crew(site, 2));
}

/** Some of a crew leave on a day, told in the evening. */
function leave(crew: Crew, exitedOn: Day, who = crew.people): void {
  const { code: projectCode, year } = crew.site;
  for (const { ref: engagementRef, cardNo } of who) {
    const body = {
      ...{ team: '1班', trade: '木工', phone: `1${cardNo.slice(-11, -1)}`, cardNo },
      ...{ cardBankCode: BANK, contractSignedOn: year.fromDay, exitedOn },
    };
    const action = { type: 'engagement', projectCode, engagementRef, body } as const;
    crew.site.tell(exitedOn, action, 'contractor', '18:00');
  }
}

function state(crew: Crew, kind: 'agreement' | 'confirmation', on: Day, payOn?: Day): void {
  const { code: projectCode } = crew.site;
  for (const { ref: engagementRef } of crew.people) {
    const body = payOn === undefined ? { kind, on } : { kind, on, payOn };
    crew.site.tell(on, { type: 'exit-statement', projectCode, engagementRef, body });
  }
}

const due = (crew: Crew, exitedOn: Day) => crew.site.year.calendar.wd(exitedOn, LEAVER_DAYS);
const found = (crew: Crew, from: Day, note: string) => crew.plant('W08', '-' as Month, from, note);

/** Left on the eve of National Day, paid so many working days later; what came late is confirmed in the end. */
function settled(crew: Crew, workingDays: number, note: string | null): void {
  const { year } = crew.site;
  const [september] = Array.from({ length: 12 }, (_, n) => year.month(n)).filter((month) =>
    month.endsWith('-09'),
  ) as [Month];
  const exitedOn = lastOf(september);
  crew.payout(
    crew.month(september, all(1), { claimOn: exitedOn }),
    year.calendar.wd(exitedOn, workingDays),
  );
  leave(crew, exitedOn);
  if (note === null) return;
  found(crew, addDays(due(crew, exitedOn), 1), note);
  state(crew, 'confirmation', year.calendar.wd(exitedOn, workingDays + 2));
}

/** To be paid with the others, as agreed in writing, and some days after. */
function agreed(crew: Crew, daysLate: number, note: string | null): void {
  const { year } = crew.site;
  const month = year.month(3);
  const exitedOn = dayInMonth(month, 12);
  const payOn = crew.site.wageDue(month);
  crew.payout(crew.month(month, all(1)), addDays(payOn, daysLate));
  leave(crew, exitedOn);
  state(crew, 'agreement', exitedOn, payOn);
  if (note !== null) found(crew, addDays(payOn, 1), note);
}

/** Left on the twelfth, paid with the pay day of the month, confirmed ten days later: yellow, orange and red. */
function waited(crew: Crew, note: string): void {
  const { year } = crew.site;
  const month = year.month(4);
  const exitedOn = dayInMonth(month, 12);
  const payOn = crew.site.wageDue(month);
  crew.payout(crew.month(month, all(crew.people.length)), payOn);
  leave(crew, exitedOn);
  found(crew, addDays(due(crew, exitedOn), 1), note);
  state(crew, 'confirmation', addDays(payOn, 10));
}

/** One stands on no payroll, which is asked for three months; the other is never paid. */
function forgotten(crew: Crew): void {
  const { year } = crew.site;
  const month = year.month(0);
  const exitedOn = dayInMonth(month, 12);
  crew.attend(crew.people, [dayInMonth(month, 10)]);
  crew.claim(month, crew.people.slice(0, 1), all(1));
  leave(crew, exitedOn);
  found(crew, addDays(due(crew, exitedOn), 1), '退场后一人未列表、一人未付');
}

/** Slips on the fifth working day after the payment, and two days after it. */
function slips(crew: Crew): void {
  const { site } = crew;
  const { calendar } = site.year;
  const give = (n: number, daysAfter: number) => {
    const month = site.year.month(n);
    const batchRef = crew.month(month, all(2));
    const paidOn = calendar.wdBefore(site.wageDue(month), 1);
    crew.payout(batchRef, paidOn);
    const lastDay = calendar.wd(paidOn, SLIP_DAYS);
    const issuedOn = addDays(lastDay, daysAfter);
    site.tell(issuedOn, { type: 'slips', batchRef, issuedOn });
    return { month, from: addDays(lastDay, 1) };
  };
  give(1, 0);
  const { month, from } = give(3, 2);
  crew.plant('W14', month, from, '发薪后第五个工作日仍无工资清单');
}
