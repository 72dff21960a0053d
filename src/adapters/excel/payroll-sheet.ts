import { Problem } from '../../lib/problem.ts';
import { MAX_DATA_ROWS, type Sheet, tooManyRows, type Workbook } from './cells.ts';
import { type IgnoredHeading, NOTHING_TOLD, type ToldHeadings } from './heading-columns.ts';
import type { DeductionKind, PayrollField } from './heading-names.ts';
import { findPayrollHeading, hasField, likelyHeadings, type PayrollHeading } from './headings.ts';
import { type PayrollSheetLine, type RowFault, readPayrollLine } from './payroll-lines.ts';
import {
  clashFaults,
  mappingWarnings,
  strayFault,
  totalWarning,
  unspecifiedWarning,
} from './payroll-remarks.ts';
import { isWorkerRow, sortRows } from './payroll-rows.ts';
import { findOtherTemplate } from './templates.ts';
import { readWorkbook } from './workbook.ts';

/** A wage table as read: which columns were recognised, to be shown to a person, and its lines. */
export interface PayrollSheet {
  headerRow: number;
  columns: {
    letters: string;
    heading: string;
    field: PayrollField;
    kind?: DeductionKind | undefined;
  }[];
  ignored: IgnoredHeading[];
  lines: PayrollSheetLine[];
  warnings: RowFault[];
}

/**
 * `sheet` of a refused table holds its faultless lines, so that those can be checked further. `likely` is what might be the
 * heading of one in which none was found.
 */
export type PayrollReading =
  | { ok: true; sheet: PayrollSheet }
  | { ok: false; faults: RowFault[]; sheet: PayrollSheet | null; likely?: IgnoredHeading[] };

/**
 * Reads a contractor's wage table (.xlsx or .csv) under whatever synonyms its headings use, down to
 * the footer, with all its faults: none is hidden behind the first. Files that are no wage table are
 * refused with one fault (`sheet-wrong-template` names the template and the route that takes it).
 * Where 应发 or 实发 is missing it follows from the other and the deductions; where they differ without
 * a deduction column the difference is one deduction `unspecified`; both with a warning. What a firm told of its headings
 * goes before what they are called.
 */
export async function readPayrollSheet(
  bytes: Uint8Array,
  told: ToldHeadings = NOTHING_TOLD,
): Promise<PayrollReading> {
  try {
    const workbook = await readWorkbook(bytes);
    const { sheet, heading } = choosePayrollSheet(workbook, told);
    return readLines(sheet, heading);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { likely } = error.extra as { likely?: IgnoredHeading[] };
    const faults = [fileFault(error.code, error.detail)];
    return { ok: false, faults, sheet: null, ...(likely && { likely }) };
  }
}

/**
 * The one sheet of a workbook that is a wage table, with its heading.
 * @throws Problem `sheet-wrong-template`, `several-sheets`, `heading-not-found`
 */
export function choosePayrollSheet(
  workbook: Workbook,
  told: ToldHeadings = NOTHING_TOLD,
): { sheet: Sheet; heading: PayrollHeading } {
  const found = workbook.sheets.flatMap((sheet) => {
    const heading = findPayrollHeading(sheet, told);
    return heading === undefined ? [] : [{ sheet, heading }];
  });
  const paying = found.filter(
    ({ heading }) => hasField(heading, 'gross') || hasField(heading, 'net'),
  );
  const filled = paying.filter(({ sheet, heading }) =>
    sheet.rows.some((row) => row.number > heading.lastHeaderRow && isWorkerRow(row, heading)),
  );
  if (filled.length > 1) {
    const names = filled.map(({ sheet }) => `“${sheet.name}”`).join('、');
    throw new Problem(
      'invalid',
      'several-sheets',
      `文件里有多张工资表（${names}），请每个文件只留一张，分别上传。`,
    );
  }
  const chosen = filled[0] ?? paying[0];
  if (chosen !== undefined) return chosen;
  for (const sheet of workbook.sheets) {
    const other = findOtherTemplate(sheet);
    if (other === undefined) continue;
    throw new Problem(
      'invalid',
      'sheet-wrong-template',
      `这是“${other.name}”，不是工资表，请改由 ${other.route} 提交。`,
    );
  }
  throw new Problem(
    'invalid',
    'heading-not-found',
    '前 12 行里没有找到工资表的表头，表头至少要有“姓名”和“实发金额”（或“应发金额”）两列，请核对后再上传。',
    { likely: workbook.sheets.map(likelyHeadings).find((row) => row.length > 1) ?? [] },
  );
}

function readLines(sheet: Sheet, heading: PayrollHeading): PayrollReading {
  const faults = clashFaults(heading);
  const warnings = mappingWarnings(heading);
  const { workers, footer, stray } = sortRows(sheet, heading);
  if (workers.length > MAX_DATA_ROWS) throw tooManyRows();
  const lines: PayrollSheetLine[] = [];
  for (const row of workers) {
    const line = readPayrollLine(row, heading, faults, warnings);
    if (line !== undefined) lines.push(line);
  }
  faults.push(...stray.map(strayFault));
  warnings.push(...unspecifiedWarning(heading, lines));
  if (faults.length === 0) warnings.push(...totalWarning(heading, lines, footer));
  const columns = heading.columns.map(({ letters, heading: text, field, kind }) => ({
    letters,
    heading: text,
    field,
    kind,
  }));
  const { headerRow, ignored } = heading;
  const read = { headerRow, columns, ignored: [...ignored], lines, warnings };
  return faults.length === 0 ? { ok: true, sheet: read } : { ok: false, faults, sheet: read };
}

function fileFault(code: string, message: string): RowFault {
  return { row: null, column: null, heading: null, code, message };
}
