import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { anchorFolder, keptAnchors } from '../anchors.ts';
import { readConfig } from '../config.ts';
import { readAnchor } from '../domain/trail/anchor.ts';
import { type TrailReport, verifyTrail } from '../domain/trail/verify.ts';
import { readPublicKeys } from '../lib/signer.ts';
import { runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run verify                              核对存证：区块、事件及其所记的流水、工资行、代发结果和银行原文；不符时退出码为 1
  npm run verify -- --anchor 2026-11-20.json  再与外部保存的锚点比对（可多次给出；本机保存的锚点总是比对）
  npm run verify -- --public-key seal.pub     用给出的公钥验签（PEM，可含几把），不用本机的密钥
  --data-dir .data/demo                       自带数据库在别处时指明`;

const SHOWN = 20;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      anchor: { type: 'string', multiple: true, default: [] },
      'public-key': { type: 'string' },
      'data-dir': { type: 'string' },
    },
  });
  const dataDir = values['data-dir'];
  const folder = anchorFolder(readConfig(dataDir ? ['--data-dir', dataDir] : []));
  const given = values.anchor.map((path) => readAnchor(readFileSync(path, 'utf8')));
  const publicKey = values['public-key'];
  await withHouse(async (house, now) => {
    const keys = publicKey ? readPublicKeys(readFileSync(publicKey, 'utf8')) : [house.signer()];
    const bar = progressBar();
    const report = await verifyTrail({
      db: house.nightDb,
      now,
      keys,
      anchors: [...keptAnchors(folder), ...given],
      onProgress: bar.show,
    });
    bar.stop();
    tell(report);
  }, dataDir);
});

/** A bar on a terminal; elsewhere nothing but the result. */
function progressBar() {
  const bar = process.stdout.isTTY
    ? new SingleBar({ format: ' 核对 [{bar}] {percentage}%' })
    : null;
  bar?.start(1, 0);
  return {
    show(done: number, total: number) {
      bar?.setTotal(total);
      bar?.update(done);
    },
    stop: () => bar?.stop(),
  };
}

function tell(report: TrailReport): void {
  const { blocks, events, projects, messages, anchors, unsealed, faults } = report;
  console.log(
    `区块 ${blocks} 个，事件 ${events} 条，项目 ${projects} 个，银行报文 ${messages} 份，锚点 ${anchors} 个`,
  );
  console.log(`尚未封存的事件 ${unsealed} 条，不在核对的保证之内`);
  if (faults.length === 0) {
    console.log('一致');
    return;
  }
  console.log(`不一致，共 ${faults.length} 处；第一处：${faults[0]}`);
  for (const fault of faults.slice(1, SHOWN)) console.log(`        ${fault}`);
  process.exitCode = 1;
}
