import type { Day, Month } from '../lib/day.ts';
import type { Action } from './story-actions.ts';

/**
 * The story the demo plays, as plain data. The steps are the only facts: what a step sends is all
 * anybody is ever told, `at` is the instant at which the server hears of it, and the days inside it
 * are the business days. `projects` and `plants` only help to read them. Bodies carry the names
 * of the public API; where the API wants an id that only the server can give, the story has a ref.
 *
 * Refs: of a batch, an account, a settlement, a delay and an engagement any text, unique in the city;
 * of a payroll line `{batchRef}#{n}`, n its place in the batch from 1, which the server answers as
 * `{batchNo}-{n}`.
 */
export interface City {
  seed: number;
  /** First and last day for which a night runs; nothing happens outside. */
  fromDay: Day;
  toDay: Day;
  authority: Organisation;
  companies: Organisation[];
  banks: Bank[];
  projects: ProjectCard[];
  /** In order of `at`; of equal instants those of one lane in their order, those of several in any. */
  steps: StoryStep[];
  plants: Plant[];
}

export interface Organisation {
  uscc: string;
  name: string;
}

export interface Bank {
  bankCode: string;
  name: string;
}

/** Who is who in a project: a directory for readers of the story, nothing a rule may use. */
export interface ProjectCard {
  projectCode: string;
  name: string;
  ownerUscc: string;
  contractorUscc: string;
  employerUsccs: string[];
  accountRef: string;
  bankCode: string;
  workers: number;
}

/** Who sends a step. `approver` is a second person of the contractor. */
export type Actor =
  | { role: 'authority' | 'contractor' | 'approver' | 'owner'; uscc: string }
  | { role: 'bank'; bankCode: string };

/** One request. Steps of one lane must not overtake each other. */
export interface StoryStep {
  /** RFC 3339 with +08:00: when it is sent, and the server hears of it. */
  at: string;
  lane: string;
  actor: Actor;
  action: Action;
}

export type RuleId =
  | 'W01'
  | 'W02'
  | 'W03'
  | 'W04'
  | 'W05'
  | 'W06'
  | 'W07'
  | 'W08'
  | 'W09'
  | 'W10'
  | 'W11'
  | 'W12'
  | 'W13'
  | 'W14'
  | 'F01'
  | 'F02'
  | 'F03'
  | 'F04'
  | 'F05'
  | 'F06'
  | 'F07'
  | 'F08'
  | 'F09'
  | 'A01'
  | 'A02'
  | 'A03'
  | 'A04'
  | 'A05'
  | 'A06'
  | 'A07'
  | 'A08'
  | 'D01'
  | 'D02'
  | 'D03'
  | 'D04'
  | 'R01'
  | 'R02'
  | 'R03'
  | 'R04'
  | 'R05'
  | 'R06'
  | 'R07'
  | 'R08'
  | 'S01'
  | 'S02'
  | 'S03'
  | 'S04'
  | 'S05'
  | 'S06'
  | 'S07'
  | 'S08'
  | 'S09'
  | 'S10'
  | 'S11'
  | 'S13'
  | 'M01'
  | 'M02'
  | 'M03';

/** What an alert is known by. Subject as the rules have it; of a settlement or an account, the ref. */
export interface Expected {
  rule: RuleId;
  subject: string;
  /** Wage month, instalment's month, month of booking, or `-`. */
  period: Month | '-';
  /** The first day on which the rule finds it (a night may see it held). */
  fromDay: Day;
}

/** A fault planted on purpose, with the other findings that must follow from it. */
export interface Plant extends Expected {
  projectCode: string;
  note: string;
  also: Expected[];
}
