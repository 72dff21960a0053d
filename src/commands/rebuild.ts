import { parseArgs } from 'node:util';
import { type Actor, read, write } from '../../db/work.ts';
import { checkCaches, rebuildCaches } from '../domain/rebuild.ts';
import { dayOf } from '../lib/day.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run rebuild -- --check    核对四项缓存与事实是否一致，不改动；不一致时退出码为 1
  npm run rebuild               按事实重建四项缓存
  --data-dir .data/demo         自带数据库在别处时指明`;

const actor: Actor = {
  id: 'command',
  holder: 'command',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, 'data-dir': { type: 'string' } },
  });
  await withHouse(async ({ nightDb }, now) => {
    if (!values.check) console.table(await write(nightDb, actor, now, dayOf(now), rebuildCaches));
    const reports = await read(nightDb, actor, now, dayOf(now), checkCaches);
    for (const r of reports) {
      console.log(
        `${r.wrong === 0 ? '一致' : '不一致'}  ${r.about}：核对 ${r.checked} 项，不符 ${r.wrong} 项`,
      );
      for (const e of r.examples)
        console.log(`        项目 ${e.project} ${e.id}：存为 ${e.stored}，应为 ${e.facts}`);
    }
    if (reports.some((r) => r.wrong > 0)) process.exitCode = 1;
  }, values['data-dir']);
});
