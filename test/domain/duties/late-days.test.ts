import { expect, test } from 'vitest';
import { lateDays, type WageAct, type WageMonth } from '../../../src/domain/duties/late-days.ts';
import { addDays } from '../../../src/lib/day.ts';

// Due on Wednesday 2026-07-15; a working day here is any day, so that a resend has three days.
const act = (kind: WageAct['kind'], on: string, amountFen = 0): WageAct => ({
  kind,
  on,
  amountFen,
});
const month = (acts: WageAct[], given: Partial<WageMonth> = {}): WageMonth => ({
  dueDay: '2026-07-15',
  instalment: null,
  wages: [{ payFen: 100, acts }],
  resendBy: (on) => addDays(on, 3),
  ...given,
});
/** `07-16..07-18 bank 1 100`. */
const told = (given: WageMonth, day: string) =>
  lateDays(given, day).map(
    (s) => `${s.from.slice(5)}..${s.to.slice(5)} ${s.who} ${s.workers} ${s.amountFen}`,
  );
const instalment = (given: Partial<NonNullable<WageMonth['instalment']>> = {}) => ({
  instalment: { dueDay: '2026-07-10', amountFen: 500, credits: [], ...given },
});

test('no day is late before the due day is over', () => {
  expect(told(month([]), '2026-07-15')).toEqual([]);
  expect(told(month([]), '2026-07-16')).toEqual(['07-16..07-16 contractor 1 100']);
});

test('the clock ends on the day the money reaches the worker', () => {
  const acts = [act('ordered', '2026-07-14'), act('paid', '2026-07-18', 100)];
  expect(told(month(acts), '2026-07-31')).toEqual(['07-16..07-17 bank 1 100']);
  const onTime = [act('ordered', '2026-07-14'), act('paid', '2026-07-15', 100)];
  expect(told(month(onTime), '2026-07-31')).toEqual([]);
});

test('what was not ordered is the contractor’s; from the day after the order the bank’s', () => {
  expect(told(month([act('ordered', '2026-07-17')]), '2026-07-19')).toEqual([
    '07-16..07-17 contractor 1 100',
    '07-18..07-19 bank 1 100',
  ]);
});

test('less than was ordered is the bank’s to pay', () => {
  const acts = [act('ordered', '2026-07-14'), act('paid', '2026-07-15', 60)];
  expect(told(month(acts), '2026-07-17')).toEqual(['07-16..07-17 bank 1 40']);
});

test.each([
  ['unmet', {}, ['07-16..07-17 owner 1 100']],
  [
    'met in part',
    { credits: [{ onDay: '2026-07-09', amountFen: 499 }] },
    ['07-16..07-17 owner 1 100'],
  ],
  [
    'met',
    { credits: [{ onDay: '2026-07-09', amountFen: 500 }] },
    ['07-16..07-17 contractor 1 100'],
  ],
  [
    'met on the second day',
    { credits: [{ onDay: '2026-07-17', amountFen: 500 }] },
    ['07-16..07-16 owner 1 100', '07-17..07-17 contractor 1 100'],
  ],
  [
    'due on the first late day',
    { dueDay: '2026-07-16' },
    ['07-16..07-16 contractor 1 100', '07-17..07-17 owner 1 100'],
  ],
  ['of unknown amount, nothing credited', { amountFen: null }, ['07-16..07-17 owner 1 100']],
  [
    'of unknown amount, something credited',
    { amountFen: null, credits: [{ onDay: '2026-07-16', amountFen: 1 }] },
    ['07-16..07-17 contractor 1 100'],
  ],
  [
    'met and taken back',
    {
      credits: [
        { onDay: '2026-07-09', amountFen: 500 },
        { onDay: '2026-07-17', amountFen: -500 },
      ],
    },
    ['07-16..07-16 contractor 1 100', '07-17..07-17 owner 1 100'],
  ],
] as const)('an instalment %s', (_, given, spans) => {
  expect(told(month([], instalment(given as object)), '2026-07-17')).toEqual(spans);
});

test('what was ordered stands with the bank, whatever the owner owes', () => {
  expect(told(month([act('ordered', '2026-07-14')], instalment()), '2026-07-16')).toEqual([
    '07-16..07-16 bank 1 100',
  ]);
});

test('what came back is the card’s while it may be sent again, then the contractor’s, and the bank’s once sent', () => {
  const acts = [
    act('ordered', '2026-07-10'),
    act('rejected', '2026-07-17'),
    act('ordered', '2026-07-22'),
    act('paid', '2026-07-24', 100),
  ];
  expect(told(month(acts), '2026-07-31')).toEqual([
    '07-16..07-16 bank 1 100',
    '07-17..07-20 returned-card 1 100',
    '07-21..07-22 contractor 1 100',
    '07-23..07-23 bank 1 100',
  ]);
});

test('a term for sending again begins no earlier than the due day', () => {
  const acts = [act('ordered', '2026-07-05'), act('returned', '2026-07-08')];
  expect(told(month(acts), '2026-07-19')).toEqual([
    '07-16..07-18 returned-card 1 100',
    '07-19..07-19 contractor 1 100',
  ]);
});

test('paid, then returned: late again from the day of return', () => {
  const acts = [
    act('ordered', '2026-07-10'),
    act('paid', '2026-07-12', 100),
    act('returned', '2026-07-20'),
  ];
  expect(told(month(acts), '2026-07-21')).toEqual(['07-20..07-21 returned-card 1 100']);
});

test('wages are counted together, each day with whom they stood', () => {
  const wages = [
    { payFen: 100, acts: [] },
    { payFen: 50, acts: [act('ordered', '2026-07-14'), act('paid', '2026-07-17', 50)] },
    { payFen: 30, acts: [act('ordered', '2026-07-14')] },
  ];
  expect(told(month([], { wages }), '2026-07-18')).toEqual([
    '07-16..07-18 contractor 1 100',
    '07-16..07-16 bank 2 80',
    '07-17..07-18 bank 1 30',
  ]);
});
