import { type HeadingMeaning, headingKey, meaningOf } from '../../adapters/excel/heading-names.ts';
import type { RowFault } from '../../adapters/excel/payroll-lines.ts';
import { type PayrollSheet, readPayrollSheet } from '../../adapters/excel/payroll-sheet.ts';
import type { ClaimAnswer } from '../../domain/payroll/batches.ts';
import {
  headingsOf,
  keepHeadings,
  type SheetHeading,
} from '../../domain/payroll/sheet-headings.ts';
import { claimSheet } from '../../domain/payroll/sheets.ts';
import type { Tell } from '../../domain/tasks.ts';
import { limitRows } from '../../http/body.ts';
import { faultOf, rowFaults } from '../../http/payroll-sheet.ts';
import { sumFen } from '../../lib/fen.ts';
import { type Fault, Problem } from '../../lib/problem.ts';
import type { Visit } from '../frame/visit.ts';

/** What a wage table is for. */
export interface SheetFor {
  projectCode: string;
  wageMonth: string;
  employerUscc: string;
  /** It adds to the month's payroll. */
  kind?: 'supplement';
}

/** A column of a wage table, and what is made of it: `field`, `deduction:kind`, or nothing. */
export interface Choice {
  letters: string;
  heading: string;
  meaning: string;
}

/** What the lines of a wage table come to. */
export interface Totals {
  count: number;
  grossFen: number;
  netFen: number;
}

/** A wage table as it was read and tried. */
export interface Tried {
  columns: Choice[];
  /** null: what was read is no wage table yet. */
  totals: Totals | null;
  faults: RowFault[];
  /** All of them; the first thousand are in `faults`. */
  faultCount: number;
  warnings: Fault[];
}

export type Told = Map<string, HeadingMeaning | null>;

/** What the columns of a wage table may mean to a person, in order; the rest is nothing. */
export const meanings = [
  'name',
  'idNumber',
  'team',
  'workDays',
  'gross',
  'deduction:advance',
  'deduction:social-insurance',
  'deduction:housing-fund',
  'deduction:income-tax',
  'deduction:meals',
  'deduction:labour-protection',
  'deduction:fine',
  'deduction:other',
  'deductionTotal',
  'net',
  'cardNo',
  'wageMonth',
] as const;

const LONGEST_HEADING = 60;

const textOf = ({ field, kind }: Pick<HeadingMeaning, 'field' | 'kind'>): string =>
  field === 'deduction' ? `deduction:${kind ?? 'other'}` : field;

const known = (text: string) => ((meanings as readonly string[]).includes(text) ? text : '');

function meaningFrom(text: string): HeadingMeaning | null {
  const [field, kind] = text.split(':');
  if (!field || known(text) === '') return null;
  return { field, ...(kind && { kind }) } as HeadingMeaning;
}

/** What the caller's firm said of its headings before. */
export async function toldBefore(visit: Visit): Promise<Told> {
  const rows = await visit.read(null, headingsOf);
  return new Map(
    rows.map(({ heading, field, kind }) => [
      heading,
      field === null ? null : meaningFrom(kind === null ? field : `${field}:${kind}`),
    ]),
  );
}

/** What a heading would mean if its row were the table's heading. */
function guess(heading: string, told: Told): string {
  const said = told.get(headingKey(heading));
  const meaning = said === undefined ? meaningOf(heading) : said;
  return meaning ? known(textOf(meaning)) : '';
}

/** Reads a table's columns. @throws Problem for what is no wage table, whatever its columns are called */
async function read(bytes: Uint8Array, told: Told) {
  const reading = await readPayrollSheet(bytes, told);
  const { sheet } = reading;
  if (!reading.ok && sheet === null && !reading.likely?.length) {
    const [whole] = reading.faults as [RowFault];
    throw new Problem('invalid', whole.code, whole.message);
  }
  const taken = sheet?.columns.map((column) => ({ ...column, meaning: known(textOf(column)) }));
  const guessed = (reading.ok ? [] : (reading.likely ?? [])).map((column) => ({
    ...column,
    meaning: guess(column.heading, told),
  }));
  const ignored = sheet?.ignored.map((column) => ({ ...column, meaning: '' })) ?? guessed;
  const columns = [...(taken ?? []), ...ignored];
  columns.sort((a, b) => a.letters.length - b.letters.length || (a.letters < b.letters ? -1 : 1));
  return { reading, columns };
}

