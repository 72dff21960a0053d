import { formatChinese } from '../src/lib/day.ts';
import type { Block } from './blocks.ts';
import { annexBlocks, annexesOf, annexNames, partiesTable } from './notice-annex.ts';
import { factsDigest, isEarly, type NoticeFacts } from './notice-facts.ts';
import { lawParagraphs } from './notice-laws.ts';
import { factsTable } from './notice-table.ts';
import { LEVELS, MATTERS, SETTLEMENT_WARNING, WORDING, type Wording } from './notice-wording.ts';
import { openSeal } from './seal.ts';
import { chineseNumber, cleanText } from './setting.ts';

const UNSEALED = '系统生成，经审核并加盖印章后生效。';
const DATA_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d).*\+08:00$/;

/**
 * The text of a notice (提示函, 预警通知书, 督办函, 移送函), block by block, as it is printed. Parts whose facts
 * are absent are left out and the numbers close up.
 * @throws RangeError when the data time has no offset +08:00, or a day or an amount is none
 */
export function composeNotice(given: NoticeFacts, digest = factsDigest(given)): Block[] {
  const facts = cleaned(given);
  const wording = WORDING[facts.instrument];
  const sections: [string, Block[]][] = [
    ['主体信息', partiesTable(facts.parties ?? [])],
    [wording.facts, [...alertItems(facts), ...factsTable(facts.alerts)]],
    ['前期预警情况', items((facts.earlier ?? []).map(earlierSentence))],
    [wording.laws, lawParagraphs(facts.laws).map(paragraph)],
    [wording.asks, items(facts.asks)],
    [wording.reply, [paragraph(replySentence(facts, wording))]],
    ['逾期后果', items(facts.consequences ?? [])],
    ['核验方式', facts.verification ? [paragraph(sentence(facts.verification))] : []],
    ['其他事项', facts.addition ? [paragraph(sentence(facts.addition))] : []],
  ];
  const filled = sections.filter(([, blocks]) => blocks.length > 0);
  keepLast(filled.at(-1)?.[1] ?? []);
  const addressees = [facts.addressee, ...(facts.also ?? [])].map(({ name }) => name);
  return [
    {
      kind: 'head',
      organisation: facts.authority.name,
      number: numberOf(facts),
      title: titleOf(facts),
    },
    { kind: 'addressee', text: `${addressees.join('，')}：` },
    paragraph(openingSentence(facts, wording)),
    ...filled.flatMap(([title, blocks], index): Block[] => [
      { kind: 'heading', text: `${chineseNumber(index + 1)}、${title}` },
      ...blocks,
    ]),
    ...closing(facts, digest),
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
  if (facts.instrument === 'referral')
    return [`关于${facts.project.name}`, '工资支付隐患线索的移送函'];
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

/** One alert is a paragraph; of several each has a heading of the second level. */
function alertItems(facts: NoticeFacts): Block[] {
  return facts.alerts.flatMap((alert, index): Block[] => {
    const about = alert.subject === '' ? '' : `${alert.subject}：`;
    const marks = [
      `规则${alert.rule}`,
      ...(alert.level === facts.level ? [] : [LEVELS[alert.level]]),
      `${formatChinese(alert.firstDay)}首次发现`,
    ].join('，');
    const said = `${about}${sentence(alert.sentence)}`;
    const several = facts.alerts.length > 1;
    if (several && !isEarly(facts))
      return [
        { kind: 'subheading', text: `（${chineseNumber(index + 1)}）${alert.ruleTitle}` },
        paragraph(`${said}（${marks}。）`),
      ];
    const number = several ? `${index + 1}. ` : '';
    return [paragraph(`${number}${alert.ruleTitle}（${marks}）。${said}`)];
  });
}

function earlierSentence(earlier: {
  number: string;
  issuedOn: string;
  unresolved: string;
}): string {
  return `${formatChinese(earlier.issuedOn)}以${earlier.number}预警，${earlier.unresolved}`;
}

function replySentence(facts: NoticeFacts, wording: Wording): string {
  if (facts.replyDays === 0) return `请将处理情况函告${facts.authority.name}。`;
  const by = facts.replyDay
    ? `于${formatChinese(facts.replyDay)}前（含当日）`
    : `自收到${wording.self}之日起${facts.replyDays}个工作日内`;
  const how = facts.replyHow ?? '以书面形式（加盖公章）';
  return `请${by}，${how}将办理情况反馈${facts.authority.name}。`;
}

function closing(facts: NoticeFacts, digest: string): Block[] {
  const { phone, contact } = facts.authority;
  const remark = [contact && `联系人：${contact}`, phone && `联系电话：${phone}`].filter(Boolean);
  const date = facts.issuedOn ? formatChinese(facts.issuedOn) : '（未签发）';
  const organisation = facts.authority.name;
  const annexes = annexesOf(facts);
  return [
    { ...paragraph(dataSentence(facts, digest)), keep: true },
    ...(facts.approved ? [] : [{ ...paragraph(UNSEALED), strong: true, keep: true }]),
    ...annexNames(annexes),
    { kind: 'signature', organisation, date, ...(facts.seal && { seal: openSeal(facts.seal) }) },
    ...(remark.length > 0 ? [{ kind: 'remark' as const, text: remark.join('，') }] : []),
    ...(facts.verify ? [{ kind: 'verify' as const, ...facts.verify }] : []),
    ...annexBlocks(annexes),
    ...copiesBlock(facts),
  ];
}

function dataSentence(facts: NoticeFacts, digest: string): string {
  const rules = new Set(
    facts.alerts.map(({ rule, ruleVersion }) =>
      ruleVersion ? `${rule}（版本${ruleVersion}）` : rule,
    ),
  );
  const usccs = [facts.addressee, ...(facts.also ?? [])].flatMap(({ uscc }) => uscc ?? []);
  return [
    `数据截止时间：${timeText(facts.dataTime)}。`,
    usccs.length > 0 ? `主送单位统一社会信用代码：${usccs.join('、')}。` : '',
    `触发规则：${[...rules].join('、')}。`,
    `事实校验码：${digest.slice(0, 16)}。`,
    facts.trail ? `存证区块：${facts.trail.blockNo}（${facts.trail.hash.slice(0, 16)}）。` : '',
  ].join('');
}

/** 版记; an early paper has one for its copies only. */
function copiesBlock(facts: NoticeFacts): Block[] {
  const text = facts.copies.join('，');
  if (isEarly(facts)) return text === '' ? [] : [{ kind: 'copies', text }];
  const printed = facts.issuedOn ? `${formatChinese(facts.issuedOn)}印发` : '（未印发）';
  const imprint = { organisation: facts.authority.name, date: printed };
  return [{ kind: 'copies', text, imprint }];
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
