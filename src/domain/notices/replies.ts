import { include, type Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { dutyId, meetBy } from '../duties/duty.ts';
import { record } from '../events.ts';
import { type Evidence, keepFiles } from '../evidence.ts';
import { historyOf, isOwn, lastOf } from '../history.ts';
import { say } from '../said.ts';
import { checkSigner, lockNotice, noticeState, replyDuty } from './life.ts';
import { getNotice, type NoticeView } from './notices.ts';

/**
 * 回复: an addressee, or for it the authority that signed, answers a served notice; the duty to answer is met on the day,
 * until the authority says otherwise. A further reply is kept beside the first.
 *
 * @throws Problem `not-found`, `notice-not-yours`, `notice-state`, and those of `keepFiles`
 */
export async function replyNotice(
  work: Work,
  projectId: number,
  id: string,
  input: { text: string; files: readonly Evidence[] },
): Promise<NoticeView> {
  const { sql, actor, day } = work;
  await getNotice(work, projectId, id);
  include(work, projectId);
  const notice = await lockNotice(work, projectId, id);
  const addressed = [notice.addressee_id, notice.joint_id].includes(actor.org);
  if (!addressed && actor.region === null)
    throw new Problem('forbidden', 'notice-not-yours', '只有文书的主送单位可以回复。');
  if (!addressed) checkSigner(work, notice);
  if (!['served', 'overdue', 'answered'].includes(notice.status)) throw noticeState(notice, '回复');
  const files = await keepFiles(work, projectId, id, input.files);
  if (notice.status !== 'answered') {
    await sql`update we.notice set status = 'answered', replied_on = ${day} where project_id = ${projectId} and id = ${id}`;
    await meetBy(work, projectId, dutyId(replyDuty(projectId, id)), 'notice', { id, onDay: day });
  }
  await record(work, projectId, 'notice.replied', id, {
    said: await say(work, projectId, input.text),
    files,
    ...(notice.status === 'answered'
      ? {}
      : { before: { status: notice.status }, after: { status: 'answered' } }),
  });
  return getNotice(work, projectId, id);
}

/**
 * 认可或者不认可回复: the authority that signed judges the reply. Accepted, the notice is done with. Not accepted, it is as
 * if there had been none: the clock goes on, and past its end the notice is overdue at once. The same again by the same
 * person changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `notice-not-yours`, `notice-state`
 */
export async function judgeReply(
  work: Work,
  projectId: number,
  id: string,
  { accepted, reason }: { accepted: boolean; reason: string },
): Promise<NoticeView> {
  const { sql, day } = work;
  const notice = await lockNotice(work, projectId, id);
  checkSigner(work, notice);
  if (notice.status !== 'answered' || notice.accepted_on !== null) {
    const last = lastOf(await historyOf(work, projectId, id), ['notice.judged', 'notice.replied']);
    if (isOwn(work, last, { accepted, text: reason })) return getNotice(work, projectId, id);
    throw noticeState(notice, '认定');
  }
  const late = notice.reply_due_on !== null && day > notice.reply_due_on;
  const status = accepted ? 'answered' : late ? 'overdue' : 'served';
  await sql`update we.notice set status = ${status}, accepted_on = ${accepted ? day : null},
      replied_on = case when ${accepted} then replied_on end
    where project_id = ${projectId} and id = ${id}`;
  if (!accepted) await meetBy(work, projectId, dutyId(replyDuty(projectId, id)), 'notice', null);
  await record(work, projectId, 'notice.judged', id, {
    accepted,
    said: await say(work, projectId, reason),
    before: { status: 'answered' },
    after: { status },
  });
  return getNotice(work, projectId, id);
}
