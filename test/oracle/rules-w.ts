import { addDays, addMonths, type Day, plusMonth } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { type WageDuty, wageDue } from './duties.ts';
import { isLive, later } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';
import type { Cell } from './pay.ts';
import type { Owed } from './rules-arrears.ts';

const ORANGE_DAYS = 5;
const RED_DAYS = 30;
const MANY_WORKERS = 10;
const MUCH_FEN = 6_000_000;
const FEW_WORKERS = 3;
const RESEND_DAYS = 3;
const SHIELD_DAYS = 5;
const W03_RED_DAYS = 15;
const SHEET_DAYS = 5;
const REPORT_DAYS = 5;

/** One employer's wage month: the cells of its workers and the day they were due. */
interface Payroll {
  employerUscc: string;
  month: string;
  dueOn: Day;
  cells: Cell[];
}

interface Arrears {
  payroll: Payroll;
  workers: number;
  amountFen: Fen;
  owedFen: Fen;
}

/** W01 to W03: what was not paid, not fully paid, and failed and not sent again. */
export function findArrears(view: View): Finding[] {
  const payrolls = payrollsOf(view);
  const none = payrolls.flatMap((payroll) =>
    arrearsOf(view, payroll, (cell) => cell.paidFen === 0),
  );
  const part = payrolls.flatMap((payroll) => arrearsOf(view, payroll, (cell) => cell.paidFen > 0));
  return [
    ...none.map((one) => w01(view, one, none)),
    ...part.map((one) => w02(view, one, part)),
    ...payrolls.flatMap((payroll) => w03(view, payroll)),
    ...payrolls.flatMap((payroll) => w11(view, payroll, [...none, ...part])),
  ];
}

/** What each person is owed past its day, as W01 and W02 count it. */
export function owedOn(view: View): Owed[] {
  const { facts, day } = view;
  return payrollsOf(view)
    .filter(({ dueOn }) => day > dueOn)
    .flatMap((payroll) =>
      payroll.cells.map((cell) => ({
        projectCode: facts.projectCode,
        employerUscc: payroll.employerUscc,
        month: payroll.month,
        dueOn: payroll.dueOn,
        idNumber: facts.engagements.find(({ ref }) => ref === cell.worker)?.idNumber ?? cell.worker,
        fen: unpaidFen(view, payroll, cell),
      })),
    )
    .filter(({ fen }) => fen > 0);
}

function payrollsOf({ facts, calendar, cells }: View): Payroll[] {
  const groups = Map.groupBy(cells, ({ employerUscc, month }) => `${employerUscc} ${month}`);
  return [...groups.values()].flatMap((ofOne): Payroll[] => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const { employerUscc, month } = first;
    return [{ employerUscc, month, dueOn: wageDue(facts, month, calendar).dueOn, cells: ofOne }];
  });
}

function arrearsOf(view: View, payroll: Payroll, which: (cell: Cell) => boolean): Arrears[] {
  if (view.day <= payroll.dueOn) return [];
  const cells = payroll.cells.filter((cell) => which(cell) && unpaidFen(view, payroll, cell) > 0);
  if (cells.length === 0) return [];
  const amountFen = cells.reduce((sum, cell) => sum + unpaidFen(view, payroll, cell), 0);
  const owedFen = cells.reduce((sum, cell) => sum + cell.owedFen, 0);
  return [{ payroll, workers: cells.length, amountFen, owedFen }];
}

function unpaidFen({ day, calendar }: View, { dueOn }: Payroll, cell: Cell): Fen {
  const shielded = cell.failures.filter(
    ({ failOn }) => day <= calendar.wd(later(dueOn, failOn), SHIELD_DAYS),
  );
  const withW03Fen = shielded.reduce((sum, { payFen }) => sum + payFen, 0);
  return Math.max(0, cell.owedFen - cell.paidFen - withW03Fen);
}

function isGrave(view: View, { payroll, workers, amountFen }: Arrears, all: Arrears[]): boolean {
  const before = addMonths(payroll.month, -1);
  return (
    daysLate(view, payroll.dueOn) >= RED_DAYS ||
    (workers >= MANY_WORKERS && amountFen >= MUCH_FEN) ||
    all.some(
      (one) => one.payroll.employerUscc === payroll.employerUscc && one.payroll.month === before,
    )
  );
}

function w01(view: View, arrears: Arrears, all: Arrears[]): Finding {
  const { payroll, workers, amountFen } = arrears;
  const orange = daysLate(view, payroll.dueOn) >= ORANGE_DAYS || workers >= MANY_WORKERS;
  const level = levelOf(isGrave(view, arrears, all), orange);
  return find(view, 'W01', [payroll.employerUscc, payroll.month], [level, amountFen]);
}

