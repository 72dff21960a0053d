import { include, type Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { maskName } from '../../lib/text.ts';
import { record } from '../events.ts';
import { checkSigner, lockNotice } from './life.ts';
import { getNotice } from './notices.ts';

/** Whom a paper about wages concerns, as of now. */
export interface WorkerList {
  projectName: string;
  /** Of the paper; null for a draft. */
  number: string | null;
  day: string;
  masked: boolean;
  workers: OwedWorker[];
}

export interface OwedWorker {
  name: string;
  idLast4: string;
  employerName: string;
  /** `YYYY-MM`. */
  period: string;
  owedFen: number;
}

/** Rules about the wages of an employer's month; those of all its months together. */
const [MONTHLY, WHOLE] = [
  ['W01', 'W02', 'W03'],
  ['W09', 'W10'],
];

/**
 * Who is still owed the wages that a notice is about, the names masked: for the authority and whoever was served it.
 * @throws Problem `not-found`, `workers-none` where it is about no wages, or all were paid since
 */
export async function maskedWorkers(
  work: Work,
  projectId: number,
  id: string,
): Promise<WorkerList> {
  const list = await owedWorkers(work, projectId, id);
  const workers = list.workers.map((worker) => ({ ...worker, name: maskName(worker.name) }));
  return { ...list, workers, masked: true };
}

/**
 * The same with full names, for the authority that signs; that it was made is an event.
 * @throws Problem as `maskedWorkers`; `authority-only`, `notice-not-yours`
 */
export async function namedWorkers(work: Work, projectId: number, id: string): Promise<WorkerList> {
  await getNotice(work, projectId, id);
  checkSigner(work, await lockNotice(work, projectId, id));
  const list = await owedWorkers(work, projectId, id);
  await record(work, projectId, 'notice.workers-listed', id, { workers: list.workers.length });
  return list;
}

async function owedWorkers(work: Work, projectId: number, id: string): Promise<WorkerList> {
  const { sql, day } = work;
  const { number, projectName } = await getNotice(work, projectId, id);
  include(work, projectId);
  const months = await sql<{ employer: string; month: string }[]>`
    with about as (
      select a.rule_id, a.subject, a.period from we.notice n
      join we.alert a on a.project_id = n.project_id and n.alert_ids ? a.id::text
      where n.project_id = ${projectId} and n.id = ${id}
    )
    select subject as employer, period as month from about where rule_id = any(${MONTHLY}::text[])
    union
    select o.subject, o.period from about a
    join we.obligation o on o.project_id = ${projectId} and o.kind = 'wage' and o.subject = a.subject and o.ended_at = 'infinity'
      and o.due_day < ${day}::date and o.met_on > ${day}::date
    where a.rule_id = any(${WHOLE}::text[])`;
  const workers = await sql<OwedWorker[]>`
    select e.name, e.id_last4 as "idLast4", coalesce(c.name, l.employer_id) as "employerName", to_char(l.wage_month, 'YYYY-MM') as period,
      sum(l.pay_fen - l.paid_fen)::bigint as "owedFen"
    from unnest(${months.map((m) => m.employer)}::text[], ${months.map((m) => `${m.month}-01`)}::date[]) as m(employer_id, wage_month)
    join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = m.wage_month and l.employer_id = m.employer_id
      and l.kind <> 'resend' and l.withdrawn_on = 'infinity' and l.replaced_on = 'infinity' and l.pay_fen > l.paid_fen
    join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    left join we.company c on c.uscc = l.employer_id
    group by e.id, e.name, e.id_last4, c.name, l.employer_id, l.wage_month
    order by c.name, l.wage_month, e.name, e.id`;
  if (workers.length === 0)
    throw new Problem(
      'conflict',
      'workers-none',
      '该文书不涉及工资，或者所涉工资已全部付清，没有人员可列。',
    );
  return { projectName: projectName ?? '', number, day, masked: false, workers };
}
