import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { pageCount } from '../../lib/pdf.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { hidden } from '../access.ts';
import { loadCalendar } from '../calendar.ts';
import { dutyId, endDuty, putDuty } from '../duties/duty.ts';
import { canonical, record } from '../events.ts';
import { historyOf, isOwn, lastOf } from '../history.ts';
import { type Certificate, certificateOf } from '../registry/certificates.ts';
import { sealOf } from '../registry/seals.ts';
import { say } from '../said.ts';
import type { Instrument } from './draft.ts';
import { getNotice, type NoticeView } from './notices.ts';
import { drawNumber } from './numbering.ts';
import { drawCode, listCode } from './verifying.ts';

/** What of the papers is not the domain's: how they are drawn, and which texts of law a paper of a day may quote. */
export interface Press {
  draw(facts: unknown): Uint8Array | Promise<Uint8Array>;
  /** The paper with an office's signature behind its bytes, which stay as they are. */
  sign(pdf: Uint8Array, certificate: Certificate, at: Date): Promise<Uint8Array>;
  digest(facts: unknown): string;
  /** The titles among the texts of a paper that it may not quote on the day. */
  unquotable(facts: unknown, day: Day): string[];
  /** Where the public reaches this service, without a slash at its end; null: not told. */
  publicUrl: string | null;
}

export interface NoticeRow {
  id: string;
  instrument: Instrument;
  level: number;
  status: string;
  addressee_id: string;
  joint_id: string | null;
  authority_id: string | null;
  owner_id: string;
  contractor_id: string;
  alert_ids: string[];
  facts_cipher: string;
  number: string | null;
  edited_by: string | null;
  approved_by: string | null;
  issued_on: Day | null;
  served_on: Day | null;
  reply_due_on: Day | null;
  accepted_on: Day | null;
}

const STATUS: Readonly<Record<string, string>> = {
  draft: '草稿',
  approved: '已签发',
  served: '已送达',
  answered: '已回复',
  overdue: '逾期未回复',
  lapsed: '已失效',
  withdrawn: '已撤回',
};

/** A 409 that says what is. */
export const noticeState = ({ status }: { status: string }, act: string): Problem =>
  new Problem('conflict', 'notice-state', `该文书现为“${STATUS[status] ?? status}”，不能${act}。`, {
    status,
  });

/** A notice to act on, locked until the transaction ends. @throws Problem `not-found` */
export async function lockNotice({ sql }: Work, projectId: number, id: string): Promise<NoticeRow> {
  const [row] = await sql<NoticeRow[]>`
    select id, instrument, level, status, addressee_id, joint_id, authority_id, owner_id, contractor_id, alert_ids, facts_cipher, number,
      edited_by, approved_by, issued_on, served_on, reply_due_on, accepted_on
    from we.notice where project_id = ${projectId} and id = ${id} for update`;
  if (!row) throw hidden();
  return row;
}

/**
 * Only the authority in whose name a paper is drawn up acts on it.
 * @throws Problem `authority-only`, `notice-not-yours`
 */
