import type { TopParty } from '../src/domain/reports/alerts.ts';
import type { Cell, Crosstab } from '../src/domain/reports/crosstab.ts';
import type { MonthlyReport } from '../src/domain/reports/monthly.ts';
import { formatChinese, formatMonth } from '../src/lib/day.ts';
import { formatYuan } from '../src/lib/fen.ts';
import { regionName } from '../src/lib/identity.ts';
import type { Chart } from './chart.ts';
import { wordOf } from './monthly-words.ts';
import type { DataTable, Section } from './sections.ts';

const COLOURS: Readonly<Record<string, string>> = {
  red: '#c62828',
  orange: '#ef8c1a',
  yellow: '#f4d03f',
  'on-time': '#2e7d4f',
  late: '#9ccc65',
  part: '#f4d03f',
  none: '#c62828',
  unclaimed: '#6d6d6d',
  'nothing-due': '#cfd8dc',
  review: '#ef8c1a',
  payment: '#c62828',
  'reason-only': '#f4d03f',
  accepted: '#2e7d4f',
  answered: '#9ccc65',
  waiting: '#90caf9',
  overdue: '#c62828',
  unserved: '#cfd8dc',
  withdrawn: '#6d6d6d',
};

/** The report in words, charts and tables, in the order in which it is read. */
export function monthlySections(report: MonthlyReport): Section[] {
  const parts = [
    paySection(report),
    arrearsSection(report),
    ...(report.topParties ? [partySection(report.topParties)] : []),
    settlementSection(report),
    noticeSection(report),
    meaningSection(report),
  ];
  return parts.map((part, index) => ({ ...part, heading: `${NUMBERS[index]}、${part.heading}` }));
}

const NUMBERS = ['一', '二', '三', '四', '五', '六'];

const isCity = ({ projects }: MonthlyReport) => projects.rows.length > 1;
const totalOf = ({ cells }: Crosstab): Cell => cells.at(-1)?.at(-1) as Cell;
const said = (value: number | null, unit: string) =>
  value === null ? '（不公布）' : `${value}${unit}`;
const money = (fen: number | null) => (fen === null ? '（不公布）' : `${formatYuan(fen)}元`);

function paySection(report: MonthlyReport): Section {
  const { summary, projects } = report;
  const shown = [
    `在册项目${said(summary.registered, '个')}，在册用工${said(summary.workers, '人')}。`,
    `本月有应发工资的项目${said(summary.due, '个')}，其中已发放的${said(summary.paying, '个')}，足额发放的${said(summary.paidInFull, '个')}，按时足额发放的${said(summary.onTime, '个')}。`,
    `本月应发工资${money(summary.dueFen)}，已到账${money(summary.paidFen)}。`,
  ];
  const table: DataTable = {
    title: '各区县项目工资发放情况（个）',
    columns: [
      { title: '区县', kind: 'text' },
      ...projects.columns.map((key) => ({ title: wordOf(key), kind: 'count' as const })),
      { title: '合计', kind: 'count' },
    ],
    rows: rowsOf(projects, 'count', regionName),
    even: true,
  };
  const amounts: DataTable = {
    title: '各区县应发工资和在册用工',
    columns: [
      { title: '区县', kind: 'text' },
      { title: '本月应发工资（元）', kind: 'yuan' },
      { title: '在册用工（人）', kind: 'count' },
    ],
    rows: projects.cells.map((row, i) => {
      const total = row.at(-1) as Cell;
      return [nameOfRow(projects, i, regionName), total.fen, total.workers];
    }),
  };
  return {
    heading: '工资发放',
    paragraphs: [shown.join('')],
    figures: [
      {
        chart: chartOf('各区县项目工资发放情况', '个', projects, regionName),
        tables: isCity(report) ? [table, amounts] : [table],
      },
    ],
  };
}

function arrearsSection({ wageArrears, transferArrears }: MonthlyReport): Section {
  const of = (what: string, figures: Crosstab): string => {
    const { count, fen, workers } = totalOf(figures);
    if (count === 0) return `月末没有存续的${what}预警。`;
    const people = figures === wageArrears ? `，涉及${said(workers, '人次')}` : '';
    return `月末存续的${what}预警${said(count, '件')}，金额${money(fen)}${people}。`;
  };
  const both = [
    ['工资拖欠', wageArrears],
    ['人工费用拖欠', transferArrears],
  ] as const;
  const found = both.filter(([, figures]) => totalOf(figures).count !== 0);
  return {
    heading: '拖欠预警',
    paragraphs: [both.map(([what, figures]) => of(what, figures)).join('')],
    figures: found.map(([what, figures]) => ({
      chart: chartOf(`${what}预警的等级和逾期时间`, '件', transposed(figures), wordOf),
      tables: [
        crossTable(`${what}预警（件）`, '等级', figures, 'count'),
        crossTable(`${what}金额（元）`, '等级', figures, 'fen'),
      ],
    })),
  };
}

