import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem } from '../src/lib/problem.ts';
import {
  digestOf,
  fileOf,
  MANIFEST,
  type Manifest,
  migrationsOf,
  secretMarksOf,
  tablesOf,
} from './backup.ts';
import type { Db, Tx } from './client.ts';

/**
 * Takes a backup into a database that has been brought to this version and holds nothing yet: all of it in one
 * transaction, or nothing.
 *
 * @throws Problem `backup-missing`, `backup-damaged`, `backup-other-version`, `backup-other-secret`, `restore-not-empty`
 */
export async function restore(owner: Db, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const known = secretMarksOf(owner);
  if (!manifest.secretMarks.every((mark) => known.includes(mark))) {
    throw refused(
      'backup-other-secret',
      '备份是用另一个密钥加密的：请把备份时在用的各个 WAGE_SECRET（或原数据目录里的 secret 文件）放到这里，再重试。',
    );
  }
  for (const { name, sha256 } of manifest.tables) {
    const found = await digestOf(join(folder, fileOf(name))).catch(() => null);
    if (found !== sha256) {
      throw refused(
        'backup-damaged',
        `备份文件 ${fileOf(name)} 缺失或已损坏，未恢复任何内容；请换一份备份。`,
      );
    }
  }
  await owner.begin(async (tx) => {
    const sql = tx as unknown as Tx;
    await sql`set local row_security = off`;
    await checkTarget(sql, manifest);
    const names = await inOrder(sql, manifest);
    await sql`truncate ${sql.unsafe(names.map((name) => `we."${name}"`).join(', '))}`;
    for (const name of names) await copyIn(sql, folder, name, manifest);
    for (const { name, last } of manifest.sequences)
      await sql`select setval(${`we.${name}`}::regclass, ${last})`;
  });
  await owner`analyze`;
  return manifest;
}

const refused = (code: string, detail: string) => new Problem('conflict', code, detail);

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null)
    throw refused('backup-missing', `${folder} 不是一份完整的备份：没有 ${MANIFEST}。`);
  return JSON.parse(text) as Manifest;
}

async function checkTarget(sql: Tx, manifest: Manifest): Promise<void> {
  const here = await migrationsOf(sql);
  if (manifest.format !== 1 || JSON.stringify(here) !== JSON.stringify(manifest.migrations)) {
    throw refused(
      'backup-other-version',
      '备份来自程序的另一版本：请用备份时的版本恢复，之后再升级。',
    );
  }
  const [held] = await sql<{ yes: boolean }[]>`
    select exists (select from we.company) or exists (select from we.project) or exists (select from we.event) as yes`;
  if (held?.yes) {
    throw refused(
      'restore-not-empty',
      '目标数据库里已有数据，未作任何改动；请恢复到新的数据目录或空的数据库。',
    );
  }
}

/** The tables so that each comes after those it refers to. */
async function inOrder(sql: Tx, manifest: Manifest): Promise<string[]> {
  const names = (await tablesOf(sql)).map((table) => table.name);
  const refers = await sql<{ from: string; to: string }[]>`
    select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'we'::regnamespace and c.conrelid <> c.confrelid and c.conparentid = 0`;
  const bare = (table: string) => table.replace(/^we\./, '').replaceAll('"', '');
  const done: string[] = [];
  const visit = (name: string) => {
    if (done.includes(name)) return;
    for (const { from, to } of refers) if (bare(from) === name) visit(bare(to));
    done.push(name);
  };
  for (const name of names) visit(name);
  const known = new Set(manifest.tables.map((table) => table.name));
  if (done.length !== known.size || done.some((name) => !known.has(name)))
    throw refused(
      'backup-other-version',
      '备份里的表与本版本不同：请用备份时的版本恢复，之后再升级。',
    );
  return done;
}

async function copyIn(sql: Tx, folder: string, name: string, manifest: Manifest): Promise<void> {
  const table = manifest.tables.find((each) => each.name === name) as Manifest['tables'][number];
  const into = await sql`copy we.${sql(name)} (${sql(table.columns)}) from stdin`.writable();
  await pipeline(createReadStream(join(folder, fileOf(name))), createGunzip(), into);
  const [row] = await sql<{ n: number }[]>`select count(*) as n from we.${sql(name)}`;
  if (Number(row?.n) !== table.rows) {
    throw refused('backup-damaged', `表 ${name} 恢复后行数不符，未恢复任何内容；请换一份备份。`);
  }
}
