import type { ProjectBook } from '../src/domain/reports/book.ts';
import { formatChinese, startOf } from '../src/lib/day.ts';
import { formatYuan } from '../src/lib/fen.ts';
import { regionName } from '../src/lib/identity.ts';
import { bookWord } from './book-words.ts';
import type { Chart } from './chart.ts';
import { wordOf } from './monthly-words.ts';
import type { Report } from './report.ts';
import type { DataTable, Section } from './sections.ts';

type Kind = DataTable['columns'][number]['kind'];

/** What a book says: the project's, and the titles of rules by their ids. */
export interface BookFacts extends Omit<ProjectBook, 'project'> {
  project: Pick<
    ProjectBook['project'],
    | ('projectCode' | 'name' | 'regionCode' | 'fundSource' | 'status' | 'confirmed')
    | ('startsOn' | 'endsOn' | 'permitOn')
  >;
  titles: Readonly<Record<string, string>>;
}

/** 一项目一册, as it is drawn: the parties, the account, the wages, the settlements, the alerts and the papers of one project. */
export function composeBook(facts: BookFacts): Report {
  const { project, parties, day } = facts;
  return {
    title: '项目工资支付监测档案',
    under: [`${project.name}（${project.projectCode}）`, `截至${formatChinese(day)}`],
    author: parties.find(({ role }) => role === 'contractor')?.name ?? project.name,
    at: startOf(day),
    sections: [
      projectSection(facts),
      accountSection(facts),
      wageSection(facts),
      settlementSection(facts),
      alertSection(facts),
      noticeSection(facts),
    ],
  };
}

const or = (text: string | null | undefined) => text ?? '—';

const table = (title: string, columns: [string, Kind][], rows: DataTable['rows']): DataTable => ({
  title,
  columns: columns.map(([name, kind]) => ({ title: name, kind })),
  rows,
});

/** A table, or words where it would be empty. */
const listed = (heading: string, none: string, one: DataTable, chart?: Chart): Section =>
  one.rows.length === 0
    ? { heading, paragraphs: [none], figures: [] }
    : { heading, paragraphs: [], figures: [{ ...(chart && { chart }), tables: [one] }] };

function projectSection({ project, parties, terms }: BookFacts): Section {
  const pairs: [string, string][] = [
    ['项目编码', project.projectCode],
    ['项目名称', project.name],
    ['所在区县', regionName(project.regionCode)],
    ['资金来源', bookWord(project.fundSource)],
    ['状态', `${bookWord(project.status)}${project.confirmed ? '' : '（待主管部门确认）'}`],
    ['施工许可', or(project.permitOn)],
    ['开工、竣工', `${or(project.startsOn)}至${or(project.endsOn)}`],
    ...(terms ? termPairs(terms) : []),
  ];
  const companies = table(
    '参建单位',
    [
      ['身份', 'middle'],
      ['单位', 'text'],
      ['统一社会信用代码', 'middle'],
      ['进场', 'middle'],
      ['退场', 'middle'],
    ],
    parties.map(({ role, name, uscc, from, to }) => [
      bookWord(role),
      or(name),
      uscc,
      or(from),
      or(to),
    ]),
  );
  const about = table(
    '项目和合同',
    [
      ['事项', 'middle'],
      ['内容', 'text'],
    ],
    pairs,
  );
  return {
    heading: '一、项目和参建单位',
    paragraphs: [],
    figures: [{ tables: [about, companies] }],
  };
}

function termPairs(terms: NonNullable<BookFacts['terms']>): [string, string][] {
  const { signedOn, totalFen, labourCostFen, labourCostRatio, transferDay, payDay } = terms;
  const labour =
    labourCostFen !== null
      ? `每月${formatYuan(labourCostFen)}元`
      : labourCostRatio !== null
        ? `当月产值的${labourCostRatio}`
        : '未约定';
  const agreed = (dayNo: number | null, offset: number) =>
    dayNo === null ? '未约定' : `${offset === 1 ? '次月' : '当月'}${dayNo}日`;
  return [
    ['合同', `${signedOn}签订，总价${formatYuan(totalFen)}元`],
    ['人工费用', `${labour}，拨付日${transferDay === null ? '未约定' : `每月${transferDay}日`}`],
    ['工资支付日', agreed(payDay, terms.payMonthOffset ?? 1)],
    ['审计约定', bookWord(terms.auditClause)],
  ];
}

function accountSection({ accounts, entries }: BookFacts): Section {
  const kept = table(
    '工资专用账户',
    [
      ['开户银行', 'text'],
      ['尾号', 'middle'],
      ['开户', 'middle'],
      ['备案', 'middle'],
      ['销户', 'middle'],
      ['余额（元）', 'yuan'],
    ],
    accounts.map(({ bank, last4, openedOn, filedOn, closedOn, balanceFen }) => [
      ...[bank, last4, openedOn, or(filedOn), or(closedOn)],
      balanceFen,
    ]),
  );
  const flows = table(
    '各月收支（元）',
    [
      ['月份', 'text'],
      ['收入笔数', 'count'],
      ['收入', 'yuan'],
      ['支出笔数', 'count'],
      ['支出', 'yuan'],
      ['月末余额', 'yuan'],
    ],
    entries.map(({ month, credits, creditFen, debits, debitFen, balanceFen }) => [
      ...[month, credits, creditFen, debits, debitFen, balanceFen],
    ]),
  );
  const heading = '二、工资专用账户';
  if (accounts.length === 0)
    return { heading, paragraphs: ['尚未登记工资专用账户。'], figures: [] };
  return {
    heading,
    paragraphs: [],
    figures: [{ tables: entries.length > 0 ? [kept, flows] : [kept] }],
  };
}

