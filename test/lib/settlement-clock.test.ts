import { describe, expect, test } from 'vitest';
import { buildCalendar } from '../../src/lib/calendar.ts';
import { officialYears } from '../../src/lib/holidays.ts';
import {
  type ClockStep,
  paymentDue,
  type ReviewInput,
  reviewClock,
  reviewDays,
  type SettlementLevel,
  smallFirmDue,
} from '../../src/lib/settlement-clock.ts';

const calendar = buildCalendar({ years: officialYears, from: '2019-01-01', to: '2028-12-31' });

describe('days for a review', () => {
  test.each<[string, SettlementLevel, number, number | null, number | null]>([
    ['a fen', 'unit', 1, null, 20],
    ['five million includes its figure', 'unit', 5_000_000_00, null, 20],
    ['a fen above five million', 'unit', 5_000_000_01, null, 30],
    ['a fen below twenty million', 'single', 19_999_999_99, null, 30],
    ['twenty million', 'single', 20_000_000_00, null, 45],
    ['a fen below fifty million', 'process', 49_999_999_99, null, 45],
    ['fifty million', 'process', 50_000_000_00, null, 60],
    ['the whole project, small', 'whole', 1_000_000_00, null, 30],
    ['the whole project, large', 'whole', 90_000_000_00, null, 30],
    ['what the contract says comes first', 'unit', 1_000_000_00, 7, 7],
    ['also for the whole project', 'whole', 90_000_000_00, 90, 90],
    ['also when it says no day at all', 'unit', 1_000_000_00, 0, 0],
    ['progress has no review duty', 'progress', 1_000_000_00, null, null],
    ['progress has none by contract either', 'progress', 1_000_000_00, 28, null],
  ])('%s', (_, level, claimedFen, agreedDays, days) => {
    expect(reviewDays(level, claimedFen, agreedDays)).toBe(days);
  });
});

// ¥1,000,000.00 delivered on Monday 2026-03-02: 20 days end on Sunday 22 March, due on the 23rd.
const delivered: ReviewInput = {
  deliveredOn: '2026-03-02',
  completeOn: null,
  level: 'unit',
  claimedFen: 1_000_000_00,
  reviewDays: null,
};
let seq = 0;
const step = (name: string, onDay: string, papers?: string[], at = ++seq): ClockStep => ({
  step: name,
  onDay,
  seq: at,
  missingPapers: papers ?? null,
});
const asked = (onDay: string, at?: number) => step('papers-requested', onDay, ['签证单'], at);
const clock = (steps: ClockStep[], over: Partial<ReviewInput> = {}) =>
  reviewClock({ ...delivered, ...over }, steps, calendar);

test('runs from delivery and ends on a working day', () => {
  expect(clock([])).toEqual({
    base: '2026-03-02',
    nominalDay: '2026-03-22',
    dueDay: '2026-03-23',
    stopped: false,
    usedStop: false,
  });
});

test('stands still after a list of missing papers, and keeps the nominal day it had', () => {
  expect(clock([asked('2026-03-10')])).toEqual({
    base: '2026-03-02',
    nominalDay: '2026-03-22',
    dueDay: null,
    stopped: true,
    usedStop: true,
  });
});

test('starts anew from the day the papers came', () => {
  expect(clock([asked('2026-03-10'), step('resubmitted', '2026-03-20')])).toEqual({
    base: '2026-03-20',
    nominalDay: '2026-04-09',
    dueDay: '2026-04-09',
    stopped: false,
    usedStop: true,
  });
});

describe('the due day', () => {
  const again = step('resubmitted', '2026-03-20');
  test.each<[string, ClockStep[], Partial<ReviewInput>, string | null]>([
    [
      'counts from complete papers when their day is stated',
      [],
      { completeOn: '2026-03-16' },
      '2026-04-07',
    ],
    ['follows the contract', [], { reviewDays: 3 }, '2026-03-05'],
    ['stands still when asked on the due day', [asked('2026-03-23')], {}, null],
    ['runs on when asked the day after', [asked('2026-03-24')], {}, '2026-03-23'],
    ['runs on without a list', [step('papers-requested', '2026-03-10')], {}, '2026-03-23'],
    ['runs on with an empty list', [step('papers-requested', '2026-03-10', [])], {}, '2026-03-23'],
    [
      'a request with a list stops it after one without',
      [step('papers-requested', '2026-03-09'), asked('2026-03-10')],
      {},
      null,
    ],
    [
      'starts anew when the papers are complete',
      [asked('2026-03-10'), step('papers-complete', '2026-03-20')],
      {},
      '2026-04-09',
    ],
    [
      'starts with the first of both',
      [asked('2026-03-10'), step('papers-complete', '2026-03-25'), again],
      {},
      '2026-04-09',
    ],
    ['is stopped once only', [asked('2026-03-10'), again, asked('2026-03-25')], {}, '2026-04-09'],
    [
      'papers handed in before the request start nothing',
      [step('resubmitted', '2026-03-09'), asked('2026-03-10')],
      {},
      null,
    ],
    ['handing in alone changes nothing', [again], {}, '2026-03-23'],
    [
      'other steps change nothing',
      [step('returned', '2026-03-10', ['图纸']), step('opinion', '2026-03-12')],
      {},
      '2026-03-23',
    ],
    ['the order heard does not matter', [again, asked('2026-03-10')], {}, '2026-04-09'],
    [
      'on one day the sequence decides: after',
      [asked('2026-03-10', 101), step('resubmitted', '2026-03-10', [], 102)],
      {},
      '2026-03-30',
    ],
    [
      'on one day the sequence decides: before',
      [asked('2026-03-10', 102), step('resubmitted', '2026-03-10', [], 101)],
      {},
      null,
    ],
  ])('%s', (_, steps, over, dueDay) => {
    expect(clock(steps, over)?.dueDay).toBe(dueDay);
  });
});

test('a progress settlement has no clock', () => {
  expect(clock([asked('2026-03-10')], { level: 'progress' })).toBeNull();
});

test.each<[string, string, number | null, string, string]>([
  ['fifteen days', '2026-03-02', null, '2026-03-17', '2026-03-17'],
  ['over a holiday', '2026-09-20', null, '2026-10-05', '2026-10-08'],
  ['as agreed', '2026-03-02', 30, '2026-04-01', '2026-04-01'],
  ['at once when agreed', '2026-03-01', 0, '2026-03-01', '2026-03-02'],
])('payment is due: %s', (_, appliedOn, agreedDays, nominalDay, dueDay) => {
  expect(paymentDue(appliedOn, agreedDays, calendar)).toEqual({ nominalDay, dueDay });
});

describe('the day that a small firm must be paid by', () => {
  test.each<[string, string, 'public' | 'large' | null, number | null, string | null]>([
    // The catalogue's vector: 60 days from 2 March 2026 end on 1 May, moved to the 6th.
    ['a large firm, no term', '2026-03-02', 'large', null, '2026-05-06'],
    ['a large firm, a term', '2026-03-02', 'large', 90, null],
    ['a public body, no term', '2026-03-02', 'public', null, '2026-04-01'],
    ['a public body, a term, however short', '2026-03-02', 'public', 7, '2026-05-06'],
    ['whom nothing binds', '2026-03-02', null, null, null],
    ['confirmed on the regulation’s first day', '2025-06-01', 'public', null, '2025-07-01'],
    ['confirmed the day before', '2025-05-31', 'public', null, null],
  ])('%s', (_, confirmedOn, owner, agreedDays, dueDay) => {
    expect(smallFirmDue(confirmedOn, owner, agreedDays, calendar)?.dueDay ?? null).toBe(dueDay);
  });
});
