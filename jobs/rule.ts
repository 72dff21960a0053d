import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import { merged, type Params } from '../src/domain/rules/params.ts';
import type { InForce } from '../src/domain/rules/versions.ts';
import type { Day } from '../src/lib/day.ts';
import type { Since } from './facts/wages.ts';
import type { Law } from './law.ts';

export type DutyKind =
  | 'wage'
  | 'payroll-sheet'
  | 'transfer'
  | 'account-opening'
  | 'account-filing'
  | 'settlement-review'
  | 'settlement-payment';

export type Level = 'yellow' | 'orange' | 'red';

/** Who a paper goes to. `employer` is the subject of W rules; `authority` stays in the house. */
export type Addressee =
  | 'owner'
  | 'contractor'
  | 'employer'
  | 'bank'
  | 'labour-office'
  | 'housing-office'
  | 'finance-office'
  | 'audit-office'
  | 'operator';

/** The day asked, and what is known of it before a rule finds. */
export interface At {
  day: Day;
  since?: Since | undefined;
  inForce?: InForce | undefined;
}

/**
 * A rule is a value. It finds; it never writes and never asks a clock. API, papers, console and the
 * oracle read what stands here and nothing else.
 */
export interface Rule<P = unknown, F = unknown> {
  /** The catalogue's code, `F02`; also the file's prefix. Never reused. */
  id: string;
  title: string;
  basis: readonly Law[];
  /** Of the basis, what a finding rests on; all of it where this is absent. */
  basisOf?(facts: F): readonly Law[];
  /** Where the facts come from. While a bank feed is behind, what the rule finds is held (待核). */
  needs: readonly 'bank'[];
  /** Every number the law does not fix, with its default. */
  params: P;
  /**
   * One SELECT, a row per violation on `day`: `project_id bigint, subject text, period text,
   * level text, amount_fen bigint, due_day date, facts jsonb`. The first three are the alert's key.
   * `since`: what a night knows before its rules.
   * `inForce` is for rules that stand within this one (`embed`).
   */
  find(at: At & { params: P }): SQL;
  /** The shape of `facts`. */
  facts: z.ZodType<F>;
  /** One sentence in plain Chinese, made from the facts alone. */
  sentence(facts: F): string;
  main: Addressee;
  copies: readonly Addressee[];
  /** `authority`: the firm concerned never sees it. */
  audience: 'parties' | 'authority';
  /** Alerts of rules with one matter that name one subject and period speak of one duty, so they stand in one paper. */
  matter?: 'transfer';
  /** Rules whose findings it asks for: a night runs it after them, and it reads their alerts instead of asking again. */
  follows?: readonly Rule[];
  /**
   * The kind of the duty, with the finding's subject and period, that a finding says is not met. Only where nothing but
   * fulfilment, in part or whole, or a correction of facts ends a finding: a rehearsal tells the two apart by it.
   */
  duty?: DutyKind;
  clearsWhen: string;
}

/** Identity at run time; for the types, `find` and `sentence` see exactly the shapes declared. */
export const defineRule = <P, F>(rule: Rule<P, F>): Rule<P, F> => rule;

/** A rule's parameters by the versions in force; what a version does not name is as built. */
export const paramsOf = <P, F>(rule: Rule<P, F>, inForce: InForce = {}): P =>
  merged(rule.params as Params, inForce[rule.id]?.params) as P;

/** A rule's SELECT as a part of another's: it goes by its own parameters in force on the day. */
export const embed = <P, F>(rule: Rule<P, F>, at: At): SQL =>
  rule.find({ ...at, params: paramsOf(rule, at.inForce) });
