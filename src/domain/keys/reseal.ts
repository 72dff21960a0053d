import type { Work } from '../../../db/work.ts';
import type { SealedTable } from './sealed.ts';

const BATCH = 1000;

/** A row as it is stored: the text of its key's columns and ciphers. */
type Row = Record<string, string | null>;

export interface Resealed {
  rows: number;
  /** Where the next batch begins; null at the end. */
  after: string[] | null;
  /** The values of their first index, opened. */
  values: string[];
}

const isOld = (columns: readonly string[]) =>
  columns.map((c) => `(t.${c} is not null and not starts_with(t.${c}, $1))`).join(' or ');

/** Counts what is not sealed with the newest key yet. */
export async function countOld({ sql, vault }: Work, { table, ciphers }: SealedTable) {
  const [row] = await sql.unsafe<{ n: number }[]>(
    `select count(*)::int as n from we.${table} t where ${isOld(ciphers)}`,
    [`${vault.version}.`],
  );
  return row?.n ?? 0;
}

/**
 * Seals up to a thousand rows (fewer large ones) of a table again with the newest key, in the order of their primary key, and makes
 * their blind indexes anew. Rows that are done are passed over: it may be stopped at any point and begun again.
 * `projectId` null: a table of no project.
 */
export async function reseal(
  { sql, vault }: Work,
  sealed: SealedTable,
  projectId: number | null,
  after: string[] | null,
): Promise<Resealed> {
  const { table, key, ciphers, blinds = [], atOnce = BATCH } = sealed;
  const columns = key.map(([name]) => `t.${name}`).join(', ');
  const from =
    after === null
      ? ''
      : `and (${columns}) > (${key.map(([, type], i) => `$${i + 3}::text::${type}`).join(', ')})`;
  const found = await sql.unsafe<Row[]>(
    `select ${key.map(([name]) => `t.${name}::text as "key_${name}"`).join(', ')}, ${ciphers.map((c) => `t.${c}`).join(', ')}
    from we.${table} t where ${projectId === null ? '$2::bigint is null' : 't.project_id = $2::bigint'} and (${isOld(ciphers)}) ${from}
    order by ${columns} limit ${atOnce} for update`,
    [`${vault.version}.`, projectId as number, ...(after ?? [])],
  );
  const values: string[] = [];
  const fresh = found.map((row) => {
    const plain = new Map(
      ciphers.flatMap((c) => (row[c] ? [[c, vault.open(row[c])] as const] : [])),
    );
    const made: Row = { ...row };
    for (const [c, text] of plain) made[c] = vault.seal(text);
    for (const [i, { column, kind, of, value: part }] of blinds.entries()) {
      const source = plain.get(of);
      const value = source === undefined || !part ? source : part(source);
      if (!value) continue;
      if (i === 0) values.push(value);
      made[`new_${column}`] = vault.blind(kind, value);
    }
    return made;
  });
  if (fresh.length > 0) await store({ sql }, sealed, projectId, fresh);
  const last = found.at(-1);
  return {
    rows: found.length,
    after:
      found.length < atOnce || !last ? null : key.map(([name]) => last[`key_${name}`] as string),
    values,
  };
}

async function store(
  { sql }: Pick<Work, 'sql'>,
  { table, key, ciphers, blinds = [] }: SealedTable,
  projectId: number | null,
  rows: Row[],
) {
  const indexes = blinds.map(({ column }) => column);
  const sets = [
    ...ciphers.map((c) => `${c} = u.${c}`),
    ...indexes.map((c) => `${c} = coalesce(u.new_${c}, t.${c})`),
  ];
  await sql.unsafe(
    `update we.${table} t set ${sets.join(', ')}
    from jsonb_to_recordset($1::jsonb) as u(${[
      ...key.map(([name, type]) => `"key_${name}" ${type}`),
      ...ciphers.map((c) => `${c} text`),
      ...indexes.map((c) => `new_${c} text`),
    ].join(', ')})
    where ${projectId === null ? '$2::bigint is null' : 't.project_id = $2::bigint'} and ${key.map(([name]) => `t.${name} = u."key_${name}"`).join(' and ')}`,
    [JSON.stringify(rows), projectId as number],
  );
}