const LATEST = 24;

function wageSection({ wages }: BookFacts): Section {
  const months = [...new Set(wages.map(({ month }) => month))].slice(-LATEST);
  const sum = (month: string, of: (one: BookFacts['wages'][number]) => number) =>
    Math.round(
      wages.filter((one) => one.month === month).reduce((all, one) => all + of(one), 0) / 10_000_00,
    );
  const chart: Chart = {
    title: '各月工资到账情况',
    unit: '万元',
    categories: months.map((month) => month.slice(2)),
    series: [
      {
        name: '已到账',
        colour: '#2e7d4f',
        values: months.map((month) => sum(month, ({ metFen }) => metFen)),
      },
      {
        name: '未到账',
        colour: '#c62828',
        values: months.map((month) =>
          sum(month, ({ amountFen, metFen }) => Math.max(0, (amountFen ?? 0) - metFen)),
        ),
      },
    ],
  };
  const paid = table(
    '各月工资（元）',
    [
      ['月份', 'middle'],
      ['用人单位', 'text'],
      ['人数', 'count'],
      ['应发日', 'middle'],
      ['应发', 'yuan'],
      ['已到账', 'yuan'],
      ['付清日', 'middle'],
    ],
    wages.map(({ month, employer, workers, dueDay, amountFen, metFen, metOn }) => [
      ...[month, employer, workers, dueDay],
      ...[amountFen ?? '未报表', metFen, metOn ?? '未付清'],
    ]),
  );
  return listed('三、工资发放', '尚无到期的工资。', paid, chart);
}

function settlementSection({ settlements }: BookFacts): Section {
  const clocks = table(
    '结算及其期限',
    [
      ['序号', 'count'],
      ['结算', 'text'],
      ['送审', 'middle'],
      ['送审金额（元）', 'yuan'],
      ['审核期限', 'middle'],
      ['支付期限', 'middle'],
      ['状态', 'middle'],
    ],
    settlements.map((one, index) => [
      index + 1,
      `${bookWord(one.level)}${one.reference === null ? '' : `（${one.reference}）`}`,
      one.deliveredOn,
      one.claimedFen,
      or(one.reviewDueDay),
      or(one.paymentDueDay),
      bookWord(one.status),
    ]),
  );
  const steps = table(
    '结算经过',
    [
      ['序号', 'count'],
      ['日期', 'middle'],
      ['经过', 'middle'],
      ['陈述人', 'middle'],
      ['金额（元）', 'yuan'],
      ['理由', 'text'],
    ],
    settlements.flatMap(({ steps: all }, index) =>
      all.map(({ onDay, step, statedBy, amountFen, reason }) => [
        ...[index + 1, onDay, bookWord(step), bookWord(statedBy)],
        ...[amountFen ?? '—', reason === null ? '—' : wordOf(reason)],
      ]),
    ),
  );
  const section = listed('四、结算', '没有登记结算。', clocks);
  if (steps.rows.length > 0) section.figures.push({ tables: [steps] });
  return section;
}

const LEVELS = ['', '黄色', '橙色', '红色'];

function alertSection({ alerts, titles }: BookFacts): Section {
  return listed(
    '五、预警',
    '没有预警。',
    table(
      '预警',
      [
        ['规则', 'middle'],
        ['事项', 'text'],
        ['月份', 'middle'],
        ['等级', 'middle'],
        ['金额（元）', 'yuan'],
        ['发现', 'middle'],
        ['解除', 'middle'],
        ['状态', 'middle'],
      ],
      alerts.map(({ rule, period, level, amountFen, openedOn, clearedOn, status }) => [
        ...[rule, titles[rule] ?? rule, period === '-' ? '—' : period, LEVELS[level] ?? ''],
        ...[amountFen, openedOn, or(clearedOn), bookWord(status)],
      ]),
    ),
  );
}

function noticeSection({ notices }: BookFacts): Section {
  return listed(
    '六、文书',
    '没有文书。',
    table(
      '文书',
      [
        ['文书', 'text'],
        ['主送', 'text'],
        ['签发', 'middle'],
        ['送达', 'middle'],
        ['回复期限', 'middle'],
        ['回复', 'middle'],
        ['状态', 'middle'],
      ],
      notices.map((one) => [
        ...[wordOf(one.instrument) + (one.number ?? ''), or(one.addressee), or(one.issuedOn)],
        ...[or(one.servedOn), or(one.replyDueOn), or(one.repliedOn), bookWord(one.status)],
      ]),
    ),
  );
}
