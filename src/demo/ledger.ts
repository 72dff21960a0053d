import type { Day } from '../lib/day.ts';
import { type Fen, sumFen } from '../lib/fen.ts';
import { instant, type Journal } from './journal.ts';
import type { ProjectPlan } from './plan.ts';
import type { BankAction, BankEntry, DetailedEntry } from './story-actions.ts';

type Draft = Omit<BankEntry, 'accountNo' | 'balanceAfterFen' | 'bookedAt' | 'valueDay'> & {
  day: Day;
  time: string;
  details?: DetailedEntry['details'];
};

const TOP_UP_STEP_FEN = 1_000_000;
const RESUMED = '05:30';
/** What a contractor's own money, paid in for wages, is called. */
export const TOP_UP = '总包补足工资';

/**
 * A project's bank: books what happens on its wage account and sends it. Before a debit that the
 * account cannot bear, the contractor pays in what is missing.
 */
export class Ledger {
  readonly #plan: ProjectPlan;
  readonly #journal: Journal;
  readonly #drafts: Draft[] = [];
  #number = 0;

  constructor(plan: ProjectPlan, journal: Journal) {
    this.#plan = plan;
    this.#journal = journal;
  }

  /** A new entry id of this account. */
  entryId(day: Day): string {
    this.#number += 1;
    return `${day.replaceAll('-', '')}${String(this.#number).padStart(6, '0')}`;
  }

  /** Plans one movement; it is sent by `close`. */
  book(draft: Draft): void {
    this.#drafts.push(draft);
  }

  /** Sends a bank message that is no entry, at its time or when a silence ends. */
  send(day: Day, time: string, action: BankAction): void {
    const { silence, bankCode, projectCode } = this.#plan;
    const silent = silence !== null && day >= silence.from && day < silence.until;
    const at = silent ? instant(silence.until, RESUMED) : instant(day, time);
    const actor = { role: 'bank', bankCode } as const;
    this.#journal.note(at, projectCode, actor, action, instant(day, time));
  }

  /** Sends all that was booked, with balances and top-ups, in order of booking. */
  close(): void {
    let balanceFen = 0;
    for (const draft of this.#drafts.toSorted((a, b) => when(a).localeCompare(when(b)))) {
      if (draft.direction === 'debit' && balanceFen < draft.amountFen) {
        const topUp = this.#topUp(draft, draft.amountFen - balanceFen);
        balanceFen += topUp.amountFen;
        this.#emit(topUp, balanceFen);
      }
      balanceFen += draft.direction === 'credit' ? draft.amountFen : -draft.amountFen;
      this.#emit(draft, balanceFen);
    }
  }

  #topUp(draft: Draft, missingFen: Fen): Draft {
    return {
      day: draft.day,
      time: draft.time,
      entryId: this.entryId(draft.day),
      direction: 'credit',
      amountFen: Math.ceil(missingFen / TOP_UP_STEP_FEN) * TOP_UP_STEP_FEN,
      purpose: 'other',
      counterpartyName: this.#plan.contractorName,
      counterpartyAccountNo: this.#plan.contractorAccountNo,
      counterpartyKind: 'company',
      text: TOP_UP,
    };
  }

  #emit(draft: Draft, balanceAfterFen: Fen): void {
    const { day, time, details, ...rest } = draft;
    const { accountNo, bankCode, index } = this.#plan;
    const bookedAt = instant(day, time);
    const entry: BankEntry = { accountNo, ...rest, balanceAfterFen, bookedAt, valueDay: day };
    const messageId = `N${index + 1}-${entry.entryId}`;
    if (details === undefined) {
      this.send(day, time, { type: 'entries', bankCode, messageId, entries: [entry] });
      return;
    }
    if (sumFen(details.map(({ amountFen }) => amountFen)) !== entry.amountFen) {
      throw new RangeError(`details of ${entry.entryId} do not add up`);
    }
    const entries = [{ ...entry, details }];
    this.send(day, time, { type: 'camt054', bankCode, messageId, entries });
  }
}

function when(draft: Draft): string {
  return instant(draft.day, draft.time);
}
