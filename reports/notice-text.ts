import { formatChinese } from '../src/lib/day.ts';
import { formatYuan } from '../src/lib/fen.ts';
import type { Block } from './blocks.ts';
import {
  factsDigest,
  type Instrument,
  type NoticeAlert,
  type NoticeFacts,
  type NoticeLaw,
  type NoticeLevel,
} from './notice-facts.ts';
import { cleanText } from './setting.ts';
import type { Column } from './table.ts';

/** What the three instruments say differently. */
interface Wording {
  name: string;
  self: string;
  opening: string;
  facts: string;
  asks: string;
  reply: string;
}

const WORDING: Readonly<Record<Instrument, Wording>> = {
  reminder: {
    name: '提示函',
    self: '本函',
    opening: '存在以下情况，现予提示。',
    facts: '有关情况',
    asks: '建议措施',
    reply: '反馈期限与方式',
  },
  warning: {
    name: '农民工工资支付预警通知书',
    self: '本通知书',
    opening: '存在以下问题，现予以预警，请按期整改。',
    facts: '预警事实',
    asks: '整改事项',
    reply: '整改期限与反馈方式',
  },
  supervision: {
    name: '督办函',
    self: '本函',
    opening: '存在以下问题尚未解决，现予以督办。',
    facts: '督办事项',
    asks: '督办要求',
    reply: '办结时限与报告要求',
  },
};

const LEVELS: Readonly<Record<NoticeLevel, string>> = {
  yellow: '黄色',
  orange: '橙色',
  red: '红色',
};

/** What a family of rules (first letter of the code) is about. */
const MATTERS: Readonly<Record<string, string>> = {
  W: '农民工工资支付',
  F: '人工费用拨付',
  A: '农民工工资专用账户管理',
  R: '实名制管理',
  S: '工程结算支付',
  D: '农民工工资保证金',
};

const ORDINALS = '一二三四五六七八九';
const UNSEALED = '系统生成，经审核并加盖印章后生效。';
const DATA_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d).*\+08:00$/;

/**
 * The text of a notice (提示函, 预警通知书, 督办函), block by block, as it is printed. Parts whose facts
 * are absent are left out and the numbers close up.
 * @throws RangeError when the data time has no offset +08:00, or a day or an amount is none
 */
export function composeNotice(given: NoticeFacts): Block[] {
  const facts = cleaned(given);
  const wording = WORDING[facts.instrument];
  const sections: [string, Block[]][] = [
    [wording.facts, [...facts.alerts.map(alertItem), ...amountsTable(facts.alerts)]],
    ['前期预警情况', items((facts.earlier ?? []).map(earlierSentence))],
    ['法律依据', facts.laws.map((law) => paragraph(lawSentence(law)))],
    [wording.asks, items(facts.asks)],
    [wording.reply, [paragraph(replySentence(facts, wording))]],
    ['逾期后果', items(facts.consequences ?? [])],
    ['核验方式', facts.verification ? [paragraph(sentence(facts.verification))] : []],
  ];
  const filled = sections.filter(([, blocks]) => blocks.length > 0);
  return [
    {
      kind: 'head',
      organisation: facts.authority.name,
      number: numberOf(facts),
      title: titleOf(facts),
    },
    { kind: 'addressee', text: `${facts.addressee.name}：` },
    paragraph(openingSentence(facts, wording)),
    ...filled.flatMap(([title, blocks], index): Block[] => [
      { kind: 'heading', text: `${ORDINALS[index]}、${title}` },
      ...blocks,
    ]),
    ...closing(facts, factsDigest(given)),
  ];
}

function titleOf(facts: NoticeFacts): string[] {
  const { name } = WORDING[facts.instrument];
  if (facts.instrument === 'warning') return [name];
  const families = new Set(facts.alerts.map((alert) => alert.rule.slice(0, 1)));
  const only = families.size === 1 ? MATTERS[[...families][0] as string] : undefined;
  return [`关于${facts.project.name}`, `${only ?? '农民工工资支付保障'}问题的${name}`];
}

function numberOf(facts: NoticeFacts): string {
  return facts.number ?? '（草稿，未编号）';
}

function openingSentence(facts: NoticeFacts, wording: Wording): string {
  const project = `${facts.project.name}（项目编码：${facts.project.code}）`;
  return `经农民工工资专户监测预警系统比对，截至${timeText(facts.dataTime)}，你单位所涉${project}${wording.opening}预警等级：${LEVELS[facts.level]}。`;
}

function alertItem(alert: NoticeAlert, index: number): Block {
  const marks = [
    alert.rule,
    LEVELS[alert.level],
    ...(alert.period === '-' ? [] : [monthText(alert.period)]),
    `${formatChinese(alert.firstDay)}首次发现`,
  ];
  const about = alert.subject === '' ? '' : `${alert.subject}：`;
  const text = `${index + 1}. ${alert.ruleTitle}（${marks.join('，')}）。${about}${sentence(alert.sentence)}`;
  return paragraph(text);
}

