import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDb } from '../../db/client.ts';
import { birthOf } from '../../db/embedded/process.ts';
import { findEmbedded } from '../../db/embedded/server.ts';
import { testVault } from '../helpers/app.ts';
import { embeddedBench, insert, query, words } from '../helpers/embedded.ts';

const isRoot = process.getuid?.() === 0;
const { base, folder, said, start, owner } = embeddedBench();

test('a stop and a start keep the data, the port and the password', async () => {
  const before = await start({ now: new Date('2026-06-15T01:02:03Z') });
  expect(before.startedAt).toBe('2026-06-15T01:02:03.000Z');
  await insert(before.ownerUrl, 'first');
  await before.stop();
  expect(birthOf(before.postgresPid)).toBeNull();
  const after = await start();
  expect(after.ownerUrl).toBe(before.ownerUrl);
  expect(await words(after.ownerUrl)).toEqual(['first']);
});

test('the server is PostgreSQL 18, hears 127.0.0.1 only, and sorts by code point in UTF-8', async () => {
  const { ownerUrl } = await start();
  const [row] = await query(
    ownerUrl,
    (sql) => sql`
      select current_setting('server_version_num')::int / 10000 as version,
        current_setting('listen_addresses') as listens,
        current_setting('unix_socket_directories') as sockets,
        current_setting('password_encryption') as secrets,
        current_setting('fsync') as fsync, current_setting('jit') as jit,
        current_setting('timezone') as zone, current_setting('max_connections') as most,
        pg_encoding_to_char(encoding) as encoding, datlocale as locale
      from pg_database where datname = current_database()`,
  );
  expect(row).toEqual({
    version: 18,
    listens: '127.0.0.1',
    sockets: join(folder, 'pg'),
    secrets: 'scram-sha-256',
    fsync: 'on',
    jit: 'off',
    zone: 'UTC',
    most: '60',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
  });
});

test('server.json, which holds the password, can be read by its owner only', async () => {
  await start();
  expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'pg')).mode & 0o077).toBe(0);
});

test('a wrong password and an empty one are refused, the right one is not', async () => {
  const { ownerUrl } = await start();
  const url = new URL(ownerUrl);
  expect(url.password.length).toBeGreaterThanOrEqual(32);
  for (const password of ['wrong', '']) {
    url.password = password;
    await expect(query(url.href, (sql) => sql`select 1`)).rejects.toThrow(/password/);
  }
  await expect(query(ownerUrl, (sql) => sql`select 1`)).resolves.toHaveLength(1);
});

test('its Unix socket asks for the password too, and lies where only its user gets', async () => {
  const { ownerUrl, socketFolder } = await start();
  expect(socketFolder).toBe(join(folder, 'pg'));
  const overSocket = async (url: string) => {
    const db = openDb(url, testVault, 1, socketFolder);
    try {
      return await db<{ tcp: string | null }[]>`select inet_server_addr()::text as tcp`;
    } finally {
      await db.end();
    }
  };
  expect([...(await overSocket(ownerUrl))]).toEqual([{ tcp: null }]);
  const url = new URL(ownerUrl);
  url.password = 'wrong';
  await expect(overSocket(url.href)).rejects.toThrow(/password/);
});

test('a failing statement leaves neither its values nor its key in the log', async () => {
  const { ownerUrl } = await start();
  const twice = query(ownerUrl, async (sql) => {
    await sql`create table if not exists secret (number text primary key)`;
    for (let i = 0; i < 2; i++) await sql`insert into secret values ('SECRET-NUMBER')`;
  });
  await expect(twice).rejects.toThrow(/duplicate key/);
  const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('SECRET-NUMBER');
});

test('a second server is refused with the pid and port of the first; a command finds the first', async () => {
  const { child, said: line } = owner(folder);
  const first = await line;
  await expect(start()).rejects.toMatchObject({
    code: 'embedded-in-use',
    message: expect.stringMatching(new RegExp(`进程号 ${child.pid}，.*端口 ${first.port}`)),
    extra: { pid: child.pid, port: first.port },
  });
  const found = findEmbedded(folder);
  expect(found).toMatchObject({ ownerUrl: first.ownerUrl, pid: child.pid });
  await expect(query(found?.ownerUrl ?? '', (sql) => sql`select 1`)).resolves.toHaveLength(1);
});

test('a folder with no server, a stopped one or none at all is found empty', async () => {
  expect(findEmbedded(join(base, 'nowhere'))).toBeNull();
  const server = await start();
  expect(findEmbedded(folder)).not.toBeNull();
  await server.stop();
  expect(findEmbedded(folder)).toBeNull();
});

test('a user that is not root starts a server of its own', async () => {
  const own = join(base, 'own');
  mkdirSync(own, { mode: 0o700 });
  const uid = isRoot ? Number(execFileSync('id', ['-u', 'nobody'])) : statSync(base).uid;
  if (isRoot) chownSync(own, uid, uid);
  const { said: line } = owner(own, isRoot ? uid : undefined);
  const { ownerUrl = '', dataFolder = '', refused } = await line;
  expect(refused).toBeUndefined();
  await insert(ownerUrl, 'mine');
  expect(dataFolder).toBe(join(own, 'pg'));
  expect(statSync(join(own, 'server.json')).uid).toBe(uid);
  expect(statSync(dataFolder).uid).toBe(uid);
  expect(uid).not.toBe(0);
});

test('data that root’s PostgreSQL user could not reach go where it can, and one line says so', async () => {
  const closed = join(base, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const shelter = mkdtempSync(join(base, 'shelter-'));
  chmodSync(shelter, 0o755);
  const dataDir = join(closed, 'data');
  const options = { dataDir, shelters: [shelter], durable: false };
  said.length = 0;
  const server = await start(options);
  await insert(server.ownerUrl, 'sheltered');
  await server.stop();
  expect(server.dataFolder.startsWith(isRoot ? shelter : dataDir)).toBe(true);
  expect(said.filter((line) => line.includes(shelter) && line.includes('无法'))).toHaveLength(
    isRoot ? 1 : 0,
  );
  expect(await words((await start(options)).ownerUrl)).toEqual(['sheltered']);
});
