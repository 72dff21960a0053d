import { addDays, addMonths, type Month } from '../../../src/lib/day.ts';
import type { Fen } from '../../../src/lib/fen.ts';
import { later } from '../facts.ts';
import { Crew } from './crew.ts';
import { Site, type SiteOptions, YUAN } from './site.ts';
import type { Year } from './year.ts';

const COST = 100_000 * YUAN;
const NET = 5_000 * YUAN + 11;

/** F01 to F09 but F03 and F07, each on both sides of its levels. */
export function plantTransfers(year: Year): void {
  late(year);
  short(year);
  withheld(year);
  lean(year);
  progress(year);
  turned(year);
}

const site = (year: Year, more: SiteOptions['terms'] = {}) =>
  new Site(year, {
    funded: false,
    terms: { labourCostFen: COST, transferDay: 10, transferMonthOffset: 1, payDay: 25, ...more },
  });

function credit(one: Site, month: Month, days: number, fen: Fen = COST): void {
  one.credit(addDays(one.transferDue(month), days), fen, month);
}

function plant(one: Site, rule: 'F01' | 'F02' | 'F05' | 'F08', month: Month, note: string): void {
  one.plant(rule, [one.ownerUscc, month], addDays(one.transferDue(month), 1), note);
}

/** Four days, five, thirty; two months running of nothing, with people at work. */
function late(year: Year): void {
  const one = site(year);
  const crew = new Crew(one, 1);
  for (const [n, days] of [5, 0, 6, 0, 31, 0, 0, 1].entries()) {
    const month = year.month(n);
    credit(one, month, days);
    if (days > 1) plant(one, 'F01', month, `人工费用晚拨${days}天`);
  }
  const [first, second] = [year.month(8), year.month(9)];
  for (const month of [first, second]) crew.attend(crew.people, [`${month}-10`]);
  credit(one, first, 35);
  credit(one, second, 40);
  plant(one, 'F01', first, '两个月未拨之一');
  plant(one, 'F01', second, '两个月未拨之二');
  plant(one, 'F05', second, '连续两个月未拨');
}

/** A tenth missing and a fen more, half and a fen less; two months running. */
function short(year: Year): void {
  const one = site(year);
  const missing = [COST / 10, 0, COST / 10 + 1, 0, COST / 2, 0, COST / 2 - 1, 0, 1, 1];
  for (const [n, fen] of missing.entries()) {
    const month = year.month(n);
    credit(one, month, -1, COST - fen);
    if (fen === 0) continue;
    credit(one, month, 12, fen);
    plant(one, 'F02', month, `少拨${fen}分`);
  }
}

/** Reasons that count and one that does not; taken back; wages owed meanwhile. */
function withheld(year: Year): void {
  const one = site(year);
  const reasons = ['QUANTITY', 'QUALITY', 'PRICE', 'SETTLEMENT', 'AUD-GOV', 'FUNDS'] as const;
  for (const [at, reasonCode] of reasons.entries()) {
    const month = year.month(at * 2);
    credit(one, year.month(at * 2 + 1), -1);
    const on = addDays(one.transferDue(month), 3);
    if (reasonCode === 'PRICE') credit(one, month, -1, COST - 1);
    credit(one, month, 9, reasonCode === 'PRICE' ? 1 : COST);
    const delayRef = `edge-delay:${one.code}:${month}`;
    const body = { period: month, on, statedBy: 'owner', reasonCode, reasonText: '事由' } as const;
    const about = { projectCode: one.code, delayRef };
    one.tell(on, { type: 'transfer-delay', ...about, body }, 'owner');
    if (at === 1) {
      const back = addDays(on, 2);
      one.tell(back, { type: 'transfer-delay-withdrawal', ...about }, 'owner');
    }
    if (reasonCode !== 'FUNDS') one.plant('F08', [one.ownerUscc, month], on, `理由${reasonCode}`);
  }
  const crew = new Crew(one, 1);
  const month = year.month(3);
  const ref = crew.month(month, [NET]);
  crew.payBut(ref, month, [1], addDays(one.transferDue(year.month(4)), 5));
}

