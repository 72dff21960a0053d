import { TOP_UP } from './ledger.ts';
import type { City, Expected, Plant } from './story.ts';

/** An alert as far as the report looks at it; subjects as the story names them. */
export interface FoundAlert {
  rule: string;
  projectCode: string;
  subject: string;
  period: string;
  level: string;
  status: string;
}

/** A row of the table: what was expected and what was found of it, or what nobody planted. */
export interface ReportRow extends Expected {
  projectCode: string;
  origin: 'planted' | 'consequence' | 'unplanned';
  note: string;
  found: FoundAlert | null;
}

export interface Report {
  rows: ReportRow[];
  missed: number;
  unplanned: number;
}

/**
 * Rules that find what several faults come to, and the rules whose plants explain them: on the same project, or of the
 * same subject anywhere. Whether such a sum is reached nobody plants, so none is missed.
 */
const SUMS: Record<string, { rules: readonly string[]; same: 'projectCode' | 'subject' }> = {
  W09: { rules: ['W01', 'W02', 'W03'], same: 'subject' },
  W10: { rules: ['W01', 'W02', 'W03'], same: 'subject' },
  W11: { rules: ['W01', 'W02', 'W03'], same: 'projectCode' },
  W08: { rules: ['W01', 'W02', 'W03', 'W05', 'W08'], same: 'projectCode' },
  F05: { rules: ['F01'], same: 'projectCode' },
  F03: {
    rules: ['F01', 'F02', 'F04', 'F06', 'A01', 'A04', 'M02', 'W01', 'W02', 'W03', 'W05', 'W13'],
    same: 'projectCode',
  },
  A07: { rules: ['M02', 'W01', 'W05'], same: 'projectCode' },
};

/** Whether a rule finds what several faults come to: nobody plants that. */
export const isSum = (rule: string): boolean => rule in SUMS;

/**
 * Holds what was planted against the alerts there ever were, by rule, project, subject and period;
 * an alert that came back is one row. Of two plants that expect the same the first is listed.
 */
export function compare(city: City, alerts: readonly FoundAlert[]): Report {
  const rows = new Map<string, ReportRow>();
  const expect = (one: Expected, plant: Plant, origin: ReportRow['origin']) => {
    const { projectCode, note } = plant;
    const { rule, subject, period, fromDay } = one;
    const key = keyOf({ rule, subject, period, projectCode });
    if (!rows.has(key)) {
      rows.set(key, { rule, subject, period, fromDay, projectCode, origin, note, found: null });
    }
  };
  for (const plant of city.plants) expect(plant, plant, 'planted');
  for (const plant of city.plants) for (const one of plant.also) expect(one, plant, 'consequence');
  for (const alert of alerts) {
    const row = rows.get(keyOf(alert)) ?? sumRow(city, alert) ?? unplannedRow(alert);
    row.found = alert;
    rows.set(keyOf(alert), row);
  }
  const list = [...rows.values()].sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
  return {
    rows: list,
    missed: list.filter(({ found }) => found === null).length,
    unplanned: list.filter(({ origin }) => origin === 'unplanned').length,
  };
}

/** Reads an alert of the API; `refOf` turns the server's ids into the story's refs. */
export function readAlert(
  alert: Record<string, unknown>,
  refOf: (id: string) => string,
): FoundAlert {
  const text = (name: string) => String(alert[name] ?? '');
  return {
    rule: text('rule') || text('ruleId'),
    projectCode: text('projectCode'),
    subject: refOf(text('subject')),
    period: /^\d{4}-\d{2}/.test(text('period')) ? text('period').slice(0, 7) : '-',
    level: text('level'),
    status: text('status'),
  };
}

const ORIGINS = { planted: '预设', consequence: '连带', unplanned: '未预设' } as const;
const HEADINGS = ['规则', '项目', '对象', '所属月', '来源', '发现', '状态', '说明'];
const SUBJECT_SHOWN = 10;

/** The table for a terminal. */
export function printReport({ rows }: Report): string {
  const cells = rows.map((row) => [
    row.rule,
    row.projectCode,
    row.subject.length > SUBJECT_SHOWN ? `…${row.subject.slice(-SUBJECT_SHOWN)}` : row.subject,
    row.period,
    ORIGINS[row.origin],
    row.found?.level ?? '漏报',
    row.found?.status ?? '-',
    row.note,
  ]);
  const table = [HEADINGS, ...cells];
  const widths = HEADINGS.map((_, at) => Math.max(...table.map((row) => widthOf(row[at] ?? ''))));
  return table
    .map((row) => row.map((cell, at) => padded(cell, widths[at] ?? 0)).join('  '))
    .join('\n');
}

function keyOf(one: Pick<FoundAlert, 'rule' | 'projectCode' | 'subject' | 'period'>): string {
  return [one.rule, one.projectCode, one.subject, one.period].join('|');
}

function sortKey(row: ReportRow): string {
  return [row.rule, row.projectCode, row.period, row.subject].join('|');
}

function sumRow({ plants, steps }: City, alert: FoundAlert): ReportRow | null {
  const sum = SUMS[alert.rule];
  if (sum === undefined) return null;
  const cause = plants.find(({ also, projectCode, ...main }) =>
    [main, ...also].some(
      (one) =>
        sum.rules.includes(one.rule) && { ...one, projectCode }[sum.same] === alert[sum.same],
    ),
  );
  const note = cause?.note ?? (alert.rule === 'F03' ? topUpNote(steps, alert.projectCode) : null);
  return note === null ? null : { ...unplannedRow(alert), origin: 'consequence', note };
}

/** Where the contractor pays in what is missing on the day of payment, the account was short before. */
function topUpNote(steps: City['steps'], projectCode: string): string | null {
  const entries = steps
    .filter(({ lane }) => lane === projectCode)
    .flatMap(({ action }) => ('entries' in action ? action.entries : []));
  return entries.some(({ text }) => text === TOP_UP) ? '总包单位临发放才补足专户' : null;
}

function unplannedRow(alert: FoundAlert): ReportRow {
  const { projectCode, subject } = alert;
  const [rule, period] = [alert.rule as ReportRow['rule'], alert.period as ReportRow['period']];
  return {
    rule,
    projectCode,
    subject,
    period,
    fromDay: '',
    origin: 'unplanned',
    note: '',
    found: alert,
  };
}

function widthOf(text: string): number {
  return Array.from(text).reduce((width, char) => width + (char > '\u2e7f' ? 2 : 1), 0);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
