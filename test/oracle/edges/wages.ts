import { addDays, type Month } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, YUAN } from './site.ts';
import type { Year } from './year.ts';

const NET = 3_000 * YUAN + 37;
const all = (count: number, fen = NET) => Array.from({ length: count }, (_, at) => fen + at);
const places = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** W01, W02, W03, W05, W06, W11: each on both sides of its levels. */
export function plantWages(year: Year): void {
  const site = new Site(year);
  late(new Crew(site, 12));
  short(new Crew(site, 4));
  failed(new Crew(site, 10));
  missing(new Crew(site, 11));
  unsigned(new Crew(site, 11));
}

/** Nine workers, ten of a fen less than 60,000 yuan, ten of 60,000; thirty days; two months running. */
function late(crew: Crew): void {
  const { year } = crew.site;
  const { calendar } = year;
  const fault = (n: number, nets: number[], places: number[], days: number, note: string) => {
    const month = year.month(n);
    const ref = crew.month(month, nets);
    crew.payBut(ref, month, places, addDays(crew.site.wageDue(month), days));
    crew.plant('W01', month, crew.late(month), note);
    return month;
  };
  fault(0, all(12), places(9), 6, '九人晚发六天');
  const ten = [...all(9, 600_000), 599_963];
  fault(2, ten, places(10), 3, '十人差一分满六万元');
  fault(4, [...all(9, 600_000), 599_964], places(10), 2, '十人共六万元');
  const month = fault(6, all(3), [2], 31, '一人欠三十天');
  const reportBy = calendar.cal(crew.late(month), 5);
  crew.plant('W11', month, addDays(reportBy, 1), '欠薪五日未报告');
  report(crew, month, addDays(reportBy, 4));
  const first = fault(8, all(3), [1], 33, '连续两个月欠薪之一');
  report(crew, first, calendar.cal(crew.late(first), 5));
  fault(9, all(3), [1], 4, '连续两个月欠薪之二');
  crew.plant('W09', '-' as Month, crew.late(year.month(9)), '两个月连续');
}

function report(crew: Crew, wageMonth: Month, on: string): void {
  const { employerUscc, site } = crew;
  const body = { employerUscc, wageMonth, plan: '月底前付清' };
  site.tell(on, { type: 'arrears-report', projectCode: site.code, body });
}

/** A tenth missing, and a fen more; three workers and four; thirty days. */
function short(crew: Crew): void {
  const { year } = crew.site;
  const { calendar } = year;
  const fault = (n: number, missing: number[], days: number, note: string) => {
    const month = year.month(n);
    const ref = crew.month(month, [500_000, 500_000, 500_000, 500_050]);
    const dueOn = crew.site.wageDue(month);
    for (const [at, fen] of missing.entries()) {
      const amountFen = (at === 3 ? 500_050 : 500_000) - fen;
      crew.payout(ref, calendar.wdBefore(dueOn, 2), [at + 1], { amountFen });
      crew.payout(ref, addDays(dueOn, days), [at + 1], { amountFen: fen });
    }
    crew.payBut(ref, month, places(missing.length), null);
    crew.plant('W02', month, crew.late(month), note);
  };
  fault(0, [50_000], 2, '少发一成');
  fault(2, [50_001], 2, '少发一成多一分');
  fault(4, [1, 1, 1], 2, '三人各少一分');
  fault(6, [1, 1, 1, 1], 2, '四人各少一分');
  fault(8, [1], 31, '少发三十天');
}

