import type { EngagementRow, PayoutResult, PayrollBody } from '../../../src/demo/story-actions.ts';
import { addDays, type Day, dayInMonth, type Month } from '../../../src/lib/day.ts';
import { type Fen, sumFen } from '../../../src/lib/fen.ts';
import type { Site } from './site.ts';
import { BANK, type Person } from './year.ts';

const CLAIM_BEFORE = 7;

/** One batch as it is claimed; what is absent is in order. */
export interface Sheet {
  kind?: PayrollBody['kind'];
  claimOn?: Day;
  /** When all its lines are confirmed; null: never. */
  confirmOn?: Day | null;
  /** The lines replaced, one each. */
  replaces?: readonly string[];
  workDays?: number;
}

/** An employer's people on a site, and how they are paid. */
export class Crew {
  readonly site: Site;
  readonly employerUscc: string;
  readonly people: (Person & { ref: string })[] = [];
  readonly #nets = new Map<string, readonly Fen[]>();
  readonly #prefix: string;
  #batches = 0;

  /** People of the site's contractor, or of a new subcontractor, from the site's start. */
  constructor(site: Site, count: number, employerUscc = site.year.company('subcontractor')) {
    this.site = site;
    this.employerUscc = employerUscc;
    this.#prefix = `edge:${site.code}:${employerUscc.slice(8, 17)}`;
    if (count > 0) this.engage(Array.from({ length: count }, () => site.year.person()));
  }

  /** Engages people from a day on, told on that day. */
  engage(
    people: readonly Person[],
    on = this.site.year.fromDay,
    more: Partial<EngagementRow> = {},
  ) {
    const added = people.map((one, at) => ({
      ...one,
      ref: `${this.#prefix}:w${this.people.length + at + 1}`,
    }));
    this.people.push(...added);
    const engagements = added.map(
      ({ ref, idNumber, name, cardNo }): EngagementRow => ({
        ref,
        idNumber,
        name,
        employerUscc: this.employerUscc,
        team: '1班',
        trade: '木工',
        phone: `1${cardNo.slice(-11, -1)}`,
        cardNo,
        cardBankCode: BANK,
        contractSignedOn: on,
        enteredOn: on,
        ...more,
      }),
    );
    const { code: projectCode } = this.site;
    this.site.tell(on, { type: 'engagements', projectCode, engagements }, 'contractor', '08:30');
    return added;
  }

  /** Some of them on site on days, told on the evening of the last. */
  attend(who: readonly Person[], days: readonly Day[]): void {
    const shifts = who.map(({ idNumber }) => ({
      idNumber,
      days: [...days],
      in: '06:30',
      out: '17:30',
      means: 'face',
      gate: '1号门',
    }));
    const { code: projectCode } = this.site;
    const action = { type: 'attendance', projectCode, shifts } as const;
    this.site.tell(days.at(-1) ?? this.site.year.fromDay, action, 'contractor', '21:00');
  }

  /** They attend on the tenth of a month, and their wages of it are claimed in time, confirmed and ordered. */
  month(month: Month, nets: readonly Fen[], sheet: Sheet = {}): string {
    const who = this.people.slice(0, nets.length);
    this.attend(who, [dayInMonth(month, 10)]);
    return this.claim(month, who, nets, sheet);
  }

  /** Claims a batch, confirms, approves and orders it. @returns its ref */
  claim(month: Month, who: readonly Person[], nets: readonly Fen[], sheet: Sheet = {}): string {
    const { site } = this;
    const dueOn = site.wageDue(month);
    const claimOn = sheet.claimOn ?? site.year.calendar.wdBefore(dueOn, CLAIM_BEFORE);
    const { kind = 'regular', confirmOn = claimOn, replaces, workDays } = sheet;
    this.#batches += 1;
    const batchRef = `${this.#prefix}:${month}:${this.#batches}`;
    this.#nets.set(batchRef, nets);
    const lines = who.map(({ idNumber, name, cardNo }, at) => ({
      ...{ idNumber, name, cardNo, deductions: [] },
      ...{ grossFen: nets[at] ?? 0, netFen: nets[at] ?? 0 },
      ...(workDays === undefined ? {} : { workDays }),
      ...(replaces?.[at] === undefined ? {} : { replacesLineRef: replaces[at] }),
    }));
    const body: PayrollBody = { wageMonth: month, employerUscc: this.employerUscc, kind, lines };
    const batch = { projectCode: site.code, batchRef, format: 'json', body } as const;
    site.tell(claimOn, { type: 'payroll', ...batch }, 'contractor', '09:00');
    if (kind !== 'resend' && confirmOn !== null) this.confirm(batchRef, confirmOn);
    const totalNetFen = sumFen([...nets]);
    site.tell(claimOn, { type: 'approval', batchRef, totalNetFen }, 'approver', '10:00');
    site.tell(claimOn, { type: 'order', batchRef }, 'contractor', '10:10');
    return batchRef;
  }

  confirm(batchRef: string, on: Day): void {
    const lines = this.#nets.get(batchRef)?.length ?? 0;
    const confirmedAt = `${on}T09:20:00+08:00`;
    this.site.tell(
      on,
      { type: 'confirmations', batchRef, lines, confirmedAt },
      'contractor',
      '09:30',
    );
  }

  /** The bank pays, refuses or gives back some lines of a batch, all unless told otherwise; places count from 1. */
  payout(
    batchRef: string,
    on: Day,
    places: readonly number[] | null = null,
    more: Partial<PayoutResult> = {},
  ): void {
    const nets = this.#nets.get(batchRef) ?? [];
    const all = places ?? nets.map((_, at) => at + 1);
    const { outcome = 'paid' } = more;
    const at = `${on}T${outcome === 'returned' ? '15' : '14'}:00:00+08:00`;
    const results = all.map((place) => ({
      lineRef: `${batchRef}#${place}`,
      outcome,
      amountFen: nets[place - 1] ?? 0,
      at,
      ...more,
    }));
    const messageId = this.site.messageId();
    this.site.bank(on, { type: 'payout-results', bankCode: BANK, messageId, results }, '16:00');
    const amountFen = sumFen(results.map((one) => one.amountFen));
    if (outcome === 'paid') this.site.entry(on, 'debit', amountFen, { purpose: 'wage', batchRef });
    if (outcome === 'returned') this.site.entry(on, 'credit', amountFen, { purpose: 'return' });
  }

  /** Pays all in time but some places, and those on another day, if any. */
  payBut(batchRef: string, month: Month, places: readonly number[], on: Day | null): void {
    const dueOn = this.site.wageDue(month);
    const count = this.#nets.get(batchRef)?.length ?? 0;
    const rest = Array.from({ length: count }, (_, at) => at + 1).filter(
      (n) => !places.includes(n),
    );
    if (rest.length > 0) this.payout(batchRef, this.site.year.calendar.wdBefore(dueOn, 1), rest);
    if (on !== null) this.payout(batchRef, on, places);
  }

  /** What is planted on this employer's month. */
  plant(rule: Parameters<Site['plant']>[0], month: Month, fromDay: Day, note: string): void {
    this.site.plant(rule, [this.employerUscc, month], fromDay, note);
  }

  /** The day after the wages of a month were due. */
  late(month: Month): Day {
    return addDays(this.site.wageDue(month), 1);
  }
}
