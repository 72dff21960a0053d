import type { Dice } from './dice.ts';

const chars = (text: string) => text.split(' ');

const SURNAMES = chars(
  '王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 董 萧 程 欧阳',
);
const GIVEN_FIRST = chars(
  '建 国 志 永 长 春 海 明 德 成 秀 玉 桂 金 文 小 大 新 家 学 立 庆 福 祥',
);
const GIVEN_LAST = chars(
  '军 强 平 华 兵 林 龙 生 富 贵 山 河 花 兰 英 霞 芳 根 宝 才 良 虎 雷 斌 涛',
);
// Names that lack a glyph in many fonts, or have a point inside: papers must print them.
const RARE_NAMES = chars('李𠮷安 王㛃 买买提·吐尔逊 张垚垚 赵䶮 周喆');

/** Trades of a building site. */
export const TRADES = chars(
  '木工 钢筋工 混凝土工 架子工 砌筑工 抹灰工 电工 焊工 防水工 普工 塔吊司机 管道工',
);

const PLACES = chars(
  '海州 连云 赣榆 东海 灌云 灌南 云台 花果山 新浦 墟沟 盐河 朝阳 凤凰 郁洲 瀛洲 苍梧',
);
const OWNER_WORDS = chars('置业 城建投资 文旅开发 产业园建设 地产 水务投资 教育投资 轨道置业');
const BUILDER_WORDS = chars('建设工程 建筑安装 市政工程 建工 路桥工程 建筑 机电安装');
const LABOUR_WORDS = chars('劳务 建筑劳务 人力建筑 钢构劳务 装饰劳务');
const WORKS = [
  '安置房一期',
  '中学迁建工程',
  '污水处理厂扩建',
  '人民医院病房楼',
  '商务中心A座',
  '保障性住房',
  '工业厂房二标段',
  '市民广场改造',
  '滨河路快速化工程',
  '数据中心土建',
  '冷链物流园',
  '住宅小区三期',
  '文化馆新建工程',
  '港区仓储工程',
];

/** An invented person's name; one in eighty is hard to print. */
export function personName(dice: Dice): string {
  if (dice.chance(1 / 80)) return dice.pick(RARE_NAMES);
  const last = dice.chance(0.25) ? '' : dice.pick(GIVEN_LAST);
  return dice.pick(SURNAMES) + dice.pick(GIVEN_FIRST) + last;
}

/** An invented company's name; `number` keeps two of one kind apart. */
export function companyName(
  kind: 'owner' | 'contractor' | 'subcontractor',
  number: number,
): string {
  const words = { owner: OWNER_WORDS, contractor: BUILDER_WORDS, subcontractor: LABOUR_WORDS }[
    kind
  ];
  const place = PLACES[number % PLACES.length] ?? '';
  const round = Math.floor(number / PLACES.length);
  const word = words[(number + round * 3) % words.length] ?? '';
  const mark = round === 0 ? '' : `第${'二三四五六七八九'.charAt((round - 1) % 8)}`;
  return `虚构${place}${mark}${word}有限公司`;
}

/** An invented project's name. */
export function projectName(number: number): string {
  const place = PLACES[(number * 7) % PLACES.length] ?? '';
  return `${place}${WORKS[number % WORKS.length] ?? ''}（${number + 1}号）`;
}
