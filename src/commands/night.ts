import { parseArgs } from 'node:util';
import { runJob } from '../../jobs/run.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { anchorFolder, keepAnchor } from '../anchors.ts';
import { readConfig } from '../config.ts';
import { addDays, dayOf, isDay } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run night -- [--day 2026-11-20]
      运行该日（默认昨日）的夜间任务；漏跑的日子先补，同一日再次运行不改变任何结果`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { day: { type: 'string' } } });
  await withHouse(async (house, now) => {
    const day = values.day ?? addDays(dayOf(now), -1);
    if (!isDay(day)) throw new Problem('invalid', 'day-invalid', '日期请写成 YYYY-MM-DD。');
    const run = await runJob(
      {
        db: house.nightDb,
        clock: { now: () => new Date() },
        draw: (facts) => drawNotice(facts, nodeFonts(readConfig([]).fontDir)),
        trail: {
          signer: house.signer(),
          keep: (anchor) => keepAnchor(anchorFolder(readConfig([])), anchor),
        },
        onStep: (d, step, ms) => process.stderr.write(`${d} ${step} ${ms} ms\n`),
      },
      'night',
      day,
    );
    console.log(JSON.stringify(run.counts, null, 1));
  });
});
