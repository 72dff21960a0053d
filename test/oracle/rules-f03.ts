import {
  addMonths,
  type Day,
  daysBetween,
  firstOf,
  lastOf,
  type Month,
} from '../../src/lib/day.ts';
import { type Fen, sumFen } from '../../src/lib/fen.ts';
import { instalmentsOn, type WageDuty } from './duties.ts';
import { isLive, type ProjectFacts } from './facts.ts';
import { type Finding, find, levelOf, type View } from './finding.ts';
import { balanceOn, creditedOn, frozenOn } from './money.ts';

const AHEAD = 7;
const ORANGE = 3;
const RED = 1;
const RATE_MONTHS = 6;

/** F03: what the account holds and what is certain to come by a pay day, against what wages need till then. */
export function findShortBalance(view: View): Finding[] {
  const { facts, day, calendar, wageDuties } = view;
  const near = wageDuties.filter(({ dueOn }) => calendar.workingDaysBetween(day, dueOn) <= AHEAD);
  const months = [...Map.groupBy(near, ({ month }) => month)]
    .map(([month, duties]) => ({
      month,
      dueOn: duties.map(({ dueOn }) => dueOn).sort()[0] as Day,
      needFen: duties.reduce((sum, duty) => sum + needOf(view, duty), 0),
    }))
    .sort((a, b) => (a.dueOn + a.month < b.dueOn + b.month ? -1 : 1));
  const frozenFen = sumFen(facts.accounts.map((account) => frozenOn(account, day)));
  const balanceFen = balanceOn(facts, day) - frozenFen;
  let needFen = 0;
  return months.flatMap((one) => {
    needFen += one.needFen;
    const lackFen = needFen - balanceFen - certainFen(view, one.dueOn);
    const shortFen = Math.min(one.needFen, Math.max(0, lackFen));
    if (shortFen === 0) return [];
    const left = calendar.workingDaysBetween(day, one.dueOn);
    const level = levelOf(left <= RED, left <= ORANGE);
    return [find(view, 'F03', [facts.project?.ownerUscc ?? '', one.month], [level, shortFen])];
  });
}

function needOf({ facts, day, cells }: View, { employerUscc, month }: WageDuty): Fen {
  const claimed = [...facts.batches.values()].some(
    (one) =>
      one.employerUscc === employerUscc &&
      one.month === month &&
      one.kind !== 'resend' &&
      isLive(one, day),
  );
  if (!claimed) return forecastFen(facts, employerUscc, month, day) ?? 0;
  return cells
    .filter((cell) => cell.employerUscc === employerUscc && cell.month === month)
    .reduce((sum, { owedFen, paidFen }) => sum + Math.max(0, owedFen - paidFen), 0);
}

/** Attendance × usual day rate; null where there is no rate. */
function forecastFen(
  facts: ProjectFacts,
  employerUscc: string,
  month: Month,
  day: Day,
): Fen | null {
  const rates = ratesBefore(facts, employerUscc, month, day);
  const all = [...rates.values()].reduce(
    (sum, one) => ({ fen: sum.fen + one.fen, days: sum.days + one.days }),
    { fen: 0, days: 0 },
  );
  const whole = daysBetween(firstOf(month), lastOf(month)) + 1;
  const elapsed = Math.min(daysBetween(firstOf(month), day) + 1, whole);
  let sumFen = 0;
  for (const { ref, employerUscc: of, days } of facts.engagements) {
    const attended = [...days].filter((one) => one.startsWith(month) && one <= day).length;
    if (of !== employerUscc || attended === 0) continue;
    const rate = rates.get(ref) ?? all;
    if (rate.days === 0) return null;
    sumFen += Math.round((attended * rate.fen * whole) / (rate.days * elapsed));
  }
  return sumFen;
}

/** What each worker got for how many days in the latest regular month before. */
function ratesBefore(facts: ProjectFacts, employerUscc: string, month: Month, day: Day) {
  const regular = [...facts.batches.values()].filter(
    (one) =>
      one.employerUscc === employerUscc &&
      one.kind === 'regular' &&
      one.month < month &&
      one.month >= addMonths(month, -RATE_MONTHS) &&
      isLive(one, day),
  );
  const latest = regular.sort((a, b) => (a.month < b.month ? 1 : -1))[0];
  const rates = new Map<string, { fen: Fen; days: number }>();
  for (const { worker, netFen, workDays } of latest?.lines ?? []) {
    const engagement = facts.engagements.find(({ ref }) => ref === worker);
    const days =
      workDays ??
      [...(engagement?.days ?? [])].filter((one) => one.startsWith(latest?.month ?? '-')).length;
    if (days > 0) rates.set(worker, { fen: netFen, days });
  }
  return rates;
}

/** Agreed instalments due by a pay day that are not late yet, of an owner who is late with none. */
function certainFen({ facts, day, calendar }: View, dueOn: Day): Fen {
  const instalments = instalmentsOn(facts, day, calendar);
  const credited = creditedOn(facts, instalments, day);
  const missing = instalments.map((one) => ({
    ...one,
    fen: one.amountFen === null ? null : one.amountFen - (credited.get(one.month) ?? 0),
  }));
  const late = missing.some((one) => one.dueOn < day && (one.fen === null || one.fen > 0));
  if (late) return 0;
  return missing
    .filter((one) => one.dueOn >= day && one.dueOn <= dueOn)
    .reduce((sum, { fen }) => sum + Math.max(0, fen ?? 0), 0);
}
