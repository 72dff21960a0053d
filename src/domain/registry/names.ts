import type { Work } from '../../../db/work.ts';

/** The name of a company; null for one that is not registered. */
export async function companyName({ sql }: Work, uscc: string): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`select name from we.company where uscc = ${uscc}`;
  return row?.name ?? null;
}

export interface Employer {
  uscc: string;
  name: string;
}

/** Who employs people on a project: its contractor, and whoever takes part in it as an employer or subcontractor; the contractor first. */
export const employersOf = ({ sql }: Work, projectId: number): Promise<Employer[]> =>
  sql<Employer[]>`
    select c.uscc, c.name from we.company c
    join (select company_id, bool_or(role = 'contractor') as main from we.project_party
      where project_id = ${projectId} and role in ('contractor', 'subcontractor', 'employer') group by 1) p on p.company_id = c.uscc
    order by p.main desc, c.name, c.uscc`;
