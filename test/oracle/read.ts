import type { City, StoryStep } from '../../src/demo/story.ts';
import type { Action, BankEntry, CompanyBody } from '../../src/demo/story-actions.ts';
import type { Calendar } from '../../src/lib/calendar.ts';
import { addDays, type Day, dayOf, startOf } from '../../src/lib/day.ts';
import { unfoldInstalments } from './duties.ts';
import {
  type Batch,
  emptyProject,
  isAuthority,
  type Ledger,
  type Payout,
  type ProjectFacts,
  type Settlement,
} from './facts.ts';
import type { Reports } from './facts-reports.ts';
import { takeAccount } from './read-accounts.ts';
import { addBatch } from './read-payroll.ts';
import { addEngagements, attend, changeEngagement, stateExit } from './read-people.ts';
import { isReport, takeReport } from './read-reports.ts';
import { takeTerms } from './read-terms.ts';

const NIGHT_AFTER_MIDNIGHT_MS = 30 * 60_000;

type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>;

/** Reads a story's steps in order of time into what is known, project by project. */
export class Reader {
  readonly projects = new Map<string, ProjectFacts>();
  /** Whether the authority takes part in the winter campaign. */
  campaign = false;
  readonly #companies = new Map<string, CompanyBody>();
  readonly #calendar: Calendar;
  readonly #steps: { step: StoryStep; ms: number }[];
  readonly #ledgers = new Map<string, Ledger>();
  /** Final outcomes by line, the line registered or not. */
  readonly #payouts = new Map<string, Payout[]>();
  readonly #seenPayouts = new Set<string>();
  readonly #batches = new Map<string, Batch>();
  #next = 0;

  constructor(city: City, calendar: Calendar) {
    this.#calendar = calendar;
    this.#steps = city.steps
      .map((step) => ({ step, ms: Date.parse(step.at) }))
      .sort((a, b) => a.ms - b.ms);
  }

  /** Takes in all that the night for a day knows: it runs at 00:30 on the day after. */
  readFor(day: Day): void {
    const nightMs = startOf(addDays(day, 1)).getTime() + NIGHT_AFTER_MIDNIGHT_MS;
    for (;;) {
      const next = this.#steps[this.#next];
      if (next === undefined || next.ms >= nightMs) return;
      this.#next += 1;
      this.#take(next.step, dayOf(new Date(next.ms)));
    }
  }

