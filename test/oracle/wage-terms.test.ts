import { describe, expect, test } from 'vitest';
import { EMPLOYER, Tale } from './tiny.ts';

const AUGUST = '2026-08';
const NEXT = { payDay: 15, payMonthOffset: 1 } as const;

/** Two workers from 3 August on; the wages of August are due on Tuesday 15 September. */
const august = () => new Tale('2026-08-03', '2026-10-31', NEXT).account().workers(1, 2);

describe('W07', () => {
  const rated = (netFen: number) => {
    const tale = new Tale('2026-08-03', '2026-09-30', NEXT).account();
    const who = { ref: 'w9', idNumber: 'id9', name: '工人9', employerUscc: EMPLOYER, team: '1班' };
    const card = { trade: '木工', phone: '1', cardNo: 'card9', cardBankCode: '313' };
    const since = { contractSignedOn: '2026-08-03', enteredOn: '2026-08-03', dayRateFen: 100 };
    const engagements = [{ ...who, ...card, ...since }];
    tale.tell('2026-08-03', { type: 'engagements', projectCode: 'P1', engagements });
    tale.attend([9], ['2026-08-10', '2026-08-11', '2026-08-12']);
    return tale.batch('B', '2026-08-20', AUGUST, [[9, netFen]]);
  };
  const found = (tale: Tale, day = '2026-09-01') => tale.found(day, 'W07');

  test('finds pay more than a tenth of itself off the days, once the month is over', () => {
    expect(found(rated(273))).toEqual([]);
    expect(found(rated(333))).toEqual([]);
    expect(found(rated(272))).toEqual([`W07 ${EMPLOYER} ${AUGUST} yellow 28`]);
    expect(found(rated(334))).toEqual([`W07 ${EMPLOYER} ${AUGUST} yellow 0`]);
    expect(found(rated(272), '2026-08-31')).toEqual([]);
  });

  test('adds a supplement', () => {
    const tale = rated(200).batch('X', '2026-09-03', AUGUST, [[9, 100]], { kind: 'supplement' });
    expect(found(tale, '2026-09-02')).toHaveLength(1);
    expect(found(tale, '2026-09-03')).toEqual([]);
  });
});

describe('W08', () => {
  /** The first worker leaves on Thursday 20 August: he is to be paid by Monday the 24th. */
  const left = () => august().attend([1, 2], ['2026-08-10']).leave(1, '2026-08-20', '2026-08-20');
  const found = (tale: Tale, day: string) => tale.found(day, 'W08');
  const w08 = (level: string, fen: number) => [`W08 ${EMPLOYER} - ${level} ${fen}`];
  const sign = (tale: Tale, on: string, payOn?: string) =>
    tale.tell(on, {
      type: 'exit-statement',
      projectCode: 'P1',
      engagementRef: 'w1',
      body: payOn ? { kind: 'agreement', on, payOn } : { kind: 'confirmation', on },
    });

  test('is found after two working days, on no payroll, unpaid, and paid late until confirmed', () => {
    const tale = left().batch('B', '2026-08-27', AUGUST, [
      [1, 100],
      [2, 100],
    ]);
    tale.payout('B#1', '2026-09-15', 100).payout('B#2', '2026-09-15', 100);
    sign(tale, '2026-09-25');
    expect(found(tale, '2026-08-24')).toEqual([]);
    expect(found(tale, '2026-08-25')).toEqual(w08('yellow', 0));
    expect(found(tale, '2026-08-27')).toEqual(w08('yellow', 100));
    expect(found(tale, '2026-09-03')).toEqual(w08('yellow', 100));
    expect(found(tale, '2026-09-04')).toEqual(w08('orange', 100));
    expect(found(tale, '2026-09-15')).toEqual(w08('orange', 0));
    expect(found(tale, '2026-09-24')).toEqual(w08('red', 0));
    expect(found(tale, '2026-09-25')).toEqual([]);
  });

  test('waits for the day agreed, and asks nothing of who was paid by it', () => {
    const tale = sign(left(), '2026-08-20', '2026-09-15').batch('B', '2026-09-08', AUGUST, [
      [1, 100],
      [2, 100],
    ]);
    tale.payout('B#1', '2026-09-15', 100).payout('B#2', '2026-09-15', 100);
    expect(found(tale, '2026-09-14')).toEqual([]);
    expect(found(tale, '2026-09-20')).toEqual([]);
  });
});

describe('W14', () => {
  const found = (tale: Tale, day: string) => tale.found(day, 'W14');
  /** Somebody whom nobody can reach is there: `-` stands for the ledger. */
  const ledger = `W14 ${EMPLOYER} - yellow 0`;

  test('finds a month whose slips are late, a second one in orange, until they are given', () => {
    const tale = august().attend([1, 2], ['2026-08-10', '2026-09-10']);
    for (const [ref, month, paidOn] of [
      ['A', '2026-08', '2026-09-08'],
      ['B', '2026-09', '2026-10-08'],
    ] as const) {
      tale.batch(ref, `${paidOn.slice(0, 8)}05`, month, [
        [1, 100],
        [2, 100],
      ]);
      tale.payout(`${ref}#1`, paidOn, 100);
    }
    tale.tell('2026-10-20', { type: 'slips', batchRef: 'A', issuedOn: '2026-10-20' });
    expect(found(tale, '2026-09-08')).toEqual([]);
    // The fifth working day after 8 September is Tuesday the 15th; of 8 October Wednesday the 14th, for Saturday the 10th is worked.
    expect(found(tale, '2026-09-15')).toEqual([ledger]);
    expect(found(tale, '2026-09-16')).toEqual([ledger, `W14 ${EMPLOYER} 2026-08 yellow 0`]);
    expect(found(tale, '2026-10-14')).toHaveLength(2);
    expect(found(tale, '2026-10-15')).toEqual([
      ledger,
      `W14 ${EMPLOYER} 2026-08 yellow 0`,
      `W14 ${EMPLOYER} 2026-09 orange 0`,
    ]);
    expect(found(tale, '2026-10-20')).toEqual([ledger, `W14 ${EMPLOYER} 2026-09 yellow 0`]);
  });
});