/** Sent again on the third working day, on the fourth, after the fifth; fifteen days; ten workers. */
function failed(crew: Crew): void {
  const { year, code } = crew.site;
  const { calendar } = year;
  const fault = (n: number, count: number, paidAfter: number, note: string | null) => {
    const month = year.month(n);
    const dueOn = crew.site.wageDue(month);
    const ref = crew.month(month, all(10));
    crew.payBut(ref, month, places(count), null);
    const returned = note === '退汇超过十五天';
    if (returned) crew.payout(ref, calendar.wdBefore(dueOn, 1), places(count));
    const failOn = returned ? calendar.wd(dueOn, 2) : dueOn;
    crew.payout(ref, failOn, places(count), { outcome: returned ? 'returned' : 'rejected' });
    const people = crew.people.slice(0, count);
    const nets = all(10).slice(0, count);
    const replaces = places(count).map((place) => `${ref}#${place}`);
    const claimOn = calendar.wd(failOn, paidAfter);
    const again = crew.claim(month, people, nets, { kind: 'resend', claimOn, replaces });
    crew.payout(again, claimOn);
    const fromDay = addDays(calendar.wd(failOn, 3), 1);
    if (note !== null && code !== '') crew.plant('W03', month, fromDay, note);
    if (paidAfter > 6) {
      crew.plant('W01', month, addDays(calendar.wd(failOn, 5), 1), '退汇后五日仍未补发');
    }
  };
  fault(0, 1, 3, null);
  fault(2, 1, 4, null);
  fault(4, 1, 5, '第五个工作日补发');
  fault(6, 2, 13, '退汇超过十五天');
  fault(8, 10, 6, '十人被拒');
  fault(9, 9, 6, '九人被拒');
}

/** One missing of eleven, one of ten; nobody at all until a month after. */
function missing(crew: Crew): void {
  const { year } = crew.site;
  const { calendar } = year;
  const fault = (n: number, count: number, note: string) => {
    const month = year.month(n);
    const dueOn = crew.site.wageDue(month);
    crew.attend(crew.people.slice(0, count), [`${month}-10`]);
    const ref = crew.claim(month, crew.people.slice(1, count), all(count - 1));
    crew.payout(ref, calendar.wdBefore(dueOn, 1));
    const claimOn = calendar.wd(dueOn, 3);
    const late = crew.claim(month, crew.people.slice(0, 1), [NET], { kind: 'supplement', claimOn });
    crew.payout(late, claimOn);
    crew.plant('W05', month, addDays(calendar.wdBefore(dueOn, 5), 1), note);
  };
  fault(0, 11, '十一人漏一人');
  fault(2, 10, '十人漏一人');
  const month = year.month(4);
  const dueOn = crew.site.wageDue(month);
  const claimOn = calendar.fwd(addDays(dueOn, 34));
  const ref = crew.month(month, all(3), { claimOn });
  crew.payout(ref, claimOn);
  crew.plant('W05', month, addDays(calendar.wdBefore(dueOn, 5), 1), '没有工资表');
}

/** Two of eleven without a signature, two of ten; paid before a signature. */
function unsigned(crew: Crew): void {
  const { year } = crew.site;
  const { calendar } = year;
  const fault = (n: number, count: number, note: string) => {
    const month = year.month(n);
    const dueOn = crew.site.wageDue(month);
    crew.attend(crew.people.slice(0, count), [`${month}-10`]);
    const signed = crew.claim(month, crew.people.slice(2, count), all(count - 2));
    const confirmOn = calendar.wd(dueOn, 2);
    const sheet = { kind: 'supplement', confirmOn } as const;
    const open = crew.claim(month, crew.people.slice(0, 2), all(2), sheet);
    for (const ref of [signed, open]) crew.payout(ref, calendar.wdBefore(dueOn, 1));
    crew.plant('W06', month, addDays(calendar.wdBefore(dueOn, 5), 1), note);
  };
  fault(0, 11, '十一行有两行未签');
  fault(2, 10, '十行有两行未签');
  const month = year.month(4);
  const dueOn = crew.site.wageDue(month);
  const paidOn = calendar.wdBefore(dueOn, 6);
  const ref = crew.month(month, all(3), { confirmOn: calendar.wdBefore(dueOn, 5) });
  crew.payout(ref, paidOn);
  crew.plant('W06', month, paidOn, '未签字先发');
}
