import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { loadCalendar } from '../calendar.ts';
import { record } from '../events.ts';
import { speakersOf } from './speakers.ts';

export interface InspectionInput {
  /** What is to be inspected: a part of the works, or all of it. */
  part: string;
  requestedOn: Day;
  /** The last day that the contract gives the owner for it. */
  agreedOn: Day;
}

export interface InspectionView {
  inspectionId: string;
  /** The agreed day, moved forward to a working day. */
  dueOn: Day;
  /** null until it was inspected. */
  inspectedOn: Day | null;
}

/**
 * 申请检验或者验收: the contractor, or the authority, enters a request with the day agreed for it (rule S08).
 * @throws Problem `not-found`, `inspection-not-yours`, `invalid-input` (asked in the future, agreed before it or out of the calendar)
 */
export async function requestInspection(
  work: Work,
  projectId: number,
  input: InspectionInput,
): Promise<InspectionView> {
  const { sql, now, actor } = work;
  await checkSpeaker(work, projectId);
  const { part, requestedOn, agreedOn } = input;
  const calendar = await loadCalendar(work);
  const faults: Fault[] = [];
  if (requestedOn > work.day) {
    faults.push({
      pointer: '/requestedOn',
      code: 'day-in-future',
      message: '日期晚于今天，请核对。',
    });
  }
  if (agreedOn < requestedOn || agreedOn < calendar.from || agreedOn > calendar.to) {
    const message = `约定日期应在申请日期之后，并在 ${calendar.from} 至 ${calendar.to} 之间。`;
    faults.push({ pointer: '/agreedOn', code: 'dates-disordered', message });
  }
  if (faults.length > 0) throw refused('invalid-input', '检验申请有误。', faults);
  const id = randomUUID();
  const dueOn = calendar.fwd(agreedOn);
  await sql`insert into we.inspection (project_id, id, part, requested_on, agreed_on, due_on, stated_by, known_at)
    values (${projectId}, ${id}, ${part}, ${requestedOn}, ${agreedOn}, ${dueOn}, ${actor.holder}, ${now})`;
  await record(work, projectId, 'inspection.requested', id, { ...input, dueOn });
  return { inspectionId: publicId(projectId, id), dueOn, inspectedOn: null };
}

/**
 * The contractor, or the authority, says on which day it was inspected. What was said first stays; the same again
 * changes nothing.
 * @throws Problem `not-found`, `inspection-not-yours`, `inspection-done` (409: on another day), `invalid-input` (a day
 *   in the future, or before the request)
 */
export async function finishInspection(
  work: Work,
  projectId: number,
  id: string,
  { inspectedOn }: { inspectedOn: Day },
): Promise<InspectionView> {
  const { sql } = work;
  await checkSpeaker(work, projectId);
  const [row] = await sql<{ requestedOn: Day; dueOn: Day; inspectedOn: Day }[]>`
    select requested_on as "requestedOn", due_on as "dueOn", inspected_on as "inspectedOn" from we.inspection
    where project_id = ${projectId} and id = ${id} for update`;
  if (!row) throw hidden();
  const view = { inspectionId: publicId(projectId, id), dueOn: row.dueOn, inspectedOn };
  if (row.inspectedOn === inspectedOn) return view;
  if (row.inspectedOn !== 'infinity') {
    throw new Problem('conflict', 'inspection-done', `该项检验已登记于 ${row.inspectedOn} 完成。`);
  }
  if (inspectedOn > work.day || inspectedOn < row.requestedOn) {
    const message = '检验日期应在申请日期与今天之间，请核对。';
    throw refused('invalid-input', '检验日期有误。', [
      { pointer: '/inspectedOn', code: 'dates-disordered', message },
    ]);
  }
  await sql`update we.inspection set inspected_on = ${inspectedOn} where project_id = ${projectId} and id = ${id}`;
  await record(work, projectId, 'inspection.finished', id, { inspectedOn });
  return view;
}

async function checkSpeaker(work: Work, projectId: number) {
  const speakers = await speakersOf(work, projectId);
  if (speakers.has('contractor')) return;
  throw new Problem(
    'forbidden',
    'inspection-not-yours',
    '检验或者验收由施工总承包单位或主管部门登记。',
  );
}
