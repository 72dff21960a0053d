import type { Day, Month } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';
import type { BalanceStatement, ReportAction } from './story-reports.ts';

export type Action =
  | RegistryAction
  | PayrollAction
  | BankAction
  | SettlementAction
  | SiteAction
  | ReportAction
  /** How the authority works: whether it takes part in the winter campaign. */
  | { type: 'settings'; uscc: string; body: { winter: boolean } }
  | { type: 'attendance'; projectCode: string; shifts: Shift[] };

export type RegistryAction =
  | { type: 'company'; uscc: string; body: CompanyBody }
  | { type: 'project'; projectCode: string; body: ProjectBody }
  /** The authority confirms what the contractor proposed: the project and its contract terms. */
  | { type: 'confirmation'; projectCode: string }
  | { type: 'contract'; projectCode: string; body: ContractBody }
  | {
      type: 'progress';
      projectCode: string;
      month: Month;
      body: { valueFen: Fen; confirmedOn: Day };
    }
  | {
      type: 'participant';
      projectCode: string;
      uscc: string;
      body: { role: 'subcontractor'; entersOn: Day };
    }
  | { type: 'account'; projectCode: string; accountRef: string; body: AccountBody }
  /** Replaces what is known of an account: filed, agreed on, renamed, closed. */
  | { type: 'account-change'; projectCode: string; accountRef: string; body: AccountBody }
  | { type: 'engagements'; projectCode: string; engagements: EngagementRow[] }
  /** Replaces what may change of an engagement: here an exit, or a new card. */
  | { type: 'engagement'; projectCode: string; engagementRef: string; body: EngagementChange }
  /** What was signed with a leaver: a day agreed for his wages, or that all is paid. */
  | { type: 'exit-statement'; projectCode: string; engagementRef: string; body: ExitBody };

export interface ExitBody {
  kind: 'agreement' | 'confirmation';
  on: Day;
  payOn?: Day;
}

export interface CompanyBody {
  name: string;
  kinds: ('owner' | 'contractor' | 'subcontractor' | 'bank' | 'authority')[];
  size?: 'large' | 'medium' | 'small' | 'micro';
  ownership?: 'state' | 'private' | 'government' | 'institution' | 'other';
}

export interface ProjectBody {
  name: string;
  regionCode: string;
  ownerUscc: string;
  contractorUscc: string;
  fundSource: 'government' | 'state' | 'private';
  status: 'preparing' | 'active' | 'suspended' | 'finished';
  startsOn: Day;
  endsOn: Day;
  permitOn: Day;
}

/** No transferDay: none agreed. A ratio is a number with at most four decimals, as JSON has it. */
export interface ContractBody {
  signedOn: Day;
  totalFen: Fen;
  contractorSize: 'large' | 'medium' | 'small' | 'micro';
  labourCostFen?: Fen;
  labourCostRatio?: number;
  transferDay?: number;
  transferMonthOffset?: 0 | 1;
  payerAccounts: { name: string; accountNo: string }[];
  payDay?: number;
  payMonthOffset?: 0 | 1;
  reviewDays?: number;
  paymentDays?: number;
  auditClause: 'none' | 'basis' | 'condition' | 'both';
  auditClauseText?: string;
  countDays?: number;
  progressPaymentDays?: number;
  fromMonth: Month;
}

export interface AccountBody {
  bankCode: string;
  accountNo: string;
  accountName: string;
  openedOn: Day;
  filedOn?: Day;
  agreementSignedOn?: Day;
  closedOn?: Day;
  closingNoticeOn?: Day;
}

export interface EngagementRow {
  /** Resolved to the id the server answers at this row's place; not sent. */
  ref: string;
  idNumber: string;
  name: string;
  employerUscc: string;
  team: string;
  trade: string;
  phone: string;
  cardNo?: string | undefined;
  cardBankCode?: string | undefined;
  /** The branch that issued the card, and when, where told. */
  cardBranchCode?: string;
  cardIssuedOn?: Day;
  contractSignedOn?: Day | undefined;
  enteredOn: Day;
  /** From the day of entry on. */
  dayRateFen?: Fen;
}

export interface EngagementChange {
  team: string;
  trade: string;
  phone: string;
  cardNo: string;
  cardBankCode: string;
  cardFrom?: Day;
  contractSignedOn: Day;
  exitedOn?: Day;
}

/**
 * One person's days on site within one request: each becomes two gate records, in on the day and out
 * the same day, or for a night shift (`out` before `in`) on the next. `days` are the attended days.
 */
export interface Shift {
  idNumber: string;
  days: Day[];
  /** `HH:MM`, Shanghai. */
  in: string;
  out: string;
  means: string;
  gate: string;
}

export type PayrollAction =
  | {
      type: 'payroll';
      projectCode: string;
      batchRef: string;
      format: 'json' | 'csv';
      body: PayrollBody;
    }
  | { type: 'approval'; batchRef: string; totalNetFen: Fen }
  | { type: 'order'; batchRef: string }
  /** All lines of the batch, at one time. */
  | { type: 'confirmations'; batchRef: string; lines: number; confirmedAt: string }
  /** The pay slips of all lines, given on one day. */
  | { type: 'slips'; batchRef: string; issuedOn: Day }
  | { type: 'withdrawal'; batchRef: string; reason: string };

/** A spreadsheet carries no kind, reference or `replaces`: those batches are regular. */
export interface PayrollBody {
  wageMonth: Month;
  employerUscc: string;
  kind: 'regular' | 'supplement' | 'correction' | 'resend';
  reference?: string;
  lines: PayrollRow[];
}

