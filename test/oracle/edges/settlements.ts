import type { SettlementBody, SettlementStepBody } from '../../../src/demo/story-actions.ts';
import { addDays, type Day } from '../../../src/lib/day.ts';
import { plantAfterworks } from './afterworks.ts';
import { Site, type SiteOptions, YUAN } from './site.ts';
import type { Year } from './year.ts';

const MILLION = 1_000_000 * YUAN;
const AMOUNT = 3 * MILLION;

/** A small firm's owner that is public, under a contract of the year. */
const SMALL: SiteOptions = {
  owner: { ownership: 'government' },
  contractor: { size: 'small', ownership: 'private' },
  project: { status: 'preparing' },
  terms: { contractorSize: 'small' },
};
/** Parties whom no ban binds. */
const LARGE: SiteOptions = { project: { status: 'preparing' } };

type Told = [name: SettlementStepBody['step'], day: Day, more?: Partial<SettlementStepBody>];

/** A settlement of a site, told step by step. */
class Bill {
  readonly site: Site;
  readonly ref: string;
  readonly deliveredOn: Day;

  constructor(site: Site, body: Partial<SettlementBody> & { deliveredOn: Day }, number = 1) {
    this.site = site;
    this.ref = `edge-settlement:${site.code}:${number}`;
    this.deliveredOn = body.deliveredOn;
    const whole = { level: 'unit', claimedFen: AMOUNT, reference: 'JS', ...body } as const;
    const action = { projectCode: site.code, settlementRef: this.ref, body: whole } as const;
    site.tell(body.deliveredOn, { type: 'settlement', ...action }, 'contractor', '16:00');
  }

  tell(...steps: Told[]): this {
    for (const [step, on, more = {}] of steps) {
      const byContractor = ['paid', 'payment-applied', 'resubmitted', 'withdrawn'].includes(step);
      const statedBy = more.statedBy ?? (byContractor ? 'contractor' : 'owner');
      const body = { step, on, ...more, statedBy };
      this.site.tell(
        on,
        { type: 'settlement-step', settlementRef: this.ref, body },
        statedBy,
        '17:00',
      );
    }
    return this;
  }

  review(step: number, on: Day, confirmed: boolean): this {
    const action = { type: 'pretext-review', settlementRef: this.ref, step, confirmed } as const;
    this.site.tell(on, action, 'authority', '18:00');
    return this;
  }

  plant(rule: Parameters<Site['plant']>[0], from: Day, note: string): this {
    this.site.plant(rule, [this.ref, '-'], from, note);
    return this;
  }
}

/** S01 to S13, each on both sides of its levels. */
export function plantSettlements(year: Year): void {
  reviews(year);
  payments(year);
  words(year);
  progress(year);
  plantAfterworks(year);
}

/** Reviewed on the last day but five, on the last, a day late, thirty-one late; by each band of the amount; stopped once. */
function reviews(year: Year): void {
  const { calendar } = year;
  const deliveredOn = year.day(20);
  const bands = [
    [5 * MILLION, 20, -6],
    [5 * MILLION + 1, 30, 0],
    [20 * MILLION - 1, 30, 1],
    [20 * MILLION, 45, 2],
    [50 * MILLION - 1, 45, 31],
    [50 * MILLION, 60, 33],
  ] as const;
  const site = new Site(year, LARGE);
  for (const [at, [claimedFen, days, after]] of bands.entries()) {
    const dueOn = calendar.cal(deliveredOn, days);
    const bill = new Bill(site, { deliveredOn, claimedFen }, at + 1);
    bill.tell(['opinion', addDays(dueOn, after), { amountFen: claimedFen }]);
    if (after > -6) bill.plant('S01', addDays(dueOn, -5), `第${after}天审定`);
  }
  const stopped = new Bill(site, { deliveredOn, level: 'whole' }, 8);
  const again = addDays(deliveredOn, 25);
  stopped.tell(
    ['papers-requested', addDays(deliveredOn, 10), { missingPapers: ['竣工图'] }],
    ['resubmitted', again],
    ['papers-requested', addDays(again, 3), { missingPapers: ['竣工图', '签证单'] }],
    ['returned', addDays(again, 5), { missingPapers: ['竣工图'] }],
    ['returned', addDays(again, 6)],
    ['returned', addDays(again, 7)],
    ['opinion', addDays(calendar.cal(again, 30), 3)],
  );
  stopped.plant('S01', addDays(calendar.cal(again, 30), -5), '补正一次');
  stopped.plant('S07', addDays(again, 3), '又要新资料');
}