/** The table of facts; a column in which no alert has anything is left out, and so is an empty table. */
function amountsTable(alerts: readonly NoticeAlert[]): Block[] {
  const yuan = (fen: number | null | undefined) => (fen == null ? null : formatYuan(fen));
  const known: (Column & { of: (alert: NoticeAlert) => string | null })[] = [
    { title: '应付', align: 'right', of: (alert) => yuan(alert.amounts.dueFen) },
    { title: '已付', align: 'right', of: (alert) => yuan(alert.amounts.paidFen) },
    { title: '差额', align: 'right', of: (alert) => yuan(alert.amounts.gapFen) },
    { title: '人数', align: 'right', of: (alert) => alert.workers?.toString() ?? null },
    { title: '应付日', align: 'center', of: (alert) => alert.dueDay ?? null },
    { title: '逾期天数', align: 'right', of: (alert) => alert.daysLate?.toString() ?? null },
  ];
  const filled = known.filter(({ of }) => alerts.some((alert) => of(alert) !== null));
  if (filled.length === 0) return [];
  const rows = alerts.map((alert, index) => [
    String(index + 1),
    alert.period === '-' ? alert.ruleTitle : `${alert.ruleTitle}（${monthText(alert.period)}）`,
    ...filled.map(({ of }) => of(alert) ?? '—'),
  ]);
  const heads = filled.map(({ title, align }) => ({ title, align }));
  const lead: Column[] = [
    { title: '序号', align: 'center' },
    { title: '项目', align: 'left', flexible: true },
  ];
  const money = alerts.some(({ amounts }) => Object.values(amounts).some((fen) => fen != null));
  const columns = [...lead, ...heads];
  return [{ kind: 'table', columns, rows, ...(money && { note: '金额单位：元' }) }];
}

function earlierSentence(earlier: {
  number: string;
  issuedOn: string;
  unresolved: string;
}): string {
  return `${formatChinese(earlier.issuedOn)}以${earlier.number}预警，${earlier.unresolved}`;
}

function lawSentence(law: NoticeLaw): string {
  const title = law.title.startsWith('《') ? law.title : `《${law.title}》`;
  const inner = law.text.replaceAll('“', '‘').replaceAll('”', '’');
  return `${title}${law.article}：“${inner}”`;
}

function replySentence(facts: NoticeFacts, wording: Wording): string {
  const by = facts.replyDay
    ? `于${formatChinese(facts.replyDay)}前（含当日）`
    : `自收到${wording.self}之日起${facts.replyDays}个工作日内`;
  const how = facts.replyHow ?? '以书面形式（加盖公章）';
  return `请${by}，${how}将办理情况反馈${facts.authority.name}。`;
}

function closing(facts: NoticeFacts, digest: string): Block[] {
  const { phone, contact } = facts.authority;
  const rules = new Set(
    facts.alerts.map(({ rule, ruleVersion }) =>
      ruleVersion ? `${rule}（版本${ruleVersion}）` : rule,
    ),
  );
  const { uscc } = facts.addressee;
  const data = [
    `数据截止时间：${timeText(facts.dataTime)}。`,
    uscc ? `主送单位统一社会信用代码：${uscc}。` : '',
    `触发规则：${[...rules].join('、')}。`,
    `事实校验码：${digest.slice(0, 16)}。`,
  ].join('');
  const remark = [contact && `联系人：${contact}`, phone && `联系电话：${phone}`].filter(Boolean);
  const date = facts.issuedOn ? formatChinese(facts.issuedOn) : '（未签发）';
  return [
    { ...paragraph(data), keep: true },
    ...(facts.approved ? [] : [{ ...paragraph(UNSEALED), strong: true, keep: true }]),
    { kind: 'signature', organisation: facts.authority.name, date },
    ...(remark.length > 0 ? [{ kind: 'remark' as const, text: remark.join('，') }] : []),
    ...(facts.copies.length > 0
      ? [{ kind: 'copies' as const, text: facts.copies.join('，') }]
      : []),
  ];
}

/** Sentences as paragraphs, numbered when there is more than one. */
function items(texts: readonly string[]): Block[] {
  const numbered = (text: string, index: number) =>
    texts.length > 1 ? `${index + 1}. ${text}` : text;
  return texts.map((text, index) => paragraph(sentence(numbered(text, index))));
}

function paragraph(text: string): Extract<Block, { kind: 'paragraph' }> {
  return { kind: 'paragraph', text };
}

function sentence(text: string): string {
  return /[。！？；”]$/.test(text) ? text : `${text}。`;
}

function monthText(period: string): string {
  const [year, month] = period.split('-').map(Number);
  return `${year}年${month}月`;
}

function timeText(dataTime: string): string {
  const [, day, hour, minute] = DATA_TIME.exec(dataTime) ?? [];
  if (!day) throw new RangeError('the data time must be RFC 3339 with the offset +08:00');
  return `${formatChinese(day)}${hour}时${minute}分`;
}

function cleaned<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)])) as T;
}
