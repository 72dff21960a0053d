import { parseArgs } from 'node:util';
import { type Erased, eraseProject } from '../domain/keeping/erase.ts';
import { finishedProjects } from '../domain/keeping/listing.ts';
import { longest, type Retention } from '../domain/keeping/terms.ts';
import type { House } from '../house.ts';
import { dayOf } from '../lib/day.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run erase                                列出完工项目的资料须保存至何日、还有什么没有了结，不改动
  npm run erase -- --project LYG-2021-001      保存期限届满后，删除该项目的个人信息和银行原文；不可恢复
  --data-dir .data/demo                        自带数据库在别处时指明
删除前先运行 npm run verify；删除后请一并销毁早于删除日的备份`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { project: { type: 'string' }, 'data-dir': { type: 'string' } },
  });
  const { project } = values;
  await withHouse(async (house, now) => {
    if (project === undefined) {
      const found = await asOwner(house, now, finishedProjects);
      for (const retention of found) console.log(lineOf(retention, dayOf(now)));
      if (found.length === 0) console.log('还没有完工的项目。');
      return;
    }
    const signer = house.signer();
    const erased = await asOwner(house, now, (work) => eraseProject(work, project, signer));
    if (erased.rows + erased.messages > 0) await sweepUp(house);
    console.log(toldOf(erased));
  }, values['data-dir']);
});

function lineOf({ code, erasedOn, open, terms }: Retention, today: string): string {
  if (erasedOn) return `${code}  已于 ${erasedOn} 删除`;
  if (open.length > 0) return `${code}  不能删除：${open.join('，')}`;
  const term = longest({ terms });
  if (term === null || term.until < today) return `${code}  保存期限已满，可以删除`;
  return `${code}  须保存至 ${term.until}：${term.what}（${term.basis}）`;
}

const toldOf = ({ code, erasedOn, rows, messages }: Erased): string =>
  rows + messages === 0
    ? `${code} 已于 ${erasedOn} 删除，这次没有改动。`
    : `${code}：已删除 ${rows} 行中的个人信息、${messages} 份银行原文；金额、日期和摘要保留。`;

const TABLES = [
  ...['engagement', 'engagement_card', 'attendance_unmatched', 'said', 'worker_index'],
  ...['payroll_line', 'payout_event', 'account_entry', 'account_directory', 'bank_message'],
];

/** The old versions of the rows leave the files of the tables. */
async function sweepUp(house: House): Promise<void> {
  const owner = house.ownerDb();
  for (const table of TABLES) await owner.unsafe(`vacuum we.${table}`);
}
