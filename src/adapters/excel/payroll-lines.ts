import type { Month } from '../../lib/day.ts';
import { type Fen, sumFen } from '../../lib/fen.ts';
import type { Cell, SheetRow } from './cells.ts';
import type { Column } from './heading-columns.ts';
import type { DeductionKind, PayrollField } from './heading-names.ts';
import type { PayrollHeading } from './headings.ts';
import {
  type Reading,
  readAmount,
  readCard,
  readCreditCode,
  readIdentity,
  readMonth,
  readName,
  readText,
  readWorkDays,
  readYesNo,
} from './payroll-values.ts';

/** One bad or doubtful place: row as Excel shows it (null for the whole file), column letters. */
export interface RowFault {
  row: number | null;
  column: string | null;
  heading: string | null;
  code: string;
  message: string;
}

/** A worker's wages for a month: gross − deductions = net, all zero or more. */
export interface PayrollSheetLine {
  row: number;
  name: string;
  idNumber: string | null;
  team: string | null;
  cardNo: string | null;
  workDays: number | null;
  grossFen: Fen;
  deductions: { kind: DeductionKind; amountFen: Fen }[];
  netFen: Fen;
  wageMonth: Month | null;
  slipNo: string | null;
  employerUscc: string | null;
  isBackPay: boolean | null;
  backPayMonth: Month | null;
}

/** Fields that a merged range gives to every row it covers. */
export const FILLS_DOWN: readonly PayrollField[] = [
  'team',
  'employerUscc',
  'wageMonth',
  'isBackPay',
  'backPayMonth',
];

/**
 * Reads one row under a wage table's heading and adds every fault it has to `faults`.
 * @returns the line, or undefined when the row has a fault
 */
export function readPayrollLine(
  row: SheetRow,
  heading: PayrollHeading,
  faults: RowFault[],
  warnings: RowFault[],
): PayrollSheetLine | undefined {
  const before = faults.length;
  const cells = new RowCells(row, heading, faults);
  const name = cells.read('name', readName);
  if (name === null && faults.length === before) {
    cells.fault('name', 'name-missing', '没有姓名，请补填；如不是人员行，请删除这一行。');
  }
  const card = cells.read('cardNo', readCard);
  if (card?.doubtful) {
    warnings.push(cells.place('cardNo', 'card-no-doubtful', '银行卡号未通过校验，请与卡片核对。'));
  }
  const line = {
    row: row.number,
    name: name ?? '',
    idNumber: cells.read('idNumber', readIdentity),
    team: cells.read('team', readText),
    cardNo: card?.cardNo ?? null,
    workDays: cells.read('workDays', readWorkDays),
    wageMonth: cells.read('wageMonth', readMonth),
    slipNo: cells.read('slipNo', readText),
    employerUscc: cells.read('employerUscc', readCreditCode),
    isBackPay: cells.read('isBackPay', readYesNo),
    backPayMonth: cells.read('backPayMonth', readMonth),
  };
  const amounts = readAmounts(cells);
  return amounts === undefined || faults.length > before ? undefined : { ...line, ...amounts };
}

type Amounts = Pick<PayrollSheetLine, 'grossFen' | 'deductions' | 'netFen'>;

function readAmounts(cells: RowCells): Amounts | undefined {
  const before = cells.faultCount();
  const gross = cells.has('gross') ? cells.required('gross') : undefined;
  const net = cells.has('net') ? cells.required('net') : undefined;
  const deductions = readDeductions(cells);
  if (cells.faultCount() > before) return undefined;
  const deductedFen = sumFen(deductions.map((deduction) => deduction.amountFen));
  const grossFen = gross ?? sumFen([net ?? 0, deductedFen]);
  const netFen = net ?? grossFen - deductedFen;
  if (netFen < 0 || netFen > grossFen) {
    const message = '实发金额大于应发金额，或扣款超过应发金额，请核对应发、扣款和实发。';
    cells.fault(cells.has('net') ? 'net' : 'gross', 'net-above-gross', message);
    return undefined;
  }
  if (grossFen - deductedFen === netFen) return { grossFen, deductions, netFen };
  if (cells.hasDeductions()) {
    cells.fault('net', 'amounts-do-not-add-up', '应发减去各项扣款不等于实发，请核对。');
    return undefined;
  }
  const amountFen = grossFen - netFen;
  return { grossFen, deductions: [{ kind: 'unspecified', amountFen }], netFen };
}

