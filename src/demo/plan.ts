import type { Calendar } from '../lib/calendar.ts';
import type { Day, Month } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';
import type { Dice } from './dice.ts';
import type { Plant } from './story.ts';
import type {
  ContractBody,
  ReasonCode,
  SettlementBody,
  SettlementStepBody,
} from './story-actions.ts';

/** What a site has besides wages: the deposit as thousandths of the contract, guarantee and wage officer. */
export interface SitePlan {
  depositPerMille: number | null;
  guarantee: boolean;
  officer: boolean;
}

/** The window of the story, and the calendar its people look at. */
export interface Frame {
  seed: number;
  fromDay: Day;
  toDay: Day;
  months: Month[];
  calendar: Calendar;
}

/** What will happen in a project: made as normal life, bent by faults, then told as steps. */
export interface ProjectPlan {
  frame: Frame;
  dice: Dice;
  index: number;
  projectCode: string;
  name: string;
  regionCode: string;
  authorityUscc: string;
  ownerUscc: string;
  ownerName: string;
  contractorUscc: string;
  contractorName: string;
  employerUsccs: string[];
  fundSource: 'government' | 'state' | 'private';
  bankCode: string;
  accountRef: string;
  accountNo: string;
  payerAccountNo: string;
  contractorAccountNo: string;
  registeredOn: Day;
  openedOn: Day;
  startsOn: Day;
  terms: ContractBody;
  /** Wage payments told by camt.054; payrolls posted as spreadsheets; acceptances told. */
  habits: { xml: boolean; csv: boolean; accepted: boolean; named: boolean };
  workers: WorkerPlan[];
  pays: PayPlan[];
  transfers: TransferPlan[];
  delays: DelayPlan[];
  misuses: Misuse[];
  settlements: SettlementPlan[];
  site: SitePlan;
  /** Whether leavers agree in writing to be paid with the others. */
  leaversAgree: boolean;
  /** Bank messages of days from `from` on arrive on `until` only. */
  silence: { from: Day; until: Day } | null;
  plants: Plant[];
}

export interface WorkerPlan {
  ref: string;
  idNumber: string;
  name: string;
  employerUscc: string;
  team: string;
  trade: string;
  phone: string;
  /** In order; the last that began by a day is the one in use. */
  cards: { fromDay: Day; cardNo: string }[];
  enteredOn: Day;
  exitedOn: Day | null;
  dayRateFen: Fen;
  /** What the register says of it; null: nothing. */
  toldRateFen: Fen | null;
  night: boolean;
  /** Attended days, all of the story. */
  days: Day[];
}

/** One worker's wage in a month. */
export interface PayRow {
  worker: WorkerPlan;
  workDays: number;
  grossFen: Fen;
  deductions: { kind: 'advance' | 'meals'; amountFen: Fen }[];
  netFen: Fen;
}

/** How one employer's wage month goes. Numbers in lists are places in `rows`; a null day: never. */
export interface PayPlan {
  month: Month;
  employerUscc: string;
  dueDay: Day;
  cutoffDay: Day;
  rows: PayRow[];
  postOn: Day | null;
  payOn: Day | null;
  /** Posted wrongly the day before, withdrawn, and posted again. */
  redone: boolean;
  /** Whether pay slips are given out with it. */
  slips: boolean;
  omitted: { rows: number[]; postOn: Day | null; payOn: Day | null } | null;
  late: { rows: number[]; payOn: Day | null } | null;
  part: { rows: number[]; percent: number; restOn: Day | null } | null;
  failures: Failure[];
  /** A supplement on top of what was posted, or corrections that raise it. */
  extra: {
    kind: 'supplement' | 'correction';
    rows: number[];
    amountFen: Fen;
    postOn: Day;
    payOn: Day | null;
  } | null;
}

/** A payout that fails on `on`, and the re-sends, each paid or failing again. */
export interface Failure {
  row: number;
  outcome: 'rejected' | 'returned';
  on: Day;
  resends: { postOn: Day; on: Day; outcome: 'paid' | 'rejected' }[];
}

export interface TransferPlan {
  month: Month;
  dueDay: Day;
  amountFen: Fen;
  progress: { valueFen: Fen; on: Day } | null;
  credits: { on: Day; amountFen: Fen }[];
}

export interface DelayPlan {
  month: Month;
  on: Day;
  reasonCode: ReasonCode;
  reasonText: string;
  withdrawnOn: Day | null;
}

export interface Misuse {
  entryId: string;
  on: Day;
  amountFen: Fen;
  purpose: 'other' | 'fee';
  kind: 'company' | 'cash' | 'internal';
  payeeName: string;
  payeeAccountNo: string;
  text: string;
  returnedOn: Day | null;
}

export interface SettlementPlan {
  ref: string;
  body: SettlementBody;
  /** In the order of their days. */
  steps: SettlementStepBody[];
  /** What the authority's person finds in the words of a step, from 1. */
  reviews?: { step: number; on: Day; confirmed: boolean }[];
}
