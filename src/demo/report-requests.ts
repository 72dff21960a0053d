import { type Draft, post, put } from './draft.ts';
import type { Refs } from './refs.ts';
import type { ReportAction } from './story-reports.ts';

/** The request that a report makes; serving a paper takes several (see `serveNotice`). */
export function reportDraft(action: Exclude<ReportAction, { type: 'notice' }>, refs: Refs): Draft {
  const project = `/projects/${action.projectCode}`;
  switch (action.type) {
    case 'outside-payment':
      return post(`${project}/outside-payments`, action.body);
    case 'progress-payment':
      return post(`${project}/progress-payments`, action.body);
    case 'arrears-report':
      return post(`${project}/arrears-reports`, action.body);
    case 'pay-review':
      return post(`${project}/pay-reviews`, action.body);
    case 'complaint':
      return post(`${project}/complaints`, action.body);
    case 'complaint-closing':
      return put(`/complaints/${refs.get(action.complaintRef)}/closing`, action.body);
    case 'inspection':
      return post(`${project}/inspections`, action.body);
    case 'inspection-result':
      return put(`${project}/inspections/${refs.get(action.inspectionRef)}/result`, action.body);
    case 'retention':
      return put(`${project}/retention`, action.body);
    case 'retention-return':
      return post(`${project}/retention-returns`, action.body);
    default:
      return noticeDraft(action, refs);
  }
}

function noticeDraft(
  action: Extract<ReportAction, { noticeRef: string }> & { type: `notice-${string}` },
  refs: Refs,
): Draft {
  const notice = `/notices/${refs.get(action.noticeRef)}`;
  switch (action.type) {
    case 'notice-reply':
      return { method: 'POST', path: `${notice}/replies`, json: { text: action.text } };
    case 'notice-verdict':
      return put(`${notice}/verdict`, { accepted: action.accepted, reason: action.reason });
    case 'notice-withdrawal':
      return put(`${notice}/withdrawal`, { reason: action.reason });
  }
}

/** The ref of what a report made, and the id the server gave it. */
export function reportId(
  action: Extract<ReportAction, { type: 'complaint' | 'inspection' }>,
  answer: Record<string, unknown>,
): [string, unknown] {
  return action.type === 'complaint'
    ? [action.complaintRef, answer.complaintId]
    : [action.inspectionRef, answer.inspectionId];
}