  #take(step: StoryStep, today: Day): void {
    const { action } = step;
    if (action.type === 'company') {
      this.#companies.set(action.uscc, action.body);
      return;
    }
    if (action.type === 'entries' || action.type === 'camt054') this.#takeEntries(action);
    else if (action.type === 'payout-results') {
      for (const { lineRef, payeeAccountNo: payeeNo, ...result } of action.results) {
        this.#takePayout(lineRef, { ...result, payeeNo });
      }
    } else if (action.type === 'balances') this.#takeBalances(action);
    else if (action.type === 'settings') this.campaign = action.body.winter;
    else if (action.type === 'feed-complete') {
      for (const { accountNo, through } of action.feeds) {
        this.#ledger(action.bankCode, accountNo).throughDays.push(through);
      }
    } else this.#takeOfProject(step, today);
  }

  #takeOfProject({ action, actor }: StoryStep, today: Day): void {
    switch (action.type) {
      case 'project':
      case 'contract':
      case 'confirmation':
        takeTerms(this.#project(action.projectCode), action, isAuthority(actor), today);
        unfoldInstalments(this.#project(action.projectCode), today, this.#calendar);
        return;
      case 'progress':
        this.#project(action.projectCode).progress.set(action.month, action.body);
        this.#reports(action).progressTold.push({ month: action.month, ...action.body });
        return;
      case 'account':
      case 'account-change':
        takeAccount(
          this.#project(action.projectCode),
          action.accountRef,
          action.body,
          this.#ledger(action.body.bankCode, action.body.accountNo),
        );
        return;
      case 'engagements':
        addEngagements(this.#project(action.projectCode), action.engagements, today);
        return;
      case 'engagement':
        changeEngagement(
          this.#project(action.projectCode),
          action.engagementRef,
          action.body,
          today,
        );
        return;
      case 'attendance':
        attend(this.#project(action.projectCode), action.shifts);
        return;
      case 'site-record':
        if (isAuthority(actor) || action.kind === 'site-person')
          this.#project(action.projectCode).records.push({ kind: action.kind, ...action.body });
        return;
      case 'payroll':
        this.#takeBatch(action, today);
        return;
      case 'order':
        this.#batch(action.batchRef).orderedOn ??= today;
        return;
      case 'confirmations':
        this.#batch(action.batchRef).confirmedOn ??= dayOf(new Date(action.confirmedAt));
        return;
      case 'slips':
        this.#batch(action.batchRef).slipsOn ??= action.issuedOn;
        return;
      case 'exit-statement':
        stateExit(this.#project(action.projectCode), action.engagementRef, action.body);
        return;
      case 'withdrawal':
        this.#batch(action.batchRef).withdrawnOn ??= today;
        return;
      default:
        this.#takeWords(action, today);
    }
  }

  #takeWords(action: Action, today: Day): void {
    if (action.type === 'settlement') {
      const { settlementRef: ref, body } = action;
      this.#project(action.projectCode).settlements.push({ ref, ...body, steps: [], reviews: [] });
    } else if (action.type === 'settlement-step') {
      const { steps } = this.#settlement(action.settlementRef);
      steps.push({ ...action.body, seq: steps.length + 1 });
      steps.sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
    } else if (action.type === 'pretext-review') {
      const { step, confirmed } = action;
      this.#settlement(action.settlementRef).reviews.push({ step, confirmed, on: today });
    } else if (action.type === 'transfer-delay') {
      const delay = { ref: action.delayRef, ...action.body, withdrawnOn: null };
      this.#project(action.projectCode).delays.push(delay);
    } else if (action.type === 'transfer-delay-withdrawal') {
      const { delays } = this.#project(action.projectCode);
      const delay = delays.find(({ ref }) => ref === action.delayRef);
      if (delay !== undefined) delay.withdrawnOn ??= today;
    } else if (isReport(action)) takeReport(this.#reports(action), action, today);
  }

  #reports({ projectCode }: { projectCode: string }): Reports {
    return this.#project(projectCode).reports;
  }

  #takeBalances({ bankCode, balances }: ActionOf<'balances'>): void {
    for (const { accountNo, frozenFen: fen, at } of balances) {
      const ms = Date.parse(at);
      if (fen !== undefined)
        this.#ledger(bankCode, accountNo).frozen.push({ on: dayOf(new Date(ms)), ms, fen });
    }
  }

  #settlement(ref: string): Settlement {
    const all = [...this.projects.values()].flatMap(({ settlements }) => settlements);
    const found = all.find((one) => one.ref === ref);
    if (found === undefined) throw new RangeError(`no settlement ${ref}`);
    return found;
  }

  #takeBatch({ projectCode, batchRef, body }: ActionOf<'payroll'>, today: Day): void {
    const project = this.#project(projectCode);
    const payoutsOf = (lineRef: string) => this.#payoutsOf(lineRef);
    this.#batches.set(batchRef, addBatch(project, { ref: batchRef, body, today, payoutsOf }));
  }

  #takeEntries(action: ActionOf<'entries'> | ActionOf<'camt054'>): void {
    for (const one of action.entries) {
      const entry: BankEntry = one;
      const { accountNo, ...rest } = entry;
      const bookedMs = Date.parse(entry.bookedAt);
      const { entries } = this.#ledger(action.bankCode, accountNo);
      if (entries.has(entry.entryId)) continue;
      entries.set(entry.entryId, { ...rest, bookedMs, bookedOn: dayOf(new Date(bookedMs)) });
    }
    if (action.type !== 'camt054') return;
    for (const { direction, bookedAt: at, details } of action.entries) {
      const outcome = direction === 'debit' ? 'paid' : 'returned';
      for (const { lineRef, amountFen, payeeName, payeeAccountNo: payeeNo } of details) {
        this.#takePayout(lineRef, { outcome, amountFen, at, payeeName, payeeNo });
      }
    }
  }

  /** One payout is known by its line, outcome and instant; told again it changes nothing. */
  #takePayout(
    lineRef: string,
    { outcome, at, ...told }: { outcome: string; at: string } & Omit<Payout, 'outcome' | 'on'>,
  ): void {
    if (outcome !== 'paid' && outcome !== 'returned' && outcome !== 'rejected') return;
    const ms = Date.parse(at);
    const key = `${lineRef} ${outcome} ${ms}`;
    if (this.#seenPayouts.has(key)) return;
    this.#seenPayouts.add(key);
    const payout = { outcome, on: dayOf(new Date(ms)), ...told } as const;
    this.#payoutsOf(lineRef).push(payout);
  }

  #payoutsOf(lineRef: string): Payout[] {
    const known = this.#payouts.get(lineRef) ?? [];
    this.#payouts.set(lineRef, known);
    return known;
  }

  #ledger(bankCode: string, accountNo: string): Ledger {
    const key = `${bankCode} ${accountNo}`;
    const known = this.#ledgers.get(key) ?? {
      entries: new Map(),
      throughDays: [],
      frozen: [],
    };
    this.#ledgers.set(key, known);
    return known;
  }

  #batch(ref: string): Batch {
    const batch = this.#batches.get(ref);
    if (batch === undefined) throw new RangeError(`no batch ${ref}`);
    return batch;
  }

  #project(projectCode: string): ProjectFacts {
    const facts = this.projects.get(projectCode) ?? emptyProject(projectCode, this.#companies);
    this.projects.set(projectCode, facts);
    return facts;
  }
}