/** A poor account: F01 is orange at once, F03 seven, three and one working days before the wages, until topped up. */
function lean(year: Year): void {
  const one = site(year, { labourCostFen: NET, payMonthOffset: 1, payDay: 8 });
  const crew = new Crew(one, 1);
  const { calendar } = year;
  for (const [n, ahead] of [8, 7, 4, 3, 2, 1, 0].entries()) {
    const month = year.month(n);
    const dueOn = one.wageDue(month);
    const claimOn = calendar.wdBefore(dueOn, 9);
    const ref = crew.month(month, [NET], { claimOn });
    const topUpOn = ahead > 1 ? calendar.wdBefore(dueOn, ahead - 1) : addDays(dueOn, 1 - ahead);
    one.entry(topUpOn, 'credit', NET, { purpose: 'other' });
    crew.payout(ref, ahead === 0 ? topUpOn : dueOn);
    const seen = calendar.wdBefore(dueOn, 7);
    if (ahead < 8) one.plant('F03', [one.ownerUscc, month], seen, `发薪前${ahead}个工作日才补足`);
  }
  for (let n = 0; n < 10; n += 1) {
    const month = year.month(n);
    credit(one, month, n === 2 ? 2 : -1, NET);
    // What the owner paid goes back to whom it came from, so that the account stays poor.
    const back = addDays(one.transferDue(month), n === 2 ? 3 : 0);
    const entryId = `B${one.code}${month}`;
    one.entry(back, 'debit', NET, { entryId, counterpartyKind: 'internal' });
    one.plant('A04', [entryId, back.slice(0, 7)], back, '转出');
  }
}

/** A ratio of what was confirmed; four fifths paid of it, and a fen less, thirty days after the confirmation. */
function progress(year: Year): void {
  const one = new Site(year, {
    funded: false,
    owner: { ownership: 'state' },
    terms: { labourCostRatio: 0.2, labourCostFen: undefined, transferDay: undefined },
  });
  const value = 1_000_001;
  const confirmedOn = year.day(40);
  const tell = (n: number, valueFen: Fen, on: string) =>
    one.tell(on, {
      type: 'progress',
      projectCode: one.code,
      month: year.month(n),
      body: { valueFen, confirmedOn: on },
    });
  const paid = (on: string, amountFen: Fen) =>
    one.tell(on, { type: 'progress-payment', projectCode: one.code, body: { on, amountFen } });
  tell(0, value, confirmedOn);
  paid(year.day(45), 800_000);
  // Four fifths of 1,000,001 fen are 800,001, a fen of it up.
  one.plant('F09', [one.ownerUscc, '-'], addDays(confirmedOn, 30), '进度款差一分');
  paid(addDays(confirmedOn, 33), 1);
  tell(1, 500_000, year.day(80));
  paid(year.day(100), 400_000);
  tell(1, 500_001, year.day(130));
  one.plant('F06', [one.ownerUscc, '-'], year.fromDay, '没有约定拨付日');
}

/** Transfers agreed before the wages that days off put behind them. */
function turned(year: Year): void {
  const one = site(year, { transferDay: 1, payDay: 5, payMonthOffset: 1 });
  const crew = new Crew(one, 1);
  for (let n = 0; n < 12; n += 1) {
    const month = year.month(n);
    crew.attend(crew.people, [`${month}-10`]);
    const dueOn = one.transferDue(month);
    credit(one, month, 0);
    const wageOn = one.wageDue(month);
    crew.payout(crew.claim(month, crew.people, [NET]), wageOn);
    if (dueOn <= wageOn) continue;
    const made = addDays(`${addMonths(month, 1)}-05`, -45);
    const seen = later(addDays(wageOn, -45), made);
    one.plant('F04', [one.ownerUscc, month], later(seen, year.fromDay), '节假日错位');
  }
}
