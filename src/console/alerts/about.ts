import type { AlertView } from '../../domain/alerts/listing.ts';
import { paths } from '../frame/paths.ts';
import type { Say } from '../frame/say.ts';

/** The page of what an alert is about, where it has one that its reader may open; `grants` are the reader's. */
export function aboutOf(
  t: Say,
  { ruleId, subject, period }: AlertView,
  grants: readonly string[],
): { word: string; to: string } | null {
  if (ruleId === 'R08')
    return grants.includes('complaints:write')
      ? { word: t('看这件投诉', 'Open the complaint'), to: paths.complaint(subject) }
      : null;
  if (ruleId === 'M01')
    return { word: t('看这份文书', 'Open the paper'), to: paths.notice(subject) };
  if (!/^S/.test(ruleId) || OF_NO_SETTLEMENT.has(ruleId) || period !== '-') return null;
  return { word: t('看这项结算', 'Open the settlement'), to: paths.settlement(subject) };
}

/** Of a contract's terms, an inspection, an owner. */
const OF_NO_SETTLEMENT = new Set(['S04', 'S08', 'S13']);
