import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
    { version: 3, fromMonth: '2026-06', reviewDays: 30, paymentDays: 30, contractorSize: 'medium' },
    { version: 2, fromMonth: '2026-03', reviewDays: 20, paymentDays: 20, contractorSize: 'medium' },
    { version: 1, fromMonth: '2026-03', reviewDays: 10, paymentDays: 10, contractorSize: 'medium' },
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

describe('where the regulation on small firms binds the owner', () => {
  const held = (more: Partial<Periods> = {}): Periods[] => [
    {
      version: 4,
      fromMonth: '2026-01',
      reviewDays: null,
      paymentDays: null,
      contractorSize: 'small',
      ...more,
    },
  ];
  const confirmed = step('confirmed', '2026-03-02', { amountFen: 390_000_000 });
  const payment = (steps: Step[], terms: Periods[], owner: 'public' | 'large' | null) =>
    foldSteps(claim, steps, terms, calendar, owner).payment;

  test('a confirmation alone makes the payment due', () => {
    expect(payment([confirmed], held(), 'public')).toMatchObject({
      dueDay: '2026-04-01',
      amountFen: 390_000_000,
      termsVersion: 4,
    });
    expect(payment([confirmed], held(), null)).toBeNull();
    expect(payment([confirmed], held({ contractorSize: 'large' }), 'public')).toBeNull();
    expect(payment([confirmed], [], 'public')).toBeNull();
  });

  test.each<[string, string, number | null, string]>([
    ['the contract’s day when it is earlier', '2026-03-03', null, '2026-03-18'],
    ['on the same day either', '2026-03-17', null, '2026-04-01'],
    ['the regulation’s when it is earlier', '2026-03-18', null, '2026-04-01'],
    ['with a term of the contract 60 days', '2026-04-10', 45, '2026-05-06'],
  ])('the earlier day counts: %s', (_, on, paymentDays, dueDay) => {
    const applied = step('payment-applied', on, { statedBy: 'contractor' });
    const steps = [confirmed, applied];
    expect(payment(steps, held({ paymentDays }), 'public')?.dueDay).toBe(dueDay);
  });

  test('the first confirmation starts it', () => {
    const again = step('confirmed', '2026-03-10', { amountFen: 1 });
    expect(payment([again, confirmed], held(), 'public')).toMatchObject({
      dueDay: '2026-04-01',
      amountFen: 1,
    });
  });
});
