import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { refreshOwner } from '../settlement/refresh.ts';

export interface CompanyInput {
  name: string;
  kinds: string[];
  size?: string | undefined;
  ownership?: string | undefined;
}

export interface CompanyView extends CompanyInput {
  uscc: string;
}

/**
 * Writes a company's entry as a whole. A company writes only itself; an authority any. Size and ownership
 * are the authority's word: a company's own request leaves them as they are.
 *
 * @throws Problem `company-not-yours`, `company-field-reserved`
 */
export async function putCompany(
  work: Work,
  uscc: string,
  input: CompanyInput,
): Promise<CompanyView> {
  const { sql, actor, now } = work;
  const authority = actor.region !== null;
  if (!authority && actor.org !== uscc) {
    throw new Problem(
      'forbidden',
      'company-not-yours',
      '只能登记本单位的信息；其他单位由主管部门登记。',
    );
  }
  if (!authority && (input.size !== undefined || input.ownership !== undefined)) {
    throw new Problem(
      'forbidden',
      'company-field-reserved',
      '企业规模和所有制性质由主管部门认定，请去掉 size 和 ownership。',
    );
  }
  if (!authority && input.kinds.includes('authority')) {
    throw new Problem('forbidden', 'company-field-reserved', '主管部门身份不能自行登记。');
  }
  const [before] = await sql<CompanyView[]>`
    select name, kinds, size, ownership from we.company where uscc = ${uscc}`;
  const [row] = await sql<CompanyView[]>`
    insert into we.company (uscc, name, kinds, size, ownership, known_at)
    values (${uscc}, ${input.name}, ${input.kinds}::text[], ${input.size ?? null}, ${input.ownership ?? null}, ${now})
    on conflict (uscc) do update set name = excluded.name, kinds = excluded.kinds,
      size = case when ${authority} then excluded.size else we.company.size end,
      ownership = case when ${authority} then excluded.ownership else we.company.ownership end
    returning uscc, name, kinds, size, ownership`;
  const { uscc: _, ...after } = row as CompanyView;
  await record(work, 0, 'company.written', uscc, { before: before ?? null, after });
  // Who has to pay a small firm by when rests on what the owner is.
  const changed = (['ownership', 'size'] as const).some((key) => after[key] !== before?.[key]);
  if (before && changed) await refreshOwner(work, uscc);
  return row as CompanyView;
}

/** The companies among these codes that nobody has registered yet. */
export async function unknownCompanies(
  { sql }: Pick<Work, 'sql'>,
  usccs: string[],
): Promise<Set<string>> {
  const rows = await sql<
    { uscc: string }[]
  >`select uscc from we.company where uscc = any(${usccs}::text[])`;
  const known = new Set(rows.map((r) => r.uscc));
  return new Set(usccs.filter((u) => !known.has(u)));
}