function readDeductions(cells: RowCells): { kind: DeductionKind; amountFen: Fen }[] {
  const sums = new Map<DeductionKind, Fen>();
  for (const column of cells.deductionColumns()) {
    const amountFen = cells.readColumn(column, readDeduction);
    const kind = column.kind ?? 'unspecified';
    if (amountFen) sums.set(kind, sumFen([sums.get(kind) ?? 0, amountFen]));
  }
  return [...sums].map(([kind, amountFen]) => ({ kind, amountFen }));
}

function readDeduction(cell: Cell): Reading<Fen> {
  return /^\s*[-—–/无]+\s*$/.test(cell.text) ? { value: 0 } : readAmount(cell);
}

/** The cells of one row by field, with a place to put what is wrong with them. */
class RowCells {
  readonly #row: SheetRow;
  readonly #columns: readonly Column[];
  readonly #faults: RowFault[];

  constructor(row: SheetRow, heading: PayrollHeading, faults: RowFault[]) {
    this.#row = row;
    this.#columns = heading.columns;
    this.#faults = faults;
  }

  has(field: PayrollField): boolean {
    return this.#columns.some((column) => column.field === field);
  }

  hasDeductions(): boolean {
    return this.deductionColumns().length > 0;
  }

  /** The single deductions; a column of their total counts only where there are none. */
  deductionColumns(): Column[] {
    const single = this.#columns.filter((column) => column.field === 'deduction');
    return single.length > 0
      ? single
      : this.#columns.filter(({ field }) => field === 'deductionTotal');
  }

  read<Value>(field: PayrollField, reader: (cell: Cell) => Reading<Value>): Value | null {
    const column = this.#columns.find((entry) => entry.field === field);
    return column === undefined ? null : this.readColumn(column, reader);
  }

  required(field: 'gross' | 'net'): Fen {
    const before = this.#faults.length;
    const amountFen = this.read(field, readAmount);
    if (amountFen === null && this.#faults.length === before) {
      const message =
        '金额为空，请补填；如是公式，请用 Excel 或 WPS 打开并保存一次，使结果存入文件。';
      this.fault(field, 'amount-missing', message);
    }
    return amountFen ?? 0;
  }

  readColumn<Value>(column: Column, reader: (cell: Cell) => Reading<Value>): Value | null {
    const cell = this.#row.cells[column.column - 1];
    if (cell === undefined || cell.kind === 'uncalculated') return null;
    if (cell.mergedFrom?.row === this.#row.number) return null;
    const reading = this.#readable(column, cell) ?? reader(cell);
    if ('value' in reading) return reading.value;
    this.#faults.push(this.#at(column, reading.code, reading.message));
    return null;
  }

  fault(field: PayrollField, code: string, message: string): void {
    this.#faults.push(this.place(field, code, message));
  }

  place(field: PayrollField, code: string, message: string): RowFault {
    return this.#at(
      this.#columns.find((column) => column.field === field),
      code,
      message,
    );
  }

  faultCount(): number {
    return this.#faults.length;
  }

  #readable(column: Column, cell: Cell): { code: string; message: string } | undefined {
    if (cell.kind === 'error') {
      return { code: 'cell-error', message: '单元格的公式出错，请改正公式或直接填写结果。' };
    }
    if (cell.mergedFrom !== undefined && !FILLS_DOWN.includes(column.field)) {
      return { code: 'cell-merged', message: '单元格与上一行合并，请取消合并，每人一行分别填写。' };
    }
    return undefined;
  }

  #at(column: Column | undefined, code: string, message: string): RowFault {
    return {
      row: this.#row.number,
      column: column?.letters ?? null,
      heading: column?.heading ?? null,
      code,
      message,
    };
  }
}
