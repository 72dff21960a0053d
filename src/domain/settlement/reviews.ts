import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { say } from '../said.ts';

/** A statement in which the detector read something: a step of a settlement, or a delay (step 0). */
export interface Statement {
  id: string;
  seq: number;
}

export interface ReviewInput {
  /** true: the words are the pretext or excuse that was read in them. */
  confirmed: boolean;
  reason?: string | undefined;
}

/** 人工复核: what a person found, and since when. */
export interface ReviewView {
  confirmed: boolean;
  reviewedOn: Day;
  reviewedBy: string;
}

/**
 * A person of the authority confirms or rejects what the detector read in a statement. Confirmed, it counts as an
 * audit or an excuse that was stated by code (S02, S10, F08); rejected, it is found no more. The last review counts,
 * from today on; the same finding again is answered with the one that stands.
 *
 * @throws Problem `not-found`, `authority-only`, `nothing-to-review` (409: the detector read nothing there)
 */
export async function reviewPretext(
  work: Work,
  projectId: number,
  statement: Statement,
  input: ReviewInput,
): Promise<ReviewView> {
  const { sql, actor, day, now } = work;
  if (actor.region === null) {
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以复核理由。');
  }
  await lockStatement(work, projectId, statement);
  const { id, seq } = statement;
  const [last] = await sql<(ReviewView & { seq: number })[]>`
    select seq, confirmed, on_day as "reviewedOn", actor as "reviewedBy" from we.pretext_review
    where project_id = ${projectId} and statement_id = ${id} and step_seq = ${seq} order by seq desc limit 1`;
  if (last?.confirmed === input.confirmed) {
    const { seq: _, ...view } = last;
    return view;
  }
  await sql`insert into we.pretext_review (project_id, statement_id, step_seq, seq, confirmed, on_day, actor, known_at)
    values (${projectId}, ${id}, ${seq}, ${(last?.seq ?? 0) + 1}, ${input.confirmed}, ${day}, ${actor.holder}, ${now})`;
  await record(work, projectId, 'pretext.reviewed', id, {
    step: seq,
    confirmed: input.confirmed,
    ...(input.reason === undefined ? {} : { said: await say(work, projectId, input.reason) }),
  });
  return { confirmed: input.confirmed, reviewedOn: day, reviewedBy: actor.holder };
}

// Two reviews at once wait for each other: the settlement's row, or the delay's, is held.
async function lockStatement({ sql }: Work, projectId: number, { id, seq }: Statement) {
  const [row] =
    seq === 0
      ? await sql<{ read: boolean }[]>`
          select verdict is not null as read from we.transfer_delay
          where project_id = ${projectId} and id = ${id} for update`
      : await sql<{ read: boolean }[]>`
          select x.verdict is not null as read
          from we.settlement s
          left join we.settlement_step x on x.project_id = s.project_id and x.settlement_id = s.id and x.seq = ${seq}
          where s.project_id = ${projectId} and s.id = ${id} for update of s`;
  if (!row) throw hidden();
  if (!row.read) {
    throw new Problem(
      'conflict',
      'nothing-to-review',
      '没有这一步骤，或者其文字没有被识别为以审计为由或其他禁止理由，无须复核。',
    );
  }
}
