import type { WorkerList } from '../src/domain/notices/workers.ts';
import type { Cell, Crosstab } from '../src/domain/reports/crosstab.ts';
import type { MonthlyReport } from '../src/domain/reports/monthly.ts';
import { addMonths } from '../src/lib/day.ts';
import type { AnyPaper } from './any-paper.ts';
import type { BookFacts } from './book.ts';
import { LARGEST, MIXED, repeated, SIZES, type Size } from './samples.ts';
import type { WageFacts } from './wage-statement.ts';

// Invented reports, books, statements and lists, to look at without a database. Nobody named here exists.

const OWNER = { uscc: '91320799MA0000001A', name: '虚构城市建设投资有限公司' };
const CONTRACTOR = { uscc: '91320799MA0000003T', name: '虚构建工集团有限公司' };
const EMPLOYER = { uscc: '91320799MA0000005M', name: '虚构劳务有限公司' };

const projectName = (size: Size) =>
  size === 'extreme' ? repeated(120) : '虚构安置房二期（一标段）工程';
const employerName = (size: Size) => (size === 'extreme' ? MIXED : EMPLOYER.name);

/** Counts with their totals; a cell's money is so much for each. */
function figuresOf(
  rows: string[],
  columns: string[],
  count: (i: number, j: number) => number,
  fenEach: number,
): Crosstab {
  const inner = rows.map((_, i) => columns.map((__, j) => count(i, j)));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const wide = inner.map((row) => [...row, sum(row)]);
  const whole = [...wide, [...columns, ''].map((_, j) => sum(wide.map((row) => row[j] ?? 0)))];
  const cellOf = (counted: number): Cell => ({
    count: counted,
    fen: Math.min(counted * fenEach, LARGEST),
    workers: counted * 12,
  });
  return { rows, columns, cells: whole.map((row) => row.map(cellOf)) };
}

const REGIONS = ['320703', '320706', '320707', '320722', '320723', '320724', '320771'];
const PAID = ['on-time', 'late', 'part', 'none', 'unclaimed', 'nothing-due'];
const LEVELS = ['red', 'orange', 'yellow'];
const AGES = ['7', '30', '90', 'older'];
const PRETEXTS = ['AUD-GOV', 'AUD-FIN', 'AUD-FINAL', 'suspected', 'banned', 'unstated'];
const STAGES = ['review', 'payment', 'reason-only'];
const INSTRUMENTS = ['reminder', 'warning', 'supervision', 'referral'];
const OUTCOMES = ['accepted', 'answered', 'waiting', 'overdue', 'unserved', 'withdrawn'];

/** Nothing at all in a district, a city's month, a month in which everything went wrong. */
function monthlyOf(size: Size): MonthlyReport {
  const many = { short: 0, long: 3, extreme: 9_999 }[size];
  const fen = size === 'extreme' ? LARGEST : 187_650_00;
  const count = (i: number, j: number) => many * ((i * 5 + j * 3) % 4);
  const party = (index: number, name: string) => ({
    ...{ uscc: `91320799MA${String(index).padStart(8, '0')}`, name, projects: 2, count: 9 },
    ...{ fen: fen - index, workers: 40 + many },
  });
  const parties = (kind: string) =>
    Array.from({ length: many > 0 ? 10 : 0 }, (_, n) =>
      party(n, size === 'extreme' ? `${repeated(116)}有限公司` : `虚构第${n + 1}${kind}有限公司`),
    );
  return {
    ...{ month: '2026-09', edition: 'internal', day: '2026-09-30' },
    region: size === 'short' ? '320706' : '3207',
    authority: '虚构市住房和城乡建设局',
    summary: {
      ...{ registered: 1 + 50 * many, due: 49 * many, paying: 47 * many, paidInFull: 42 * many },
      ...{ onTime: 36 * many, dueFen: fen * Math.sign(many), paidFen: 0, workers: 2_700 * many },
    },
    projects: figuresOf(size === 'short' ? ['320706'] : REGIONS, PAID, count, fen),
    wageArrears: figuresOf(LEVELS, AGES, count, fen),
    transferArrears: figuresOf(LEVELS, AGES, count, fen),
    settlements: figuresOf(PRETEXTS, STAGES, count, fen),
    notices: figuresOf(INSTRUMENTS, OUTCOMES, count, 0),
    topParties: { contractors: parties('建工'), owners: parties('置业') },
  };
}

