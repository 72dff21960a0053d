import type { Day } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import type { Settlement, SettlementStep } from './facts.ts';

/** A settlement's steps dated by a day, in order. */
export function stepsOn({ steps }: Settlement, day: Day): SettlementStep[] {
  return steps.filter(({ on }) => on <= day);
}

/** The amount applied for, else what was confirmed, else claimed. */
export function billFen(settlement: Settlement, steps: readonly SettlementStep[]): Fen {
  const applied = steps.find(({ step }) => step === 'payment-applied');
  return applied?.amountFen ?? confirmedFen(steps) ?? settlement.claimedFen;
}

/** The last amount confirmed. */
export function confirmedFen(steps: readonly SettlementStep[]): Fen | undefined {
  return steps.findLast(({ step, amountFen }) => step === 'confirmed' && amountFen !== undefined)
    ?.amountFen;
}

/** Paid by the word of the one who was paid. */
export function paidFen(steps: readonly SettlementStep[]): Fen {
  return steps.filter(isPayment).reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);
}

function isPayment({ step, statedBy }: SettlementStep): boolean {
  return step === 'paid' && statedBy === 'contractor';
}
