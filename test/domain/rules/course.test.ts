import { expect, test } from 'vitest';
import {
  type Found,
  foundBy,
  type Pairs,
  tallyOf,
  tell,
} from '../../../src/domain/rules/course.ts';

const row = (level: number, more: Partial<Found> = {}): Found => ({
  ...{ projectId: 1, subject: 'S', period: '2026-06', level, amountFen: 100 },
  ...more,
});
const followed = (days: [day: string, ...rows: Found[]][], by: 'tried' | 'inForce' = 'tried') => {
  const pairs: Pairs = new Map();
  for (const [day, ...rows] of days) tell(pairs, by, day, rows);
  return [...pairs.values()];
};

test('a course has its first and last day, the days it rose, its highest level and amount', () => {
  const [pair] = followed([
    ['2026-07-01', row(1)],
    ['2026-07-02', row(2, { amountFen: 300 })],
    ['2026-07-03', row(1, { amountFen: 200 })],
    ['2026-07-04', row(2)],
  ]);
  expect(pair?.tried).toEqual({
    firstDay: '2026-07-01',
    lastDay: '2026-07-04',
    level: 'orange',
    reached: { yellow: '2026-07-01', orange: '2026-07-02', red: null },
    amountFen: 300,
  });
  expect(pair?.inForce).toBeNull();
});

test('what begins red has reached every level that day', () => {
  const [pair] = followed([['2026-07-01', row(3)]]);
  expect(pair?.tried).toMatchObject({
    level: 'red',
    reached: { yellow: '2026-07-01', orange: '2026-07-01', red: '2026-07-01' },
  });
});

test('a day between on which it is not found does not begin it anew', () => {
  const [pair] = followed([['2026-07-01', row(1)], ['2026-07-02'], ['2026-07-03', row(1)]]);
  expect(pair?.tried).toMatchObject({ firstDay: '2026-07-01', lastDay: '2026-07-03' });
});

test('project, subject and period each make a case of their own', () => {
  const rows = [
    row(1),
    row(1, { projectId: 2 }),
    row(1, { subject: 'T' }),
    row(1, { period: '-' }),
  ];
  expect(followed([['2026-07-01', ...rows]])).toHaveLength(4);
});

test('cases are counted by who finds them and how they ended', () => {
  const pairs: Pairs = new Map();
  tell(pairs, 'inForce', '2026-07-01', [row(1), row(1, { subject: 'only in force' })]);
  tell(pairs, 'tried', '2026-07-01', [row(2), row(2, { subject: 'tried' })]);
  const by = [...pairs.values()].map(foundBy);
  expect(by).toEqual(['both', 'only-in-force', 'only-tried']);
  const ends = ['met', 'dismissed', 'met'] as const;
  const cases = by.map((each, n) => ({ foundBy: each, ended: ends[n] as 'met' | 'dismissed' }));
  expect(tallyOf([...cases, { foundBy: 'both', ended: 'met' }])).toEqual({
    both: { met: 2 },
    'only-tried': { met: 1 },
    'only-in-force': { dismissed: 1 },
  });
});
