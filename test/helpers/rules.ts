import { drizzle } from 'drizzle-orm/postgres-js';
import type { Rule } from '../../jobs/rule.ts';
import type { Day } from '../../src/lib/day.ts';
import { type At, ownerOf } from './insert.ts';

/** One row a rule found; `facts` have the shape the rule declares. */
export interface Finding<F> {
  projectId: number;
  subject: string;
  period: string;
  level: string;
  amountFen: number;
  dueDay: Day | null;
  facts: F;
}

/**
 * What a rule finds on a day with its default parameters (or some changed), on one project or on
 * all, in order of project, subject and period. Fails when facts have not the shape declared.
 */
export async function findings<P, F>(
  at: At,
  rule: Rule<P, F>,
  day: Day,
  projectId?: number,
  params: Partial<P> = {},
): Promise<Finding<F>[]> {
  const found = rule.find({ day, params: { ...rule.params, ...params } });
  const rows = (await drizzle(ownerOf(at)).execute(found)) as unknown as Record<string, unknown>[];
  return rows
    .map((row) => ({
      projectId: row.project_id as number,
      subject: row.subject as string,
      period: row.period as string,
      level: row.level as string,
      amountFen: row.amount_fen as number,
      dueDay: row.due_day as Day | null,
      facts: rule.facts.parse(row.facts),
    }))
    .filter((row) => projectId === undefined || row.projectId === projectId)
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

const keyOf = (row: Finding<unknown>) =>
  [String(row.projectId).padStart(10, '0'), row.subject, row.period].join(' ');
