import { include, type Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Evidence, keepFiles } from '../evidence.ts';
import { historyOf, isOwn, lastOf } from '../history.ts';
import { say } from '../said.ts';
import { alertConflict, checkAuthority, lockAlert } from './acts.ts';
import { type AlertView, readAlert } from './listing.ts';

/**
 * A party (or the authority) answers an alert: open becomes replied, held stays held; a further
 * reply is kept beside the first. The words lie sealed in the trail, files beside it.
 *
 * @throws Problem `not-found`, `alert-not-yours`, `alert-state` (cleared or dismissed), and those of `keepFiles`
 */
export async function replyAlert(
  work: Work,
  projectId: number,
  alertId: string,
  input: { kind: string; text: string; files: readonly Evidence[] },
): Promise<AlertView> {
  const { sql, now } = work;
  await checkConcerned(work, projectId, alertId);
  include(work, projectId);
  const alert = await lockAlert(work, projectId, alertId);
  if (!['open', 'held', 'replied'].includes(alert.status)) throw alertConflict(alert, '答复');
  const files = await keepFiles(work, projectId, alertId, input.files);
  await sql`update we.alert set replied_at = ${now}, status = case status when 'open' then 'replied' else status end
    where project_id = ${projectId} and id = ${alertId}`;
  await record(work, projectId, 'alert.replied', alertId, {
    kind: input.kind,
    said: await say(work, projectId, input.text),
    ...(files.length > 0 && { files }),
  });
  return readAlert(work, projectId, alertId);
}

async function checkConcerned({ sql, actor }: Work, projectId: number, alertId: string) {
  const [parties] = await sql<
    Record<'owner_id' | 'contractor_id' | 'employer_id', string | null>[]
  >`
    select owner_id, contractor_id, employer_id from we.alert where project_id = ${projectId} and id = ${alertId}`;
  if (!parties) throw hidden();
  const concerned = actor.org !== null && Object.values(parties).includes(actor.org);
  if (actor.region === null && !concerned) {
    throw new Problem('forbidden', 'alert-not-yours', '只有该预警涉及的单位或主管部门可以答复。');
  }
}

/**
 * 认可或者不认可回复: the authority judges the reply to an alert. Not accepted, the alert is open again as if nobody had
 * answered. The same again by the same person changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state` (nothing is answered, or it is judged)
 */
export async function judgeAlertReply(
  work: Work,
  projectId: number,
  alertId: string,
  { accepted, reason }: { accepted: boolean; reason: string },
): Promise<AlertView> {
  const { sql } = work;
  checkAuthority(work);
  const alert = await lockAlert(work, projectId, alertId);
  const last = lastOf(await historyOf(work, projectId, alertId), [
    'alert.replied',
    'alert.judged',
    'alert.reopened',
  ]);
  if (last?.name === 'alert.judged' && isOwn(work, last, { accepted, text: reason }))
    return readAlert(work, projectId, alertId);
  const waits = ['replied', 'held'].includes(alert.status) && alert.replied_at !== null;
  if (!waits || last?.name === 'alert.judged') throw alertConflict(alert, '认定');
  if (!accepted) {
    await sql`update we.alert set replied_at = null, status = case status when 'replied' then 'open' else status end
      where project_id = ${projectId} and id = ${alertId}`;
  }
  await record(work, projectId, 'alert.judged', alertId, {
    accepted,
    said: await say(work, projectId, reason),
  });
  return readAlert(work, projectId, alertId);
}
