import type { Crosstab } from '../../src/domain/reports/crosstab.ts';
import type { MonthlyReport } from '../../src/domain/reports/monthly.ts';

/** Cells of a table with their totals; nothing but counts, or money of a thousand yuan and two workers each. */
function table(rows: string[], columns: string[], counts: number[][], fenEach = 0): Crosstab {
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const wide = counts.map((row) => [...row, sum(row)]);
  const whole = [...wide, [...columns, ''].map((_, j) => sum(wide.map((row) => row[j] ?? 0)))];
  return {
    rows,
    columns,
    cells: whole.map((row) =>
      row.map((count) => ({ count, fen: count * fenEach, workers: count * 2 })),
    ),
  };
}

const parties = (count: number, kind: string) =>
  Array.from({ length: count }, (_, n) => ({
    uscc: `91320700MA${String(n).padStart(8, '0')}`,
    name: `连云港${'甲乙丙丁戊己庚辛壬癸'[n]}${kind}有限公司`,
    projects: 2,
    count: 9 - n,
    fen: (10 - n) * 12_345_678_90,
    workers: 40 - n,
  }));

/** Invented figures of a city's month. */
export const monthlyFigures = (given: Partial<MonthlyReport> = {}): MonthlyReport => ({
  month: '2026-09',
  edition: 'internal',
  region: '3207',
  authority: '连云港市住房和城乡建设局',
  day: '2026-09-30',
  summary: {
    ...{ registered: 172, due: 149, paying: 141, paidInFull: 126, onTime: 109 },
    ...{ dueFen: 98_765_432_10, paidFen: 91_234_567_89, workers: 8123 },
  },
  projects: table(
    ['320703', '320706', '320707', '320722', '320723', '320724', '320771'],
    ['on-time', 'late', 'part', 'none', 'unclaimed', 'nothing-due'],
    [
      [12, 2, 1, 0, 1, 3],
      [38, 5, 6, 2, 1, 7],
      [17, 3, 2, 1, 0, 4],
      [19, 2, 3, 1, 0, 2],
      [9, 3, 1, 0, 1, 3],
      [8, 1, 1, 1, 0, 2],
      [6, 1, 1, 0, 0, 2],
    ],
    632_450_17,
  ),
  wageArrears: table(
    ['red', 'orange', 'yellow'],
    ['7', '30', '90', 'older'],
    [
      [0, 2, 5, 3],
      [1, 6, 2, 0],
      [7, 3, 0, 0],
    ],
    187_650_00,
  ),
  transferArrears: table(
    ['red', 'orange', 'yellow'],
    ['7', '30', '90', 'older'],
    [
      [0, 1, 2, 1],
      [1, 2, 0, 0],
      [4, 1, 0, 0],
    ],
    1_200_000_00,
  ),
  settlements: table(
    ['AUD-GOV', 'AUD-FIN', 'AUD-FINAL', 'suspected', 'banned', 'unstated'],
    ['review', 'payment', 'reason-only'],
    [
      [4, 2, 1],
      [3, 1, 0],
      [0, 0, 0],
      [1, 1, 0],
      [0, 2, 0],
      [5, 4, 0],
    ],
    23_456_789_00,
  ),
  notices: table(
    ['reminder', 'warning', 'supervision', 'referral'],
    ['accepted', 'answered', 'waiting', 'overdue', 'unserved', 'withdrawn'],
    [
      [9, 3, 2, 0, 1, 0],
      [4, 2, 3, 1, 0, 1],
      [1, 1, 0, 2, 0, 0],
      [0, 0, 0, 0, 0, 0],
    ],
  ),
  topParties: { contractors: parties(10, '建设工程集团'), owners: parties(3, '置业') },
  ...given,
});
