import type { AlertView } from '../../domain/alerts/listing.ts';
import { paths } from '../frame/paths.ts';
import type { Say } from '../frame/say.ts';

/** The page of what an alert is about, where it has one that its reader may open; `grants` are the reader's. */
export function aboutOf(
  t: Say,
  alert: AlertView,
  grants: readonly string[],
): { word: string; to: string } | null {
  const { ruleId, subject, period } = alert;
  if (ruleId === 'R08')
    return grants.includes('complaints:write')
      ? { word: t('看这件投诉', 'Open the complaint'), to: paths.complaint(subject) }
      : null;
  if (ruleId === 'M01')
    return { word: t('看这份文书', 'Open the paper'), to: paths.notice(subject) };
  if (/^W/.test(ruleId) && ruleId !== 'W13') return wagesOf(t, alert, grants);
  if (/^F0[1258]$/.test(ruleId)) return instalmentOf(t, alert, grants);
  if (!/^S/.test(ruleId) || OF_NO_SETTLEMENT.has(ruleId) || period !== '-') return null;
  return { word: t('看这项结算', 'Open the settlement'), to: paths.settlement(subject) };
}

type Link = ReturnType<typeof aboutOf>;

/** Where a contractor's people see and file the wages that an alert is about. */
function wagesOf(t: Say, alert: AlertView, grants: readonly string[]): Link {
  const { ruleId, projectCode, projectName, subject, period } = alert;
  // A subcontractor's people see the alert, and have no such page.
  if (projectName === null || !grants.some((grant) => grant.startsWith('payroll:'))) return null;
  const month = period === '-' ? undefined : period;
  if (ruleId === 'W05' && month && grants.includes('payroll:post'))
    return {
      word: t('报送这个月的工资表', 'File this month’s payroll'),
      to: paths.newPayroll({ projectCode, wageMonth: month, employerUscc: subject }),
    };
  return {
    word: t('看这些工资的批次', 'Open the batches of these wages'),
    to: paths.payrollsOf(projectCode, { month }),
  };
}

/** Where an owner's people see an instalment and say why it is late. */
const instalmentOf = (
  t: Say,
  { projectCode, period }: AlertView,
  grants: readonly string[],
): Link =>
  grants.includes('delays:write') && period !== '-'
    ? {
        word: t('看这个月的拨付', 'Open this instalment'),
        to: paths.instalment(projectCode, period),
      }
    : null;

/** Of a contract's terms, an inspection, an owner. */
const OF_NO_SETTLEMENT = new Set(['S04', 'S08', 'S13']);
