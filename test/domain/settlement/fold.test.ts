import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Claim,
  foldSteps,
  type Periods,
  type Step,
  termsOf,
} from '../../../src/domain/settlement/fold.ts';
import { buildCalendar } from '../../../src/lib/calendar.ts';
import { officialYears } from '../../../src/lib/holidays.ts';

const calendar = buildCalendar({ years: officialYears, from: '2025-01-01', to: '2028-12-31' });

const claim: Claim = {
  level: 'single',
  claimedFen: 4_000_000_00,
  deliveredOn: '2026-03-02',
  completeOn: null,
};

let seq = 0;
const step = (name: string, onDay: string, given: Partial<Step> = {}): Step => {
  seq += 1;
  return {
    seq,
    step: name,
    onDay,
    statedBy: 'owner',
    amountFen: null,
    undisputedFen: null,
    reasonCode: null,
    reasonText: null,
    verdict: null,
    missingPapers: null,
    evidence: null,
    ...given,
  };
};
const fold = (...steps: Step[]) => foldSteps(claim, steps, [], calendar);

test('the first opinion and every confirmation meet the review', () => {
  const { review, status } = fold(step('confirmed', '2026-03-12'), step('opinion', '2026-03-10'));
  expect(review?.metBy.map((s) => s.onDay)).toEqual(['2026-03-10', '2026-03-12']);
  expect(status).toBe('confirmed');
});

test('what has to be paid is as applied for, else as confirmed last, else as claimed', () => {
  const applied = step('payment-applied', '2026-04-01', { statedBy: 'contractor' });
  const first = step('confirmed', '2026-03-10', { amountFen: 390_000_000 });
  const second = step('confirmed', '2026-03-20', { amountFen: 380_000_000 });
  expect(fold(applied).payment?.amountFen).toBe(400_000_000);
  expect(fold(applied, second, first).payment?.amountFen).toBe(380_000_000);
  expect(fold(second, { ...applied, amountFen: 370_000_000 }).payment?.amountFen).toBe(370_000_000);
});

test('only the first application starts the payment clock', () => {
  const { payment } = fold(
    step('payment-applied', '2026-04-20', { amountFen: 1 }),
    step('payment-applied', '2026-04-01', { amountFen: 2 }),
  );
  expect(payment).toMatchObject({ nominalDay: '2026-04-16', dueDay: '2026-04-16', amountFen: 2 });
});

test('an owner saying that it paid is not a payment, unless evidence says so', () => {
  const said = step('paid', '2026-04-10', { amountFen: 400_000_000 });
  expect(fold(said)).toMatchObject({ paidFen: 0, status: 'delivered' });
  expect(fold({ ...said, evidence: ['回单'] })).toMatchObject({
    paidFen: 400_000_000,
    status: 'paid',
  });
  expect(fold({ ...said, statedBy: 'contractor' }).status).toBe('paid');
});

test('a fen short of the amount is due, the last fen makes it paid', () => {
  const applied = step('payment-applied', '2026-04-01', { amountFen: 1_000 });
  const most = step('paid', '2026-04-02', { amountFen: 999, statedBy: 'contractor' });
  const rest = step('paid', '2026-04-03', { amountFen: 1, statedBy: 'contractor' });
  expect(fold(applied, most).status).toBe('due');
  expect(fold(applied, most, rest).status).toBe('paid');
});

test('a progress settlement has a payment but no review', () => {
  const { review, payment } = foldSteps(
    { ...claim, level: 'progress' },
    [step('payment-applied', '2026-04-01')],
    [],
    calendar,
  );
  expect(review).toBeNull();
  expect(payment?.dueDay).toBe('2026-04-16');
});

test('terms count by the month of the day; the first ones also before they begin', () => {
  const terms: Periods[] = [
    { version: 3, fromMonth: '2026-06', reviewDays: 30, paymentDays: 30 },
    { version: 2, fromMonth: '2026-03', reviewDays: 20, paymentDays: 20 },
    { version: 1, fromMonth: '2026-03', reviewDays: 10, paymentDays: 10 },
  ];
  expect(termsOf(terms, '2026-01-31')?.version).toBe(2);
  expect(termsOf(terms, '2026-05-31')?.version).toBe(2);
  expect(termsOf(terms, '2026-06-01')?.version).toBe(3);
  expect(termsOf([], '2026-06-01')).toBeNull();
});

test('the same steps give the same standing in whatever order they are read', () => {
  const steps = [
    step('papers-requested', '2026-03-10', { missingPapers: ['竣工图'] }),
    step('resubmitted', '2026-03-16', { statedBy: 'contractor' }),
    step('opinion', '2026-03-30'),
    step('confirmed', '2026-04-02', { amountFen: 390_000_000 }),
    step('payment-applied', '2026-04-03', { statedBy: 'contractor' }),
    step('paid', '2026-04-10', { amountFen: 100_000_000, statedBy: 'contractor' }),
    step('paid', '2026-04-20', { amountFen: 290_000_000, statedBy: 'contractor' }),
  ];
  const expected = fold(...steps);
  expect(expected).toMatchObject({ status: 'paid', review: { dueDay: '2026-04-07' } });
  fc.assert(
    fc.property(fc.shuffledSubarray(steps, { minLength: steps.length }), (shuffled) => {
      expect(fold(...shuffled)).toEqual(expected);
    }),
  );
});
