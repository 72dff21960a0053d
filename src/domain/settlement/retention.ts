import type { Work } from '../../../db/work.ts';
import { type Day, plusMonth } from '../../lib/day.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { hidden } from '../access.ts';
import { loadCalendar } from '../calendar.ts';
import { canonical, record } from '../events.ts';
import { type Speaker, speakersOf } from './speakers.ts';

export interface RetentionInput {
  amountFen: number;
  /** 竣工验收合格之日. */
  acceptedOn: Day;
  /** The day agreed for giving it back; none: two years after the acceptance. */
  returnOn?: Day | undefined;
}

export interface RetentionView {
  amountFen: number;
  /** The agreed day, or that of the law, moved forward to a working day. */
  dueOn: Day;
  returnedFen: number;
}

const SILENT_MONTHS = 24;

/**
 * 质量保证金: enters what the owner keeps back and until when, as a whole (rule S13). The contractor speaks, or the authority.
 * @throws Problem `not-found`, `retention-not-yours`, `invalid-input` (days in the future, disordered or out of the calendar)
 */
export async function putRetention(
  work: Work,
  projectId: number,
  input: RetentionInput,
): Promise<RetentionView> {
  const { sql, now, actor } = work;
  await checkSpeaker(work, projectId, 'contractor');
  const { amountFen, acceptedOn } = input;
  const calendar = await loadCalendar(work);
  const returnOn = input.returnOn ?? plusMonth(acceptedOn, SILENT_MONTHS);
  const faults: Fault[] = [];
  if (acceptedOn > work.day) {
    faults.push({
      pointer: '/acceptedOn',
      code: 'day-in-future',
      message: '日期晚于今天，请核对。',
    });
  }
  if (returnOn < acceptedOn || returnOn < calendar.from || returnOn > calendar.to) {
    const message = `返还日期应在验收日期之后，并在 ${calendar.from} 至 ${calendar.to} 之间。`;
    faults.push({ pointer: '/returnOn', code: 'dates-disordered', message });
  }
  if (faults.length > 0) throw refused('invalid-input', '质量保证金有误。', faults);
  const dueOn = calendar.fwd(returnOn);
  const [before] = await sql`
    select amount_fen as "amountFen", accepted_on as "acceptedOn", due_on as "dueOn" from we.retention where project_id = ${projectId} for update`;
  const after = { amountFen, acceptedOn, dueOn };
  if (!before || canonical(before) !== canonical(after)) {
    await sql`insert into we.retention (project_id, amount_fen, accepted_on, due_on, stated_by, known_at)
      values (${projectId}, ${amountFen}, ${acceptedOn}, ${dueOn}, ${actor.holder}, ${now})
      on conflict (project_id) do update set amount_fen = excluded.amount_fen, accepted_on = excluded.accepted_on,
        due_on = excluded.due_on, stated_by = excluded.stated_by`;
    await record(work, projectId, 'retention.written', String(projectId), {
      before: before ? { ...before } : null,
      after,
    });
  }
  return settle(work, projectId);
}

export interface ReturnInput {
  amountFen: number;
  on: Day;
  statedBy: Speaker;
  evidence?: string[] | undefined;
}

/**
 * Enters what was given back of it. It counts by the contractor's word, or with evidence; the same again changes nothing.
 * @throws Problem `not-found` (nothing is kept back), `retention-not-yours`, `invalid-input` (a day in the future)
 */
export async function returnRetention(
  work: Work,
  projectId: number,
  input: ReturnInput,
): Promise<RetentionView> {
  const { sql, now, actor, day } = work;
  await checkSpeaker(work, projectId, input.statedBy);
  if (input.on > day) {
    throw refused('invalid-input', '返还信息有误。', [
      { pointer: '/on', code: 'day-in-future', message: '日期晚于今天，请核对。' },
    ]);
  }
  const [kept] = await sql`select from we.retention where project_id = ${projectId} for update`;
  if (!kept) throw hidden();
  const { evidence = [], ...plain } = input;
  const papers = evidence.length > 0 ? JSON.stringify(evidence) : null;
  const [row] = await sql<{ seq: number }[]>`
    insert into we.retention_return (project_id, seq, amount_fen, on_day, stated_by, evidence, actor, known_at)
    select ${projectId}::bigint, coalesce(max(r.seq), 0) + 1, ${plain.amountFen}::bigint, ${plain.on}::date, ${plain.statedBy}, ${papers}::jsonb, ${actor.holder}, ${now}
    from we.retention_return r where r.project_id = ${projectId}
    having not coalesce(bool_or(r.amount_fen = ${plain.amountFen}::bigint and r.on_day = ${plain.on}::date and r.stated_by = ${plain.statedBy}
      and r.evidence is not distinct from ${papers}::jsonb), false)
    returning seq`;
  if (row) {
    const said = sha256(canonical({ evidence }));
    await record(work, projectId, 'retention.returned', String(projectId), { ...plain, said });
  }
  return settle(work, projectId);
}

/** Brings the day on which all was given back into line with what was told. */
async function settle({ sql }: Work, projectId: number): Promise<RetentionView> {
  const [view] = await sql<RetentionView[]>`
    with run as (
      select r.on_day, sum(sum(r.amount_fen)) over (order by r.on_day) as fen
      from we.retention_return r
      where r.project_id = ${projectId} and (r.stated_by = 'contractor' or r.evidence -> 0 is not null)
      group by r.on_day
    )
    update we.retention k set settled_on = coalesce((select min(run.on_day) from run where run.fen >= k.amount_fen), 'infinity'::date)
    where k.project_id = ${projectId}
    returning k.amount_fen as "amountFen", k.due_on as "dueOn", coalesce((select max(run.fen) from run), 0)::bigint as "returnedFen"`;
  return view as RetentionView;
}

async function checkSpeaker(work: Work, projectId: number, speaker: Speaker) {
  const speakers = await speakersOf(work, projectId);
  if (speakers.has(speaker)) return;
  throw new Problem(
    'forbidden',
    'retention-not-yours',
    '质量保证金由施工总承包单位或主管部门登记；返还由各方各自陈述。',
  );
}
