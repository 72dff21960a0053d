import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Problem } from '../src/lib/problem.ts';
import type { Db, Tx } from './client.ts';

/** The file that makes a folder a backup: written last, so that a folder without it is no backup. */
export const MANIFEST = 'manifest.json';

/** What a backup says of itself. */
export interface Manifest {
  format: 1;
  /** ISO instant given by the caller. */
  madeAt: string;
  /** The migrations that the database had: only the same version takes the backup in. */
  migrations: string[];
  /** One for each key version in use inside: tell whether secrets open it, without telling them. */
  secretMarks: string[];
  tables: { name: string; columns: string[]; rows: number; sha256: string }[];
  sequences: { name: string; last: number }[];
}

const MARKED = 'the secret of a backup';

/** What of a vault's secrets may be known: see `Manifest.secretMarks`. */
export const secretMarksOf = ({ vault }: Db): string[] => vault.blinds('id', MARKED);

/**
 * Writes all of schema `we`, as of one moment, into an empty or new folder: a gzipped COPY text a table, then the
 * manifest. The server goes on working. Neither npm nor the package of the embedded server brings pg_dump; COPY comes
 * with every server, whatever its version.
 *
 * @param versions of the keys that are in use; without, all that are known
 * @throws Problem conflict `backup-folder-taken`
 */
export async function backUp(
  owner: Db,
  folder: string,
  now: Date,
  versions: readonly number[] = owner.vault.versions,
): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    const detail = `${folder} 里已有文件；请为每次备份指定一个新的或空的目录。`;
    throw new Problem('conflict', 'backup-folder-taken', detail);
  }
  const manifest = await owner.begin('isolation level repeatable read read only', async (tx) => {
    const sql = tx as unknown as Tx;
    // Rather an error than rows that a policy hides.
    await sql`set local row_security = off`;
    const tables: Manifest['tables'] = [];
    for (const { name, columns } of await tablesOf(sql)) {
      const file = join(folder, fileOf(name));
      const rows = await copyOut(sql, name, columns, file);
      tables.push({ name, columns, rows, sha256: await digestOf(file) });
    }
    const sequences = await sql<Manifest['sequences']>`
      select sequencename as name, last_value as last from pg_sequences
      where schemaname = 'we' and last_value is not null order by 1`;
    const made: Manifest = {
      format: 1,
      madeAt: now.toISOString(),
      migrations: await migrationsOf(sql),
      secretMarks: versions.map((version) => owner.vault.blind('id', MARKED, version)),
      tables,
      sequences: [...sequences],
    };
    return made;
  });
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, {
    mode: 0o600,
    flush: true,
  });
  return manifest as Manifest;
}

/** The file of a table in a backup. */
export const fileOf = (table: string) => `${table}.copy.gz`;

/** SHA-256 of a file, hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The migrations a database has had, in order. */
export async function migrationsOf(sql: Tx): Promise<string[]> {
  const rows = await sql<{ hash: string }[]>`
    select hash from we_journal.__drizzle_migrations order by id`;
  return rows.map((row) => row.hash);
}

/** Tables of schema `we` with their columns; partitions belong to their table. */
export async function tablesOf(sql: Tx): Promise<{ name: string; columns: string[] }[]> {
  const rows = await sql<{ name: string; columns: string[] }[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' group by 1 order by 1`;
  return [...rows];
}

async function copyOut(sql: Tx, name: string, columns: string[], file: string): Promise<number> {
  let rows = 0;
  // In COPY's text format a line feed ends a row and stands nowhere else.
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      for (const byte of chunk) if (byte === 10) rows += 1;
      yield chunk;
    }
  }
  const rowsOut =
    await sql`copy (select ${sql(columns)} from we.${sql(name)}) to stdout`.readable();
  await pipeline(
    rowsOut,
    counted,
    createGzip(),
    createWriteStream(file, { mode: 0o600, flush: true }),
  );
  return rows;
}
