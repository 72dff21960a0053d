import { formatChinese } from '../src/lib/day.ts';
import type { Block } from './blocks.ts';
import {
  factsDigest,
  type Instrument,
  type NoticeAlert,
  type NoticeFacts,
  type NoticeLevel,
} from './notice-facts.ts';
import { lawParagraphs } from './notice-laws.ts';
import { factsTable } from './notice-table.ts';
import { cleanText } from './setting.ts';

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

/** A warning of settlements alone speaks of no wages. */
const SETTLEMENT_WARNING = '工程结算支付预警通知书';

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
    [
      wording.facts,
      [
        ...facts.alerts.map((alert, index) => alertItem(facts, alert, index)),
        ...factsTable(facts.alerts),
      ],
    ],
    ['前期预警情况', items((facts.earlier ?? []).map(earlierSentence))],
    ['法律依据', lawParagraphs(facts.laws).map(paragraph)],
    [wording.asks, items(facts.asks)],
    [wording.reply, [paragraph(replySentence(facts, wording))]],
    ['逾期后果', items(facts.consequences ?? [])],
    ['核验方式', facts.verification ? [paragraph(sentence(facts.verification))] : []],
  ];
  const filled = sections.filter(([, blocks]) => blocks.length > 0);
  keepLast(filled.at(-1)?.[1] ?? []);
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

/** The last words of the body stay with the signature: no page bears a signature alone. */
function keepLast(blocks: Block[]): void {
  const last = blocks.at(-1);
  if (last?.kind === 'paragraph') blocks[blocks.length - 1] = { ...last, keep: true };
}

function titleOf(facts: NoticeFacts): string[] {
  const { name } = WORDING[facts.instrument];
  const families = new Set(facts.alerts.map((alert) => alert.rule.slice(0, 1)));
  if (facts.instrument === 'warning')
    return [families.size === 1 && families.has('S') ? SETTLEMENT_WARNING : name];
  const only = families.size === 1 ? MATTERS[[...families][0] as string] : undefined;
  return [`关于${facts.project.name}`, `${only ?? '农民工工资支付保障'}问题的${name}`];
}

function numberOf(facts: NoticeFacts): string {
  return facts.number ?? '（草稿，未编号）';
}

function openingSentence(facts: NoticeFacts, wording: Wording): string {
  const project = `${facts.project.name}（项目编码：${facts.project.code}）`;
  return `经农民工工资专户监测预警系统比对，截至${timeText(facts.dataTime)}，${project}${wording.opening}预警等级：${LEVELS[facts.level]}。`;
}

function alertItem(facts: NoticeFacts, alert: NoticeAlert, index: number): Block {
  const marks = [
    `规则${alert.rule}`,
    ...(alert.level === facts.level ? [] : [LEVELS[alert.level]]),
    `${formatChinese(alert.firstDay)}首次发现`,
  ];
  const about = alert.subject === '' ? '' : `${alert.subject}：`;
  const number = facts.alerts.length > 1 ? `${index + 1}. ` : '';
  const text = `${number}${alert.ruleTitle}（${marks.join('，')}）。${about}${sentence(alert.sentence)}`;
  return paragraph(text);
}

function earlierSentence(earlier: {
  number: string;
  issuedOn: string;
  unresolved: string;
}): string {
  return `${formatChinese(earlier.issuedOn)}以${earlier.number}预警，${earlier.unresolved}`;
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
    facts.trail ? `存证区块：${facts.trail.blockNo}（${facts.trail.hash.slice(0, 16)}）。` : '',
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
