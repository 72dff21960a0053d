import { parseArgs } from 'node:util';
import { detachMonths } from '../domain/archive.ts';
import { isMonth } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run archive -- --before 2022-01
      把该月以前的工资明细从主表分离到模式 we_archive；用 pg_dump 备份后可自行删除。批次、代发结果和义务保留`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { before: { type: 'string' } } });
  const before = values.before ?? '';
  if (!isMonth(before))
    throw new Problem('invalid', 'month-missing', '请用 --before 写明月份，如 2022-01。');
  await withHouse(async (house, now) => {
    const gone = await asOwner(house, now, (work) => detachMonths(work, before, house.signer()));
    console.log(`已分离 ${gone} 个月的工资明细到 we_archive。`);
  });
});
