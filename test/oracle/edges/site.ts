import type { Actor, RuleId } from '../../../src/demo/story.ts';
import type {
  AccountBody,
  Action,
  CompanyBody,
  ContractBody,
  ProjectBody,
  SiteAction,
  SiteBody,
} from '../../../src/demo/story-actions.ts';
import {
  addDays,
  addMonths,
  type Day,
  dayInMonth,
  type Month,
  monthOf,
} from '../../../src/lib/day.ts';
import type { Fen } from '../../../src/lib/fen.ts';
import { later } from '../facts.ts';
import { BANK, type Feed, type Year } from './year.ts';

export const YUAN = 100;
const STORY_OUTLASTS_DAYS = 400;
const INSTALMENTS = 15;
const PAY_DAY = 15;
const TRANSFER_DAY = 20;

/** Undefined: it is not told. */
type Loose<T> = { [Key in keyof T]?: T[Key] | undefined };

/** How a site differs from a sound one; null: it has none. */
export interface SiteOptions {
  owner?: Partial<CompanyBody>;
  contractor?: Partial<CompanyBody>;
  project?: Partial<ProjectBody>;
  terms?: Loose<ContractBody>;
  account?: Loose<AccountBody> | null;
  deposit?: SiteBody | null;
  guarantee?: SiteBody | null;
  /** A stop of work all the time, so that nobody asks for attendance; unless told otherwise. */
  stopped?: boolean;
  officer?: boolean;
  /** Every instalment of the year paid in one sum with the opening of the account, unless told otherwise. */
  funded?: boolean;
}

/** A site told by hand; what is not told otherwise is in order. */
export class Site {
  readonly year: Year;
  readonly code: string;
  readonly ownerUscc: string;
  readonly contractorUscc: string;
  readonly accountRef: string;
  readonly accountNo: string;
  readonly payerNo: string;
  readonly terms: ContractBody;
  readonly account: AccountBody;
  readonly feed: Feed;
  /** The wage officer's number, none where there is none. */
  officerId: string | null = null;
  #number = 0;

  constructor(year: Year, options: SiteOptions = {}) {
    const { fromDay } = year;
    this.year = year;
    this.code = year.code();
    const n = this.code.slice(-3);
    this.ownerUscc = year.company('owner', {
      size: 'medium',
      ownership: 'private',
      ...options.owner,
    });
    const firm = { size: 'large', ownership: 'state', ...options.contractor } as const;
    this.contractorUscc = year.company('contractor', firm);
    this.accountRef = `edge-account:${n}`;
    this.accountNo = `${BANK}6990000${n}`;
    this.payerNo = `${BANK}2990000${n}`;
    this.terms = {
      signedOn: fromDay,
      totalFen: 10_000_000 * YUAN,
      contractorSize: 'large',
      labourCostFen: 300_000 * YUAN,
      transferDay: TRANSFER_DAY,
      transferMonthOffset: 0,
      payDay: PAY_DAY,
      payMonthOffset: 1,
      payerAccounts: [{ name: '业主', accountNo: this.payerNo }],
      auditClause: 'none',
      fromMonth: monthOf(fromDay),
      ...options.terms,
    } as ContractBody;
    this.account = {
      bankCode: BANK,
      accountNo: this.accountNo,
      accountName: `边界第${n}项目农民工工资专用账户`,
      openedOn: fromDay,
      filedOn: fromDay,
      agreementSignedOn: fromDay,
      ...options.account,
    } as AccountBody;
    this.feed = { accountNo: this.accountNo, from: this.account.openedOn, silent: null };
    this.#register(options);
  }

