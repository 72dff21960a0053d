import type { Work } from '../../../db/work.ts';
import { addDays, type Day } from '../../lib/day.ts';
import { refused } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { historyOf, isOwn, lastOf } from '../history.ts';
import { say } from '../said.ts';
import { type AlertRow, alertConflict, checkAuthority, lockAlert } from './acts.ts';
import { type AlertView, readAlert } from './listing.ts';

/** An alert as an act on it leaves it. `awaitsSecond`: another person has to say the same before it counts. */
export type Closed = AlertView & { awaitsSecond: boolean };

/** An act that closes or silences an alert, and what its event keeps; the words lie sealed. */
interface Closing {
  name: 'alert.dismissed' | 'alert.accepted' | 'alert.silenced';
  proposal: string;
  act: string;
  plain: { kind?: string; until?: Day };
  text: string;
  from: readonly string[];
  needsSecond(alert: AlertRow): boolean;
  write(alert: AlertRow): Promise<unknown>;
}

const RED = 3;
const isRed = ({ level }: AlertRow) => level === RED;
/** A silence that does not end soon is none (a policy default). */
const LONGEST_SILENCE_DAYS = 90;

/**
 * 核销: the authority closes an open or answered alert with a reason; a red one only when a second person confirms what
 * the first proposed. It stays closed unless its level or amount rises above what it is now. The same again by the same
 * person answers with the alert as it is.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`
 */
export function dismissAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { reason }: { reason: string },
): Promise<Closed> {
  return close(work, projectId, alertId, {
    name: 'alert.dismissed',
    proposal: 'alert.dismissal-proposed',
    act: '核销',
    plain: {},
    text: reason,
    from: ['open', 'replied'],
    needsSecond: isRed,
    write: () => dismissed(work, projectId, alertId, null),
  });
}

/**
 * 认定不可抗力: the authority accepts that the party could not act until a day, and closes the alert until the end of it;
 * a red one with a second person. Meanwhile its level may rise with time, but a larger amount opens it again (江苏省工资支付条例
 * 39: what was excused is to be paid when the reason is gone).
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`, `invalid-input` (a day that is over)
 */
export async function acceptAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { kind, until, reason }: { kind: 'force-majeure'; until: Day; reason: string },
): Promise<Closed> {
  const closing: Closing = {
    name: 'alert.accepted',
    proposal: 'alert.acceptance-proposed',
    act: '认定不可抗力',
    plain: { kind, until },
    text: reason,
    from: ['open', 'replied'],
    needsSecond: isRed,
    write: () => dismissed(work, projectId, alertId, until),
  };
  if (until < work.day && !(await wasSaid(work, projectId, alertId, closing)))
    throw badDay('认定的期限有误。', '截止日期早于今天，请核对。', 'day-past');
  return close(work, projectId, alertId, closing);
}

/**
 * 暂缓文书: until the end of a day, ninety days away at most, an alert makes no paper. Always two persons; a level that
 * rises ends it. The state of the alert is what it was.
 *
 * @throws Problem `not-found`, `authority-only`, `alert-state`, `invalid-input` (a day that is over or too far)
 */
export async function silenceAlert(
  work: Work,
  projectId: number,
  alertId: string,
  { until, reason }: { until: Day; reason: string },
): Promise<Closed> {
  const { sql, day } = work;
  if (until < day) throw badDay('暂缓期限有误。', '截止日期早于今天，请核对。', 'day-past');
  if (until > addDays(day, LONGEST_SILENCE_DAYS))
    throw badDay('暂缓期限有误。', `暂缓至多${LONGEST_SILENCE_DAYS}天。`, 'day-too-far');
  return close(work, projectId, alertId, {
    name: 'alert.silenced',
    proposal: 'alert.silence-proposed',
    act: '暂缓文书',
    plain: { until },
    text: reason,
    from: ['open', 'held', 'replied'],
    needsSecond: () => true,
    write: () =>
      sql`update we.alert set silenced_until = ${until} where project_id = ${projectId} and id = ${alertId}`,
  });
}

const badDay = (detail: string, message: string, code: string) =>
  refused('invalid-input', detail, [{ pointer: '/until', code, message }]);

const dismissed = ({ sql, now }: Work, projectId: number, alertId: string, until: Day | null) =>
  sql`update we.alert set status = 'dismissed', dismissed_at = ${now}, dismissed_level = level, dismissed_fen = amount_fen,
    accepted_until = ${until} where project_id = ${projectId} and id = ${alertId}`;

async function close(
  work: Work,
  projectId: number,
  alertId: string,
  closing: Closing,
): Promise<Closed> {
  checkAuthority(work);
  const alert = await lockAlert(work, projectId, alertId);
  const answer = async (awaitsSecond: boolean) => ({
    ...(await readAlert(work, projectId, alertId)),
    awaitsSecond,
  });
  if (!closing.from.includes(alert.status)) {
    if (await wasSaid(work, projectId, alertId, closing)) return answer(false);
    throw alertConflict(alert, closing.act);
  }
  const { plain, text } = closing;
  const tell = async (name: string) =>
    record(work, projectId, name, alertId, {
      ...plain,
      said: await say(work, projectId, text),
      level: alert.level,
      amountFen: alert.amount_fen,
    });
  if (closing.needsSecond(alert)) {
    const last = await lastSaid(work, projectId, alertId, closing);
    const own = isOwn(work, last, { ...plain, text });
    // Only a silence leaves the state in which it can be asked for again.
    if (own && last?.name === closing.name && alert.silenced_until === plain.until)
      return answer(false);
    const waits = stands(alert, last, closing);
    if (!waits || last?.holder === work.actor.holder) {
      if (!waits || !own) await tell(closing.proposal);
      return answer(true);
    }
  }
  await closing.write(alert);
  await tell(closing.name);
  return answer(false);
}

const lastSaid = async (
  work: Work,
  projectId: number,
  alertId: string,
  { name, proposal }: Closing,
) =>
  lastOf(await historyOf(work, projectId, alertId), [
    name,
    proposal,
    'alert.dismissed',
    'alert.accepted',
    'alert.reopened',
  ]);

/** Whether a proposal of the same act waits, made when the alert was as grave and as large as it is. */
function stands(
  alert: AlertRow,
  last: Awaited<ReturnType<typeof lastSaid>>,
  { proposal, plain }: Closing,
): boolean {
  if (last?.name !== proposal || last.body.until !== plain.until) return false;
  return (
    alert.level <= (last.body.level as number) &&
    alert.amount_fen <= (last.body.amountFen as number)
  );
}

/** Whether the alert was last closed by this very act of this person, and did not open again since. */
async function wasSaid(work: Work, projectId: number, alertId: string, closing: Closing) {
  const last = await lastSaid(work, projectId, alertId, closing);
  return last?.name === closing.name && isOwn(work, last, { ...closing.plain, text: closing.text });
}
