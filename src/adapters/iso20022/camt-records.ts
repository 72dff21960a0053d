import type { Fault } from '../../lib/problem.ts';
import type { Amount } from './amounts.ts';

export type CamtKind = 'camt.053' | 'camt.054';

export interface CamtMessage {
  kind: CamtKind;
  messageId: string;
  /** RFC 3339; a time without zone is Shanghai's. */
  createdAtText: string | null;
  statements: Statement[];
  warnings: Fault[];
}

/** A `Stmt` of camt.053 or a `Ntfctn` of camt.054. */
export interface Statement {
  statementId: string | null;
  accountNo: string;
  /** First and last day the statement's own period touches. */
  fromDay: string | null;
  toDay: string | null;
  /**
   * camt.053 only: everything booked up to this day has been sent. The last day the period covers
   * whole (to 23:59 or later); null without a period, and on all pages but the last.
   */
  completeThroughDay: string | null;
  lastPage: boolean;
  openingBalance: Balance | null;
  closingBalance: Balance | null;
  entries: Entry[];
  /** Booked entries only. */
  totals: Totals;
}

/** Signed: an overdraft is negative. */
export interface Balance extends Amount {
  onDay: string | null;
}

export type Direction = 'credit' | 'debit';

/** An `Ntry`: one movement of the account. */
export interface Entry extends Amount {
  /** `AcctSvcrRef`. Banks do repeat it inside one statement (warning entry-ref-repeated). */
  entryRef: string | null;
  direction: Direction;
  /** Status BOOK. PDNG, INFO and FUTR move no money yet. */
  booked: boolean;
  /** `RvslInd`: takes back an earlier entry; `direction` is this entry's own. */
  reversal: boolean;
  bookedOn: string | null;
  /** RFC 3339, where the bank gave a time. */
  bookedAtText: string | null;
  valueDay: string | null;
  batch: Batch | null;
  details: Detail[];
  /** `PMNT-ICDT-SALA`, else the bank's own code. */
  bankTxCode: string | null;
  text: string | null;
}

/** What `Btch` says; several blocks of one entry are added up. */
export interface Batch {
  pmtInfId: string | null;
  nbOfTxs: number | null;
  total: Amount | null;
}

/** A `TxDtls`. Amount members are null where the bank hides them (salary batches). */
export interface Detail {
  endToEndId: string | null;
  instrId: string | null;
  pmtInfId: string | null;
  /** The bank's own reference of this one payment. */
  detailRef: string | null;
  direction: Direction;
  amountText: string | null;
  amountMinor: number | null;
  currency: string | null;
  debtorName: string | null;
  debtorAccountNo: string | null;
  creditorName: string | null;
  creditorAccountNo: string | null;
  remittance: string | null;
  /** `RtrInf` is there: this gives an earlier payment back. */
  returned: boolean;
  returnReason: string | null;
  returnText: string | null;
  purpose: string | null;
}

/** Booked entries by direction, in minor units of the entries' one currency. */
export interface Totals {
  creditCount: number;
  creditMinor: number;
  debitCount: number;
  debitMinor: number;
  unbookedCount: number;
}
