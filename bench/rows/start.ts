import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { startEmbedded } from '../../db/embedded/server.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { dayOf } from '../../src/lib/day.ts';
import { alternate, median, timed } from '../rounds.ts';
import { type Measured, type Row, seconds } from '../row.ts';
import { freshFolder, removeFolder, startServerProcess } from '../server.ts';

const ROUNDS = 5;
const MOST_MORE_MS = 1500;

/** From nothing to the first answer: the process, initdb, migrations, roles, partitions, the calendar. */
async function wholeStart(folder: string): Promise<number> {
  const begun = performance.now();
  const server = await startServerProcess(folder);
  const answer = await fetch(`${server.url}/ready`);
  const took = performance.now() - begun;
  await server.stop();
  if (!answer.ok) throw new Error(`/ready: ${answer.status}`);
  return took;
}

/** initdb and start alone, to the first answered query; and what no start can do without after it: the schema. */
async function bareStart(folder: string): Promise<{ startMs: number; schemaMs: number }> {
  const begun = performance.now();
  const server = await startEmbedded({ dataDir: folder, log: () => undefined });
  const sql = postgres(server.ownerUrl, { max: 1 });
  await sql`select 1`;
  const startMs = performance.now() - begun;
  await sql.end();
  const schemaMs = await timed(() =>
    migrateDatabase(server.ownerUrl, { today: dayOf(new Date()) }),
  );
  await server.stop();
  return { startMs, schemaMs };
}

/** A process that reads the program and ends. */
const readProgram = () =>
  execFileSync(process.execPath, ['--import', 'tsx', '-e', "import('./src/app.ts')"]);

async function run(): Promise<Measured> {
  // Removed at the end: a file system that has just freed much makes whoever writes next wait, which no first start does.
  const folders: string[] = [];
  const fresh = () => {
    const folder = freshFolder();
    folders.push(folder);
    return folder;
  };
  await bareStart(fresh());
  const schema: number[] = [];
  const program: number[] = [];
  const { ours, floor } = await alternate(ROUNDS, {
    before: () => sleep(200),
    ours: () => wholeStart(fresh()),
    floor: async () => {
      const { startMs, schemaMs } = await bareStart(fresh());
      schema.push(schemaMs);
      program.push(await timed(readProgram));
      return startMs;
    },
  });
  for (const folder of folders) await removeFolder(folder);
  const more = median(ours) - median(floor);
  return {
    ours: seconds(median(ours)),
    floor: seconds(median(floor)),
    ratio: median(ours) / median(floor),
    memoryMb: null,
    met: more <= MOST_MORE_MS,
    more: {
      aboveFloorMs: Math.round(more),
      schemaMs: median(schema),
      programMs: median(program),
      ours,
      floor,
    },
  };
}

/** 冷启动: an empty folder to the first answer. */
export const start: Row = {
  name: 'start',
  what: '空目录冷启动到第一次应答；底线为单独的 initdb 加启动',
  aim: '≤ +1.5 s',
  run,
};
