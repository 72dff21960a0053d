import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { backUp, MANIFEST } from '../../db/backup.ts';
import { type Db, openDb } from '../../db/client.ts';
import { restore } from '../../db/restore.ts';
import { read } from '../../db/work.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { checkCaches } from '../../src/domain/rebuild.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import { night as nightActor } from '../domain/arrange.ts';
import { noonOf, refusal, stageDb } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { TEST_SECRET } from '../helpers/secret.ts';
import { DAY, night, troubles } from '../journeys/night.ts';

const db = stageDb();
const empty = freshDb();
const NOW = noonOf('2026-07-21');
let folder: string;

const owner = (url: string, vault = testVault) => {
  const pool = openDb(url, vault, 1);
  onTestFinished(() => pool.end({ timeout: 1 }));
  return pool;
};
const newFolder = () => {
  const made = mkdtempSync(join(tmpdir(), 'backup-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** Every table's rows as one digest, and how many they are. */
async function contents(sql: Db) {
  const tables = await sql<{ name: string }[]>`select c.relname as name from pg_class c
    where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] =
      await sql`select count(*)::int as n, md5(string_agg(t::text, '|' order by t::text)) as digest from we.${sql(name)} t`;
    all[name] = row;
  }
  return all;
}

beforeAll(async () => {
  await troubles(db);
  await night(db.at().nightUrl, DAY, '2026-07-21T00:30:00+08:00');
}, 120_000);

test('a backup restored elsewhere has every row, agrees with its facts, and goes on counting', async () => {
  const from = owner(db.at().ownerUrl);
  folder = newFolder();
  const before = await contents(from);
  const manifest = await backUp(from, folder, NOW);
  expect(Object.keys(before)).toEqual(manifest.tables.map((t) => t.name));
  expect(readdirSync(folder)).toHaveLength(manifest.tables.length + 1);

  const to = owner(empty().ownerUrl);
  await restore(to, folder);
  const after = await contents(to);
  expect(after).toEqual(before);
  for (const table of ['payroll_line', 'payout_event', 'alert', 'notice_file', 'event'])
    expect(after[table], table).not.toMatchObject({ n: 0 });
  const nightDb = openDb(empty().nightUrl, testVault, 1);
  const caches = await read(nightDb, nightActor, NOW, '2026-07-21', checkCaches);
  await nightDb.end();
  expect(caches.map((c) => [c.checked > 0, c.wrong])).toEqual(caches.map(() => [true, 0]));
  const sequences = (sql: Db) =>
    sql`select sequencename, last_value from pg_sequences where schemaname = 'we' order by 1`;
  expect([...(await sequences(to))]).toEqual([...(await sequences(from))]);
  expect((await refusal(restore(to, folder))).code).toBe('restore-not-empty');
});

test('text with every awkward character comes back as it was', async () => {
  const from = owner(db.at().ownerUrl);
  const text = 'a\tb\nc\\d\r\\N 隐𠀀 "\'';
  await from`insert into we.company (uscc, name, kinds, known_at) values (${makeUscc(77)}, ${text}, array['owner', 'a,"b'], now())`;
  const made = newFolder();
  await backUp(from, made, NOW);
  const to = owner(empty().ownerUrl);
  await to`truncate we.company, we.project, we.event cascade`;
  await restore(to, made);
  const [row] = await to`select name, kinds from we.company where uscc = ${makeUscc(77)}`;
  expect(row).toEqual({ name: text, kinds: ['owner', 'a,"b'] });
});

test('what is not whole, not ours or not of this version is refused, and nothing is touched', {
  timeout: 90_000,
}, async () => {
  const to = owner(empty().ownerUrl);
  await to`truncate we.company, we.project, we.event cascade`;
  const before = await contents(to);
  const good = newFolder();
  await backUp(owner(db.at().ownerUrl), good, NOW);
  expect((await refusal(backUp(owner(db.at().ownerUrl), good, NOW))).code).toBe(
    'backup-folder-taken',
  );
  const spoilt = (what: string, file: string, change: (bytes: Buffer) => Buffer | string) => {
    const bytes = readFileSync(join(good, file));
    writeFileSync(join(good, file), change(bytes));
    return refusal(restore(to, good)).then(({ code }) => {
      writeFileSync(join(good, file), bytes);
      return [what, code];
    });
  };
  expect([
    await spoilt('cut', 'event.copy.gz', (bytes) => bytes.subarray(0, bytes.length - 9)),
    await spoilt('altered', 'alert.copy.gz', (bytes) => Buffer.concat([bytes, Buffer.from('x')])),
    await spoilt('older', MANIFEST, (bytes) => String(bytes).replace(/"migrations": \[/, '$&"x",')),
    await spoilt('fewer rows', MANIFEST, (bytes) =>
      String(bytes).replace(/("name": "event"[^}]*"rows": )\d+/, '$11'),
    ),
  ]).toEqual([
    ['cut', 'backup-damaged'],
    ['altered', 'backup-damaged'],
    ['older', 'backup-other-version'],
    ['fewer rows', 'backup-damaged'],
  ]);
  const stranger = owner(empty().ownerUrl, makeVault([keyFromSecret('another secret')]));
  expect((await refusal(restore(stranger, good))).code).toBe('backup-other-secret');
  rmSync(join(good, MANIFEST));
  expect((await refusal(restore(to, good))).code).toBe('backup-missing');
  expect(await contents(to)).toEqual(before);
});

test('in a change of keys a backup asks for every key that was in use, and for no other', async () => {
  const [first, second] = [keyFromSecret(TEST_SECRET), keyFromSecret('the second secret', 2)];
  const made = async (versions?: number[]) => {
    const into = newFolder();
    await backUp(owner(db.at().ownerUrl, makeVault([first, second])), into, NOW, versions);
    return into;
  };
  const taken = async (from: string, keys: (typeof first)[]) => {
    const to = owner(empty().ownerUrl, makeVault(keys));
    await to`truncate we.company, we.project, we.event cascade`;
    return restore(to, from).then(
      () => 'restored',
      (error) => error.code,
    );
  };
  const [both, newest, before] = [await made(), await made([2]), await made([1])];
  expect([
    await taken(both, [first, second]),
    await taken(both, [second]),
    await taken(both, [first]),
    await taken(newest, [second]),
    await taken(newest, [first]),
    await taken(before, [first, second]),
  ]).toEqual([
    'restored',
    'backup-other-secret',
    'backup-other-secret',
    'restored',
    'backup-other-secret',
    'restored',
  ]);
});
