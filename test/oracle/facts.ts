import type { Actor } from '../../src/demo/story.ts';
import type {
  BankEntry,
  CompanyBody,
  ContractBody,
  ExitBody,
  ProjectBody,
  SettlementBody,
  SettlementStepBody,
  SiteAction,
  SiteBody,
  TransferDelayBody,
} from '../../src/demo/story-actions.ts';
import type { Day, Month } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { noReports, type Reports } from './facts-reports.ts';

/** All that is known of a project: facts with their business days, never a judgement. */
export interface ProjectFacts {
  projectCode: string;
  /** Every company registered, by its code; shared by all projects. */
  companies: ReadonlyMap<string, CompanyBody>;
  project: ProjectBody | null;
  /** What it was from which day on, in the order it became known. */
  statuses: { status: ProjectBody['status']; on: Day }[];
  /** What the contractor proposed and the authority has not confirmed yet. */
  proposed: { project: ProjectBody | null; contract: ContractBody | null };
  /** Versions in the order they became known. */
  contracts: ContractBody[];
  progress: Map<Month, { valueFen: Fen; confirmedOn: Day }>;
  accounts: AccountFacts[];
  engagements: Engagement[];
  batches: Map<string, Batch>;
  /** Each root with its chain: itself and all its re-sends. */
  chains: Map<Line, Line[]>;
  delays: Delay[];
  settlements: Settlement[];
  /** What counts of what was stated of the site, in the order it became known. */
  records: SiteRecord[];
  reports: Reports;
  /** Days on which each person went in, registered or not. */
  attended: Map<string, Set<Day>>;
  /** Months whose instalment was unfolded once: what is made is never unmade. */
  instalments: Set<Month>;
}

export interface SiteRecord extends SiteBody {
  kind: SiteAction['kind'];
}

export interface AccountFacts {
  ref: string;
  name: string;
  openedOn: Day;
  filedOn: Day | null;
  agreementSignedOn: Day | null;
  closedOn: Day | null;
  closingNoticeOn: Day | null;
  ledger: Ledger;
}

/** What a bank told about one account number, whether or not it is registered yet. */
export interface Ledger {
  /** By entry id. */
  entries: Map<string, Entry>;
  throughDays: Day[];
  /** What the bank said of frozen money, in any order. */
  frozen: { on: Day; ms: number; fen: Fen }[];
}

export interface Entry extends Omit<BankEntry, 'accountNo'> {
  bookedOn: Day;
  bookedMs: number;
}

export interface Engagement {
  ref: string;
  idNumber: string;
  name: string;
  team: string;
  /** The day on which it was told. */
  toldOn: Day;
  employerUscc: string;
  contractSignedOn: Day;
  enteredOn: Day;
  exitedOn: Day | null;
  /** The day from which the first card holds. */
  cardedOn: Day | null;
  /** Every card that was ever registered. */
  cardNos: Set<string>;
  /** Where and when the card told at first was issued, where both were told. */
  issue: { branchCode: string; on: Day } | null;
  /** As it was told last; empty: none. */
  phone: string;
  /** The first attended day of each month. */
  attended: Map<Month, Day>;
  /** All attended days. */
  days: Set<Day>;
  /** A day's pay, from the day of entry on; null: none was told. */
  dayRateFen: Fen | null;
  /** What was signed with him about his last wages, in the order it became known. */
  exits: ExitBody[];
}

export interface Batch {
  ref: string;
  employerUscc: string;
  month: Month;
  kind: 'regular' | 'supplement' | 'correction' | 'resend';
  claimedOn: Day;
  orderedOn: Day | null;
  withdrawnOn: Day | null;
  /** When all its lines were confirmed. */
  confirmedOn: Day | null;
  /** When all its workers were given their pay slips. */
  slipsOn: Day | null;
  lines: Line[];
}

export interface Line {
  ref: string;
  batch: Batch;
  /** The engagement's ref, else the identity number. */
  worker: string;
  grossFen: Fen;
  netFen: Fen;
  workDays: number | null;
  cardNo: string;
  /** The amount ordered, fixed when the batch is claimed. */
  payFen: Fen;
  replaces: Line | null;
  /** What the bank did with it: final outcomes, in any order. */
  payouts: Payout[];
}

export interface Payout {
  outcome: 'rejected' | 'paid' | 'returned';
  on: Day;
  amountFen: Fen;
  /** Where the bank named them. */
  payeeName?: string | undefined;
  payeeNo?: string | undefined;
}

export interface Delay extends TransferDelayBody {
  ref: string;
  withdrawnOn: Day | null;
}

export interface Settlement extends SettlementBody {
  ref: string;
  /** In order of day, then of arrival. */
  steps: SettlementStep[];
  reviews: Review[];
}

/** `seq`: its place in the order of arrival, from 1. */
export type SettlementStep = SettlementStepBody & { seq: number };

/** A person's word on what was read in a step's words. */
export interface Review {
  step: number;
  on: Day;
  confirmed: boolean;
}

/** The facts of a project of which nothing is known yet. */
export function emptyProject(
  projectCode: string,
  companies: ReadonlyMap<string, CompanyBody>,
): ProjectFacts {
  return {
    projectCode,
    companies,
    project: null,
    statuses: [],
    proposed: { project: null, contract: null },
    contracts: [],
    progress: new Map(),
    accounts: [],
    engagements: [],
    batches: new Map(),
    chains: new Map(),
    delays: [],
    settlements: [],
    records: [],
    reports: noReports(),
    attended: new Map(),
    instalments: new Set(),
  };
}

/** Whether a step is the authority's own word, which needs no confirmation. */
export function isAuthority(actor: Actor): boolean {
  return actor.role === 'authority';
}

/** Whether a batch, with its lines, counts on a day: claimed by then and not withdrawn by then. */
export function isLive(batch: Batch, day: Day): boolean {
  return batch.claimedOn <= day && (batch.withdrawnOn === null || batch.withdrawnOn > day);
}

/** Whether an account is open on a day: opened by then and not closed by then. */
export function isOpen({ openedOn, closedOn }: AccountFacts, day: Day): boolean {
  return openedOn <= day && (closedOn === null || closedOn > day);
}

/** Whether anybody, registered or not, has been on the site by a day. */
export function isBegun({ attended }: ProjectFacts, day: Day): boolean {
  return [...attended.values()].some((days) => [...days].some((on) => on <= day));
}

/** The line a re-send in the end stands for; any other line itself. */
export function rootOf(line: Line): Line {
  return line.batch.kind === 'resend' && line.replaces !== null ? rootOf(line.replaces) : line;
}

/** The contract's terms of a month: the version known last of those that had begun. */
export function termsOf(facts: ProjectFacts, month: Month): ContractBody | null {
  return facts.contracts.findLast(({ fromMonth }) => fromMonth <= month) ?? null;
}

/** The later of two days or months. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The earlier of two days or months. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** Entries of the project's accounts booked by a day. */
export function entriesOn(facts: ProjectFacts, day: Day): Entry[] {
  return facts.accounts.flatMap(({ ledger }) =>
    [...ledger.entries.values()].filter(({ bookedOn }) => bookedOn <= day),
  );
}
