import { columnLetters } from './cells.ts';
import {
  type DeductionKind,
  type HeadingMeaning,
  headingKey,
  meaningOf,
  type PayrollField,
} from './heading-names.ts';

/** A recognised column: `column` counts from 1, `letters` as Excel shows it, `heading` as written. */
export interface Column {
  column: number;
  letters: string;
  heading: string;
  field: PayrollField;
  kind?: DeductionKind;
}

/** A heading nothing was made of. */
export interface IgnoredHeading {
  letters: string;
  heading: string;
}

/** Two columns that claim the same field, in the order of the sheet. */
export interface Clash {
  field: PayrollField;
  columns: readonly Column[];
}

/** A column's heading: alone, or under a parent where the heading has two rows; texts as written. */
export interface Heading {
  column: number;
  parent: string;
  sub: string;
}

interface Candidate extends Column {
  rank: number;
}

/** What the columns of a wage table mean, and what is unclear about it. */
export interface ColumnMap {
  columns: readonly Column[];
  ignored: readonly IgnoredHeading[];
  clashes: readonly Clash[];
  /** 应发 and 实发 were called the same; the left one was taken as 应发. */
  sameName: Clash | undefined;
}

/** What a firm says of its own headings, by `headingKey` of how they are shown; null: nothing is to be made of it. */
export type ToldHeadings = ReadonlyMap<string, HeadingMeaning | null>;
export const NOTHING_TOLD: ToldHeadings = new Map();

const MONTH_GRID = 20;
const TOLD = 9;
const REPEATABLE: readonly PayrollField[] = [
  'deduction',
  'extra',
  'signature',
  'remark',
  'rate',
  'quantity',
];
const FIRST_WINS: readonly PayrollField[] = [
  'sequence',
  'bank',
  'phone',
  'trade',
  'hours',
  'payDay',
  'refusal',
  'deductionTotal',
];

/**
 * Gives each field its column. 应发工资/小计 goes before a name of its own, that before a weak name, that
 * before a column which only stands under a known parent; equals are a clash, not a guess. What was told of a heading goes
 * before all of them.
 */
export function assignColumns(headings: readonly Heading[], told = NOTHING_TOLD): ColumnMap {
  const grid = hasMonthGrid(headings.map((heading) => heading.sub || heading.parent));
  const candidates: Candidate[] = [];
  const ignored: IgnoredHeading[] = [];
  for (const heading of headings) {
    const said = told.get(headingKey(label(heading)));
    const found = said ? candidate(heading, said, TOLD) : undefined;
    const known = said === undefined ? recognise(heading, grid) : found;
    if (known === undefined) ignored.push(asIgnored(heading));
    else candidates.push(known);
  }
  const sameName = splitSameName(candidates);
  const { columns, losers, clashes } = settle(candidates);
  ignored.push(...losers.map(({ letters, heading }) => ({ letters, heading })));
  return { columns, ignored, clashes, sameName };
}

/** Whether headings hold the days of a month as an attendance table does: `1`, `01`, `1日`, `1号`. */
export function hasMonthGrid(texts: readonly string[]): boolean {
  const days = texts.map(dayNumber);
  return new Set(days.filter((day) => day !== undefined)).size >= MONTH_GRID;
}

/** Whether a heading is a worker's name, also one no list knows: 领款人姓名, but not 责任人姓名. */
export function isNameHeading(text: string): boolean {
  const key = headingKey(text);
  return (
    meaningOf(text)?.field === 'name' ||
    /^(?!.*(班组长|责任人|联系人|负责人|经理)).{0,6}姓名$/.test(key)
  );
}

function recognise(heading: Heading, grid: boolean): Candidate | undefined {
  const { parent, sub } = heading;
  const own = sub || parent;
  if (dayNumber(own) !== undefined) return undefined;
  if (/^(小计|合计)$/.test(headingKey(own))) {
    const summed = sub === '' ? undefined : meaningOf(parent);
    if (summed !== undefined) return candidate(heading, summed, 3);
    if (grid) return candidate(heading, { field: 'workDays' }, 1);
  }
  const meaning = (sub === '' ? undefined : anyMeaning(parent + sub)) ?? anyMeaning(own);
  if (meaning !== undefined) return candidate(heading, meaning, meaning.weak ? 1 : 2);
  const above = anyMeaning(parent);
  return above && candidate(heading, above, 0);
}

function anyMeaning(text: string): HeadingMeaning | undefined {
  return meaningOf(text) ?? (isNameHeading(text) ? { field: 'name', weak: true } : undefined);
}

function candidate(heading: Heading, meaning: HeadingMeaning, rank: number): Candidate {
  const { field, kind } = meaning;
  const { column } = heading;
  const base = { column, letters: columnLetters(column), heading: label(heading), field, rank };
  return kind === undefined ? base : { ...base, kind };
}

function dayNumber(text: string): string | undefined {
  return /^0?([1-9]|[12]\d|3[01])[日号]?$/.exec(headingKey(text))?.[1];
}

function splitSameName(candidates: Candidate[]): Clash | undefined {
  for (const [field, other] of [
    ['gross', 'net'],
    ['net', 'gross'],
  ] as const) {
    const [left, right, ...more] = candidates.filter((entry) => entry.field === field);
    if (left === undefined || right === undefined || more.length > 0) continue;
    if (candidates.some((entry) => entry.field === other)) continue;
    if (headingKey(left.heading) !== headingKey(right.heading)) continue;
    left.field = 'gross';
    right.field = 'net';
    return { field, columns: [left, right] };
  }
  return undefined;
}

function settle(candidates: readonly Candidate[]): {
  columns: Column[];
  losers: Column[];
  clashes: Clash[];
} {
  const best = new Map<PayrollField, number>();
  for (const { field, rank } of candidates) best.set(field, Math.max(rank, best.get(field) ?? 0));
  const columns: Column[] = [];
  const losers: Column[] = [];
  const taken = new Map<PayrollField, Column[]>();
  for (const { rank, ...column } of candidates) {
    const same = taken.get(column.field) ?? [];
    const repeatable = REPEATABLE.includes(column.field);
    const loses = !repeatable && rank < (best.get(column.field) ?? 0);
    if (loses || (same.length > 0 && FIRST_WINS.includes(column.field))) {
      losers.push(column);
      continue;
    }
    columns.push(column);
    taken.set(column.field, [...same, column]);
  }
  const clashes = [...taken]
    .filter(([field, same]) => same.length > 1 && !REPEATABLE.includes(field))
    .map(([field, same]) => ({ field, columns: same }));
  return { columns, losers, clashes };
}

function label({ parent, sub }: Heading): string {
  return sub === '' || parent === sub || parent === '' ? sub || parent : `${parent}/${sub}`;
}

function asIgnored(heading: Heading): IgnoredHeading {
  return { letters: columnLetters(heading.column), heading: label(heading) };
}
