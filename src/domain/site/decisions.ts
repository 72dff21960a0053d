import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { say } from '../said.ts';
import { speakersOf } from '../settlement/speakers.ts';
import { type RecordKind, setEffective, speakerOf } from './records.ts';

export interface RecordView {
  recordId: string;
  kind: RecordKind;
  state: 'waiting' | 'effective' | 'refused';
  on: Day;
  until: Day | null;
  form: string | null;
  amountFen: number | null;
  requiredFen: number | null;
  role: string | null;
  name: string | null;
  idLast4: string | null;
  shown: string[] | null;
  reason: string | null;
  evidence: string[] | null;
  statedBy: string;
}

interface Row extends Omit<RecordView, 'recordId'> {
  id: string;
}

const columns = (sql: Work['sql']) => sql`
  id, kind, on_day as on, nullif(until_day, 'infinity') as until, form, amount_fen as "amountFen",
  required_fen as "requiredFen", role, name, id_last4 as "idLast4", shown, reason, evidence, stated_by as "statedBy",
  case when effective_at is not null then 'effective' when refused_at is not null then 'refused' else 'waiting' end as state`;

const toView =
  (projectId: number) =>
  ({ id, ...row }: Row): RecordView => ({ recordId: publicId(projectId, id), ...row });

const cursor = z.tuple([z.iso.date(), z.guid()]);

/** What is stated of a site, the latest day first. @throws Problem `not-found`, `cursor-invalid` */
export async function listRecords(work: Work, projectId: number, { after, limit }: Page) {
  const { sql } = work;
  await speakersOf(work, projectId);
  const key = readCursor(after, cursor);
  const rows = await sql<Row[]>`select ${columns(sql)} from we.site_record
    where project_id = ${projectId}
      and ${key ? sql`(on_day, id) < (${key[0]}::date, ${key[1]}::uuid)` : sql`true`}
    order by on_day desc, id desc limit ${limit + 1}`;
  return pageOf(rows, limit, toView(projectId), (row) => [row.on, row.id]);
}

/**
 * The authority confirms or refuses what a party stated. The same decision again changes nothing.
 *
 * @throws Problem `not-found`, `authority-only`, `record-state`
 */
export async function decideRecord(
  work: Work,
  projectId: number,
  id: string,
  input: { accepted: boolean; reason?: string | undefined },
): Promise<RecordView> {
  const { sql, now, actor } = work;
  const { state } = await readRecord(work, projectId, id);
  if (actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以进行此操作。');
  const decided = input.accepted ? 'effective' : 'refused';
  if (state !== 'waiting' && state !== decided)
    throw new Problem('conflict', 'record-state', stateWords[state], { state });
  if (state === 'waiting' && input.accepted) await setEffective(work, projectId, id);
  if (state === 'waiting' && !input.accepted) {
    await sql`update we.site_record set refused_at = ${now} where project_id = ${projectId} and id = ${id}`;
    const said = input.reason ? await say(work, projectId, input.reason) : undefined;
    await record(work, projectId, 'site-record.refused', id, { said });
  }
  return toView(projectId)(await readRecord(work, projectId, id));
}

const stateWords = {
  waiting: '该项资料尚待确认。',
  effective: '该项资料已经生效，不能退回；如有变更，请另行登记。',
  refused: '该项资料已被退回，不能再确认；请责任单位重新登记。',
};

const ENDING: readonly RecordKind[] = ['site-person', 'stop-work'];

/**
 * A person leaves the site, or work goes on again: the last day of what had no end. A party gives it once, the authority may
 * correct it.
 *
 * @throws Problem `not-found`, `record-not-yours`, `record-state`, `invalid-input`
 */
export async function endRecord(
  work: Work,
  projectId: number,
  id: string,
  input: { until: Day },
): Promise<RecordView> {
  const { sql, actor } = work;
  const before = await readRecord(work, projectId, id);
  await speakerOf(work, projectId, before.kind);
  if (!ENDING.includes(before.kind))
    throw new Problem('conflict', 'record-state', '该项资料没有截止日期；如有变更，请另行登记。');
  if (input.until < before.on)
    throw refused('invalid-input', '截止日期有误。', [
      { pointer: '/until', code: 'dates-disordered', message: '截止日期早于开始日期，请核对。' },
    ]);
  if (before.until === input.until) return toView(projectId)(before);
  if (before.until !== null && actor.region === null)
    throw new Problem(
      'conflict',
      'record-state',
      `已登记截止日期${before.until}，更正由主管部门办理。`,
    );
  await sql`update we.site_record set until_day = ${input.until} where project_id = ${projectId} and id = ${id}`;
  const { until } = before;
  await record(work, projectId, 'site-record.ended', id, {
    before: { until },
    after: { ...input },
  });
  return toView(projectId)(await readRecord(work, projectId, id));
}

async function readRecord({ sql }: Work, projectId: number, id: string): Promise<Row> {
  const [row] = await sql<Row[]>`select ${columns(sql)} from we.site_record
    where project_id = ${projectId} and id = ${id} for no key update`;
  if (!row) throw hidden();
  return row;
}