function w02(view: View, arrears: Arrears, all: Arrears[]): Finding {
  const { payroll, workers, amountFen, owedFen } = arrears;
  const orange = amountFen * 10 > owedFen || workers > FEW_WORKERS;
  const level = levelOf(isGrave(view, arrears, all), orange);
  return find(view, 'W02', [payroll.employerUscc, payroll.month], [level, amountFen]);
}

function w03(view: View, { employerUscc, month, dueOn, cells }: Payroll): Finding[] {
  const { day, calendar } = view;
  const failures = cells.flatMap(({ worker, failures }) =>
    failures.map(({ failOn, payFen }) => ({ worker, payFen, base: later(dueOn, failOn) })),
  );
  const overdue = failures.filter(({ base }) => day > calendar.wd(base, RESEND_DAYS));
  if (overdue.length === 0) return [];
  const workers = new Set(overdue.map(({ worker }) => worker)).size;
  const red = overdue.some(({ base }) => day > addDays(base, W03_RED_DAYS));
  const orange = overdue.some(({ base }) => day > calendar.wd(base, SHIELD_DAYS));
  const level = levelOf(red || workers >= MANY_WORKERS, orange);
  const amountFen = overdue.reduce((sum, { payFen }) => sum + payFen, 0);
  return [find(view, 'W03', [employerUscc, month], [level, amountFen])];
}

/** W11: arrears that nobody has reported in five days. */
function w11(view: View, payroll: Payroll, arrears: readonly Arrears[]): Finding[] {
  const { facts, day, calendar } = view;
  const owed = arrears.filter((one) => one.payroll === payroll);
  const isReported = facts.reports.arrears.some(
    ({ employerUscc, wageMonth, on }) =>
      employerUscc === payroll.employerUscc && wageMonth === payroll.month && on <= day,
  );
  if (isReported) return [];
  if (owed.length === 0 || day <= calendar.cal(addDays(payroll.dueOn, 1), REPORT_DAYS)) return [];
  const amountFen = owed.reduce((sum, one) => sum + one.amountFen, 0);
  return [find(view, 'W11', [payroll.employerUscc, payroll.month], ['yellow', amountFen])];
}

/** W06: lines nobody confirmed, past the cut-off or paid. A story confirms whole batches, and no line in its claim. */
export function findUnsigned(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const live = [...facts.batches.values()].filter(
    (one) => one.kind !== 'resend' && isLive(one, day),
  );
  const months = Map.groupBy(live, ({ employerUscc, month }) => `${employerUscc} ${month}`);
  return [...months.values()].flatMap((batches) => {
    const open = batches.filter(({ confirmedOn }) => confirmedOn === null || confirmedOn > day);
    const [first] = open;
    if (first === undefined) return [];
    const { employerUscc, month } = first;
    const { dueOn } = wageDue(facts, month, calendar);
    const paid = open.some(({ lines }) =>
      lines.some(({ payouts }) =>
        payouts.some(({ outcome, on }) => outcome === 'paid' && on <= day),
      ),
    );
    if (day <= calendar.wdBefore(dueOn, SHEET_DAYS) && !paid) return [];
    const count = (some: typeof batches) => some.reduce((sum, { lines }) => sum + lines.length, 0);
    const orange = count(open) * 5 >= count(batches);
    return [find(view, 'W06', [employerUscc, month], [levelOf(false, orange), 0])];
  });
}

/** W05: worked that month, on no payroll by the fifth working day before pay day. */
export function findMissingSheets(view: View): Finding[] {
  return view.wageDuties.flatMap((duty) => w05(view, duty));
}

function w05(view: View, { employerUscc, month, dueOn }: WageDuty): Finding[] {
  const { facts, day, calendar } = view;
  if (day <= calendar.wdBefore(dueOn, SHEET_DAYS)) return [];
  const lined = new Set(
    [...facts.batches.values()]
      .filter((one) => one.employerUscc === employerUscc && one.month === month && isLive(one, day))
      .flatMap(({ lines }) => lines.map(({ worker }) => worker)),
  );
  const attending = facts.engagements.filter(
    (one) => one.employerUscc === employerUscc && (one.attended.get(month) ?? '9999') <= day,
  );
  const missing = attending.filter(({ ref }) => !lined.has(ref));
  if (missing.length === 0) return [];
  const isDue = day > dueOn;
  const red =
    (isDue && missing.length * 10 >= attending.length) ||
    (lined.size === 0 && day > plusMonth(dueOn, 1));
  return [find(view, 'W05', [employerUscc, month], [levelOf(red, isDue), 0])];
}
