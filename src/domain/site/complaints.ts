import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { type Day, formatMonth, type Month } from '../../lib/day.ts';
import { publicId, stableId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { unknownCompanies } from '../registry/companies.ts';
import { say } from '../said.ts';

/**
 * Keeps that somebody complained, or that an inspector saw it himself: of what, about whom, when. Who it was stands at most
 * in the words, which lie sealed and are shown by no route.
 *
 * @throws Problem `authority-only`, `not-found`, `invalid-input` (`company-unknown`, `day-in-future`)
 */
export async function fileComplaint(
  work: Work,
  projectId: number,
  input: { kind: string; aboutUscc: string; on: Day; text: string },
): Promise<{ complaintId: string }> {
  const { sql, now, day } = work;
  authorityOnly(work);
  const faults: Fault[] = [];
  if (input.on > day)
    faults.push({ pointer: '/on', code: 'day-in-future', message: '日期晚于今天，请核对。' });
  if ((await unknownCompanies(work, [input.aboutUscc])).size > 0)
    faults.push({
      pointer: '/aboutUscc',
      code: 'company-unknown',
      message: '被投诉单位尚未登记。',
    });
  if (faults.length > 0) throw refused('invalid-input', '投诉登记有误。', faults);
  const id = randomUUID();
  const [made] = await sql`
    insert into we.complaint (project_id, id, region_code, kind, about_id, on_day, known_at)
    select p.id, ${id}::uuid, p.region_code, ${input.kind}, ${input.aboutUscc}, ${input.on}::date, ${now}
    from we.project p where p.id = ${projectId}
    on conflict do nothing returning id`;
  if (!made) throw hidden();
  const { text, ...plain } = input;
  const said = await say(work, projectId, text);
  await record(work, projectId, 'complaint.filed', id, { kind: plain.kind, on: plain.on, said });
  return { complaintId: publicId(projectId, id) };
}

/** What a worker complains of without an account. */
export interface OwnComplaint {
  kind: 'wages' | 'card-withheld';
  /** The wage month it is about. */
  month: Month;
  text: string | null;
}

/**
 * 「我没收到」: a worker complains at his site's page. Once a day for a kind and month, however often it is sent. The event names the site
 * and nobody; who it is stands in the sealed words alone.
 *
 * @returns false where the same was filed today already
 */
export async function complainAtSite(
  work: Work,
  projectId: number,
  engagementId: string,
  { kind, month, text }: OwnComplaint,
): Promise<boolean> {
  const { sql, vault, now, day } = work;
  const [own] = await sql<{ name: string; last4: string; employer: string }[]>`
    select name, id_last4 as last4, employer_id as employer from we.engagement
    where project_id = ${projectId} and id = ${engagementId}`;
  if (!own) throw hidden();
  const id = stableId(vault.blind('id', `complaint:${engagementId}:${kind}:${month}:${day}`));
  // No `returning`: who complains may not read complaints.
  const made = await sql`
    insert into we.complaint (project_id, id, region_code, kind, about_id, on_day, known_at)
    select p.id, ${id}::uuid, p.region_code, ${kind}, ${own.employer}, ${day}::date, ${now}
    from we.project p where p.id = ${projectId}
    on conflict do nothing`;
  if (made.count === 0) return false;
  const what = kind === 'wages' ? '工资没有收到' : '工资卡不在本人手里';
  const words = `工人${own.name}（证件尾号${own.last4}）自助登记：${formatMonth(month)}，${what}。${text ?? ''}`;
  const said = await say(work, projectId, words);
  await record(work, projectId, 'complaint.filed', id, { kind, on: day, said });
  return true;
}

/**
 * Closes a complaint: settled (the worker has his card and says so himself) or unfounded. The same again changes nothing.
 *
 * @throws Problem `authority-only`, `not-found`, `complaint-state`, `invalid-input`
 */
export async function closeComplaint(
  work: Work,
  projectId: number,
  id: string,
  input: { on: Day; outcome: string; text: string },
): Promise<{ complaintId: string; closedOn: Day }> {
  const { sql, day } = work;
  authorityOnly(work);
  const [row] = await sql<{ on_day: Day; closed_on: Day; outcome: string | null }[]>`
    select on_day, closed_on, outcome from we.complaint where project_id = ${projectId} and id = ${id} for no key update`;
  if (!row) throw hidden();
  const answer = { complaintId: publicId(projectId, id), closedOn: input.on };
  if (row.closed_on === input.on && row.outcome === input.outcome) return answer;
  if (row.outcome !== null)
    throw new Problem('conflict', 'complaint-state', `该投诉已于${row.closed_on}办结。`);
  if (input.on < row.on_day || input.on > day)
    throw refused('invalid-input', '办结日期有误。', [
      { pointer: '/on', code: 'dates-disordered', message: '办结日期应在投诉之日与今天之间。' },
    ]);
  await sql`update we.complaint set closed_on = ${input.on}, outcome = ${input.outcome}
    where project_id = ${projectId} and id = ${id}`;
  const said = await say(work, projectId, input.text);
  await record(work, projectId, 'complaint.closed', id, { outcome: input.outcome, said });
  return answer;
}

function authorityOnly({ actor }: Work): void {
  if (actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以办理。');
}