/** The city's month as the public may see it, with a district's small numbers kept back. */
function publicMonth(): MonthlyReport {
  const month = monthlyOf('long');
  const none: Cell = { count: null, fen: null, workers: null };
  const [first = [], second = [], ...rest] = month.projects.cells;
  const kept = [first, second].map((row) => [none, none, ...row.slice(2)]);
  return {
    ...month,
    edition: 'public',
    topParties: null,
    summary: { ...month.summary, paidFen: null, paying: null },
    projects: { ...month.projects, cells: [...kept, ...rest] },
  };
}

/** A project just registered, one with a year behind it, one that has seen everything. */
function bookOf(size: Size): BookFacts {
  const many = { short: 0, long: 8, extreme: 120 }[size];
  const fen = size === 'extreme' ? LARGEST : 3_050_000_00;
  const each = <T>(make: (n: number, month: string) => T, times = many) =>
    Array.from({ length: times }, (_, n) => make(n, addMonths('2026-09', n - times + 1)));
  const stated = size === 'extreme' ? repeated(400) : '待审计局出具审计报告后办理结算和付款';
  return {
    day: '2026-10-22',
    project: {
      ...{ projectCode: '3207992603150001', name: projectName(size), regionCode: '320706' },
      ...{ fundSource: 'government', status: 'active', confirmed: many > 0 },
      ...(many > 0 && { startsOn: '2026-01-05', endsOn: '2027-12-31', permitOn: '2025-12-20' }),
    },
    parties: [
      { role: 'owner', ...OWNER, from: null, to: null },
      { role: 'contractor', ...CONTRACTOR, from: null, to: null },
      ...each(
        () => ({
          ...{ role: 'subcontractor', uscc: EMPLOYER.uscc, name: employerName(size) },
          ...{ from: '2026-01-10', to: null },
        }),
        Math.ceil(many / 8),
      ),
    ],
    terms:
      many === 0
        ? null
        : {
            ...{ signedOn: '2025-12-28', totalFen: fen, labourCostFen: fen, labourCostRatio: null },
            ...{ transferDay: 10, payDay: 15, payMonthOffset: 1, auditClause: 'basis' },
          },
    accounts: each(
      () => ({
        ...{ bank: '虚构银行股份有限公司虚构分行', name: '农民工工资专用账户', last4: '0456' },
        ...{ openedOn: '2026-01-15', filedOn: '2026-01-20', closedOn: null, balanceFen: fen },
      }),
      Math.min(many, 1),
    ),
    entries: each((n, month) => ({
      ...{ month, credits: 1, creditFen: fen, debits: 118 + n, debitFen: fen, balanceFen: fen },
    })),
    wages: each((n, month) => ({
      ...{ month, employer: employerName(size), workers: 118 + n },
      ...{ dueDay: `${addMonths(month, 1)}-15`, amountFen: n === many - 1 ? null : fen },
      ...(n % 3 === 2 ? { metFen: 0, metOn: null } : { metFen: fen, metOn: `${month}-28` }),
    })),
    settlements: each(
      (n, month) => ({
        settlementId: '7-00000000000040008000000000000001',
        ...{ level: 'process', reference: `JS-${n + 1}`, claimedFen: fen, status: 'delivered' },
        ...{ deliveredOn: `${month}-02`, reviewDueDay: `${month}-28`, reviewedOn: null },
        ...{ paymentDueDay: null, paidOn: null },
        steps: ['AUD-GOV', stated].map((reason) => ({
          ...{ onDay: `${month}-20`, step: 'delay-stated', statedBy: 'owner' },
          ...{ amountFen: null, reason },
        })),
      }),
      Math.ceil(many / 8),
    ),
    alerts: each((n, month) => ({
      ...{ rule: n % 2 ? 'W01' : 'S02', level: (n % 3) + 1, status: n % 5 ? 'cleared' : 'open' },
      ...{ period: n % 2 ? month : '-', amountFen: fen, dueDay: `${month}-15` },
      ...{ openedOn: `${month}-16`, clearedOn: n % 5 ? `${month}-20` : null },
    })),
    notices: each(
      (n, month) => ({
        ...{ number: `虚建预警〔2026〕${n + 1}号`, instrument: 'warning', status: 'overdue' },
        ...{ addressee: employerName(size), issuedOn: `${month}-16`, servedOn: `${month}-17` },
        ...{ replyDueOn: `${month}-24`, repliedOn: null },
      }),
      Math.ceil(many / 4),
    ),
    titles: { W01: '月工资逾期未发', S02: '以未完成审计为由延期结算' },
  };
}