/** grossFen − Σ deductions = netFen. */
export interface PayrollRow {
  idNumber: string;
  name: string;
  workDays?: number;
  grossFen: Fen;
  deductions: { kind: string; amountFen: Fen }[];
  netFen: Fen;
  cardNo: string;
  confirmedAt?: string;
  /** The line it replaces, sent as that line's endToEndId. */
  replacesLineRef?: string;
}

export type BankAction =
  /** Events `entry.booked`, one message. */
  | { type: 'entries'; bankCode: string; messageId: string; entries: BankEntry[] }
  /** The same as an XML message camt.054; every detail is a payout paid (debit) or returned (credit). */
  | { type: 'camt054'; bankCode: string; messageId: string; entries: DetailedEntry[] }
  | { type: 'payout-results'; bankCode: string; messageId: string; results: PayoutResult[] }
  | { type: 'balances'; bankCode: string; messageId: string; balances: BalanceStatement[] }
  | {
      type: 'feed-complete';
      bankCode: string;
      messageId: string;
      feeds: { accountNo: string; through: Day }[];
    };

export interface BankEntry {
  accountNo: string;
  /** The bank's own, unique in the account: never repeated with other content. */
  entryId: string;
  direction: 'credit' | 'debit';
  amountFen: Fen;
  balanceAfterFen: Fen;
  bookedAt: string;
  valueDay: Day;
  purpose: 'transfer' | 'wage' | 'return' | 'interest' | 'fee' | 'other';
  period?: Month;
  counterpartyName?: string;
  counterpartyAccountNo?: string;
  counterpartyKind?: 'person' | 'company' | 'internal' | 'cash';
  /** Sent as batchNo. */
  batchRef?: string;
  /** Sent as endToEndId. */
  lineRef?: string;
  text?: string;
  /** Entry ids of the same account. */
  reversalOf?: string;
  returnOf?: string;
}

/**
 * A detail of a debit pays its line, at bookedAt; of a credit gives it back. The amounts sum to the
 * entry's. The batch stands in `batchRef`; no period, reversal or return reference in this form.
 */
export interface DetailedEntry extends BankEntry {
  details: {
    lineRef: string;
    amountFen: Fen;
    payeeName: string;
    payeeAccountNo: string;
    reasonCode?: string;
  }[];
}

export interface PayoutResult {
  lineRef: string;
  outcome: 'accepted' | 'paid' | 'rejected' | 'returned' | 'unknown';
  amountFen: Fen;
  at: string;
  reasonCode?: string;
  reasonText?: string;
  payeeName?: string;
  payeeAccountNo?: string;
}

export type SettlementAction =
  | { type: 'settlement'; projectCode: string; settlementRef: string; body: SettlementBody }
  | { type: 'settlement-step'; settlementRef: string; body: SettlementStepBody }
  /** The authority's person on what was read in a step's words; steps count from 1 in the order they are told. */
  | { type: 'pretext-review'; settlementRef: string; step: number; confirmed: boolean }
  | { type: 'transfer-delay'; projectCode: string; delayRef: string; body: TransferDelayBody }
  | { type: 'transfer-delay-withdrawal'; projectCode: string; delayRef: string };

export interface SettlementBody {
  level: 'progress' | 'process' | 'unit' | 'single' | 'whole';
  claimedFen: Fen;
  deliveredOn: Day;
  completeOn?: Day;
  reference: string;
}

export interface SettlementStepBody {
  step:
    | 'papers-requested'
    | 'papers-complete'
    | 'returned'
    | 'resubmitted'
    | 'opinion'
    | 'delay-stated'
    | 'reason-withdrawn'
    | 'confirmed'
    | 're-review'
    | 'payment-applied'
    | 'paid'
    | 'withdrawn';
  on: Day;
  statedBy: 'owner' | 'contractor' | 'authority';
  amountFen?: Fen;
  undisputedFen?: Fen;
  reasonCode?: ReasonCode;
  reasonText?: string;
  missingPapers?: string[];
}

export type ReasonCode =
  | 'AUD-GOV'
  | 'AUD-FIN'
  | 'AUD-3P'
  | 'AUD-INT'
  | 'PRICE'
  | 'QUANTITY'
  | 'QUALITY'
  | 'SETTLEMENT'
  | 'PROCESS'
  | 'PERSONNEL'
  | 'FILING'
  | 'THIRD-PARTY'
  | 'FUNDS';

export interface TransferDelayBody {
  period: Month;
  on: Day;
  statedBy: 'owner' | 'contractor' | 'authority';
  reasonCode: ReasonCode;
  reasonText: string;
}

/** What is stated of a site; `kind` decides the route, and what it calls the days. */
export interface SiteAction {
  type: 'site-record';
  projectCode: string;
  kind:
    | 'wage-deposit'
    | 'payment-guarantee'
    | 'deposit-used'
    | 'deposit-restored'
    | 'site-person'
    | 'stop-work'
    | 'board-check';
  body: SiteBody;
}

export interface SiteBody {
  on: Day;
  until?: Day;
  form?: 'cash' | 'guarantee' | 'insurance' | 'surety' | 'exempt';
  amountFen?: Fen;
  role?: 'wage-officer' | 'project-manager' | 'supervising-engineer' | 'visitor' | 'barred';
  name?: string;
  idNumber?: string;
  shown?: ('parties' | 'wages' | 'channels')[];
  reason?: string;
}
