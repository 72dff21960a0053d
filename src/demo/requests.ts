import { addDays, type Day } from '../lib/day.ts';
import { type Draft, post, put } from './draft.ts';
import { instant } from './journal.ts';
import { payrollForm } from './payroll-file.ts';
import type { Refs } from './refs.ts';
import { reportDraft } from './report-requests.ts';
import type {
  Action,
  BankAction,
  PayrollAction,
  PayrollRow,
  RegistryAction,
  SettlementAction,
  Shift,
  SiteAction,
} from './story-actions.ts';

type AskedAction = Exclude<Action, BankAction | { type: 'notice' }>;

/** The request that a step of a contractor, an owner or the authority makes. */
export function draftOf(action: AskedAction, refs: Refs): Draft {
  switch (action.type) {
    case 'payroll':
    case 'approval':
    case 'order':
    case 'confirmations':
    case 'slips':
    case 'withdrawal':
      return payrollDraft(action, refs);
    case 'settlement':
    case 'settlement-step':
    case 'pretext-review':
    case 'transfer-delay':
    case 'transfer-delay-withdrawal':
      return settlementDraft(action, refs);
    case 'site-record':
      return siteDraft(action);
    case 'attendance':
      return post(`/projects/${action.projectCode}/attendance`, {
        records: action.shifts.flatMap(recordsOf),
      });
    case 'settings':
      return put(`/authorities/${action.uscc}/settings`, action.body);
    case 'company':
    case 'project':
    case 'confirmation':
    case 'contract':
    case 'progress':
    case 'participant':
    case 'account':
    case 'account-change':
    case 'engagements':
    case 'engagement':
    case 'exit-statement':
      return registryDraft(action, refs);
    default:
      return reportDraft(action, refs);
  }
}

function registryDraft(action: RegistryAction, refs: Refs): Draft {
  if (action.type === 'company') return put(`/companies/${action.uscc}`, action.body);
  const project = `/projects/${action.projectCode}`;
  switch (action.type) {
    case 'project':
      return put(project, action.body);
    case 'confirmation':
      return put(`${project}/confirmation`, {});
    case 'contract':
      return put(`${project}/contract`, action.body);
    case 'progress':
      return put(`${project}/progress/${action.month}`, action.body);
    case 'participant':
      return put(`${project}/participants/${action.uscc}`, action.body);
    case 'account':
      return post(`${project}/wage-accounts`, action.body);
    case 'account-change':
      return put(`/wage-accounts/${refs.get(action.accountRef)}`, action.body);
    case 'engagements':
      return post(`${project}/engagements`, {
        engagements: action.engagements.map(({ ref: _, ...rest }) => rest),
      });
    case 'engagement':
      return put(`/engagements/${refs.get(action.engagementRef)}`, action.body);
    case 'exit-statement':
      return post(`/engagements/${refs.get(action.engagementRef)}/exit-statements`, action.body);
  }
}

function payrollDraft(action: PayrollAction, refs: Refs): Draft {
  if (action.type !== 'payroll') {
    const batch = `/payroll-batches/${refs.get(action.batchRef)}`;
    if (action.type === 'approval')
      return put(`${batch}/approval`, { totalNetFen: action.totalNetFen });
    if (action.type === 'withdrawal') return put(`${batch}/withdrawal`, { reason: action.reason });
    if (action.type === 'slips') return post(`${batch}/slips`, { issuedOn: action.issuedOn });
    if (action.type === 'confirmations') {
      const { batchRef, lines, confirmedAt } = action;
      const confirmations = Array.from({ length: lines }, (_, at) => ({
        endToEndId: refs.endToEndId(`${batchRef}#${at + 1}`),
        confirmedAt,
      }));
      return post(`${batch}/confirmations`, { confirmations });
    }
    return { method: 'PUT', path: `${batch}/order` };
  }
  const { body, format, projectCode } = action;
  const path = `/projects/${projectCode}/payroll-batches`;
  if (format === 'csv') {
    // Months alternate between the two encodings that Chinese spreadsheets are saved in.
    const encoding = Number(body.wageMonth.slice(5)) % 2 === 0 ? 'gb18030' : 'utf-8';
    return { method: 'POST', path, once: true, file: payrollForm(body, encoding) };
  }
  return post(path, { ...body, lines: body.lines.map((line) => lineData(line, refs)) });
}

function lineData({ replacesLineRef, ...rest }: PayrollRow, refs: Refs): object {
  if (replacesLineRef === undefined) return rest;
  return { ...rest, replaces: refs.endToEndId(replacesLineRef) };
}

function settlementDraft(action: SettlementAction, refs: Refs): Draft {
  switch (action.type) {
    case 'settlement':
      return post(`/projects/${action.projectCode}/settlements`, action.body);
    case 'settlement-step':
      return post(`/settlements/${refs.get(action.settlementRef)}/steps`, action.body);
    case 'pretext-review': {
      const step = `/settlements/${refs.get(action.settlementRef)}/steps/${action.step}`;
      return put(`${step}/pretext-review`, { confirmed: action.confirmed });
    }
    case 'transfer-delay':
      return post(`/projects/${action.projectCode}/transfer-delays`, action.body);
    case 'transfer-delay-withdrawal':
      return put(
        `/projects/${action.projectCode}/transfer-delays/${refs.get(action.delayRef)}/withdrawal`,
        {},
      );
  }
}

function siteDraft({ projectCode, kind, body: { on, until, ...rest } }: SiteAction): Draft {
  const project = `/projects/${projectCode}`;
  switch (kind) {
    case 'wage-deposit':
      return put(`${project}/wage-deposit`, { ...rest, paidOn: on, expiresOn: until });
    case 'payment-guarantee':
      return put(`${project}/payment-guarantee`, { ...rest, providedOn: on, expiresOn: until });
    case 'deposit-used':
    case 'deposit-restored':
      return post(`${project}/deposit-movements`, { ...rest, kind: kind.slice(8), on });
    case 'site-person':
      return post(`${project}/site-persons`, { ...rest, from: on, until });
    case 'stop-work':
      return post(`${project}/stop-works`, { ...rest, from: on, until });
    case 'board-check':
      return post(`${project}/board-checks`, { ...rest, on, evidence: ['照片'] });
  }
}

function recordsOf(shift: Shift) {
  const { idNumber, days, means, gate } = shift;
  const record = (day: Day, time: string, direction: 'in' | 'out') => ({
    idNumber,
    at: instant(day, time),
    direction,
    means,
    gate,
  });
  const outDay = (day: Day) => (shift.out < shift.in ? addDays(day, 1) : day);
  return days.flatMap((day) => [
    record(day, shift.in, 'in'),
    record(outDay(day), shift.out, 'out'),
  ]);
}
