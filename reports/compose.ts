import { composeBook } from './book.ts';
import type { BookFacts } from './book-facts.ts';
import type { MonthlyFigures } from './monthly-figures.ts';
import { composeMonthly } from './monthly-report.ts';
import type { Report } from './report.ts';
import { composeWageStatement, type WageFacts } from './wage-statement.ts';

/** Lays a report out from its figures, whose shape its kind says. */
export function composeReport({ kind, figures }: { kind: ReportKind; figures: object }): Report {
  if (kind === 'book') return composeBook(figures as BookFacts);
  if (kind === 'wage-statement') return composeWageStatement(figures as WageFacts);
  return composeMonthly(figures as MonthlyFigures);
}

export type ReportKind = 'monthly' | 'book' | 'wage-statement';
