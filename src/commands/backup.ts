import { parseArgs } from 'node:util';
import { backUp } from '../../db/backup.ts';
import type { House } from '../house.ts';
import { Problem } from '../lib/problem.ts';
import { allNeeds } from './needs.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run backup -- --to /backup/2026-11-20 [--data-dir .data]
      把全部数据备份到一个新目录；服务不必停止。密钥不在备份内，请另行保管`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { to: { type: 'string' }, 'data-dir': { type: 'string' } },
  });
  const { to } = values;
  if (!to) throw new Problem('invalid', 'folder-missing', '请用 --to 写明备份到哪个目录。');
  await withHouse(async (house, now) => {
    const { tables } = await backUp(house.ownerDb(), to, now, await versionsInUse(house, now));
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`已备份 ${tables.length} 张表、${rows} 行到 ${to}。`);
    console.log(
      '恢复时需要同一密钥（在用的各个 WAGE_SECRET，或数据目录里的 secret 文件）：它不在备份内，请另行保管。',
    );
  }, values['data-dir']);
});

/** An older key that nothing needs any more is not asked for when the backup is restored. */
async function versionsInUse(house: House, now: Date): Promise<number[]> {
  const { version, versions } = house.nightDb.vault;
  if (versions.length === 1) return [version];
  const needs = await allNeeds(house, now);
  return versions.filter((v) => v === version || needs.some((need) => need.version === v));
}
