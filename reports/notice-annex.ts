import { formatYuan } from '../src/lib/fen.ts';
import type { Block } from './blocks.ts';
import type { NoticeFacts, NoticeLaw, OrderDraft, Party } from './notice-facts.ts';
import type { Column } from './table.ts';

/** An annex of a 移送函: its name in the 附件说明 is its title. */
export interface Annex {
  title: string;
  blocks: Block[];
}

const LABOUR_OFFICE = '人力资源社会保障部门';
const FILLED_THERE = `由${LABOUR_OFFICE}填写`;
/** law.md 10.1: a supervision order is the labour office's alone; the program hands over what it may start from. */
const ORDER_MARK = `本附件是草稿数据，不是限期改正指令书，不对任何单位发生效力。限期改正指令书只能由${LABOUR_OFFICE}依法作出。`;

/** 证据清单, and draft data of 限期改正指令书, where the facts have any. */
export function annexesOf({ evidence, orders }: NoticeFacts): Annex[] {
  return [
    ...(evidence?.length ? [{ title: '证据清单', blocks: evidenceTable(evidence) }] : []),
    ...(orders?.length
      ? [{ title: '劳动保障监察限期改正指令书草稿数据', blocks: orders.flatMap(orderBlocks) }]
      : []),
  ];
}

/** 附件说明. */
export function annexNames(annexes: readonly Annex[]): Block[] {
  return annexes.length === 0
    ? []
    : [{ kind: 'annexes', names: annexes.map(({ title }) => title) }];
}

/** The annexes themselves, each on a page of its own. */
export function annexBlocks(annexes: readonly Annex[]): Block[] {
  const label = (index: number) => (annexes.length > 1 ? `附件${index + 1}` : '附件');
  return annexes.flatMap(({ title, blocks }, index): Block[] => [
    { kind: 'annex', label: label(index), title },
    ...blocks,
  ]);
}

/** 主体信息. */
export function partiesTable(parties: readonly (Party & { role: string })[]): Block[] {
  if (parties.length === 0) return [];
  const columns: Column[] = [
    { title: '主体', align: 'center' },
    { title: '名称', align: 'left', flexible: true },
    { title: '统一社会信用代码', align: 'center' },
  ];
  const rows = parties.map(({ role, name, uscc }) => [role, name, uscc ?? '—']);
  return [{ kind: 'table', columns, rows }];
}

function evidenceTable(evidence: NonNullable<NoticeFacts['evidence']>): Block[] {
  const columns: Column[] = [
    { title: '序号', align: 'center' },
    { title: '名称', align: 'left', flexible: true },
    { title: 'SHA-256 校验值', align: 'left', flexible: true },
  ];
  const rows = evidence.map(({ name, sha256 }, index) => [String(index + 1), name, sha256 ?? '—']);
  return [{ kind: 'table', columns, rows }];
}

/** The fields of the form (law.md 10.1); what only the labour office decides is left to it. */
function orderBlocks(order: OrderDraft): Block[] {
  const { respondent, found, workers, amountFen, grounds, penalties } = order;
  const whom = workers ? `${workers}名农民工` : '有关农民工';
  const owed = `支付${whom}劳动报酬${formatYuan(amountFen)}元`;
  const fields: [string, string][] = [
    ['被指令单位或个人', respondent.name + (respondent.uscc ? `（${respondent.uscc}）` : '')],
    ['认定的事实', found.join('')],
    ['立案依据', FILLED_THERE],
    ['指令依据', named(grounds)],
    ['改正的内容和期限', `${owed}；期限${FILLED_THERE}`],
    ['截止日期', FILLED_THERE],
    ['逾期处罚依据', named(penalties)],
    ['后续处理', `行政处罚事先告知、主动整改或者移交公安，${FILLED_THERE}`],
  ];
  const columns: Column[] = [
    { title: '项目', align: 'left' },
    { title: '草稿数据', align: 'left', flexible: true },
  ];
  return [
    { kind: 'paragraph', text: ORDER_MARK, strong: true, keep: true },
    { kind: 'table', columns, rows: fields },
  ];
}

/** Provisions by title and article. */
function named(laws: readonly NoticeLaw[] | null | undefined): string {
  if (!laws?.length) return FILLED_THERE;
  const byTitle = Map.groupBy(laws, ({ title }) => title);
  const titles = [...byTitle].map(
    ([title, same]) => title + same.map(({ article }) => article).join('、'),
  );
  return `${titles.join('、')}（供参考，由${LABOUR_OFFICE}确定）`;
}
