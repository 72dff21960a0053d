import type { Actor, City, RuleId, StoryStep } from '../../src/demo/story.ts';
import type {
  AccountBody,
  Action,
  BankEntry,
  ContractBody,
  PayrollBody,
  ProjectBody,
  SettlementBody,
  SettlementStepBody,
} from '../../src/demo/story-actions.ts';
import type { Day, Month } from '../../src/lib/day.ts';
import { predictNight } from './alerts.ts';
import { ACCOUNT_NO, BANK, feedsOf } from './tiny-feeds.ts';

export const OWNER = 'OWNER';
export const CONTRACTOR = 'CONTRACTOR';
export const EMPLOYER = 'EMPLOYER';
export const OTHER_EMPLOYER = 'EMPLOYER-2';
export const PAYER = '313200001';

type Role = Exclude<Actor['role'], 'bank'>;
type Net = readonly [worker: number, netFen: number, replaces?: string];

/** A city of one project P1, told by hand. Unless told otherwise its bank is never silent. */
export class Tale {
  readonly #steps: StoryStep[] = [];
  readonly #fromDay: Day;
  readonly #toDay: Day;
  #city: City | null = null;
  #entries = 0;
  #silence: { from: Day; until: Day } = { from: '9999-12-31', until: '9999-12-31' };

  constructor(fromDay: Day, toDay: Day, more: Partial<ContractBody> = {}) {
    this.#fromDay = fromDay;
    this.#toDay = toDay;
    this.project({});
    this.contract(more);
  }

  /** A step of the project's people, or of its bank, at noon of a day. */
  tell(day: Day, action: Action, role: Role | 'bank' = 'contractor', time = '12:00'): this {
    const actor: Actor =
      role === 'bank' ? { role, bankCode: BANK } : { role, uscc: role.toUpperCase() };
    this.#steps.push({ at: `${day}T${time}:00+08:00`, lane: 'P1', actor, action });
    return this;
  }

  project(more: Partial<ProjectBody>, day = this.#fromDay, role: Role = 'authority'): this {
    const body: ProjectBody = {
      name: '虚构项目',
      regionCode: '320703',
      ownerUscc: OWNER,
      contractorUscc: CONTRACTOR,
      fundSource: 'private',
      status: 'active',
      startsOn: this.#fromDay,
      endsOn: '2028-06-30',
      permitOn: this.#fromDay,
      ...more,
    };
    return this.tell(day, { type: 'project', projectCode: 'P1', body }, role, '08:00');
  }

  contract(more: Partial<ContractBody>, day = this.#fromDay, role: Role = 'authority'): this {
    const body: ContractBody = {
      signedOn: this.#fromDay,
      totalFen: 1_000_000_000,
      contractorSize: 'small',
      payerAccounts: [{ name: '业主', accountNo: PAYER }],
      auditClause: 'none',
      fromMonth: this.#fromDay.slice(0, 7),
      ...more,
    };
    return this.tell(day, { type: 'contract', projectCode: 'P1', body }, role, '08:10');
  }

  account(more: Partial<AccountBody> = {}, day = this.#fromDay): this {
    const body: AccountBody = {
      bankCode: BANK,
      accountNo: ACCOUNT_NO,
      accountName: '专户',
      openedOn: day,
      ...more,
    };
    return this.tell(day, { type: 'account', projectCode: 'P1', accountRef: 'account', body });
  }

  /** Workers from one number to another, engaged from a day on; their cards are `card{n}`. */
  workers(from: number, to: number, employerUscc = EMPLOYER, enteredOn = this.#fromDay): this {
    const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    const engagements = numbers.map((n) => ({
      ref: `w${n}`,
      idNumber: `id${n}`,
      name: `工人${n}`,
      employerUscc,
      team: '1班',
      trade: '木工',
      phone: '',
      cardNo: `card${n}`,
      cardBankCode: BANK,
      contractSignedOn: enteredOn,
      enteredOn,
    }));
    return this.tell(enteredOn, { type: 'engagements', projectCode: 'P1', engagements });
  }

