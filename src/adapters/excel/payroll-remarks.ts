import { formatYuan, sumFen } from '../../lib/fen.ts';
import type { SheetRow } from './cells.ts';
import { hasField, type PayrollHeading } from './headings.ts';
import type { PayrollSheetLine, RowFault } from './payroll-lines.ts';
import { amountOf } from './payroll-rows.ts';

/** A fault for each field that two columns claim. */
export function clashFaults(heading: PayrollHeading): RowFault[] {
  return heading.clashes.map(({ columns }) => {
    const [first] = columns;
    const where = columns.map((column) => `${column.letters} 列“${column.heading}”`).join('、');
    return {
      row: heading.headerRow,
      column: first?.letters ?? null,
      heading: first?.heading ?? null,
      code: 'heading-twice',
      message: `${where}意思相同，无法判断用哪一列，请只保留一列或改写表头。`,
    };
  });
}

/** What was assumed about 应发 and 实发, for a person to check against the table. */
export function mappingWarnings(heading: PayrollHeading): RowFault[] {
  const warnings: RowFault[] = [];
  const warn = (code: string, message: string) =>
    warnings.push({ row: heading.headerRow, column: null, heading: null, code, message });
  if (!hasField(heading, 'gross')) {
    warn('gross-missing', '表中没有应发金额，已按实发金额（加上所列扣款）作为应发金额，请核对。');
  }
  if (!hasField(heading, 'net')) {
    warn('net-missing', '表中没有实发金额，已按应发金额（减去所列扣款）作为实发金额，请核对。');
  }
  if (heading.sameName !== undefined) {
    const [gross, net] = heading.sameName.columns;
    warn(
      'heading-same-name',
      `${gross?.letters} 列和 ${net?.letters} 列都叫“${gross?.heading}”，已把左边的作为应发、右边的作为实发，请核对。`,
    );
  }
  return warnings;
}

/** One warning for all differences between 应发 and 实发 that no column explains. */
export function unspecifiedWarning(
  heading: PayrollHeading,
  lines: readonly PayrollSheetLine[],
): RowFault[] {
  if (heading.columns.some(({ field }) => field === 'deduction' || field === 'deductionTotal'))
    return [];
  const amounts = lines.flatMap((line) => line.deductions.map((deduction) => deduction.amountFen));
  if (amounts.length === 0) return [];
  const net = heading.columns.find(({ field }) => field === 'net');
  const total = formatYuan(sumFen(amounts));
  return [
    {
      row: null,
      column: net?.letters ?? null,
      heading: net?.heading ?? null,
      code: 'deduction-unspecified',
      message: `有 ${amounts.length} 人应发大于实发（合计 ${total} 元）而表中没有扣款项目，差额已记为未说明的扣款，请补报扣款原因。`,
    },
  ];
}

/** A warning where the total the table states is not the sum of its lines. */
export function totalWarning(
  heading: PayrollHeading,
  lines: readonly PayrollSheetLine[],
  footer: SheetRow | undefined,
): RowFault[] {
  if (footer === undefined) return [];
  const stated = amountOf(footer, heading, 'net');
  const read = sumFen(lines.map((line) => line.netFen));
  if (stated === undefined || stated === read) return [];
  const net = heading.columns.find(({ field }) => field === 'net');
  return [
    {
      row: footer.number,
      column: net?.letters ?? null,
      heading: net?.heading ?? null,
      code: 'total-differs',
      message: `合计行写的是 ${formatYuan(stated)} 元，各行实发相加是 ${formatYuan(read)} 元，请核对是否缺行。`,
    },
  ];
}

/** The fault of a worker below the footer, who would otherwise be lost without a word. */
export function strayFault(row: SheetRow): RowFault {
  return {
    row: row.number,
    column: null,
    heading: null,
    code: 'row-after-footer',
    message: '合计或签字行之后还有人员，请把人员行移到合计行之前。',
  };
}
