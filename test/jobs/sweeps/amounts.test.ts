import { expect, test } from 'vitest';
import type { Rule } from '../../../jobs/rule.ts';
import { ruleOf } from '../../../jobs/rulebook.ts';
import { amountsOf } from '../../../jobs/sweeps/wording.ts';

const found = (id: string, amountFen: number, facts: unknown) => ({
  rule: ruleOf(id) as Rule,
  alert: {
    ...{ id: 'a', level: 2, rule: id, subject: 's', subjectName: null, period: '-', facts },
    ...{ amountFen, dueDay: null, openedOn: '2026-06-06' },
  },
});
const none = { dueFen: null, paidFen: null, gapFen: null };

test('wages that a site owes are no amount of a missing deposit or guarantee', () => {
  for (const id of ['D01', 'F07']) {
    expect(amountsOf(found(id, 0, { owedFen: 458_459_00 })), id).toEqual(none);
  }
});

test('pay that does not fit the days is what the matter is about, not what is missing', () => {
  expect(amountsOf(found('W07', 590_00, { missingFen: 590_00 }))).toEqual({ involvedFen: 590_00 });
  expect(amountsOf(found('W07', 0, { missingFen: 0 }))).toEqual({ involvedFen: null });
});

test('what is owed, was paid and is missing of wages is told', () => {
  const facts = { owedFen: 600_00, paidFen: 200_00 };
  const amounts = { dueFen: 600_00, paidFen: 200_00, gapFen: 400_00 };
  expect(amountsOf(found('W02', 400_00, facts))).toEqual(amounts);
});
