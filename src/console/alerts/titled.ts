import type { Work } from '../../../db/work.ts';
import { readAlerts } from '../../domain/alerts/listing.ts';
import type { Deps } from '../../http/edge.ts';
import { parseId } from '../../lib/id.ts';
import type { TitledAlert } from '../frame/parts.tsx';

/** The alerts of these ids that the caller may see, by what they are called. */
export async function titledAlerts(
  work: Work,
  describe: Deps['describe'],
  alertIds: readonly string[],
): Promise<TitledAlert[]> {
  const alerts = await readAlerts(work, alertIds.map(parseId));
  return alerts.map(({ alertId, level, period, ruleId, facts }) => ({
    ...{ alertId, level, period },
    title: describe({ rule: ruleId, facts }).title,
  }));
}
