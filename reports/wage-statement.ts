import type { WageStatement } from '../src/domain/reports/wage-statement.ts';
import { addMonths, formatChinese, formatMonth, startOf } from '../src/lib/day.ts';
import { formatYuan, sumFen } from '../src/lib/fen.ts';
import type { Chart } from './chart.ts';
import type { Report } from './report.ts';
import type { DataTable, Section } from './sections.ts';

/** A wage statement as it is drawn. */
export interface WageFacts extends WageStatement {
  /** Where a worker asks for his wages himself; null: not told. */
  askAt: string | null;
}

const KINDS: Readonly<Record<string, string>> = {
  regular: '工资',
  supplement: '补发',
  correction: '更正',
};
const STATES: Readonly<Record<string, string>> = {
  claimed: '待复核',
  ordered: '已下达',
  accepted: '银行已受理',
  unknown: '银行未明',
  paid: '已到账',
  rejected: '付款失败',
  returned: '已退回',
};

/** 工资对账单, as it is drawn: who, the months with their sums, each line, and how to read it. */
export function composeWageStatement(facts: WageFacts): Report {
  const { name, from, to, day, contractor, projectName, siteCode, askAt } = facts;
  return {
    title: '农民工工资对账单',
    under: [projectName, `${formatMonth(from)}至${formatMonth(to)}`],
    author: contractor,
    at: startOf(day),
    sections: [
      personSection(facts),
      monthSection(facts),
      lineSection(facts),
      {
        heading: '四、说明',
        paragraphs: [
          `本对账单依据总承包单位报送的工资支付表和银行反馈的代发结果生成，截至${formatChinese(day)}。到账以银行反馈为准，付后退回的不算到账。`,
          '已被更正的记录不再计入应发，其已付的金额仍计入到账。证件号码和银行卡号只显示末四位。',
          `${name}对所列事项有异议的，可以向总承包单位劳资专管员或者工程所在地主管部门提出。`,
          ...(askAt === null
            ? []
            : [
                `本人可以随时自己查询：打开${askAt}，填写工地码${siteCode}、姓名和身份证号后六位，不用注册，不收费。`,
              ]),
        ],
        figures: [],
      },
    ],
  };
}

function personSection(facts: WageStatement): Section {
  const { name, idNumber, projectCode, projectName, contractor, engagements } = facts;
  const pairs = [
    ['姓名', name],
    ['证件号码', idNumber],
    ['项目', `${projectName}（${projectCode}）`],
    ['总承包单位', contractor],
    ...engagements.map(({ employer, team, enteredOn, exitedOn }) => [
      '用工登记',
      `${employer}${team === null ? '' : `，${team}`}，${enteredOn}进场，${exitedOn === null ? '在场' : `${exitedOn}退场`}`,
    ]),
  ];
  const table: DataTable = {
    title: '工人和用工登记',
    columns: [
      { title: '事项', kind: 'middle' },
      { title: '内容', kind: 'text' },
    ],
    rows: pairs,
  };
  return { heading: '一、基本情况', paragraphs: [], figures: [{ tables: [table] }] };
}

interface MonthSum {
  month: string;
  grossFen: number;
  netFen: number;
  paidFen: number;
  /** What is missing; what was paid too much in one month fills no other. */
  openFen: number;
}

/** Every month of the twelve, those without a line with nothing. */
export function monthSums({ from, lines }: Pick<WageStatement, 'from' | 'lines'>): MonthSum[] {
  return Array.from({ length: 12 }, (_, n) => {
    const month = addMonths(from, n);
    const own = lines.filter((line) => line.month === month);
    const owed = own.filter(({ replaced }) => !replaced);
    const netFen = sumFen(owed.map((line) => line.netFen));
    const paidFen = sumFen(own.map((line) => line.paidFen));
    const grossFen = sumFen(owed.map((line) => line.grossFen));
    return { month, grossFen, netFen, paidFen, openFen: Math.max(0, netFen - paidFen) };
  });
}

function monthSection(facts: WageStatement): Section {
  const sums = monthSums(facts);
  const total = (what: Exclude<keyof MonthSum, 'month'>) => sumFen(sums.map((one) => one[what]));
  const rowOf = ({ month, grossFen, netFen, paidFen, openFen }: MonthSum) => [
    ...[month, grossFen, grossFen - netFen, netFen, paidFen, openFen],
  ];
  const all: MonthSum = {
    month: '合计',
    grossFen: total('grossFen'),
    netFen: total('netFen'),
    paidFen: total('paidFen'),
    openFen: total('openFen'),
  };
  const table: DataTable = {
    title: '各月工资（元）',
    columns: [
      { title: '工资月份', kind: 'text' },
      ...['应发', '扣除', '实发应得', '已到账', '未到账'].map((title) => ({
        title,
        kind: 'yuan' as const,
      })),
    ],
    rows: [...sums, all].map(rowOf),
  };
  const bars = (what: 'paidFen' | 'openFen') => sums.map((one) => Math.round(one[what] / 100));
  const chart: Chart = {
    title: '各月工资到账情况',
    unit: '元',
    categories: sums.map(({ month }) => month.slice(2)),
    series: [
      { name: '已到账', colour: '#2e7d4f', values: bars('paidFen') },
      { name: '未到账', colour: '#c62828', values: bars('openFen') },
    ],
  };
  const open = all.openFen > 0 ? `尚有${formatYuan(all.openFen)}元未到账` : '没有未到账的工资';
  const words = `十二个月实发应得${formatYuan(all.netFen)}元，已到账${formatYuan(all.paidFen)}元，${open}。`;
  return { heading: '二、各月工资', paragraphs: [words], figures: [{ chart, tables: [table] }] };
}

function lineSection({ lines }: WageStatement): Section {
  const table: DataTable = {
    title: '工资支付表中的记录（元）',
    columns: [
      { title: '月份', kind: 'middle' },
      { title: '用人单位', kind: 'text' },
      { title: '类别', kind: 'middle' },
      { title: '出勤', kind: 'count' },
      { title: '实发应得', kind: 'yuan' },
      { title: '已到账', kind: 'yuan' },
      { title: '到账日', kind: 'middle' },
      { title: '状态', kind: 'middle' },
      { title: '卡尾号', kind: 'middle' },
    ],
    rows: lines.map((line) => [
      line.month,
      line.employer,
      (KINDS[line.kind] ?? line.kind) + (line.replaced ? '（已更正）' : ''),
      line.workDays ?? '—',
      line.netFen,
      line.paidFen,
      line.state === 'paid' ? (line.finalOn ?? '—') : '—',
      line.state === 'paid' && line.paidFen < line.netFen
        ? '部分到账'
        : (STATES[line.state] ?? line.state),
      line.cardLast4 ?? '—',
    ]),
  };
  return {
    heading: '三、支付记录',
    paragraphs: lines.length === 0 ? ['这十二个月的工资支付表中没有该工人的记录。'] : [],
    figures: lines.length === 0 ? [] : [{ tables: [table] }],
  };
}
