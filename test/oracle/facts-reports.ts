import type {
  AlertName,
  OutsidePaymentBody,
  RetentionReturn,
} from '../../src/demo/story-reports.ts';
import type { Day, Month } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';

/** What was reported of a project beside its registry, payrolls, bank and settlements. */
export interface Reports {
  outside: OutsidePaymentBody[];
  progressPayments: { on: Day; amountFen: Fen }[];
  /** Every version of a month's progress, in the order told. */
  progressTold: { month: Month; valueFen: Fen; confirmedOn: Day }[];
  arrears: { employerUscc: string; wageMonth: Month; on: Day }[];
  payReviews: { employerUscc: string; wageMonth: Month; about: 'payee' | 'pattern'; on: Day }[];
  complaints: { ref: string; kind: string; on: Day; closedOn: Day | null }[];
  inspections: { ref: string; agreedOn: Day; inspectedOn: Day | null }[];
  retention: { amountFen: Fen; acceptedOn: Day; returnOn?: Day } | null;
  returns: RetentionReturn[];
  notices: ServedNotice[];
}

/** A paper in its addressee's hands. */
export interface ServedNotice {
  ref: string;
  level: 'yellow' | 'orange' | 'red';
  servedOn: Day;
  about: AlertName[];
  /** The day of the reply that stands. */
  repliedOn: Day | null;
  withdrawn: boolean;
}

/** Nothing reported yet. */
export const noReports = (): Reports => ({
  outside: [],
  progressPayments: [],
  progressTold: [],
  arrears: [],
  payReviews: [],
  complaints: [],
  inspections: [],
  retention: null,
  returns: [],
  notices: [],
});
