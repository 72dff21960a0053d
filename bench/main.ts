import { mkdirSync, writeFileSync } from 'node:fs';
import { machine } from './machine.ts';
import type { Measured, Row } from './row.ts';
import { alerts } from './rows/alerts.ts';
import { confirmations } from './rows/confirmations.ts';
import { night } from './rows/night.ts';
import { notice } from './rows/notice.ts';
import { overhead } from './rows/overhead.ts';
import { webPages } from './rows/pages.ts';
import { papers } from './rows/papers.ts';
import { payroll } from './rows/payroll.ts';
import { pretext } from './rows/pretext.ts';
import { rls } from './rows/rls.ts';
import { start } from './rows/start.ts';

const rows: readonly Row[] = [
  payroll,
  confirmations,
  night,
  notice,
  papers,
  alerts,
  webPages,
  overhead,
  rls,
  pretext,
  start,
];
const OUT = 'bench-out';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** The rows that were asked for, else all of them. */
function chosen(names: readonly string[]): readonly Row[] {
  const unknown = names.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `没有这些行：${unknown.join('、')}；可用：${rows.map((row) => row.name).join(' ')}`,
    );
  }
  return names.length === 0 ? rows : rows.filter((row) => names.includes(row.name));
}

type Result = { row: Row } & Measured;

const printed = ({ row, ours, floor, ratio, memoryMb, met }: Result) => ({
  row: row.name,
  ours,
  floor,
  ratio: ratio === null ? '' : ratio.toFixed(2),
  'memory MB': memoryMb === null ? '' : Math.round(memoryMb),
  aim: row.aim,
  met: met ? 'yes' : 'NO',
});

function keep(results: readonly Result[], at: Date): string {
  mkdirSync(OUT, { recursive: true });
  const path = `${OUT}/${at.toISOString().replaceAll(':', '-').slice(0, 19)}.json`;
  const told = results.map(({ row, ...measured }) => ({
    row: row.name,
    aim: row.aim,
    ...measured,
  }));
  writeFileSync(path, `${JSON.stringify({ at, machine: machine(), rows: told }, null, 2)}\n`);
  return path;
}

try {
  const at = new Date();
  const results: Result[] = [];
  for (const row of chosen(process.argv.slice(2))) {
    say(`${row.name}：${row.what}`);
    results.push({ row, ...(await row.run((line) => say(`  ${line}`))) });
  }
  console.table(machine());
  console.table(results.map(printed));
  for (const { row, more } of results) console.log(`${row.name} ${JSON.stringify(more)}`);
  console.log(`写入 ${keep(results, at)}`);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