  #register(options: SiteOptions): void {
    const { project, account, deposit, guarantee, stopped, officer, funded } = options;
    const { fromDay, toDay } = this.year;
    const late = addDays(toDay, STORY_OUTLASTS_DAYS);
    const body: ProjectBody = {
      name: `边界项目${this.code.slice(-3)}`,
      regionCode: '320703',
      ownerUscc: this.ownerUscc,
      contractorUscc: this.contractorUscc,
      fundSource: 'private',
      status: 'active',
      startsOn: fromDay,
      endsOn: late,
      permitOn: fromDay,
      ...project,
    };
    this.tell(fromDay, { type: 'project', projectCode: this.code, body }, 'authority', '08:00');
    const contract = { type: 'contract', projectCode: this.code, body: this.terms } as const;
    this.tell(fromDay, contract, 'authority', '08:00');
    if (account !== null) this.#openAccount();
    if (funded !== false && body.status === 'active')
      this.credit(this.account.openedOn, (this.terms.labourCostFen ?? 0) * INSTALMENTS);
    const amountFen = 1_000_000 * YUAN;
    if (deposit !== null)
      this.state('wage-deposit', deposit ?? { form: 'cash', amountFen, on: fromDay });
    if (guarantee !== null)
      this.state('payment-guarantee', guarantee ?? { form: 'surety', on: fromDay, until: late });
    if (stopped !== false) this.state('stop-work', { on: fromDay, reason: '停工' });
    if (officer !== false) this.officerId = this.post('wage-officer', fromDay);
  }

  #openAccount(): void {
    const { code: projectCode, accountRef, account: body } = this;
    this.tell(
      body.openedOn,
      { type: 'account', projectCode, accountRef, body },
      'contractor',
      '08:10',
    );
    this.year.feeds.push(this.feed);
  }

  changeAccount(day: Day, more: Partial<AccountBody>): void {
    Object.assign(this.account, more);
    const { code: projectCode, accountRef } = this;
    const body = { ...this.account };
    this.tell(day, { type: 'account-change', projectCode, accountRef, body });
  }

  tell(
    day: Day,
    action: Action,
    role: Exclude<Actor['role'], 'bank'> | 'bank' = 'contractor',
    time = '12:00',
  ): void {
    const codes = {
      authority: this.year.authorityUscc,
      owner: this.ownerUscc,
      contractor: this.contractorUscc,
      approver: this.contractorUscc,
    };
    const actor: Actor = role === 'bank' ? { role, bankCode: BANK } : { role, uscc: codes[role] };
    this.year.steps.push({ at: `${day}T${time}:00+08:00`, lane: this.code, actor, action });
  }

  /** What the authority states of the site on its day, or on the one it is told. */
  state(kind: SiteAction['kind'], body: SiteBody, toldOn = body.on): void {
    const action = { type: 'site-record', projectCode: this.code, kind, body } as const;
    this.tell(later(toldOn, this.year.fromDay), action, 'authority', '08:20');
  }

  /** Somebody who holds a post, or is a visitor, or was barred. */
  post(role: SiteBody['role'] & string, on: Day, until?: Day, idNumber?: string): string {
    const person = this.year.person();
    const id = idNumber ?? person.idNumber;
    const end = until === undefined ? {} : { until };
    this.state('site-person', { role, name: person.name, idNumber: id, on, ...end });
    return id;
  }

  /** Money from the owner for a month. */
  credit(on: Day, amountFen: Fen, period?: Month): string {
    const named = period === undefined ? {} : { period };
    const from = { counterpartyAccountNo: this.payerNo, counterpartyKind: 'company' } as const;
    return this.entry(on, 'credit', amountFen, { purpose: 'transfer', ...from, ...named });
  }

  entry(
    on: Day,
    direction: 'credit' | 'debit',
    amountFen: Fen,
    more: Partial<Extract<Action, { type: 'entries' }>['entries'][number]> = {},
  ): string {
    this.#number += 1;
    const entryId =
      more.entryId ?? `E${this.code.slice(-3)}${String(this.#number).padStart(6, '0')}`;
    const entry = {
      accountNo: this.accountNo,
      direction,
      amountFen,
      balanceAfterFen: 0,
      bookedAt: `${on}T13:00:00+08:00`,
      valueDay: on,
      purpose: 'other' as const,
      ...more,
      entryId,
    };
    const action = {
      type: 'entries',
      bankCode: BANK,
      messageId: `edge-${entryId}`,
      entries: [entry],
    };
    this.bank(on, action as Action, '13:00');
    return entryId;
  }

  /** A new one of this site's bank. */
  messageId(): string {
    this.#number += 1;
    return `edge-${this.code}-${this.#number}`;
  }

  /** A message of the bank; while it is silent it waits for the morning on which the bank speaks again. */
  bank(on: Day, action: Action, time: string): void {
    const { silent } = this.feed;
    const held = silent !== null && on >= silent.from && on < silent.until;
    this.tell(held ? silent.until : on, action, 'bank', held ? '05:30' : time);
  }

  wageDue(month: Month): Day {
    const { payDay = PAY_DAY, payMonthOffset = 0 } = this.terms;
    return this.year.calendar.back(dayInMonth(addMonths(month, payMonthOffset), payDay));
  }

  transferDue(month: Month): Day {
    const { transferDay = TRANSFER_DAY, transferMonthOffset = 0 } = this.terms;
    return this.year.calendar.fwd(dayInMonth(addMonths(month, transferMonthOffset), transferDay));
  }

  plant(rule: RuleId, [subject, period]: readonly [string, Month | '-'], from: Day, note: string) {
    const of = { rule, subject, period, fromDay: from, projectCode: this.code };
    this.year.plants.push({ ...of, note, also: [] });
  }
}
