import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { type Day, firstOf, type Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical, record } from '../events.ts';
import { say } from '../said.ts';
import type { About } from './doubts.ts';

export interface ReviewInput {
  employerUscc: string;
  wageMonth: Month;
  about: About;
  note: string;
  evidence?: string[] | undefined;
}

/**
 * 发放核查: the authority has looked into an employer's payments of a wage month up to today, into who got them (rule W04) or
 * what they were paid for (rule W12); what is paid later is looked at anew. The note lies sealed.
 *
 * @throws Problem `authority-only`; `invalid-input` where the employer has no payroll of the month
 */
export async function reviewPay(
  work: Work,
  projectId: number,
  { note, evidence, ...input }: ReviewInput,
): Promise<{ reviewId: string; reviewedOn: Day }> {
  const { sql, actor, now, day } = work;
  if (actor.region === null) {
    throw new Problem('forbidden', 'authority-only', '发放核查由主管部门办理。');
  }
  const [batch] = await sql`select from we.payroll_batch where project_id = ${projectId}
    and employer_id = ${input.employerUscc} and wage_month = ${firstOf(input.wageMonth)} limit 1`;
  if (!batch) {
    throw refused('invalid-input', '发放核查有误。', [
      {
        pointer: '/wageMonth',
        code: 'payroll-missing',
        message: '该单位当月没有工资支付表，请核对 employerUscc 和 wageMonth。',
      },
    ]);
  }
  const id = randomUUID();
  const said = await say(work, projectId, note);
  await sql`insert into we.pay_review (project_id, id, employer_id, wage_month, about, on_day, said_id, evidence, reviewed_by, known_at)
    values (${projectId}, ${id}, ${input.employerUscc}, ${firstOf(input.wageMonth)}, ${input.about}, ${day}, ${said.id},
      ${evidence?.length ? JSON.stringify(evidence) : null}::jsonb, ${actor.holder}, ${now})`;
  await record(work, projectId, 'pay.reviewed', id, {
    ...input,
    said,
    papers: sha256(canonical(evidence ?? [])),
  });
  return { reviewId: publicId(projectId, id), reviewedOn: day };
}
