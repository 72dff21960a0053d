import { addMonths } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { type Instalment, instalmentsOn } from './duties.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';
import { balanceOn, creditedOn, nextPayrollFen } from './money.ts';

const ORANGE_DAYS = 5;
const RED_DAYS = 30;
const DISPUTES = new Set<string>(['QUANTITY', 'QUALITY', 'PRICE', 'SETTLEMENT']);

interface Short {
  instalment: Instalment;
  /** The instalment's amount, 0 when unknown. */
  amountFen: Fen;
  creditedFen: Fen;
}

/** F01, F02 and F08: instalments past their day with nothing or too little of the owner's money. */
export function findTransfers(view: View, wagesLate: boolean): Finding[] {
  const { facts, day, calendar, cells } = view;
  const ownerUscc = facts.project?.ownerUscc ?? '';
  const instalments = instalmentsOn(facts, day, calendar);
  const credited = creditedOn(facts, instalments, day);
  const due: Short[] = instalments
    .filter(({ dueOn }) => day > dueOn)
    .map((instalment) => ({
      instalment,
      amountFen: instalment.amountFen ?? 0,
      creditedFen: credited.get(instalment.month) ?? 0,
    }));
  const needFen = nextPayrollFen(facts, cells, day);
  const poor = needFen !== null && balanceOn(facts, day) < needFen;
  const none = due.filter(({ creditedFen }) => creditedFen === 0);
  const part = due.filter(
    ({ instalment: { amountFen }, creditedFen }) =>
      amountFen !== null && creditedFen > 0 && creditedFen < amountFen,
  );
  const partMonths = new Set(part.map(({ instalment: { month } }) => month));
  const found = [
    ...none.map(({ instalment, amountFen }) => {
      const late = daysLate(view, instalment.dueOn);
      const level = levelOf(late >= RED_DAYS || wagesLate, late >= ORANGE_DAYS || poor);
      return find(view, 'F01', [ownerUscc, instalment.month], [level, amountFen]);
    }),
    ...part.map((short) => f02(view, short, { poor, partMonths })),
  ];
  return [...found, ...found.flatMap((one) => f08(view, one, wagesLate))];
}

function f02(
  view: View,
  { instalment: { month }, amountFen, creditedFen }: Short,
  { poor, partMonths }: { poor: boolean; partMonths: Set<string> },
): Finding {
  const missingFen = amountFen - creditedFen;
  const red = missingFen * 2 >= amountFen || partMonths.has(addMonths(month, -1));
  const level = levelOf(red, missingFen * 10 > amountFen || poor);
  return find(view, 'F02', [view.facts.project?.ownerUscc ?? '', month], [level, missingFen]);
}

function f08(view: View, { subject, period, amountFen }: Finding, wagesLate: boolean): Finding[] {
  const { facts, day } = view;
  const pretext = facts.delays.some(
    ({ period: month, on, withdrawnOn, reasonCode }) =>
      month === period &&
      on <= day &&
      (withdrawnOn === null || withdrawnOn > day) &&
      (DISPUTES.has(reasonCode) || reasonCode.startsWith('AUD-')),
  );
  if (!pretext) return [];
  return [find(view, 'F08', [subject, period], [levelOf(wagesLate, true), amountFen])];
}
