import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/lib/day.ts';
import { Tale } from './tiny.ts';

const YUAN = 100;
const CLAIMED = 18_000_000 * YUAN;
const PAPERS = { missingPapers: ['竣工图'] };

/** 18 million yuan, papers complete on 28 August: 30 days end on 27 September, moved to the 28th. */
function tale(): Tale {
  return new Tale('2026-08-03', '2026-12-15').account();
}

function delivered(): Tale {
  const dates = { deliveredOn: '2026-08-20', completeOn: '2026-08-28' };
  return tale().settlement({ ...dates, claimedFen: CLAIMED });
}

describe('S01', () => {
  test('looks five days ahead, is orange when late and red after thirty days', () => {
    const one = delivered();
    const found = (day: string) => one.found(day, 'S01')[0];
    expect(found('2026-09-22')).toBeUndefined();
    expect(found('2026-09-23')).toBe(`S01 S - yellow ${CLAIMED}`);
    expect(found('2026-09-28')).toBe(`S01 S - yellow ${CLAIMED}`);
    expect(found('2026-09-29')).toBe(`S01 S - orange ${CLAIMED}`);
    expect(found('2026-10-28')).toBe(`S01 S - orange ${CLAIMED}`);
    expect(found('2026-10-29')).toBe(`S01 S - red ${CLAIMED}`);
  });

  test.each([
    ['unit', 5_000_000, '2026-08-24'],
    ['unit', 5_000_001, '2026-09-02'],
    ['single', 19_999_999, '2026-09-02'],
    ['process', 20_000_000, '2026-09-17'],
    ['unit', 49_999_999, '2026-09-17'],
    ['unit', 50_000_000, '2026-10-08'],
    ['whole', 50_000_000, '2026-09-02'],
  ] as const)('level %s of %i yuan handed in on 3 August is due on %s', (level, yuan, due) => {
    const one = tale().settlement({ level, claimedFen: yuan * YUAN, deliveredOn: '2026-08-03' });
    expect(one.found(due, 'S01')).toEqual([`S01 S - yellow ${yuan * YUAN}`]);
    expect(one.found(addDays(due, 1), 'S01')).toEqual([`S01 S - orange ${yuan * YUAN}`]);
  });

  test('takes the contract’s days, and has no clock for progress', () => {
    const agreed = new Tale('2026-08-03', '2026-09-30', { reviewDays: 14 }).account();
    agreed.settlement({ deliveredOn: '2026-08-03', claimedFen: 7 });
    expect(agreed.found('2026-08-18', 'S01')).toEqual(['S01 S - orange 7']);
    const progress = tale().settlement({ level: 'progress', deliveredOn: '2026-08-03' });
    expect(progress.found('2026-12-01', 'S01')).toEqual([]);
  });

  test('stands still while papers are missing, and starts anew when they come', () => {
    const one = delivered().step('2026-09-25', 'papers-requested', PAPERS);
    one.step('2026-10-12', 'resubmitted').step('2026-10-14', 'papers-requested', PAPERS);
    expect(one.found('2026-09-24', 'S01')).toHaveLength(1);
    expect(one.found('2026-09-25', 'S01')).toEqual([]);
    expect(one.found('2026-10-11', 'S01')).toEqual([]);
    // Thirty days after 12 October: Wednesday, 11 November; the second list stops nothing.
    expect(one.found('2026-11-05', 'S01')).toEqual([]);
    expect(one.found('2026-11-06', 'S01')).toEqual([`S01 S - yellow ${CLAIMED}`]);
    expect(one.found('2026-11-12', 'S01')).toEqual([`S01 S - orange ${CLAIMED}`]);
  });

  test('is stopped on the due day, not after it, and not without a list', () => {
    const onDue = delivered().step('2026-09-28', 'papers-requested', PAPERS);
    const after = delivered().step('2026-09-29', 'papers-requested', PAPERS);
    const bare = delivered().step('2026-09-10', 'papers-requested');
    expect(onDue.found('2026-09-29', 'S01')).toEqual([]);
    expect(after.found('2026-09-29', 'S01')).toHaveLength(1);
    expect(bare.found('2026-09-29', 'S01')).toHaveLength(1);
  });

  test.each(['opinion', 'confirmed', 'withdrawn'] as const)('ends with %s', (step) => {
    const one = delivered().step('2026-09-30', step);
    expect(one.found('2026-09-29', 'S01')).toHaveLength(1);
    expect(one.found('2026-09-30', 'S01')).toEqual([]);
  });

  test('is red when late while wages are unpaid, not before it is late', () => {
    const one = delivered()
      .workers(1, 1)
      .batch('B', '2026-09-01', '2026-08', [[1, 9]]);
    const terms = { payDay: 20, payMonthOffset: 1 } as const;
    one.contract(terms, '2026-08-03');
    expect(one.found('2026-09-28', 'S01')[0]).toContain('yellow');
    expect(one.found('2026-09-29', 'S01')[0]).toContain('red');
  });
});

