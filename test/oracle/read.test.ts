import { describe, expect, test } from 'vitest';
import { makeCity } from '../../src/demo/city.ts';
import { isSum } from '../../src/demo/report.ts';
import type { DetailedEntry } from '../../src/demo/story-actions.ts';
import { keyOf, predictNights } from './alerts.ts';
import { EMPLOYER, OWNER, Tale } from './tiny.ts';
import { ACCOUNT_NO, BANK } from './tiny-feeds.ts';

const AUGUST = '2026-08';
const TERMS = { payDay: 25, payMonthOffset: 0 } as const;

function august(): Tale {
  const tale = new Tale('2026-08-03', '2026-09-30', TERMS).account().workers(1, 2);
  return tale.batch('B', '2026-08-20', AUGUST, [
    [1, 300],
    [2, 200],
  ]);
}

function camt(tale: Tale, day: string, direction: 'debit' | 'credit', lines: [number, number][]) {
  const details = lines.map(([n, amountFen]) => ({
    lineRef: `B#${n}`,
    amountFen,
    payeeName: `工人${n}`,
    payeeAccountNo: `card${n}`,
  }));
  const entry: DetailedEntry = {
    accountNo: ACCOUNT_NO,
    entryId: `X${day}`,
    direction,
    amountFen: lines.reduce((sum, [, fen]) => sum + fen, 0),
    balanceAfterFen: 0,
    bookedAt: `${day}T14:00:00+08:00`,
    valueDay: day,
    purpose: direction === 'debit' ? 'wage' : 'return',
    batchRef: 'B',
    details,
  };
  const message = { bankCode: BANK, messageId: day, entries: [entry] };
  return tale.tell(day, { type: 'camt054', ...message }, 'bank', '15:00');
}

describe('reading', () => {
  test('details of camt.054 pay lines by debit and give them back by credit', () => {
    const tale = camt(august(), '2026-08-24', 'debit', [
      [1, 300],
      [2, 200],
    ]);
    camt(tale, '2026-08-27', 'credit', [[2, 200]]);
    expect(tale.found('2026-08-26', 'W01', 'W03', 'A04')).toEqual([]);
    expect(tale.found('2026-09-02', 'W01', 'W03', 'A04')).toEqual([
      `W03 ${EMPLOYER} 2026-08 yellow 200`,
    ]);
  });

  test('the same payout and the same entry told again change nothing', () => {
    const tale = august().payout('B#1', '2026-08-24', 200).payout('B#1', '2026-08-24', 200);
    tale.credit('2026-08-24', 7, undefined, { entryId: 'IN' });
    tale.credit('2026-08-24', 7, undefined, { entryId: 'IN' });
    tale.entry('debit', '2026-08-24', 700, { entryId: 'OUT' });
    tale.entry('debit', '2026-08-25', 700, { entryId: 'OUT' });
    expect(tale.found('2026-08-26', 'W02', 'A04')).toEqual([
      'A04 OUT 2026-08 orange 700',
      `W02 ${EMPLOYER} 2026-08 orange 100`,
    ]);
  });

  test('two payments of one line add up, on one day or several, to no more than its pay', () => {
    const tale = august();
    tale.payout('B#1', '2026-08-24', 100, 'paid', { time: '09:00' });
    tale.payout('B#1', '2026-08-24', 150, 'paid', { time: '10:00' });
    tale.payout('B#2', '2026-08-24', 150).payout('B#2', '2026-08-26', 150);
    expect(tale.found('2026-08-26', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 orange 50`]);
  });

  test('a payout heard before its batch, and an entry before its account, are kept', () => {
    const tale = new Tale('2026-08-03', '2026-09-30', TERMS).workers(1, 1);
    tale.payout('B#1', '2026-08-20', 300).credit('2026-08-20', 500, AUGUST);
    tale.batch('B', '2026-08-21', AUGUST, [[1, 300]]).account({}, '2026-08-21');
    expect(tale.found('2026-08-26', 'W01', 'W02')).toEqual([]);
    expect(tale.found('2026-09-30', 'F01', 'F02')).toEqual([]);
  });

  test('the night hears what is said until half past midnight', () => {
    const said = (time: string) => {
      const tale = new Tale('2026-08-03', '2026-09-02', TERMS).account().workers(1, 1);
      const results = [
        { lineRef: 'B#1', outcome: 'paid', amountFen: 5, at: '2026-08-26T22:00:00+08:00' } as const,
      ];
      tale.batch('B', '2026-08-20', AUGUST, [[1, 5]]);
      const message = { bankCode: BANK, messageId: 'late', results };
      return tale.tell('2026-08-27', { type: 'payout-results', ...message }, 'bank', time);
    };
    expect(said('00:29').found('2026-08-26', 'W01')).toEqual([]);
    expect(said('00:30').found('2026-08-26', 'W01')).toHaveLength(1);
  });

  test('what was said in that half hour of the new day does not count for the old one', () => {
    const tale = new Tale('2026-08-03', '2026-09-02', TERMS).account().workers(1, 1);
    const lines = [
      { idNumber: 'id1', name: '工人1', grossFen: 5, deductions: [], netFen: 5, cardNo: '' },
    ];
    const body = { wageMonth: AUGUST, employerUscc: EMPLOYER, kind: 'regular', lines } as const;
    const action = {
      projectCode: 'P1',
      batchRef: 'B',
      format: 'json',
      body: { ...body, lines },
    } as const;
    tale.tell('2026-08-27', { type: 'payroll', ...action }, 'contractor', '00:10');
    expect(tale.found('2026-08-26', 'W01')).toEqual([]);
    expect(tale.found('2026-08-27', 'W01')).toHaveLength(1);
  });

  test('an amount agreed anew counts for the months from then on', () => {
    const old = { labourCostFen: 900, transferDay: 10, transferMonthOffset: 1 } as const;
    const tale = new Tale('2026-08-03', '2026-10-31', old).account();
    tale.contract({ ...old, labourCostFen: 700, fromMonth: '2026-09' }, '2026-08-20');
    expect(tale.found('2026-10-13', 'F01')).toEqual([
      `F01 ${OWNER} 2026-08 red 900`,
      `F01 ${OWNER} 2026-09 yellow 700`,
    ]);
  });
});

describe('a generated city', () => {
  test.each([1, 2, 3, 4, 5])(
    'of seed %i shows what was planted from its day, and no more',
    (seed) => {
      const city = makeCity({ seed, projects: 8, workers: 160, months: 3, to: '2026-10-31' });
      const first = new Map<string, string>();
      for (const [day, alerts] of predictNights(city)) {
        for (const one of alerts) first.set(keyOf(one), first.get(keyOf(one)) ?? day);
      }
      const planted = city.plants.flatMap(({ projectCode, also, ...main }) =>
        [main, ...also].map((one) => [keyOf({ projectCode, ...one }), one.fromDay] as const),
      );
      // What several faults come to nobody plants, but a leaver's wages (W08) may be either.
      const named = new Set(planted.map(([key]) => key));
      const single = [...first].filter(([key]) => named.has(key) || !isSum(key.slice(0, 3)));
      expect(Object.fromEntries(single)).toEqual(Object.fromEntries(planted));
    },
  );
});
