import type { Work } from '../../../db/work.ts';
import { compared, inProject, outside } from './sealed.ts';

/** How many rows of a table still need a key version. */
export interface Need {
  version: number;
  table: string;
  rows: number;
}

/** Which key versions the database still needs, and for what: a key that is not among them may be taken away. */
export async function keysNeeded({ sql }: Work): Promise<Need[]> {
  const needs: Need[] = [];
  for (const { table, ciphers } of [...outside, ...compared, ...inProject]) {
    const parts = ciphers.map(
      (c) =>
        `select split_part(${c}, '.', 1)::int as version from we.${table} where ${c} is not null`,
    );
    const found = await sql.unsafe<{ version: number; rows: number }[]>(
      `select version, count(*)::int as rows from (${parts.join(' union all ')}) s group by 1 order by 1`,
    );
    needs.push(...found.map((f) => ({ ...f, table })));
  }
  const indexes = await sql<Need[]>`
    select key_version as version, 'worker_index' as table, count(*)::int as rows from we.worker_index group by 1
    union all
    select index_version, 'project', count(*)::int from we.project group by 1
    union all
    select 1, 'attendance_unmatched', count(*)::int from we.attendance_unmatched where id_cipher is null having count(*) > 0
    order by 2, 1`;
  return [...needs, ...indexes];
}