/** What is told anew by the choices a person made: those that differ from what was made of the columns. */
function changed(columns: readonly Choice[], chosen: Readonly<Record<string, string>>) {
  return columns.flatMap(({ letters, heading, meaning }): SheetHeading[] => {
    const wanted = chosen[letters];
    const key = headingKey(heading);
    if (wanted === undefined || known(wanted) === meaning) return [];
    if (key === '' || key.length > LONGEST_HEADING) return [];
    const said = meaningFrom(wanted);
    return [{ heading: key, field: said?.field ?? null, kind: said?.kind ?? null }];
  });
}

/**
 * What the firm says of its headings with these choices; what is new is remembered.
 *
 * @throws Problem for what is no wage table
 */
export async function tellHeadings(
  visit: Visit,
  bytes: Uint8Array,
  chosen: Readonly<Record<string, string>>,
): Promise<{ told: Told; anew: boolean }> {
  const told = await toldBefore(visit);
  const { columns } = await read(bytes, told);
  const fresh = changed(columns, chosen);
  if (fresh.length === 0) return { told, anew: false };
  await visit.write(null, async (work) => {
    await keepHeadings(work, fresh);
    return null;
  });
  for (const { heading, field, kind } of fresh)
    told.set(heading, field === null ? null : ({ field, ...(kind && { kind }) } as HeadingMeaning));
  return { told, anew: true };
}

const totalsOf = ({ lines }: PayrollSheet): Totals => ({
  count: lines.length,
  grossFen: sumFen(lines.map(({ grossFen }) => grossFen)),
  netFen: sumFen(lines.map(({ netFen }) => netFen)),
});

const empty = (): RowFault => ({
  row: null,
  column: null,
  heading: null,
  code: 'sheet-empty',
  message: '表里没有人员行，请填写后再上传。',
});

/** Takes the answer of a claim out of a transaction that is not to be. */
class Undone extends Error {
  readonly answer: ClaimAnswer;
  constructor(answer: ClaimAnswer) {
    super('undone');
    this.answer = answer;
  }
}

const LISTED = 1000;

/**
 * Reads a wage table and does what filing it does, up to the end, without keeping it: so all that is wrong is known at once.
 *
 * @throws Problem for what is no wage table, and for what no row is to blame for: `batch-exists`, `not-found`, a month outside
 */
export async function trySheet(
  visit: Visit,
  of: SheetFor,
  bytes: Uint8Array,
  told: Told,
  tell: Tell,
): Promise<Tried> {
  const { reading, columns } = await read(bytes, told);
  const { sheet } = reading;
  const faults = reading.ok ? [] : [...reading.faults];
  if (sheet === null)
    return { columns, totals: null, faults, faultCount: faults.length, warnings: [] };
  limitRows(sheet.lines.length, visit.deps.limits);
  if (sheet.lines.length === 0 && faults.length === 0) faults.push(empty());
  let warnings = sheet.warnings.map(faultOf);
  let faultCount = faults.length;
  if (sheet.lines.length > 0) {
    try {
      await visit.write({ projectCode: of.projectCode }, async (work, id) => {
        const { projectCode: _, ...month } = of;
        const { lines } = sheet;
        throw new Undone(await claimSheet(work, id, { ...month, lines, warnings: [] }, tell));
      });
    } catch (error) {
      if (error instanceof Undone)
        warnings = [...warnings, ...inRows(error.answer.warnings, sheet)];
      else {
        const more = ofRows(error, sheet);
        faults.push(...more);
        faultCount += Number((error as Problem).extra.errorCount ?? more.length);
      }
    }
  }
  faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  const totals = totalsOf(sheet);
  return { columns, totals, faults: faults.slice(0, LISTED), faultCount, warnings };
}

/** The faults of rows in a refusal. @throws what it was, when no row is to blame */
export function ofRows(error: unknown, sheet: PayrollSheet): RowFault[] {
  if (!(error instanceof Problem)) throw error;
  const faults = rowFaults(error, sheet);
  if (!faults.some(({ row }) => row !== null)) throw error;
  return faults;
}

/** Warnings of lines, by the rows they came from. */
const inRows = (warnings: readonly Fault[], sheet: PayrollSheet): Fault[] =>
  rowFaults(new Problem('invalid', 'warnings', '', { errors: warnings }), sheet).map(faultOf);
