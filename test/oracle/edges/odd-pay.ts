import { addDays, lastOf, type Month } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, YUAN } from './site.ts';
import type { Year } from './year.ts';

const NET = 3_000 * YUAN + 37;
const all = (count: number) => Array.from({ length: count }, (_, at) => NET + at);
const MONTH_FEN = 50_000 * YUAN;

/** W04 and W12: who got the money, and what for. */
export function plantOddPay(year: Year): void {
  const site = new Site(year);
  payees(new Crew(site, 4));
  absent(new Crew(site, 25));
  rich(new Crew(site, 2));
  patterns(new Crew(site, 6));
}

/** Another account, another name, one account for two and for three, a firm; looked into once. */
function payees(crew: Crew): void {
  const { site } = crew;
  const { year } = site;
  const [first, second] = crew.people;
  const stranger = year.person();
  const fault = (
    n: number,
    odd: readonly number[],
    payee: { payeeName?: string; payeeAccountNo?: string },
    note: string,
  ) => {
    const month = year.month(n);
    const ref = crew.month(month, all(4));
    const on = year.calendar.wdBefore(site.wageDue(month), 1);
    crew.payBut(ref, month, odd, null);
    for (const place of odd) crew.payout(ref, on, [place], payee);
    crew.plant('W04', month, on, note);
    return month;
  };
  const month = fault(0, [2], { payeeAccountNo: stranger.cardNo }, '付至他人账户，后经核查');
  review(crew, month, 'payee', addDays(site.wageDue(month), 3));
  fault(1, [2], { payeeName: stranger.name }, '收款人姓名不符');
  fault(2, [2], { payeeAccountNo: first?.cardNo ?? '' }, '两人同一账户');
  fault(3, [2, 3], { payeeAccountNo: first?.cardNo ?? '' }, '三人同一账户');
  fault(4, [1], { payeeName: '虚构顺达劳务有限公司' }, '付给公司');
  const masked = year.month(5);
  const ref = crew.month(masked, all(4));
  crew.payout(ref, site.wageDue(masked), null, { payeeName: `${second?.name.slice(0, 1)}**` });
}

function review(crew: Crew, wageMonth: Month, about: 'payee' | 'pattern', on: string): void {
  const { employerUscc, site } = crew;
  const body = { employerUscc, wageMonth, about, note: '已核查' };
  site.tell(on, { type: 'pay-review', projectCode: site.code, body }, 'authority');
}

/** One of twenty-five who never came, one of twenty; looked into, then paid once more. */
function absent(crew: Crew): void {
  const { site } = crew;
  const { year } = site;
  const fault = (n: number, count: number, note: string) => {
    const month = year.month(n);
    crew.attend(crew.people.slice(1, count), [`${month}-10`]);
    const ref = crew.claim(month, crew.people.slice(0, count), all(count));
    const on = year.calendar.wdBefore(site.wageDue(month), 2);
    crew.payout(ref, on);
    crew.plant('W12', month, on, note);
    return { month, on };
  };
  const { month, on } = fault(0, 25, '二十五人有一人无考勤');
  review(crew, month, 'pattern', addDays(on, 4));
  fault(2, 20, '二十人有一人无考勤');
}

/** 50,000 yuan in a month and a fen more; 300,000 in a year and a fen more. */
function rich(crew: Crew): void {
  const { site } = crew;
  const { year } = site;
  const pay = (n: number, nets: number[]) => {
    const month = year.month(n);
    const on = year.calendar.wdBefore(site.wageDue(month), 1);
    site.entry(on, 'credit', 200_000 * YUAN, { purpose: 'other' });
    crew.payout(crew.month(month, nets), on);
    return { month, on };
  };
  for (let n = 0; n < 5; n += 1) pay(n, [MONTH_FEN]);
  const over = pay(5, [MONTH_FEN, MONTH_FEN + 1]);
  crew.plant('W12', over.month, over.on, '一个月五万元多一分');
  const seventh = pay(6, [MONTH_FEN / 2 + 1]);
  const sameYear = year.month(0).slice(0, 4) === seventh.month.slice(0, 4);
  if (sameYear) crew.plant('W12', seventh.month, seventh.on, '一年三十万元以上');
}

/** Round sums of four in five and of five in six; more days than the month has; first heard of after it. */
function patterns(crew: Crew): void {
  const { site } = crew;
  const { year } = site;
  const pay = (n: number, nets: number[], workDays?: number) => {
    const month = year.month(n);
    const on = year.calendar.wdBefore(site.wageDue(month), 1);
    crew.payout(crew.month(month, nets, workDays === undefined ? {} : { workDays }), on);
    return { month, on };
  };
  const round = 3_000 * YUAN;
  pay(0, [round, round, round, round, round + 10_000]);
  const alike = pay(1, [round, round, round, round, round, round + 10_000]);
  crew.plant('W12', alike.month, alike.on, '六人有五人整数相同');
  const days = (n: number) => Number(lastOf(year.month(n)).slice(8));
  pay(2, all(2), days(2));
  const more = pay(3, all(2), days(3) + 1);
  crew.plant('W12', more.month, more.on, '天数多于当月');
  const month = year.month(4);
  const joiner = year.person();
  const toldOn = addDays(lastOf(month), 1);
  crew.engage([joiner], toldOn, { enteredOn: `${month}-05`, contractSignedOn: `${month}-05` });
  crew.attend([joiner], [toldOn]);
  const on = year.calendar.wdBefore(site.wageDue(month), 1);
  crew.payout(crew.claim(month, [joiner], [NET]), on);
  crew.plant('W12', month, on, '次月才登记的人');
}
