import { expect, test } from 'vitest';
import { rulebook } from '../../../jobs/rulebook.ts';
import { type Params, paramFaults } from '../../../src/domain/rules/params.ts';

const built = { orangeDays: 5, redDays: 30, manyWorkers: 10, redFen: 60_000_00, yellowShare: 0.1 };
const faultsOf = (change: object, of: Params = built) =>
  paramFaults(of, { ...of, ...change }).map(({ pointer, code }) => `${pointer} ${code}`);

test.each(rulebook)('$id: the parameters in the code are good ones', ({ params }) => {
  expect(paramFaults(params as Params, params as Params)).toEqual([]);
});

test.each<[string, object]>([
  ['nothing changed', {}],
  ['no day', { orangeDays: 0 }],
  ['a leap year of days', { redDays: 366 }],
  ['one person', { manyWorkers: 1 }],
  ['very many', { manyWorkers: 100_000 }],
  ['no fen', { redFen: 0 }],
  ['the largest amount', { redFen: 10_000_000_000_000 }],
  ['no share', { yellowShare: 0 }],
  ['all of it', { yellowShare: 1 }],
  ['four decimals', { yellowShare: 0.1234 }],
  ['two levels at once', { orangeDays: 30 }],
])('is taken: %s', (_, change) => expect(faultsOf(change)).toEqual([]));

test.each<[string, object, string]>([
  ['a day less than none', { orangeDays: -1 }, 'orangeDays'],
  ['a day more than a leap year', { redDays: 367 }, 'redDays'],
  ['half a day', { redDays: 30.5 }, 'redDays'],
  ['nobody', { manyWorkers: 0 }, 'manyWorkers'],
  ['more than very many', { manyWorkers: 100_001 }, 'manyWorkers'],
  ['half a fen', { redFen: 0.5 }, 'redFen'],
  ['more than the largest amount', { redFen: 10_000_000_000_001 }, 'redFen'],
  ['a share below none', { yellowShare: -0.0001 }, 'yellowShare'],
  ['a share above all', { yellowShare: 1.0001 }, 'yellowShare'],
  ['five decimals', { yellowShare: 0.12345 }, 'yellowShare'],
  ['a text', { redDays: '30' }, 'redDays'],
  ['nothing', { redDays: null }, 'redDays'],
  ['not a number', { redDays: Number.NaN }, 'redDays'],
])('is refused: %s', (_, change, name) =>
  expect(faultsOf(change)).toEqual([`/params/${name} param-invalid`]),
);

test('a month is between one and sixty', () => {
  const months = (n: number) => faultsOf({ backMonths: n }, { backMonths: 12 });
  expect([months(1), months(60)]).toEqual([[], []]);
  expect([months(0), months(61)].flat()).toHaveLength(2);
});

test('a name too many and a name too few are both told', () => {
  const { redDays: _, ...few } = built;
  expect(
    paramFaults(built, { ...few, redDay: 30 }).map(({ pointer, code }) => [pointer, code]),
  ).toEqual([
    ['/params/redDays', 'param-missing'],
    ['/params/redDay', 'param-unknown'],
  ]);
});

test('a name that every object has is one too many, and odd names are told as pointers are', () => {
  const odd = JSON.parse('{"constructor":null,"__proto__":1,"a/b~c":1}');
  expect(paramFaults(built, { ...built, ...odd }).map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(['/params/constructor', '/params/a~1b~0c']),
  );
  const own = Object.defineProperty({ ...built }, '__proto__', { value: 1, enumerable: true });
  expect(paramFaults(built, own).map(({ code }) => code)).toEqual(['param-unknown']);
});

test('levels keep the order they have in the code, up or down', () => {
  expect(faultsOf({ orangeDays: 31 })).toEqual(['/params/redDays param-order']);
  const ahead = { yellowDays: 7, orangeDays: 3, redDays: 1 };
  expect(faultsOf({ redDays: 3 }, ahead)).toEqual([]);
  expect(faultsOf({ redDays: 4 }, ahead)).toEqual(['/params/redDays param-order']);
  expect(faultsOf({ yellowDays: 0, redDays: 0 }, ahead)).toEqual([
    '/params/orangeDays param-order',
  ]);
});

test('what is no number in the code stays as it is', () => {
  const of = { days: 3, codes: ['A', 'B'] };
  expect(faultsOf({ days: 4, codes: ['A', 'B'] }, of)).toEqual([]);
  expect(faultsOf({ codes: ['A'] }, of)).toEqual(['/params/codes param-fixed']);
});
