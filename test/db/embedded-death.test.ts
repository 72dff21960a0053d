import { spawn } from 'node:child_process';
import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { birthOf, signal } from '../../db/embedded/process.ts';
import { findEmbedded } from '../../db/embedded/server.ts';
import { embeddedBench, insert, killed, names, until, words } from '../helpers/embedded.ts';

const isRoot = process.getuid?.() === 0;
const { base, folder, said, start, owner, mind } = embeddedBench();

beforeAll(async () => {
  const server = await start();
  await insert(server.ownerUrl, 'first');
  await server.stop();
});

test('after kill -9 of the owner its PostgreSQL is stopped and the data are there', async () => {
  const { child, said: line } = owner(folder);
  const { ownerUrl = '', postgresPid = 0 } = await line;
  await insert(ownerUrl, 'before the owner died');
  await killed(child);
  expect(birthOf(postgresPid)).not.toBeNull();
  expect(findEmbedded(folder)).toBeNull();
  const server = await start();
  expect(birthOf(postgresPid)).toBeNull();
  expect(said.at(-1)).toContain(String(postgresPid));
  expect(await words(server.ownerUrl)).toContain('before the owner died');
});

test('of two servers that find a dead owner at once, one starts and one is refused', async () => {
  const dead = owner(folder);
  await dead.said;
  await killed(dead.child);
  const lines = await Promise.all([owner(folder).said, owner(folder).said]);
  expect(lines.filter((line) => line.refused === 'embedded-in-use')).toHaveLength(1);
  const winner = lines.find((line) => line.refused === undefined);
  expect(await words(winner?.ownerUrl ?? '')).toContain('first');
});

test('kill -9 of PostgreSQL is reported once; the next start recovers what was committed', async () => {
  const reports: string[] = [];
  const server = await start({ onExit: (why) => reports.push(why) });
  await insert(server.ownerUrl, 'before PostgreSQL died');
  signal(server.postgresPid, 'SIGKILL');
  await until(() => reports.length > 0);
  expect(findEmbedded(folder)).toBeNull();
  await server.stop();
  const after = await start();
  expect(await words(after.ownerUrl)).toContain('before PostgreSQL died');
  expect(reports).toEqual(['SIGKILL']);
});

test('a stop is not reported as a death', async () => {
  const reports: string[] = [];
  const server = await start({ onExit: (why) => reports.push(why) });
  await Promise.all([server.stop(), server.stop()]);
  await sleep(50);
  expect(reports).toEqual([]);
});

test('pids in server.json and postmaster.pid that now belong to others do not hinder a start', async () => {
  const server = await start();
  await server.stop();
  const { uid, gid } = statSync(server.dataFolder);
  // PostgreSQL only minds a stranger that its own user could signal
  const as = isRoot ? { uid, gid } : {};
  const stranger = mind(spawn('sleep', ['60'], { stdio: 'ignore', ...as }));
  const json = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
  const birth = birthOf(stranger.pid ?? 0);
  Object.assign(json, { pid: stranger.pid, birth: `${birth}0`, postgresPid: stranger.pid });
  writeFileSync(join(folder, 'server.json'), JSON.stringify(json));
  const lock = join(server.dataFolder, 'postmaster.pid');
  writeFileSync(lock, `${stranger.pid}\n${server.dataFolder}\n1\n1\n\n127.0.0.1\n1 1\nready   \n`);
  chownSync(lock, uid, gid);
  expect(await words((await start()).ownerUrl)).toContain('first');
  expect(birthOf(stranger.pid ?? 0)).toBe(birth);
});

test('a process that ended but that nobody reaped counts as gone', async () => {
  const parent = mind(spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60']));
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk) => resolve(Number(chunk)));
  });
  expect(birthOf(pid)).not.toBeNull();
  await until(() => birthOf(pid) === null);
  expect(() => process.kill(pid, 0)).not.toThrow();
});

test.each([
  ['lost', null],
  ['torn', '{"folder": "'],
])('a %s server.json costs the password, not the data', async (_, text) => {
  await (await start()).stop();
  const path = join(folder, 'server.json');
  if (text === null) rmSync(path);
  else writeFileSync(path, text);
  const after = await start();
  expect(await words(after.ownerUrl)).toContain('first');
});

test('a first initialisation that was killed is made anew, and its remains are removed', async () => {
  const half = join(base, 'half');
  const { child } = owner(half);
  const remains = () => names(half).filter((name) => /^pg\.new-\w+$/.test(name));
  await until(() => remains().some((name) => names(join(half, name)).length > 5), 10_000);
  await killed(child);
  expect(names(half)).not.toContain('pg');
  const server = await start({ dataDir: half, durable: false });
  await insert(server.ownerUrl, 'whole');
  expect(await words(server.ownerUrl)).toEqual(['whole']);
  expect(names(half).filter((name) => name.startsWith('pg.new-'))).toEqual([]);
});
