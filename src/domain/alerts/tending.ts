import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { refused } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { say } from '../said.ts';
import { alertConflict, checkAuthority, lockAlert } from './acts.ts';
import { type AlertView, readAlert } from './listing.ts';

/**
 * 分派: an open, held or answered alert is given to one of the authority's own people, to be dealt with by a day; as a
 * whole, the last word counts. The same again changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`, `invalid-input` (nobody of that name, a day that is over)
 */
export async function assignAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { holder, dueOn }: { holder: string; dueOn?: Day | undefined },
): Promise<AlertView> {
  const { sql, day } = work;
  checkAuthority(work);
  const alert = await lockAlert(work, projectId, alertId);
  if (!['open', 'held', 'replied'].includes(alert.status)) throw alertConflict(alert, '分派');
  await checkHolder(work, holder);
  if (dueOn !== undefined && dueOn < day)
    throw refused('invalid-input', '分派有误。', [
      { pointer: '/dueOn', code: 'day-past', message: '办理期限早于今天，请核对。' },
    ]);
  const changed = await sql`
    update we.alert set assigned_to = ${holder}, handle_by = ${dueOn ?? null}
    where project_id = ${projectId} and id = ${alertId}
      and (assigned_to, handle_by) is distinct from (${holder}::text, ${dueOn ?? null}::date)
    returning id`;
  if (changed.length > 0)
    await record(work, projectId, 'alert.assigned', alertId, { to: holder, dueOn: dueOn ?? null });
  return readAlert(work, projectId, alertId);
}

/** Holders are organisation and name, of people and keys alike. */
async function checkHolder({ sql, actor, now }: Work, holder: string) {
  const [known] = await sql`
    select from we.person where company_id = ${actor.org} and name = ${holder} and disabled_at is null
    union all
    select from we.api_key where company_id = ${actor.org} and holder = ${holder} and revoked_at is null
      and coalesce(expires_at, 'infinity') > ${now}
    limit 1`;
  if (known) return;
  throw refused('invalid-input', '分派有误。', [
    { pointer: '/holder', code: 'holder-unknown', message: '本单位没有这样一位在用的人员。' },
  ]);
}

/**
 * 询问: a question of the authority to those whom the alert concerns, who read it in its history and answer by a reply; with a
 * day where there is one to answer by. No paper and no deadline of law follows from it.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state` (held, or over), `invalid-input` (a day that is over)
 */
export async function askAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { text, until }: { text: string; until?: Day | undefined },
): Promise<AlertView> {
  checkAuthority(work);
  const alert = await lockAlert(work, projectId, alertId);
  if (!['open', 'replied'].includes(alert.status)) throw alertConflict(alert, '询问');
  if (until !== undefined && until < work.day)
    throw refused('invalid-input', '询问有误。', [
      { pointer: '/until', code: 'day-past', message: '答复日期早于今天，请核对。' },
    ]);
  await record(work, projectId, 'alert.asked', alertId, {
    said: await say(work, projectId, text),
    until: until ?? null,
  });
  return readAlert(work, projectId, alertId);
}

/**
 * 批注: a remark of the authority among its own people, in any state. The words lie sealed in the trail.
 *
 * @throws Problem `not-found`, `authority-only`
 */
export async function commentAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { text }: { text: string },
): Promise<AlertView> {
  checkAuthority(work);
  const view = await readAlert(work, projectId, alertId);
  await record(work, projectId, 'alert.commented', alertId, {
    said: await say(work, projectId, text),
  });
  return view;
}
