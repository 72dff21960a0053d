import type { Work } from '../../../db/work.ts';
import { type Day, firstOf, type Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import type { Speaker } from './speakers.ts';
import type { StoredVerdict } from './verdict.ts';

/** Why an instalment is late, as somebody stated it. */
export interface DelayView {
  delayId: string;
  on: Day;
  statedBy: Speaker;
  reasonCode: string | null;
  reasonText: string | null;
  evidence: string[] | null;
  /** What the detector read in the words; null where it found nothing. */
  verdict: StoredVerdict | null;
  withdrawnOn: Day | null;
}

/** What was said of a month's instalment on a project, the latest first. */
export async function delaysOf(
  { sql }: Work,
  projectId: number,
  period: Month,
): Promise<DelayView[]> {
  const rows = await sql<
    (Omit<DelayView, 'delayId' | 'withdrawnOn'> & { id: string; withdrawn: Day | 'infinity' })[]
  >`
    select id, on_day as "on", stated_by as "statedBy", reason_code as "reasonCode", reason_text as "reasonText", evidence, verdict,
      withdrawn_on as withdrawn
    from we.transfer_delay where project_id = ${projectId} and period = ${firstOf(period)}::date
    order by on_day desc, known_at desc, id`;
  return rows.map(({ id, withdrawn, ...row }) => ({
    ...row,
    delayId: publicId(projectId, id),
    withdrawnOn: withdrawn === 'infinity' ? null : withdrawn,
  }));
}
