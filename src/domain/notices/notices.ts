import { z } from 'zod';
import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { hidden } from '../access.ts';
import { type HistoryItem, historyOf } from '../history.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

export interface NoticeFilter {
  projectCode?: string | undefined;
  status?: string | undefined;
  number?: string | undefined;
}

export interface NoticeView {
  noticeId: string;
  projectCode: string;
  /** null for a subcontractor, who sees its own papers only. */
  projectName: string | null;
  instrument: 'reminder' | 'warning' | 'supervision' | 'referral';
  level: 'yellow' | 'orange' | 'red';
  addresseeUscc: string;
  addresseeName: string | null;
  /** Whom a joint letter is addressed to as well. */
  jointUscc: string | null;
  jointName: string | null;
  status: string;
  number: string | null;
  alertIds: string[];
  /** Of the PDF's bytes; null until they were drawn for good. */
  sha256: string | null;
  draftedOn: Day;
  refreshedOn: Day;
  /** When a person last changed the draft. */
  editedOn: Day | null;
  approvedAt: string | null;
  servedAt: string | null;
  /** The day on which it was approved. */
  issuedOn: Day | null;
  servedOn: Day | null;
  servedHow: string | null;
  replyDueOn: Day | null;
  repliedOn: Day | null;
  acceptedOn: Day | null;
  withdrawnOn: Day | null;
  lapsedOn: Day | null;
}

interface Row extends Omit<NoticeView, 'noticeId' | 'level'> {
  id: string;
  projectId: number;
  levelNo: number;
}

const levelWords = ['yellow', 'orange', 'red'] as const;
const keyShape = z.tuple([z.iso.date(), z.guid()]);

const rowsOf = ({ sql }: Work) => sql`
  select n.id, n.project_id as "projectId", d.code as "projectCode", p.name as "projectName", n.instrument,
    n.level as "levelNo", n.addressee_id as "addresseeUscc", c.name as "addresseeName", n.joint_id as "jointUscc", j.name as "jointName", n.status, n.number,
    n.alert_ids as "alertIds", n.sha256, n.drafted_on as "draftedOn", n.refreshed_on as "refreshedOn", n.edited_on as "editedOn",
    n.approved_at as "approvedAt", n.served_at as "servedAt", n.issued_on as "issuedOn", n.served_on as "servedOn",
    n.served_how as "servedHow", n.reply_due_on as "replyDueOn", n.replied_on as "repliedOn",
    n.accepted_on as "acceptedOn", n.withdrawn_on as "withdrawnOn", n.lapsed_on as "lapsedOn"
  from we.notice n
  join we.project_directory d on d.project_id = n.project_id
  left join we.company c on c.uscc = n.addressee_id
  left join we.company j on j.uscc = n.joint_id
  left join we.project p on p.id = n.project_id`;

const instant = (at: string | null) => (at === null ? null : new Date(at).toISOString());

const toView = ({ id, projectId, levelNo, ...row }: Row): NoticeView => ({
  ...row,
  noticeId: publicId(projectId, id),
  level: levelWords[levelNo - 1] as NoticeView['level'],
  alertIds: row.alertIds.map((alertId) => publicId(projectId, alertId)),
  approvedAt: instant(row.approvedAt),
  servedAt: instant(row.servedAt),
});

/**
 * The notices a caller may see, the newest first: an authority those of its region, a company those
 * served on it.
 *
 * @throws Problem `cursor-invalid`
 */
export async function listNotices(
  work: Work,
  filter: NoticeFilter,
  page: Page,
): Promise<{ items: NoticeView[]; next: string | null }> {
  const { sql } = work;
  const after = readCursor(page.after, keyShape);
  const rows = await sql<Row[]>`
    ${rowsOf(work)}
    where true
      ${filter.projectCode === undefined ? sql`` : sql`and d.code = ${filter.projectCode}`}
      ${filter.number === undefined ? sql`` : sql`and n.number = ${filter.number}`}
      ${filter.status === undefined ? sql`` : sql`and n.status = ${filter.status}`}
      ${after === null ? sql`` : sql`and (n.drafted_on, n.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by n.drafted_on desc, n.id desc
    limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, toView, (row) => [row.draftedOn, row.id]);
}

/** One notice, with its history, the oldest event first. @throws Problem `not-found` */
export async function getNoticeWhole(
  work: Work,
  projectId: number,
  id: string,
): Promise<NoticeView & { history: HistoryItem[] }> {
  const view = await getNotice(work, projectId, id);
  return { ...view, history: await historyOf(work, projectId, id) };
}

/** One notice. @throws Problem `not-found` */
export async function getNotice(work: Work, projectId: number, id: string): Promise<NoticeView> {
  const [row] = await work.sql<Row[]>`
    ${rowsOf(work)} where n.project_id = ${projectId} and n.id = ${id}`;
  if (!row) throw hidden();
  return toView(row);
}

/** The frozen facts, as JSON text, of a notice that the caller was found to see. @throws Problem `not-found` */
export async function noticeFacts(work: Work, projectId: number, id: string): Promise<string> {
  include(work, projectId);
  const [row] = await work.sql<{ facts_cipher: string }[]>`
    select facts_cipher from we.notice where project_id = ${projectId} and id = ${id}`;
  if (!row) throw hidden();
  return work.vault.open(row.facts_cipher);
}

export interface NoticeFile {
  fileName: string;
  /** The bytes kept when it was drawn; null for a draft that nobody asked for yet. */
  kept: Uint8Array | null;
  /** The frozen facts, as JSON text, from which the same bytes can be drawn. */
  factsText: string;
}

/**
 * What is needed to hand out a notice as PDF.
 * @throws Problem `not-found`
 */
export async function noticeFile(work: Work, projectId: number, id: string): Promise<NoticeFile> {
  const notice = await getNotice(work, projectId, id);
  include(work, projectId);
  const [row] = await work.sql<{ facts_cipher: string; bytes: Uint8Array | null }[]>`
    select n.facts_cipher, f.bytes
    from we.notice n
    left join we.notice_file f
      on f.project_id = n.project_id and f.notice_id = n.id and f.facts_digest = n.facts_digest
    where n.project_id = ${projectId} and n.id = ${id}`;
  if (!row) throw hidden();
  const fileName = `${notice.projectCode}-${notice.instrument}-${notice.draftedOn}.pdf`;
  return { fileName, kept: row.bytes, factsText: work.vault.open(row.facts_cipher) };
}
