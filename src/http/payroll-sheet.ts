import { z } from '@hono/zod-openapi';
import type { RowFault } from '../adapters/excel/payroll-lines.ts';
import { type PayrollSheet, readPayrollSheet } from '../adapters/excel/payroll-sheet.ts';
import { reasonsByRow, writeRefusedRows } from '../adapters/excel/refusal-sheet.ts';
import { claimSheet } from '../domain/payroll/sheets.ts';
import { type Fault, Problem, refused } from '../lib/problem.ts';
import { limitRows } from './body.ts';
import { month, uscc } from './shapes.ts';
import type { Call } from './spec.ts';

export const sheetForm = z.strictObject({
  file: z
    .custom<File>((value) => value instanceof File, {
      error: '请以 file 上传 .xlsx 或 .csv 文件。',
      params: { fault: 'file-missing' },
    })
    .openapi({
      type: 'string',
      format: 'binary',
      description: '.xlsx，或 UTF-8、GB18030 编码的 .csv',
    }),
  wageMonth: month,
  employerUscc: uscc,
});

type SheetCall = Call<{ projectCode: string }, unknown, z.infer<typeof sheetForm>>;

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ZIP_MARK = 0x50;

/**
 * Takes a wage table as a file. A refusal lists its bad rows as `/rows/{row}/{column}` and gives
 * them back, as `refusedRows`, in a table of the same kind with the reasons in a column; a caller
 * that accepts spreadsheets gets that table alone, still as 422.
 */
export async function postSheet(call: SheetCall): Promise<object> {
  const { deps, params, body, write } = call;
  const bytes = new Uint8Array(await body.file.arrayBuffer());
  const { wageMonth, employerUscc } = body;
  const reading = await readPayrollSheet(bytes);
  if (!reading.ok) return refuse(call, bytes, reading.faults);
  const { lines, warnings } = reading.sheet;
  limitRows(lines.length, deps.limits);
  if (lines.length === 0) {
    const message = '表里没有人员行，请填写后再上传。';
    return refuse(call, bytes, [
      { row: null, column: null, heading: null, code: 'sheet-empty', message },
    ]);
  }
  try {
    return await write(params, (work, id) =>
      claimSheet(work, id, { wageMonth, employerUscc, lines, warnings: warnings.map(faultOf) }),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const faults = rowFaults(error, reading.sheet);
    if (!faults.some(({ row }) => row !== null)) throw error;
    return refuse(call, bytes, faults, error.extra.errorCount);
  }
}

async function refuse(
  { c }: SheetCall,
  bytes: Uint8Array,
  faults: readonly RowFault[],
  errorCount: unknown = faults.length,
) {
  const reasons = reasonsByRow(faults);
  const [whole] = faults;
  if (reasons.size === 0 && whole !== undefined) {
    throw new Problem('invalid', whole.code, whole.message, { errors: faults.map(faultOf) });
  }
  const table = await writeRefusedRows(bytes, reasons);
  const isXlsx = bytes[0] === ZIP_MARK;
  const mediaType = isXlsx ? XLSX : 'text/csv; charset=utf-8';
  const fileName = `refused-rows.${isXlsx ? 'xlsx' : 'csv'}`;
  if (/spreadsheetml|text\/csv/.test(c.req.header('accept') ?? '')) {
    c.header('Content-Type', mediaType);
    c.header('Content-Disposition', `attachment; filename="${fileName}"`);
    return c.body(Uint8Array.from(table), 422);
  }
  const refusedRows = { fileName, mediaType, base64: Buffer.from(table).toString('base64') };
  const detail =
    '工资表有误，整表未收；请改正 errors 所列各行（见 refusedRows 的“退回原因”一列）后重新上传整张表；refusedRows 只含有误的行。';
  const { extra } = refused('sheet-refused', detail, faults.map(faultOf));
  throw new Problem('invalid', 'sheet-refused', detail, { ...extra, errorCount, refusedRows });
}

/** A place of a sheet as a pointer: `/rows/{row}/{column}`. */
export function faultOf({ row, column, code, message }: RowFault): Fault {
  const pointer = row === null ? '/file' : `/rows/${row}${column === null ? '' : `/${column}`}`;
  return { pointer, code, message };
}

const LINE = /^\/lines\/(\d+)(?:\/(\w+))?/;

/** The domain's faults by line, put back to the rows they came from; none when it was no such refusal. */
export function rowFaults({ extra }: Problem, sheet: PayrollSheet): RowFault[] {
  const errors = (extra.errors ?? []) as Fault[];
  return errors.map(({ pointer, code, message }) => {
    const [, index, member] = LINE.exec(pointer) ?? [];
    const row = index === undefined ? null : (sheet.lines[Number(index)]?.row ?? null);
    const field = member === undefined ? undefined : FIELDS[member];
    const column = sheet.columns.find((entry) => entry.field === field);
    return {
      row,
      column: column?.letters ?? null,
      heading: column?.heading ?? null,
      code,
      message,
    };
  });
}

/** A line's members and the columns they came from. */
const FIELDS: Readonly<Record<string, PayrollSheet['columns'][number]['field']>> = {
  idNumber: 'idNumber',
  name: 'name',
  cardNo: 'cardNo',
  grossFen: 'gross',
  netFen: 'net',
  workDays: 'workDays',
};
