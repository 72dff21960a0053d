import {
  addMonths,
  type Day,
  daysBetween,
  firstOf,
  type Month,
  monthOf,
} from '../../src/lib/day.ts';
import { type Instalment, instalmentsOn } from './duties.ts';
import { entriesOn, isBegun, type ProjectFacts } from './facts.ts';
import { type Finding, find, levelOf, type View } from './finding.ts';
import { creditedOn } from './money.ts';

const LOOK_AHEAD_DAYS = 45;
const NOT_SPENT = new Set(['interest', 'fee']);

/** F06 and W13: what the contract in force does not say. */
export function findLackingTerms(view: View): Finding[] {
  const { facts, day, wageDuties } = view;
  const { project } = facts;
  const terms = termsInForce(facts, day);
  if (project === null || terms === null || project.status === 'finished') return [];
  const { labourCostFen, labourCostRatio, transferDay, payDay } = terms;
  const begun = isBegun(facts, day);
  const due = wageDuties.some(({ dueOn }) => dueOn < day);
  const noTransfer =
    (labourCostFen === undefined && labourCostRatio === undefined) || transferDay === undefined;
  return [
    ...(noTransfer
      ? [find(view, 'F06', [project.ownerUscc, '-'], [levelOf(false, begun), 0])]
      : []),
    ...(payDay === undefined
      ? [find(view, 'W13', [project.contractorUscc, '-'], [levelOf(false, due), 0])]
      : []),
  ];
}

/** The terms of the latest month that has begun, else the first to come. */
export function termsInForce({ contracts }: ProjectFacts, day: Day) {
  const signed = contracts.filter(({ signedOn }) => signedOn <= day);
  const months = signed.map(({ fromMonth }) => fromMonth).sort();
  const month = months.findLast((one) => one <= monthOf(day)) ?? months[0];
  return signed.findLast(({ fromMonth }) => fromMonth === month) ?? null;
}

/** F04 and F05: days off between transfer and wages; two months without a fen. */
export function findTransferPatterns(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const ownerUscc = facts.project?.ownerUscc ?? '';
  const instalments = instalmentsOn(facts, day, calendar);
  const credited = creditedOn(facts, instalments, day);
  const got = ({ month }: Instalment) => credited.get(month) ?? 0;
  const gaps = instalments.filter((one) => {
    const met = one.amountFen !== null && got(one) >= one.amountFen;
    return !met && one.dueOn > day && isTurnedRound(view, one);
  });
  const missed = instalments.filter((one) => one.dueOn < day && got(one) === 0);
  const months = new Set(missed.map(({ month }) => month));
  const pairs = missed.filter(({ month }) => {
    const before = addMonths(month, -1);
    return months.has(before) && [before, month].every((one) => isAttended(facts, one, day));
  });
  return [
    ...gaps.map(({ month, amountFen }) =>
      find(view, 'F04', [ownerUscc, month], ['yellow', amountFen ?? 0]),
    ),
    ...pairs.map(({ month, amountFen }) =>
      find(view, 'F05', [ownerUscc, month], ['red', amountFen ?? 0]),
    ),
  ];
}

function isTurnedRound({ wageDuties, day }: View, { month, nominalOn, dueOn }: Instalment) {
  const wages = wageDuties.filter((duty) => duty.month === month);
  const wage = wages.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];
  if (wage === undefined || nominalOn > wage.nominalOn || dueOn <= wage.dueOn) return false;
  const away = daysBetween(day, wage.dueOn);
  return away >= 0 && away <= LOOK_AHEAD_DAYS;
}

/** A07: people at work for two months, and nothing left the account. */
export function findIdleAccount(view: View): Finding[] {
  const { facts, day } = view;
  const [earlier, later] = [addMonths(monthOf(day), -2), addMonths(monthOf(day), -1)];
  const open = facts.accounts.some(
    ({ openedOn, closedOn }) => openedOn < firstOf(later) && (closedOn === null || closedOn > day),
  );
  const spent = entriesOn(facts, day).some(
    ({ direction, purpose, bookedOn }) =>
      direction === 'debit' && !NOT_SPENT.has(purpose ?? '') && bookedOn >= firstOf(earlier),
  );
  const busy = [earlier, later].every((month) => isAttended(facts, month, day));
  if (!open || spent || !busy) return [];
  return [find(view, 'A07', [facts.project?.contractorUscc ?? '', '-'], ['orange', 0])];
}

/** Whether anybody, registered or not, was on the site in a month. */
function isAttended({ attended }: ProjectFacts, month: Month, day: Day): boolean {
  return [...attended.values()].some((days) =>
    [...days].some((on) => on <= day && on.startsWith(month)),
  );
}