describe('S02', () => {
  const AUDIT = { reasonCode: 'AUD-FIN' } as const;

  test.each(['reason-withdrawn', 'confirmed', 'withdrawn'] as const)('ends with %s', (step) => {
    const one = delivered().step('2026-09-01', 'delay-stated', AUDIT).step('2026-09-07', step);
    expect(one.found('2026-08-31', 'S02')).toEqual([]);
    expect(one.found('2026-09-06', 'S02')).toEqual([`S02 S - orange ${CLAIMED}`]);
    expect(one.found('2026-09-07', 'S02')).toEqual([]);
  });

  test('does not take other reasons', () => {
    const one = delivered().step('2026-09-01', 'delay-stated', { reasonCode: 'QUALITY' });
    expect(one.found('2026-09-02', 'S02')).toEqual([]);
  });

  test('is found again when stated after a withdrawal, with what was confirmed', () => {
    const one = delivered().step('2026-09-01', 'delay-stated', AUDIT);
    one.step('2026-09-02', 'reason-withdrawn').step('2026-09-03', 'confirmed', { amountFen: 500 });
    one.step('2026-09-08', 'delay-stated', AUDIT);
    expect(one.found('2026-09-07', 'S02')).toEqual([]);
    expect(one.found('2026-09-08', 'S02')).toEqual(['S02 S - orange 500']);
  });

  test('ends with payment in full, not in part', () => {
    const one = delivered().step('2026-09-03', 'confirmed', { amountFen: 500 });
    one.step('2026-09-04', 'payment-applied').step('2026-09-05', 'delay-stated', AUDIT);
    one.step('2026-09-07', 'paid', { amountFen: 200 }).step('2026-09-09', 'paid', {
      amountFen: 300,
    });
    expect(one.found('2026-09-08', 'S02')).toHaveLength(1);
    expect(one.found('2026-09-09', 'S02')).toEqual([]);
  });

  test('is red once the review is more than thirty days late', () => {
    const one = delivered().step('2026-09-01', 'delay-stated', AUDIT);
    // Without agreed terms of transfer August's instalment of unknown amount is due on 30 September.
    one.credit('2026-09-29', 1).credit('2026-10-01', 1, '2026-09');
    expect(one.found('2026-09-30', 'S02')[0]).toContain('orange');
    expect(one.found('2026-10-28', 'F01', 'S02')).toEqual([`S02 S - orange ${CLAIMED}`]);
    expect(one.found('2026-10-29', 'F01', 'S02')).toEqual([`S02 S - red ${CLAIMED}`]);
  });

  test('is red while F01 finds anything on the project', () => {
    const one = delivered().step('2026-09-01', 'delay-stated', AUDIT).credit('2026-10-09', 1);
    expect(one.found('2026-10-01', 'S02')).toEqual([`S02 S - red ${CLAIMED}`]);
    expect(one.found('2026-10-09', 'S02')).toEqual([`S02 S - orange ${CLAIMED}`]);
  });
});

describe('S05', () => {
  /** Applied on 20 September: fifteen days end in National Day, moved to 8 October. */
  const applied = () =>
    delivered()
      .step('2026-09-17', 'confirmed', { amountFen: 900 })
      .step('2026-09-20', 'payment-applied');

  test('is found from the day after, orange after 15 days, red after 60', () => {
    const one = applied();
    const levels = ['2026-10-09', '2026-10-23', '2026-10-24', '2026-12-07', '2026-12-08'].map(
      (day) => one.found(day, 'S05')[0],
    );
    expect(one.found('2026-10-08', 'S05')).toEqual([]);
    expect(levels).toEqual(
      ['yellow', 'yellow', 'orange', 'orange', 'red'].map((level) => `S05 S - ${level} 900`),
    );
  });

  test('counts what the contractor says was paid, not the owner’s word', () => {
    const one = applied().step('2026-10-09', 'paid', { amountFen: 900, statedBy: 'owner' });
    one.step('2026-10-12', 'paid', { amountFen: 400 }).step('2026-10-14', 'paid', {
      amountFen: 500,
    });
    expect(one.found('2026-10-09', 'S05')).toEqual(['S05 S - yellow 900']);
    expect(one.found('2026-10-12', 'S05')).toEqual(['S05 S - yellow 500']);
    expect(one.found('2026-10-14', 'S05')).toEqual([]);
  });

  test('prefers the amount applied for, and ends when withdrawn', () => {
    const one = delivered().step('2026-09-17', 'confirmed', { amountFen: 900 });
    one.step('2026-09-20', 'payment-applied', { amountFen: 800 }).step('2026-10-12', 'withdrawn');
    expect(one.found('2026-10-09', 'S05')).toEqual(['S05 S - yellow 800']);
    expect(one.found('2026-10-12', 'S05')).toEqual([]);
  });

  test('takes the contract’s days, and a step told late from then on', () => {
    const one = new Tale('2026-08-03', '2026-09-30', { paymentDays: 7 }).account();
    one.settlement({ deliveredOn: '2026-08-03', claimedFen: 7 });
    one.step('2026-08-10', 'payment-applied', { toldOn: '2026-08-20' });
    expect(one.found('2026-08-19', 'S05')).toEqual([]);
    expect(one.found('2026-08-20', 'S05')).toEqual(['S05 S - yellow 7']);
  });
});
