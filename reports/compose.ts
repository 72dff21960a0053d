import type { MonthlyReport } from '../src/domain/reports/monthly.ts';
import { type BookFacts, composeBook } from './book.ts';
import { composeMonthly } from './monthly-report.ts';
import type { Report } from './report.ts';
import { composeWageStatement, type WageFacts } from './wage-statement.ts';

/** The figures of a report, by its kind. */
export type ReportFigures =
  | { kind: 'monthly'; figures: MonthlyReport }
  | { kind: 'book'; figures: BookFacts }
  | { kind: 'wage-statement'; figures: WageFacts };

export type ReportKind = ReportFigures['kind'];

/** Lays a report out from its figures. */
export function composeReport({ kind, figures }: ReportFigures): Report {
  if (kind === 'book') return composeBook(figures);
  if (kind === 'wage-statement') return composeWageStatement(figures);
  return composeMonthly(figures);
}
