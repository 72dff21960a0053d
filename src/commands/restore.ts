import { parseArgs } from 'node:util';
import { restore } from '../../db/restore.ts';
import { Problem } from '../lib/problem.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run restore -- --from /backup/2026-11-20 [--data-dir .data2]
      把备份恢复到新的数据目录（或 DATABASE_URL 所指的空数据库）；须先放好原来的密钥`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, 'data-dir': { type: 'string' } },
  });
  const { from } = values;
  if (!from) throw new Problem('invalid', 'folder-missing', '请用 --from 写明备份所在目录。');
  await withHouse(async (house) => {
    const { tables, madeAt } = await restore(house.ownerDb(), from);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`已恢复 ${madeAt} 的备份：${tables.length} 张表、${rows} 行。`);
    console.log('请运行 npm run rebuild -- --check 核对。');
  }, values['data-dir']);
});
