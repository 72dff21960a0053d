import type { Work } from '../../../db/work.ts';
import { addDays, type Day, firstOf, isMonth } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { Problem } from '../../lib/problem.ts';
import { maskNumbers } from '../../lib/text.ts';
import { type AlertView, getAlert, readAlerts } from '../alerts/listing.ts';
import type { HistoryItem } from '../history.ts';
import { getNotice, type NoticeView, noticeFile } from '../notices/notices.ts';
import { type MessageTold, messagesTold } from './messages.ts';

/** An event as its canonical text; the text names the project, the subject, who acted and when. */
export interface TrailEvent {
  id: number;
  projectId: number;
  day: Day;
  text: string;
  digest: string;
}

export interface GatheredNotice {
  view: NoticeView;
  /** Frozen at approval. */
  facts: Record<string, unknown>;
  /** Null where none was kept. */
  pdf: Uint8Array | null;
}

/** All that speaks of an alert, without a number of any person in full. */
export interface Gathered {
  projectId: number;
  alert: AlertView & { history: HistoryItem[] };
  /** The alerts that it explains. */
  followers: AlertView[];
  notices: GatheredNotice[];
  /** The days of which bank messages are listed. */
  from: Day;
  to: Day;
  messages: MessageTold[];
  events: TrailEvent[];
}

/** Messages are listed from so many days before an alert without a month was opened. */
const DAYS_BEFORE = 62;

/**
 * Gathers the evidence of an alert, for the authority alone. What people wrote is given with long numbers masked: they may
 * have written anything.
 *
 * @throws Problem `not-found`, `authority-only`
 */
export async function gatherEvidence(work: Work, projectId: number, id: string): Promise<Gathered> {
  const { followerIds, ...alert } = await getAlert(work, projectId, id);
  if (work.actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以导出证据包。');
  const followers = await readAlerts(
    work,
    followerIds.map((one) => parseId(one)),
  );
  const alertIds = [alert, ...followers].map(({ alertId }) => parseId(alertId).id);
  const notices = await noticesOf(work, projectId, alertIds);
  const from = isMonth(alert.period)
    ? firstOf(alert.period)
    : addDays(alert.openedOn, -DAYS_BEFORE);
  const to = alert.clearedOn ?? work.day;
  const messages = await messagesTold(work, projectId, from, to);
  const subjects = [...alertIds, ...notices.map(({ view }) => parseId(view.noticeId).id)];
  return {
    ...{ projectId, followers, notices, from, to, messages },
    alert: { ...alert, history: alert.history.map(masked) },
    events: await eventsOf(
      work,
      projectId,
      subjects,
      messages.map(({ subject }) => subject),
    ),
  };
}

const masked = ({ body: { text, ...body }, ...item }: HistoryItem): HistoryItem => ({
  ...item,
  body: typeof text === 'string' ? { ...body, text: maskNumbers(text) } : body,
});

/** Papers that went through approval, withdrawn ones too: their numbers stay used. */
async function noticesOf(work: Work, projectId: number, alertIds: readonly string[]) {
  const rows = await work.sql<{ id: string }[]>`
    select id from we.notice where project_id = ${projectId} and alert_ids ?| ${alertIds as string[]}::text[] and number is not null
    order by issued_on, number`;
  const notices: GatheredNotice[] = [];
  for (const { id } of rows) {
    const view = await getNotice(work, projectId, id);
    const { factsText, kept } = await noticeFile(work, projectId, id);
    notices.push({ view, facts: JSON.parse(factsText), pdf: kept });
  }
  return notices;
}

async function eventsOf(
  { sql }: Work,
  projectId: number,
  subjects: readonly string[],
  messages: readonly string[],
): Promise<TrailEvent[]> {
  return sql<TrailEvent[]>`
    select id, project_id as "projectId", day, body as text, digest from we.event
    where (project_id = ${projectId} and subject = any(${[...subjects, ...messages]}::text[]))
      or (project_id = 0 and name = 'bank-message.received' and subject = any(${messages as string[]}::text[]))
    order by id`;
}
