import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { discardEmbedded } from '../../db/embedded/server.ts';
import { programEnv, programFolder, startProgram } from '../helpers/program.ts';
import { foundTown, makeClient } from '../helpers/town.ts';

// The rehearsal that docs/operations.md asks an operator to make: backup of a running city, restored into another folder.

const command = (name: string, args: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', `src/commands/${name}.ts`, ...args],
    { encoding: 'utf8', env: { ...programEnv, ...env } },
  );
  return { status, said: stdout + stderr };
};

test('a running city is backed up, restored into another folder, agrees with its facts and serves its keys', {
  timeout: 300_000,
}, async () => {
  const program = await startProgram([]);
  onTestFinished(() => program.end());
  const client = makeClient(program.url, 2);
  const town = await foundTown(program.ownerDb, client, 2);
  const [site] = town.projects;
  const lines = site?.workers.map((w) => ({
    ...w,
    grossFen: 5_000_00,
    deductions: [],
    netFen: 5_000_00,
  }));
  const batch = { wageMonth: '2026-10', employerUscc: town.contractor, lines };
  const post = await client.call(
    'POST',
    `/projects/${site?.code}/payroll-batches`,
    town.keys.contractor,
    batch,
  );
  expect(post.status).toBe(201);

  const folder = programFolder();
  onTestFinished(async () => {
    await discardEmbedded(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  });
  const backup = join(folder, 'backup');
  const made = command('backup', ['--to', backup, '--data-dir', program.dataDir]);
  expect(made, made.said).toMatchObject({ status: 0 });
  expect(made.said).toContain('它不在备份内');
  const sealed = readFileSync(join(backup, 'manifest.json'), 'utf8');
  expect(sealed).not.toContain(programEnv.WAGE_SECRET);
  client.end();

  mkdirSync(join(folder, 'data'), { mode: 0o711 });
  const into = ['--data-dir', join(folder, 'data')];
  const other = { WAGE_SECRET: 'another secret, which is long enough' };
  const refused = command('restore', ['--from', backup, ...into], other);
  expect(refused.status).toBe(1);
  expect(refused.said).toContain('另一个密钥');
  const restored = command('restore', ['--from', backup, ...into]);
  expect(restored, restored.said).toMatchObject({ status: 0 });
  const checked = command('rebuild', ['--check', ...into]);
  expect(checked, checked.said).toMatchObject({ status: 0 });
  expect(checked.said).not.toContain('不一致');

  const again = await startProgram([], {}, folder);
  const anew = makeClient(again.url, 2);
  const listed = await anew.call('GET', '/projects', town.keys.contractor);
  expect(listed.body.items).toHaveLength(2);
  const twice = await anew.call(
    'POST',
    `/projects/${site?.code}/payroll-batches`,
    town.keys.contractor,
    batch,
  );
  expect(twice).toMatchObject({ status: 409, body: { code: 'batch-exists' } });
  anew.end();
  await again.end();
});
