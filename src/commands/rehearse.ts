import { parseArgs } from 'node:util';
import { isAlike, type Rehearsal, type RehearsedCase, rehearse } from '../../jobs/rehearse.ts';
import type { Ending, FoundBy } from '../domain/rules/course.ts';
import type { Params } from '../domain/rules/params.ts';
import { addDays, dayOf, daysBetween, isDay } from '../lib/day.ts';
import { formatYuan } from '../lib/fen.ts';
import { Problem } from '../lib/problem.ts';
import { makeBar } from './bar.ts';
import { actor, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run rehearse -- --rule W01 --set orangeDays=3 --from 2026-06-01 --to 2026-11-20
      用改动的参数试算规则在过去各夜会发现什么，与当时生效的参数对照；不写入任何预警。--to 不写时到昨日
  --set redDays=20      可写多次；金额以分为单位，比例写小数
  --json                输出全部结果（JSON），含每一例
  --data-dir .data/demo 自带数据库在别处时指明`;

const SHOWN = 30;
const PLAIN_EVERY_DAYS = 15;

const levelNames = { yellow: '黄', orange: '橙', red: '红' } as const;
const foundByNames: Record<FoundBy, string> = {
  both: '两者都发现',
  'only-tried': '仅试算发现',
  'only-in-force': '仅现行发现',
};
const endingNames: Record<Ending, string> = {
  open: '尚未了结',
  met: '已履行',
  corrected: '数据更正',
  cleared: '已消除',
  dismissed: '核销',
  accepted: '不可抗力',
};

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      rule: { type: 'string', default: '' },
      set: { type: 'string', multiple: true, default: [] },
      from: { type: 'string', default: '' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
      'data-dir': { type: 'string' },
    },
  });
  const set = readSet(values.set);
  await withHouse(async ({ nightDb }, now) => {
    const today = dayOf(now);
    const { rule, from, to = addDays(today, -1) } = values;
    if (!isDay(from) || !isDay(to))
      throw new Problem('invalid', 'day-invalid', '起止日期请写成 YYYY-MM-DD。');
    const bar = makeBar('试算', daysBetween(from, to) + 1, PLAIN_EVERY_DAYS);
    const result = await rehearse(
      { db: nightDb, now, today, by: actor, tell: (done) => bar.step(addDays(from, done - 1)) },
      { rule, set, from, to },
    ).finally(bar.stop);
    if (values.json) console.log(JSON.stringify(result, null, 1));
    else print(result);
  }, values['data-dir']).catch((error) => {
    throw error instanceof Problem ? withPlaces(error) : error;
  });
});

/** `name=number` of each; what is no number is left for the rule's own check. */
function readSet(texts: readonly string[]): Params {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', value = ''] = text.split('=');
      return [name, value.trim() === '' ? value : Number(value)];
    }),
  );
}

/** Every bad place in the one sentence that a command says. */
function withPlaces({ kind, code, detail, extra }: Problem): Problem {
  const places = (extra.errors ?? []) as { pointer: string; message: string }[];
  const told = places.map(({ pointer, message }) => `\n  ${pointer.slice(1)}：${message}`);
  return new Problem(kind, code, detail + told.join(''));
}

function print(result: Rehearsal): void {
  const { rule, title, from, through, inForce, levels, counts, falseAlarms, cases } = result;
  const told = (params: Params) =>
    Object.entries(params)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
  console.log(`${rule} ${title}，${from} 至 ${through}`);
  console.log(`试算：${told(result.set)}`);
  for (const { version, params, from: since } of inForce)
    console.log(`现行：${since} 起第 ${version} 版，${told(params)}`);
  console.table(
    Object.entries(levels).map(([level, { tried, inForce: standing, earlier, later }]) => ({
      等级: levelNames[level as keyof typeof levelNames],
      试算: tried,
      现行: standing,
      提前: meanOf(earlier),
      推迟: meanOf(later),
    })),
  );
  console.table(
    Object.entries(counts).map(([by, tally]) => ({
      '': foundByNames[by as FoundBy],
      ...Object.fromEntries(
        Object.entries(endingNames).map(([ending, name]) => [name, tally[ending as Ending] ?? 0]),
      ),
    })),
  );
  console.log(
    `误报（核销、数据更正）：试算 ${falseAlarms.tried} 例，现行 ${falseAlarms.inForce} 例`,
  );
  const differing = cases.filter((found) => !isAlike(found));
  console.log(
    `不同的 ${differing.length} 例${differing.length > SHOWN ? `，列出 ${SHOWN} 例` : ''}：`,
  );
  if (differing.length > 0) console.table(differing.slice(0, SHOWN).map(rowOf));
}

function meanOf({ cases, days }: { cases: number; days: number }): string {
  return cases === 0 ? '' : `${cases} 例，平均 ${Math.round((days * 10) / cases) / 10} 天`;
}

function rowOf({ projectCode, subject, period, tried, inForce, ended }: RehearsedCase) {
  const told = (course: typeof tried) =>
    course === null
      ? '无'
      : Object.entries(course.reached)
          .flatMap(([level, day]) =>
            day === null ? [] : `${levelNames[level as keyof typeof levelNames]} ${day}`,
          )
          .join(' ');
  return {
    项目: projectCode,
    主体: subject,
    期间: period,
    金额: formatYuan((tried ?? inForce)?.amountFen ?? 0),
    试算: told(tried),
    现行: told(inForce),
    结果: endingNames[ended],
  };
}