  leave(n: number, toldOn: Day, exitedOn: Day): this {
    const rest = { team: '1班', trade: '木工', phone: '', contractSignedOn: this.#fromDay };
    const body = { ...rest, cardNo: `card${n}`, cardBankCode: BANK, exitedOn };
    const action = { projectCode: 'P1', engagementRef: `w${n}`, body } as const;
    return this.tell(toldOn, { type: 'engagement', ...action });
  }

  attend(numbers: readonly number[], days: Day[], toldOn = days.at(-1) ?? this.#fromDay): this {
    const shifts = numbers.map((n) => ({
      idNumber: `id${n}`,
      days,
      in: '07:00',
      out: '17:00',
      means: 'face',
      gate: '1',
    }));
    return this.tell(toldOn, { type: 'attendance', projectCode: 'P1', shifts });
  }

  /** Claims a batch, and orders it the same day. */
  batch(ref: string, day: Day, month: Month, nets: readonly Net[], more?: Partial<PayrollBody>) {
    const lines = nets.map(([n, netFen, replacesLineRef]) => ({
      idNumber: `id${n}`,
      name: `工人${n}`,
      grossFen: netFen,
      deductions: [],
      netFen,
      cardNo: `card${n}`,
      ...(replacesLineRef === undefined ? {} : { replacesLineRef }),
    }));
    const body = { wageMonth: month, employerUscc: EMPLOYER, kind: 'regular', lines, ...more };
    const action = { projectCode: 'P1', batchRef: ref, format: 'json', body } as const;
    this.tell(day, { type: 'payroll', ...action } as Action, 'contractor', '09:00');
    return this.tell(day, { type: 'order', batchRef: ref }, 'contractor', '11:00');
  }

  /** What the bank did with a line, told in the hour after or on another day. */
  payout(
    lineRef: string,
    day: Day,
    amountFen: number,
    outcome: 'paid' | 'rejected' | 'returned' | 'accepted' = 'paid',
    more: { time?: string; toldOn?: Day; payeeName?: string; payeeAccountNo?: string } = {},
  ): this {
    const { time = '14:00', toldOn = day, ...payee } = more;
    const at = `${day}T${time}:00+08:00`;
    const results = [{ lineRef, outcome, amountFen, at, ...payee }];
    const messageId = `${lineRef} ${outcome} ${at}`;
    const action = { type: 'payout-results', bankCode: BANK, messageId, results } as const;
    return this.tell(toldOn, action, 'bank', '15:00');
  }

  entry(
    direction: 'credit' | 'debit',
    day: Day,
    amountFen: number,
    more: Partial<BankEntry> & { toldOn?: Day } = {},
  ): this {
    this.#entries += 1;
    const { toldOn = day, ...rest } = more;
    const entry: BankEntry = {
      accountNo: ACCOUNT_NO,
      entryId: `E${String(this.#entries).padStart(3, '0')}`,
      direction,
      amountFen,
      balanceAfterFen: 0,
      bookedAt: `${day}T13:00:00+08:00`,
      valueDay: day,
      purpose: direction === 'credit' ? 'transfer' : 'other',
      ...rest,
    };
    const messageId = `entry ${entry.entryId}`;
    const action: Action = { type: 'entries', bankCode: BANK, messageId, entries: [entry] };
    return this.tell(toldOn, action, 'bank', '13:30');
  }

  /** Money from the owner. */
  credit(day: Day, amountFen: number, period?: Month, more: Partial<BankEntry> = {}): this {
    const named = period === undefined ? {} : { period };
    return this.entry('credit', day, amountFen, {
      counterpartyAccountNo: PAYER,
      ...named,
      ...more,
    });
  }

  delay(day: Day, period: Month, reasonCode: 'PRICE' | 'FUNDS' | 'AUD-GOV'): this {
    const body = { period, on: day, statedBy: 'owner', reasonCode, reasonText: '事由' } as const;
    const delayRef = `delay ${period}`;
    return this.tell(day, { type: 'transfer-delay', projectCode: 'P1', delayRef, body }, 'owner');
  }

  settlement(more: Partial<SettlementBody> & { deliveredOn: Day }): this {
    const body: SettlementBody = { level: 'unit', claimedFen: 1_000, reference: 'JS', ...more };
    const action = { type: 'settlement', projectCode: 'P1', settlementRef: 'S', body } as const;
    return this.tell(more.deliveredOn, action, 'contractor', '10:00');
  }

  step(
    on: Day,
    step: SettlementStepBody['step'],
    more: Partial<SettlementStepBody> & { toldOn?: Day } = {},
  ): this {
    const { toldOn = on, ...rest } = more;
    const statedBy = step === 'paid' || step === 'payment-applied' ? 'contractor' : 'owner';
    const body = { step, on, statedBy, ...rest } as SettlementStepBody;
    return this.tell(toldOn, { type: 'settlement-step', settlementRef: 'S', body });
  }

  /** The bank says nothing of the days from one on until a morning. */
  silent(from: Day, until: Day): this {
    this.#silence = { from, until };
    return this;
  }

  /** The live alerts after the night for a day: those of some rules, as `W01 EMPLOYER 2026-09 red 5`. */
  found(day: Day, ...rules: RuleId[]): string[] {
    const alerts = predictNight(this.city(), day).filter(({ rule }) => rules.includes(rule));
    return alerts.map(({ rule, subject, period, level, held, amountFen }) =>
      [rule, subject, period, level, amountFen, ...(held ? ['held'] : [])].join(' '),
    );
  }

  city(): City {
    this.#city ??= {
      seed: 0,
      fromDay: this.#fromDay,
      toDay: this.#toDay,
      authority: { uscc: 'AUTHORITY', name: '人社局' },
      companies: [],
      banks: [{ bankCode: BANK, name: '银行' }],
      projects: [],
      steps: [...this.#steps, ...feedsOf(this.#fromDay, this.#toDay, this.#silence)],
      plants: [],
    };
    return this.#city;
  }
}
