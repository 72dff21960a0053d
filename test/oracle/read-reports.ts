import type { Action } from '../../src/demo/story-actions.ts';
import type { ReportAction } from '../../src/demo/story-reports.ts';
import type { Day } from '../../src/lib/day.ts';
import type { Reports, ServedNotice } from './facts-reports.ts';

const KINDS: ReadonlySet<string> = new Set<ReportAction['type']>([
  'outside-payment',
  'progress-payment',
  'arrears-report',
  'pay-review',
  'complaint',
  'complaint-closing',
  'inspection',
  'inspection-result',
  'retention',
  'retention-return',
  'notice',
  'notice-reply',
  'notice-verdict',
  'notice-withdrawal',
]);

/** Whether a step is a report. */
export const isReport = (action: Action): action is ReportAction => KINDS.has(action.type);

/** Takes in what was reported on a day. */
export function takeReport(reports: Reports, action: ReportAction, today: Day): void {
  switch (action.type) {
    case 'outside-payment':
      reports.outside.push(action.body);
      return;
    case 'progress-payment':
      reports.progressPayments.push(action.body);
      return;
    case 'arrears-report':
      reports.arrears.push({ ...action.body, on: today });
      return;
    case 'pay-review':
      reports.payReviews.push({ ...action.body, on: today });
      return;
    case 'complaint': {
      const { kind, on } = action.body;
      reports.complaints.push({ ref: action.complaintRef, kind, on, closedOn: null });
      return;
    }
    case 'complaint-closing':
      found(reports.complaints, action.complaintRef).closedOn = action.body.on;
      return;
    case 'inspection': {
      const { agreedOn } = action.body;
      reports.inspections.push({ ref: action.inspectionRef, agreedOn, inspectedOn: null });
      return;
    }
    case 'inspection-result':
      found(reports.inspections, action.inspectionRef).inspectedOn = action.body.inspectedOn;
      return;
    case 'retention':
      reports.retention = action.body;
      return;
    case 'retention-return':
      reports.returns.push(action.body);
      return;
    default:
      takeNotice(reports.notices, action, today);
  }
}

function takeNotice(
  notices: ServedNotice[],
  action: Extract<ReportAction, { noticeRef: string }>,
  today: Day,
): void {
  if (action.type === 'notice') {
    const { noticeRef: ref, level, about } = action;
    notices.push({ ref, level, about, servedOn: today, repliedOn: null, withdrawn: false });
    return;
  }
  const notice = found(notices, action.noticeRef);
  if (action.type === 'notice-reply') notice.repliedOn ??= today;
  else if (action.type === 'notice-withdrawal') notice.withdrawn = true;
  // A reply found wanting is as if there had been none.
  else if (!action.accepted) notice.repliedOn = null;
}

function found<T extends { ref: string }>(all: readonly T[], ref: string): T {
  const one = all.find((each) => each.ref === ref);
  if (one === undefined) throw new RangeError(`nothing is known as ${ref}`);
  return one;
}
