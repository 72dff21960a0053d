import type { SiteBody } from '../../../src/demo/story-actions.ts';
import { addDays } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, YUAN } from './site.ts';
import type { Year } from './year.ts';

const TOTAL = 10_000_000 * YUAN;
const NET = 4_000 * YUAN + 3;

/** D01 to D04 and F07, each on both sides of its levels. */
export function plantDeposits(year: Year): void {
  missing(year);
  short(year);
  used(year);
  ending(year);
  guarantees(year);
}

/** On the twentieth working day, ten working days after it and eleven; wages owed meanwhile. */
function missing(year: Year): void {
  const { calendar, fromDay } = year;
  const dueOn = calendar.wd(fromDay, 20);
  for (const late of [0, 10, 12]) {
    const one = new Site(year, { deposit: null });
    const on = late === 0 ? dueOn : calendar.wd(dueOn, late);
    one.state('wage-deposit', { form: 'cash', amountFen: TOTAL / 100, on });
    if (late > 0) one.plant('D01', [one.contractorUscc, '-'], addDays(dueOn, 1), `晚存${late}天`);
  }
  const owing = new Site(year, { deposit: null });
  const crew = new Crew(owing, 1);
  const month = year.month(0);
  crew.payBut(crew.month(month, [NET]), month, [1], addDays(owing.wageDue(month), 4));
  owing.plant('D01', [owing.contractorUscc, '-'], addDays(dueOn, 1), '未存且欠薪');
}

/** A hundredth, and a fen less, fifteen working days and sixteen; an exemption. */
function short(year: Year): void {
  const { calendar, fromDay } = year;
  const dueOn = calendar.wd(fromDay, 20);
  const deposits: SiteBody[] = [
    { form: 'cash', amountFen: TOTAL / 100, on: fromDay },
    { form: 'cash', amountFen: TOTAL / 100 - 1, on: fromDay },
    { form: 'exempt', on: fromDay },
  ];
  for (const deposit of deposits) {
    const one = new Site(year, { deposit });
    if (deposit.amountFen !== TOTAL / 100 - 1) continue;
    one.plant('D02', [one.contractorUscc, '-'], addDays(dueOn, 1), '差一分');
    one.state('wage-deposit', { form: 'cash', amountFen: TOTAL / 100, on: calendar.wd(dueOn, 18) });
  }
}

/** Restored on the tenth working day; in part; thirty working days after the use and more. */
function used(year: Year): void {
  const { calendar } = year;
  const one = new Site(year);
  const use = (on: string, amountFen: number) => one.state('deposit-used', { on, amountFen });
  const restore = (on: string, amountFen: number) =>
    one.state('deposit-restored', { on, amountFen });
  const first = year.day(40);
  use(first, 10_000);
  restore(calendar.wd(first, 10), 10_000);
  const second = year.day(80);
  use(second, 30_000);
  use(calendar.wd(second, 3), 5_000);
  restore(calendar.wd(second, 15), 29_999);
  restore(calendar.wd(second, 32), 5_001);
  const from = addDays(calendar.wd(second, 10), 1);
  one.plant('D03', [one.contractorUscc, '-'], from, '动用后未补足');
}

/** Thirty days before the end; over, and renewed; works that end before it. */
function ending(year: Year): void {
  const until = addDays(year.fromDay, 150);
  const form = { form: 'guarantee', amountFen: TOTAL / 100, on: year.fromDay } as const;
  for (const endsOn of [until, addDays(until, 1)]) {
    const one = new Site(year, { deposit: { ...form, until }, project: { endsOn } });
    const renewedOn = addDays(until, 5);
    one.state('wage-deposit', { ...form, on: renewedOn, until: addDays(until, 500) });
    const from = endsOn === until ? addDays(until, 1) : addDays(until, -30);
    one.plant('D04', [one.contractorUscc, '-'], from, '保函到期');
  }
}

/** None at the start of the works; one that ends; wages owed. */
function guarantees(year: Year): void {
  const none = new Site(year, { guarantee: null });
  none.plant('F07', [none.ownerUscc, '-'], year.fromDay, '没有担保');
  const crew = new Crew(none, 1);
  const month = year.month(1);
  crew.payBut(crew.month(month, [NET]), month, [1], addDays(none.wageDue(month), 3));
  none.state('payment-guarantee', { form: 'surety', on: addDays(none.wageDue(month), 9) });
  const until = addDays(year.fromDay, 60);
  const ended = new Site(year, { guarantee: { form: 'surety', on: year.fromDay, until } });
  ended.plant('F07', [ended.ownerUscc, '-'], addDays(until, 1), '担保到期');
}