/** Fifteen days late and sixteen, sixty and sixty-one; for small firms thirty after the confirmation; part undisputed. */
function payments(year: Year): void {
  const { calendar } = year;
  const confirmedOn = year.day(30);
  const appliedOn = year.day(33);
  for (const [at, after] of [0, 16, 62].entries()) {
    const site = new Site(year, LARGE);
    const bill = new Bill(site, { deliveredOn: year.day(22) }, at + 1);
    const dueOn = calendar.cal(appliedOn, 15);
    bill.tell(
      ['opinion', confirmedOn],
      ['confirmed', confirmedOn, { amountFen: AMOUNT - 1 }],
      ['payment-applied', appliedOn, { amountFen: AMOUNT, undisputedFen: AMOUNT - 1 }],
      ['paid', addDays(appliedOn, 2), { amountFen: 5 }],
      ['paid', addDays(dueOn, after), { amountFen: AMOUNT - 6 }],
      ['paid', addDays(dueOn, after + 2), { amountFen: 1 }],
      ['re-review', addDays(dueOn, 70)],
      ['reason-withdrawn', addDays(dueOn, 75)],
    );
    bill.plant('S05', addDays(dueOn, 1), `晚付${after}天`);
    if (after > 0) bill.plant('S09', addDays(dueOn, 1), '无争议部分未付');
    bill.plant('S11', addDays(dueOn, 70), '付清后再审');
  }
  for (const paymentDays of [undefined, 45]) {
    const site = new Site(year, { ...SMALL, terms: { ...SMALL.terms, paymentDays } });
    const bill = new Bill(site, { deliveredOn: year.day(22) });
    const dueOn = calendar.cal(confirmedOn, paymentDays === undefined ? 30 : 60);
    bill.tell(['opinion', confirmedOn], ['confirmed', confirmedOn, { amountFen: AMOUNT }]);
    bill.tell(['paid', addDays(dueOn, 3), { amountFen: AMOUNT }]);
    bill.plant('S05', addDays(dueOn, 1), '中小企业款项');
  }
}

/** An audit by code and in words, confirmed and not; other excuses, sure and not, binding and not; a clause. */
function words(year: Year): void {
  const on = year.day(24);
  const delivered = { deliveredOn: year.day(22) };
  const coded = new Bill(new Site(year, LARGE), delivered);
  coded.tell(
    ['delay-stated', on, { reasonCode: 'AUD-GOV', reasonText: '待审计' }],
    ['reason-withdrawn', addDays(on, 9)],
    ['opinion', addDays(on, 10)],
  );
  coded.plant('S02', on, '以审计为由');
  for (const confirmed of [true, false]) {
    const bill = new Bill(new Site(year, LARGE), delivered);
    bill.tell(['delay-stated', on, { reasonText: '县审计局还没审完，剩余款等审计后付' }]);
    bill.review(1, addDays(on, 4), confirmed).plant('S03', on, '疑似');
    if (confirmed) bill.plant('S02', addDays(on, 4), '经人工确认');
    bill.tell(['opinion', addDays(on, 12)], ['confirmed', addDays(on, 13), { amountFen: AMOUNT }]);
    bill.tell(['paid', addDays(on, 14), { amountFen: AMOUNT }]);
  }
  for (const [options, found] of [
    [SMALL, true],
    [LARGE, false],
  ] as const) {
    const bill = new Bill(new Site(year, options), delivered);
    bill.tell(
      ['delay-stated', on, { reasonCode: 'PROCESS', reasonText: '付款流程还在走' }],
      ['reason-withdrawn', addDays(on, 3)],
      ['opinion', addDays(on, 5)],
    );
    if (found) bill.plant('S10', on, '以内部流程为由');
  }
  clauses(year);
}

/** A clause that waits for an audit: of parties whom no ban binds, of those whom one does, and while it is being used. */
function clauses(year: Year): void {
  const clause = { auditClause: 'basis', auditClauseText: '以审计结果作为结算依据' } as const;
  for (const options of [SMALL, LARGE]) {
    const site = new Site(year, { ...options, terms: { ...options.terms, ...clause } });
    site.plant('S04', [site.ownerUscc, '-'], year.fromDay, '合同约定以审计为准');
    if (options === SMALL) continue;
    const bill = new Bill(site, { deliveredOn: year.day(40) });
    const on = year.day(42);
    bill.tell(
      ['delay-stated', on, { reasonCode: 'AUD-FIN', reasonText: '待评审' }],
      ['reason-withdrawn', addDays(on, 5)],
      ['opinion', addDays(on, 6)],
    );
    bill.plant('S02', on, '援引条款');
  }
}

/** Counted on the last day, sixteen days late; paid late. */
function progress(year: Year): void {
  const { calendar } = year;
  const deliveredOn = year.day(15);
  for (const [at, after] of [0, 1, 17].entries()) {
    const site = new Site(year, LARGE);
    const bill = new Bill(site, { deliveredOn, level: 'progress' }, at + 1);
    const confirmedOn = addDays(calendar.cal(deliveredOn, 14), after);
    const payOn = calendar.cal(confirmedOn, 14);
    bill.tell(['confirmed', confirmedOn, { amountFen: AMOUNT }]);
    bill.tell(['paid', addDays(payOn, after), { amountFen: AMOUNT }]);
    const from = after > 1 ? calendar.cal(deliveredOn, 14) : payOn;
    if (after > 1) bill.plant('S06', addDays(from, 1), `计量晚${after}天`);
  }
}
