import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import type { Need } from '../domain/keys/needed.ts';
import { rotate } from '../domain/keys/rotate.ts';
import { rotateSecondFactors } from '../domain/keys/second-factors.ts';
import { undertake } from '../domain/tasks.ts';
import type { House } from '../house.ts';
import { dayOf } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import type { Vault } from '../lib/vault.ts';
import { allNeeds } from './needs.ts';
import { actor, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run rotate               用最新版本的密钥重新加密全部个人信息并重做检索索引；可随时中断，再次运行即接着做
  npm run rotate -- --check    列出各版本密钥还有多少数据在用，不改动
  --data-dir .data/demo        自带数据库在别处时指明
步骤：设置 WAGE_SECRET_2 → 重启全部服务进程 → npm run rotate → 核对可以移除旧密钥 → 去掉 WAGE_SECRET（或 .data/secret）→ 再重启`;

const PLAIN_EVERY = 20_000;

/** A bar on a terminal; elsewhere a plain line every twenty thousand rows. */
function meter() {
  if (!process.stdout.isTTY) {
    let shown = 0;
    return {
      show(done: number, total: number) {
        if (done < shown + PLAIN_EVERY) return;
        shown = done;
        console.log(`已重新加密 ${done}/${total} 行`);
      },
      stop() {},
    };
  }
  const format = ' 重新加密 [{bar}] {value}/{total} 剩余 {eta_formatted}';
  const bar = new SingleBar({ format, hideCursor: true }, Presets.shades_grey);
  let begun = false;
  return {
    show(done: number, total: number) {
      if (!begun) bar.start(total, 0);
      begun = true;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function tell(needs: Need[], { db }: House) {
  const byVersion = Map.groupBy(needs, (n) => n.version);
  for (const version of [...new Set([...db.vault.versions, ...byVersion.keys()])].sort(
    (a, b) => a - b,
  )) {
    const some = byVersion.get(version) ?? [];
    const where = some.map((n) => `${n.table} ${n.rows}`).join('、');
    if (version === db.vault.version)
      console.log(`版本 ${version}（最新）：${where || '尚无数据'}`);
    else if (!db.vault.versions.includes(version))
      console.log(`版本 ${version}：密钥没有给出，这些数据读不出（${where}）`);
    else if (some.length === 0) console.log(`版本 ${version}：已无数据使用，可以移除这一密钥`);
    else console.log(`版本 ${version}：仍在使用，不能移除（${where}）`);
  }
}

/** @throws Problem `key-version-missing` where something lies under a key that was not given */
function checkKnown(needs: Need[], { versions }: Vault): void {
  const need = needs.find((n) => !versions.includes(n.version));
  if (!need) return;
  const name = need.version === 1 ? 'WAGE_SECRET' : `WAGE_SECRET_${need.version}`;
  const detail = `数据库里还有用版本 ${need.version} 的密钥加密的数据（${need.table}），这里却没有这一密钥，未作任何改动。请补上 ${name}（或 WAGE_KEYS_FILE 中的一行），再重试。`;
  throw new Problem('conflict', 'key-version-missing', detail);
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, 'data-dir': { type: 'string' } },
  });
  const run = async (house: House, now: Date) => {
    const day = dayOf(now);
    if (!values.check) {
      checkKnown(await allNeeds(house, now), house.nightDb.vault);
      const bar = meter();
      const { db, nightDb, signIn } = house;
      const about = String(nightDb.vault.version);
      const rotated = await undertake(
        { db: nightDb, actor, now, day },
        { kind: 'rotation', about },
        async (tell) => {
          const progress = (done: number, total: number) => {
            bar.show(done, total);
            tell(done, total);
          };
          const result = await rotate({ db: nightDb, actor, now, day, progress });
          const secrets = signIn.secrets;
          return { ...result, people: await rotateSecondFactors({ db, actor, now, day, secrets }) };
        },
      ).finally(bar.stop);
      const { rows, projects, people } = rotated;
      console.log(`重新加密 ${rows} 行，涉及 ${projects} 个项目；${people} 人的动态验证码。`);
    }
    tell(await allNeeds(house, now), house);
  };
  await withHouse(run, values['data-dir'], false);
});