/** A worker without a line, one with a year of them, one with hundreds, corrected again and again. */
function statementOf(size: Size): WageFacts {
  const many = { short: 0, long: 12, extreme: 240 }[size];
  const fen = size === 'extreme' ? 99_999_999_99 : 5_900_00;
  return {
    ...{ projectCode: '3207992603150001', projectName: projectName(size) },
    contractor: CONTRACTOR.name,
    name: size === 'extreme' ? '阿卜杜热西提·𬱖䶮㛃 Ablimit Rozi' : '王某某',
    idNumber: '**************4321',
    engagements: Array.from({ length: Math.max(1, Math.ceil(many / 40)) }, () => ({
      ...{ employer: employerName(size), team: size === 'short' ? null : '木工一班' },
      ...{ enteredOn: '2025-10-10', exitedOn: size === 'extreme' ? '2026-09-30' : null },
    })),
    ...{ from: '2025-10', to: '2026-09', day: '2026-10-22' },
    siteCode: '0000 0174 7311',
    askAt: size === 'short' ? null : 'https://wage.example/my-wages',
    lines: Array.from({ length: many }, (_, n) => ({
      ...{ month: addMonths('2025-10', n % 12), employer: employerName(size) },
      ...{ kind: n < 12 ? 'regular' : 'correction', replaced: n + 12 < many, workDays: 24 },
      ...{ grossFen: fen + 100_00, netFen: fen, paidFen: n % 12 < 9 ? fen : 0 },
      ...(n % 12 < 9
        ? { finalOn: `${addMonths('2025-11', n % 12)}-14`, state: 'paid', cardLast4: '8812' }
        : { finalOn: null, state: 'rejected', cardLast4: null }),
    })),
  };
}

function workersOf(size: Size): WorkerList {
  const count = { short: 1, long: 60, extreme: 900 }[size];
  return {
    ...{ projectName: projectName(size), day: '2026-10-22', masked: size !== 'extreme' },
    number: size === 'short' ? null : '虚建预警〔2026〕108号',
    workers: Array.from({ length: count }, (_, n) => ({
      name: size === 'extreme' ? (['𬱖䶮㛃', '阿卜杜热西提·Rozi', '王某'][n % 3] ?? '') : '王**',
      idLast4: String(1000 + n).slice(-4),
      ...{ employerName: employerName(size), period: '2026-09' },
      owedFen: size === 'extreme' ? 99_999_999_99 : 5_900_00 + n,
    })),
  };
}

/** Reports, books, wage statements and lists of workers in each size, and a month as it is published. */
export function sampleReports(): AnyPaper[] {
  return [
    ...SIZES.map((size) => ({
      name: `monthly-${size}`,
      kind: 'monthly' as const,
      facts: monthlyOf(size),
    })),
    { name: 'monthly-public', kind: 'monthly', facts: publicMonth() },
    ...SIZES.map((size) => ({ name: `book-${size}`, kind: 'book' as const, facts: bookOf(size) })),
    ...SIZES.map((size) => ({
      name: `wage-statement-${size}`,
      kind: 'wage-statement' as const,
      facts: statementOf(size),
    })),
    ...SIZES.map((size) => ({
      name: `workers-${size}`,
      kind: 'workers' as const,
      facts: workersOf(size),
    })),
  ];
}
