import { parseArgs } from 'node:util';
import { anchorDay } from '../../jobs/seal.ts';
import { anchorFolder, keepAnchor } from '../anchors.ts';
import { readConfig } from '../config.ts';
import { addDays, dayOf } from '../lib/day.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run seal                   立即封存已提交的事件，并写下昨日的锚点文件（服务运行时每分钟自动封存，夜间任务后自动写锚点）
  npm run seal -- --public-key   只打印验签用的公钥（PEM），交外部单位保存
  --data-dir .data/demo          自带数据库在别处时指明`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { 'public-key': { type: 'boolean', default: false }, 'data-dir': { type: 'string' } },
  });
  const dataDir = values['data-dir'];
  const folder = anchorFolder(readConfig(dataDir ? ['--data-dir', dataDir] : []));
  await withHouse(async (house, now) => {
    const signer = house.signer();
    if (values['public-key']) {
      console.log(signer.pem.trim());
      return;
    }
    const written: string[] = [];
    const trail = {
      signer,
      keep: (a: Parameters<typeof keepAnchor>[1]) => written.push(keepAnchor(folder, a)),
    };
    const clock = { now: () => new Date() };
    const anchor = await anchorDay({ db: house.nightDb, clock, trail }, addDays(dayOf(now), -1));
    console.log(
      anchor
        ? `最新区块 ${anchor.blockNo}，哈希 ${anchor.hash}；锚点：${written[0]}`
        : '还没有可封存的事件。',
    );
  }, dataDir);
});
