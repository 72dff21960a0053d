import { addDays, plusMonth } from '../../src/lib/day.ts';
import { sumFen } from '../../src/lib/fen.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';

const SHARE_SINCE = '2022-08-01';
const WAIT_DAYS = 30;
const ORANGE_AFTER = 30;
const RETENTION_MONTHS = 24;
const PUBLIC = new Set<string | undefined>(['state', 'government', 'institution']);

/** F09, R08, S08 and S13. */
export function findReported(view: View): Finding[] {
  return [...f09(view), ...r08(view), ...s08(view), ...s13(view)];
}

function f09(view: View): Finding[] {
  const { facts, day } = view;
  const { project, companies, contracts, reports } = facts;
  const paid = reports.progressPayments.filter(({ on }) => on <= day);
  const signedOn = contracts.map((one) => one.signedOn).sort()[0];
  if (project === null || project.status === 'finished' || paid.length === 0) return [];
  if (!PUBLIC.has(companies.get(project.ownerUscc)?.ownership)) return [];
  if (signedOn === undefined || signedOn < SHARE_SINCE) return [];
  const last = new Map(
    reports.progressTold
      .filter(({ confirmedOn }) => addDays(confirmedOn, WAIT_DAYS) <= day)
      .map(({ month, valueFen }) => [month, valueFen]),
  );
  const asked = (BigInt(sumFen([...last.values()])) * 8n + 9n) / 10n;
  const missingFen = Number(asked) - sumFen(paid.map(({ amountFen }) => amountFen));
  if (missingFen <= 0) return [];
  return [find(view, 'F09', [project.ownerUscc, '-'], ['yellow', missingFen])];
}

function r08(view: View): Finding[] {
  const { facts, day } = view;
  return facts.reports.complaints
    .filter(
      ({ kind, on, closedOn }) =>
        kind === 'card-withheld' && on <= day && (closedOn === null || closedOn > day),
    )
    .map(({ ref }) => find(view, 'R08', [ref, '-'], ['red', 0]));
}

function s08(view: View): Finding[] {
  const { facts, day, calendar } = view;
  return facts.reports.inspections.flatMap(({ ref, agreedOn, inspectedOn }) => {
    const dueOn = calendar.fwd(agreedOn);
    if (day <= dueOn || (inspectedOn !== null && inspectedOn <= day)) return [];
    const level = levelOf(false, daysLate(view, dueOn) > ORANGE_AFTER);
    return [find(view, 'S08', [ref, '-'], [level, 0])];
  });
}

function s13(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const { retention, returns } = facts.reports;
  if (retention === null) return [];
  const { amountFen, acceptedOn, returnOn } = retention;
  const dueOn = calendar.fwd(returnOn ?? plusMonth(acceptedOn, RETENTION_MONTHS));
  const counted = returns.filter(
    ({ on, statedBy, evidence = [] }) =>
      on <= day && (statedBy === 'contractor' || evidence.length > 0),
  );
  const missingFen = amountFen - sumFen(counted.map((one) => one.amountFen));
  if (day <= dueOn || missingFen <= 0) return [];
  const level = levelOf(false, daysLate(view, dueOn) > ORANGE_AFTER);
  const ownerUscc = facts.project?.ownerUscc ?? '';
  return [find(view, 'S13', [ownerUscc, '-'], [level, missingFen])];
}