export function checkSigner({ actor }: Work, { authority_id }: NoticeRow): string {
  if (actor.region === null || actor.org === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以进行此操作。');
  if (authority_id !== null && authority_id !== actor.org)
    throw new Problem('forbidden', 'notice-not-yours', '该文书由落款的主管部门办理。');
  return actor.org;
}

/**
 * 签发: a person approves a draft of the night. It draws the number and the verification code, freezes the facts with them
 * and the authority's seal, and keeps the drawn bytes, signed where the authority has a certificate, with their hash. Who changed the draft does not approve it. The
 * approver's own approval again changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `notice-not-yours`, `notice-state`, `two-persons`; `notice-outdated` where an alert of it
 *   is no longer open; `law-expired` where it quotes a text that is not in force on the day; `certificate-not-valid`; `missing-glyph`
 */
export async function approveNotice(
  work: Work,
  projectId: number,
  id: string,
  press: Press,
): Promise<NoticeView> {
  const { sql, actor, now, day, vault } = work;
  const notice = await lockNotice(work, projectId, id);
  const authorityId = checkSigner(work, notice);
  const { status, instrument } = notice;
  const stands = ['approved', 'served', 'answered', 'overdue'].includes(status);
  if (stands && notice.approved_by === actor.holder) return getNotice(work, projectId, id);
  if (status !== 'draft') throw noticeState(notice, '签发');
  if (notice.edited_by === actor.holder)
    throw new Problem('conflict', 'two-persons', '改动文书的人不能签发，请由另一人签发。');
  const facts = JSON.parse(vault.open(notice.facts_cipher)) as Record<string, unknown>;
  await checkCurrent(work, projectId, notice.alert_ids);
  checkTexts(press.unquotable(facts, day));
  const number = await drawNumber(work, authorityId, day, instrument);
  const seal = await sealOf(work, authorityId);
  const verify = drawCode(press.publicUrl);
  const frozen = {
    ...{ ...facts, number, approved: true, issuedOn: day, verify },
    ...(seal && { seal }),
  };
  const certificate = await certificateOf(work, authorityId);
  const drawn = await press.draw(frozen);
  const bytes = certificate === null ? drawn : await press.sign(drawn, certificate, now);
  const [factsDigest, hash] = [press.digest(frozen), sha256(bytes)];
  await sql`update we.notice set status = 'approved', number = ${number}, authority_id = ${authorityId}, approved_at = ${now},
      approved_by = ${actor.holder}, issued_on = ${day}, facts_cipher = ${vault.seal(canonical(frozen))}, facts_digest = ${factsDigest}, sha256 = ${hash}, pages = ${pageCount(bytes)}
    where project_id = ${projectId} and id = ${id}`;
  await sql`insert into we.notice_file (project_id, notice_id, facts_digest, sha256, bytes, drawn_at)
    values (${projectId}, ${id}, ${factsDigest}, ${hash}, ${Buffer.from(bytes)}, ${now}) on conflict do nothing`;
  await listCode(work, projectId, id, verify.code);
  await record(work, projectId, 'notice.approved', id, {
    number,
    authorityId,
    factsDigest,
    sha256: hash,
    ...(certificate && { signedBy: certificate.fingerprint }),
  });
  return getNotice(work, projectId, id);
}

/** Of what was dismissed, silenced, cleared or held since the night nothing is told: the next night draws up the rest anew. */
async function checkCurrent({ sql, day }: Work, projectId: number, alertIds: readonly string[]) {
  const gone = await sql`
    select from we.alert where project_id = ${projectId} and id = any(${alertIds}::uuid[])
      and (status not in ('open', 'replied') or coalesce(silenced_until, '-infinity') >= ${day}::date)`;
  if (gone.length === 0) return;
  throw new Problem(
    'conflict',
    'notice-outdated',
    '文书所依据的预警有的已经解除、核销、暂缓文书或待核；当晚会重新起草，请次日再签发。',
    { alerts: gone.length },
  );
}

function checkTexts(titles: readonly string[]) {
  if (titles.length === 0) return;
  throw new Problem(
    'conflict',
    'law-expired',
    `文书引用的${titles.join('、')}今天已不在有效期内；当晚会重新起草，请次日再签发。`,
    { titles },
  );
}

export const servedHow = ['in-person', 'left', 'post', 'electronic', 'announcement'] as const;

export interface Service {
  how: (typeof servedHow)[number];
  /** The day on which the addressee got it. */
  on: Day;
  /** Who took it, or at whom it was left. */
  takenBy: string;
}

/**
 * 送达: starts the reply clock, a duty `notice-reply` due on the last of the working days that the paper gives, the day of
 * service not counted; a paper that asks for no reply starts none. From here the addressee sees it. The same again by the same person changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `notice-not-yours`, `notice-state`, `invalid-input` (a day before the
 *   number was drawn, or to come)
 */
export async function serveNotice(
  work: Work,
  projectId: number,
  id: string,
  { takenBy, ...plain }: Service,
): Promise<NoticeView> {
  const { sql, now } = work;
  const { how, on } = plain;
  const notice = await lockNotice(work, projectId, id);
  checkSigner(work, notice);
  if (notice.status !== 'approved') {
    const last = lastOf(await historyOf(work, projectId, id), ['notice.served']);
    if (notice.status !== 'withdrawn' && isOwn(work, last, { ...plain, text: takenBy }))
      return getNotice(work, projectId, id);
    throw noticeState(notice, '送达');
  }
  checkServiceDay(work, notice, on);
  const { replyDays } = JSON.parse(work.vault.open(notice.facts_cipher)) as { replyDays?: number };
  const replyDueOn = replyDays === 0 ? null : (await loadCalendar(work)).wd(on, replyDays ?? 5);
  await sql`update we.notice set status = 'served', served_at = ${now}, served_on = ${on}, served_how = ${how}, reply_due_on = ${replyDueOn}
    where project_id = ${projectId} and id = ${id}`;
  if (replyDueOn !== null) await startReplyClock(work, projectId, notice, replyDueOn);
  const said = await say(work, projectId, takenBy);
  await record(work, projectId, 'notice.served', id, { ...plain, said, replyDueOn });
  return getNotice(work, projectId, id);
}

const startReplyClock = (work: Work, projectId: number, notice: NoticeRow, dueDay: Day) =>
  putDuty(work, {
    ...replyDuty(projectId, notice.id),
    nominalDay: dueDay,
    dueDay,
    // What a served paper gave is not reckoned again.
    provisional: false,
    amountFen: 0,
    // A subcontractor sees the duties that name it.
    employerId: notice.addressee_id,
  });

function checkServiceDay({ day }: Work, { issued_on }: NoticeRow, on: Day) {
  if (on >= (issued_on ?? on) && on <= day) return;
  throw refused('invalid-input', '送达日期有误。', [
    {
      pointer: '/on',
      code: on > day ? 'day-future' : 'day-before-issue',
      message: on > day ? '送达日期还没有到，请核对。' : '送达日期早于签发日期，请核对。',
    },
  ]);
}

/** The duty to answer a notice. */
export const replyDuty = (projectId: number, id: string) =>
  ({ projectId, kind: 'notice-reply', subject: id, period: '-' }) as const;

/**
 * 撤回: an approved or served notice goes, with a reason; its number stays used, and nothing is waited for any more. The
 * same again by the same person changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `notice-not-yours`, `notice-state`
 */
export async function withdrawNotice(
  work: Work,
  projectId: number,
  id: string,
  { reason }: { reason: string },
): Promise<NoticeView> {
  const { sql, day } = work;
  const notice = await lockNotice(work, projectId, id);
  checkSigner(work, notice);
  const { status, number } = notice;
  if (!['approved', 'served', 'overdue'].includes(status)) {
    const last = lastOf(await historyOf(work, projectId, id), ['notice.withdrawn']);
    if (isOwn(work, last, { text: reason })) return getNotice(work, projectId, id);
    throw noticeState(notice, '撤回');
  }
  await sql`update we.notice set status = 'withdrawn', withdrawn_on = ${day} where project_id = ${projectId} and id = ${id}`;
  await endDuty(work, projectId, dutyId(replyDuty(projectId, id)), 'withdrawn');
  await record(work, projectId, 'notice.withdrawn', id, {
    number,
    before: { status },
    after: { status: 'withdrawn' },
    said: await say(work, projectId, reason),
  });
  return getNotice(work, projectId, id);
}
