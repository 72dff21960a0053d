import type { Day, Month } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';

/** What is told beside the registry, payrolls, bank entries and settlements. All of it names its project. */
export type ReportAction = { projectCode: string } & (
  | { type: 'outside-payment'; body: OutsidePaymentBody }
  | { type: 'progress-payment'; body: { on: Day; amountFen: Fen } }
  | { type: 'arrears-report'; body: { employerUscc: string; wageMonth: Month; plan: string } }
  | { type: 'pay-review'; body: PayReviewBody }
  | { type: 'complaint'; complaintRef: string; body: ComplaintBody }
  | { type: 'complaint-closing'; complaintRef: string; body: ComplaintClosing }
  | { type: 'inspection'; inspectionRef: string; body: InspectionBody }
  | { type: 'inspection-result'; inspectionRef: string; body: { inspectedOn: Day } }
  | { type: 'retention'; body: { amountFen: Fen; acceptedOn: Day; returnOn?: Day } }
  | { type: 'retention-return'; body: RetentionReturn }
  | NoticeAction
);

export interface OutsidePaymentBody {
  employerUscc: string;
  wageMonth: Month;
  on: Day;
  channel: 'cash' | 'transfer';
  amountFen: Fen;
  workers: number;
}

export interface PayReviewBody {
  employerUscc: string;
  wageMonth: Month;
  about: 'payee' | 'pattern';
  note: string;
}

export interface ComplaintBody {
  kind: 'card-withheld' | 'wages' | 'other';
  aboutUscc: string;
  on: Day;
  text: string;
}

export interface ComplaintClosing {
  on: Day;
  outcome: 'settled' | 'unfounded';
  text: string;
}

export interface InspectionBody {
  part: string;
  requestedOn: Day;
  agreedOn: Day;
}

export interface RetentionReturn {
  on: Day;
  amountFen: Fen;
  statedBy: 'owner' | 'contractor';
  evidence?: string[];
}

/** An alert by what it is known by, its project left out. */
export interface AlertName {
  rule: string;
  subject: string;
  period: Month | '-';
}

/** What the authority does with a paper, and what comes back. */
export type NoticeAction =
  /** Approves and serves, on the day of the step, the draft of that level to that addressee; `about` says which alerts stand in it. */
  | {
      type: 'notice';
      noticeRef: string;
      addresseeUscc: string;
      level: 'yellow' | 'orange' | 'red';
      about: AlertName[];
    }
  | { type: 'notice-reply'; noticeRef: string; text: string }
  | { type: 'notice-verdict'; noticeRef: string; accepted: boolean; reason: string }
  | { type: 'notice-withdrawal'; noticeRef: string; reason: string };

/** The bank's word on what an account holds, and what of it is frozen. */
export interface BalanceStatement {
  accountNo: string;
  balanceFen: Fen;
  frozenFen?: Fen;
  at: string;
}
