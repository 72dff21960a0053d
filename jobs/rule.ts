import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Day } from '../src/lib/day.ts';
import type { Since } from './facts/wages.ts';
import type { Law } from './law.ts';

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

/**
 * A rule is a value. It finds; it never writes and never asks a clock. API, papers, console and the
 * oracle read what stands here and nothing else.
 */
export interface Rule<P = unknown, F = unknown> {
  /** The catalogue's code, `F02`; also the file's prefix. Never reused. */
  id: string;
  title: string;
  basis: readonly Law[];
  /** Where the facts come from. While a bank feed is behind, what the rule finds is held (待核). */
  needs: readonly 'bank'[];
  /** Every number the law does not fix, with its default. */
  params: P;
  /**
   * One SELECT, a row per violation on `day`: `project_id bigint, subject text, period text,
   * level text, amount_fen bigint, due_day date, facts jsonb`. The first three are the alert's key.
   * `since`: what a night knows before its rules.
   */
  find(at: { day: Day; since?: Since | undefined; params: P }): SQL;
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
  clearsWhen: string;
}

/** Identity at run time; for the types, `find` and `sentence` see exactly the shapes declared. */
export const defineRule = <P, F>(rule: Rule<P, F>): Rule<P, F> => rule;
