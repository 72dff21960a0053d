import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { canonical, record } from '../events.ts';
import { say } from '../said.ts';
import type { AlertStatus } from './filter.ts';
import { type AlertView, getAlert, readAlert } from './listing.ts';

const statusNames: Record<AlertStatus, string> = {
  open: '待处理',
  held: '待核',
  replied: '已回复',
  cleared: '已解除',
  dismissed: '已关闭',
};

/**
 * A party (or the authority) answers an alert: open becomes replied, held stays held; a further
 * reply is kept beside the first. The words lie sealed in the trail.
 *
 * @throws Problem `not-found`, `alert-not-yours`, `alert-state` (cleared or dismissed)
 */
export async function replyAlert(
  work: Work,
  projectId: number,
  alertId: string,
  input: { kind: string; text: string },
): Promise<AlertView> {
  const { sql, now } = work;
  await checkConcerned(work, projectId, alertId);
  await include(work, projectId);
  const [done] = await sql`
    update we.alert set replied_at = ${now}, status = case status when 'open' then 'replied' else status end
    where project_id = ${projectId} and id = ${alertId} and status in ('open', 'held', 'replied')
    returning id`;
  if (!done) return stateConflict(work, projectId, alertId, '回复');
  await record(work, projectId, 'alert.replied', alertId, {
    kind: input.kind,
    said: await say(work, projectId, input.text),
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
    throw new Problem('forbidden', 'alert-not-yours', '只有该预警涉及的单位或主管部门可以回复。');
  }
}

/** An act that closes an alert, and what its event keeps; the words lie sealed. */
interface Closing {
  name: 'alert.dismissed' | 'alert.accepted';
  said: { text: string; kind?: string; until?: Day };
}

/**
 * The authority closes an open or answered alert with a reason. It stays closed unless its level or
 * amount rises above what it is now. The same again by the same person answers with the alert as it is.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`
 */
export async function dismissAlert(
  work: Work,
  projectId: number,
  alertId: string,
  input: { reason: string },
): Promise<AlertView> {
  return close(work, projectId, alertId, '关闭', {
    name: 'alert.dismissed',
    said: { text: input.reason },
  });
}

/**
 * The authority accepts that the party could not act (不可抗力) until a day, and closes the alert as
 * `dismissAlert` does. The day stands in the event; the alert itself opens again only when its level
 * or amount rises.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`, `invalid-input` (a day that is over)
 */
export async function acceptAlert(
  work: Work,
  projectId: number,
  alertId: string,
  input: { kind: 'force-majeure'; until: Day; reason: string },
): Promise<AlertView> {
  const { kind, until, reason } = input;
  const closing: Closing = { name: 'alert.accepted', said: { kind, until, text: reason } };
  if (until < work.day && !(await isRepeated(work, projectId, alertId, closing))) {
    throw refused('invalid-input', '采纳期限有误。', [
      { pointer: '/until', code: 'day-past', message: '截止日期早于今天，请核对。' },
    ]);
  }
  return close(work, projectId, alertId, '采纳', closing);
}

async function close(
  work: Work,
  projectId: number,
  alertId: string,
  act: string,
  closing: Closing,
): Promise<AlertView> {
  const { sql, now, actor } = work;
  if (actor.region === null) {
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以进行此操作。');
  }
  const [done] = await sql<{ level: number; amount_fen: number }[]>`
    update we.alert set status = 'dismissed', dismissed_at = ${now}, dismissed_level = level, dismissed_fen = amount_fen
    where project_id = ${projectId} and id = ${alertId} and status in ('open', 'replied')
    returning level, amount_fen`;
  if (done) {
    const { text, ...plain } = closing.said;
    await record(work, projectId, closing.name, alertId, {
      ...plain,
      said: await say(work, projectId, text),
      level: done.level,
      amountFen: done.amount_fen,
    });
  } else if (!(await isRepeated(work, projectId, alertId, closing))) {
    return stateConflict(work, projectId, alertId, act);
  }
  return readAlert(work, projectId, alertId);
}

/** Whether the alert was last closed by this very act of this person, and did not open again since. */
async function isRepeated(work: Work, projectId: number, alertId: string, closing: Closing) {
  const { history } = await getAlert(work, projectId, alertId);
  const last = history.findLast(({ name }) => /^alert\.(dismissed|accepted|reopened)$/.test(name));
  if (last?.name !== closing.name || last.holder !== work.actor.holder) return false;
  const { level: _, amountFen: __, ...said } = last.body;
  return canonical(said) === canonical(closing.said);
}

async function stateConflict(
  work: Work,
  projectId: number,
  alertId: string,
  act: string,
): Promise<never> {
  const { status } = await readAlert(work, projectId, alertId);
  throw new Problem('conflict', 'alert-state', `该预警现为“${statusNames[status]}”，不能${act}。`, {
    status,
  });
}
