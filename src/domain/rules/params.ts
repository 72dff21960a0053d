import { MOST_FEN } from '../../lib/fen.ts';
import type { Fault } from '../../lib/problem.ts';
import { canonical } from '../events.ts';

/** A rule's parameters by name; all that may be changed are numbers. */
export type Params = Readonly<Record<string, unknown>>;

/** The parameters in the code with what a version says of them; names that the code has no more are left out. */
export const merged = (built: Params, version: Params = {}): Params =>
  Object.fromEntries(Object.entries(built).map(([name, value]) => [name, version[name] ?? value]));

/** What a parameter may be: its unit is the end of its name. */
interface Bounds {
  least: number;
  most: number;
  /** Decimals. */
  places: number;
}

const units: readonly [ending: RegExp, Bounds][] = [
  [/(share|ratio|score|rate)$/i, { least: 0, most: 1, places: 4 }],
  [/Fen$/, { least: 0, most: MOST_FEN, places: 0 }],
  [/Days$/, { least: 0, most: 366, places: 0 }],
  [/Months$/, { least: 1, most: 60, places: 0 }],
];

/** People, times and whatever else is counted. */
const counted: Bounds = { least: 1, most: 100_000, places: 0 };

const boundsOf = (name: string): Bounds =>
  units.find(([ending]) => ending.test(name))?.[1] ?? counted;

/**
 * What is wrong with parameters given for a rule, by those that stand in the code: the names are the same,
 * each number lies within the bounds of its unit, and levels come in the order they have there.
 */
export function paramFaults(built: Params, given: Params, base = '/params'): Fault[] {
  const names = [...new Set([...Object.keys(built), ...Object.keys(given)])];
  const faults = names.flatMap((name) => {
    const fault = faultOf(name, own(built, name), own(given, name));
    return fault ? [{ pointer: `${base}/${escaped(name)}`, ...fault }] : [];
  });
  return faults.length > 0 ? faults : orderFaults(built, given, base);
}

/** Names come from outside: `constructor` is a parameter of no rule. */
const own = (params: Params, name: string): unknown =>
  Object.hasOwn(params, name) ? params[name] : undefined;

/** As RFC 6901 has it. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function faultOf(name: string, built: unknown, given: unknown): Omit<Fault, 'pointer'> | null {
  if (built === undefined) return { code: 'param-unknown', message: '该规则没有这个参数。' };
  if (given === undefined) return { code: 'param-missing', message: '缺少这个参数。' };
  if (typeof built !== 'number') {
    const same = canonical(built) === canonical(given);
    return same ? null : { code: 'param-fixed', message: '这个参数不是数值，不能更改。' };
  }
  const { least, most, places } = boundsOf(name);
  if (isNumberIn(given, least, most, places)) return null;
  const form = places === 0 ? '整数' : `数，至多${places}位小数`;
  return { code: 'param-invalid', message: `应为 ${least} 至 ${most} 之间的${form}。` };
}

function isNumberIn(value: unknown, least: number, most: number, places: number): boolean {
  if (typeof value !== 'number' || !(value >= least && value <= most)) return false;
  return Number(value.toPrecision(15)) === Math.round(value * 10 ** places) / 10 ** places;
}

const LEVELS = ['yellow', 'orange', 'red'];

/** Where the code has a level reached no later than a graver one, no version turns it round. */
function orderFaults(built: Params, given: Params, base: string): Fault[] {
  return Object.keys(built).flatMap((name) => {
    const level = LEVELS.findIndex((word) => name.startsWith(word));
    if (level < 0) return [];
    const unit = name.slice(LEVELS[level]?.length);
    return LEVELS.slice(level + 1)
      .map((word) => word + unit)
      .filter((graver) => isTurned(built[name], built[graver], given[name], given[graver]))
      .map((graver) => ({
        pointer: `${base}/${graver}`,
        code: 'param-order',
        message: '较重等级的界限不能先于较轻等级的，请核对。',
      }));
  });
}

const isTurned = (...values: [unknown, unknown, unknown, unknown]): boolean => {
  const [low, high, newLow, newHigh] = values as [number, number, number, number];
  return typeof high === 'number' && Math.sign(high - low) * Math.sign(newHigh - newLow) < 0;
};