function partySection({ contractors, owners }: NonNullable<MonthlyReport['topParties']>): Section {
  const table = (title: string, parties: readonly TopParty[], withWorkers: boolean): DataTable => ({
    title,
    columns: [
      { title: '名次', kind: 'count' },
      { title: '单位', kind: 'text' },
      { title: '项目', kind: 'count' },
      { title: '预警', kind: 'count' },
      ...(withWorkers ? [{ title: '人次', kind: 'count' as const }] : []),
      { title: '金额（元）', kind: 'yuan' },
    ],
    rows: parties.map(({ uscc, name, projects, count, fen, workers }, index) => [
      ...[index + 1, name ?? uscc, projects, count],
      ...(withWorkers ? [workers] : []),
      fen,
    ]),
  });
  const chart = (title: string, parties: readonly TopParty[], colour: string): Chart => ({
    title,
    unit: '万元',
    lying: true,
    categories: parties.map(({ name, uscc }, index) => `${index + 1}. ${name ?? uscc}`),
    series: [
      { name: '金额', colour, values: parties.map(({ fen }) => Math.round(fen / 10_000_00)) },
    ],
  });
  const both = [
    {
      title: '工资拖欠金额居前的施工总承包单位',
      parties: contractors,
      colour: '#c62828',
      people: true,
    },
    { title: '人工费用拖欠金额居前的建设单位', parties: owners, colour: '#ef8c1a', people: false },
  ].filter(({ parties }) => parties.length > 0);
  return {
    heading: '主要责任单位',
    paragraphs: both.length === 0 ? ['月末没有拖欠预警。'] : [],
    figures: both.map(({ title, parties, colour, people }) => ({
      chart: chart(title, parties, colour),
      tables: [table(title, parties, people)],
    })),
  };
}

function settlementSection({ settlements }: MonthlyReport): Section {
  const { count, fen } = totalOf(settlements);
  const used = withoutEmptyRows(settlements);
  return {
    heading: '受阻的结算',
    paragraphs: [
      count === 0
        ? '月末没有受阻的结算。'
        : `月末审核或者支付受阻的结算${said(count, '件')}，金额${money(fen)}，按所提理由列示如下。`,
    ],
    figures:
      count === 0
        ? []
        : [
            {
              chart: { ...chartOf('受阻的结算及所提理由', '件', used, wordOf), lying: true },
              tables: [
                { ...crossTable('受阻的结算（件）', '理由', used, 'count'), even: false },
                crossTable('受阻的结算金额（元）', '理由', used, 'fen'),
              ],
            },
          ],
  };
}

function noticeSection({ notices }: MonthlyReport): Section {
  const { count } = totalOf(notices);
  return {
    heading: '文书办理',
    paragraphs: [
      count === 0 ? '本月没有签发文书。' : `本月签发文书${said(count, '份')}，办理情况如下。`,
    ],
    figures:
      count === 0
        ? []
        : [
            {
              chart: chartOf('本月签发的文书及其办理情况', '份', notices, wordOf),
              tables: [crossTable('本月签发的文书（份）', '文书', notices, 'count')],
            },
          ],
  };
}

function meaningSection({ edition, day, month }: MonthlyReport): Section {
  return {
    heading: '统计口径',
    paragraphs: [
      `本表按生成时已知的事实统计${formatMonth(month)}的情况，截至${formatChinese(day)}日终。同一月份以后再次生成，因补报、退汇、更正而可能不同。`,
      '在册项目指已登记且未完工的项目，以及本月仍有应发工资的完工项目；一个项目有几个用人单位的，以其中最差的情况为准。足额以银行反馈付至工人本人账户为准，付后退回的不算。',
      '拖欠预警按等级和自应付之日起的逾期天数列示，等级、金额为最近一次认定的结果，已核销的不计；人次按预警合计，同一人在几件预警中的重复计算。',
      ...(edition === 'public'
        ? [
            '公开版不列单位名称。不足3件或者不足3人的数字，以及可据以推算的数字，以“*”代替，不予公布。',
          ]
        : []),
    ],
    figures: [],
  };
}

const nameOfRow = ({ rows }: Crosstab, i: number, name: (key: string) => string) =>
  i < rows.length ? name(rows[i] as string) : '合计';

const rowsOf = (figures: Crosstab, what: keyof Cell, name: (key: string) => string) =>
  figures.cells.map((row, i) => [nameOfRow(figures, i, name), ...row.map((cell) => cell[what])]);

function crossTable(
  title: string,
  head: string,
  figures: Crosstab,
  what: 'count' | 'fen',
): DataTable {
  const kind = what === 'count' ? 'count' : 'yuan';
  return {
    title,
    columns: [
      { title: head, kind: 'text' },
      ...figures.columns.map((key) => ({ title: wordOf(key), kind: kind as 'count' })),
      { title: '合计', kind },
    ],
    rows: rowsOf(figures, what, wordOf),
    even: what === 'count',
  };
}

/** Its rows are what the bars stand for, its columns what they are made of. */
function chartOf(
  title: string,
  unit: string,
  figures: Crosstab,
  name: (key: string) => string,
): Chart {
  const values = (j: number) => figures.rows.map((_, i) => figures.cells[i]?.[j]?.count ?? null);
  const partial = figures.columns.some((_, j) => values(j).includes(null));
  return {
    title: partial ? `${title}（未绘出不公布的数字）` : title,
    unit,
    categories: figures.rows.map(name),
    series: figures.columns.map((key, j) => ({
      name: wordOf(key),
      colour: COLOURS[key] ?? '#6d6d6d',
      values: values(j),
    })),
  };
}

const transposed = ({ rows, columns, cells }: Crosstab): Crosstab => ({
  rows: columns,
  columns: rows,
  cells: [...columns, ''].map((_, j) => cells.map((row) => row[j] as Cell)),
});

function withoutEmptyRows({ rows, columns, cells }: Crosstab): Crosstab {
  const used = rows.map((_, i) => cells[i]?.at(-1)?.count !== 0);
  return {
    rows: rows.filter((_, i) => used[i]),
    columns,
    cells: cells.filter((_, i) => used[i] ?? true),
  };
}
