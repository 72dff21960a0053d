import { addDays } from '../../src/lib/day.ts';
import { type Duty, instalmentsOn } from './duties.ts';
import { later } from './facts.ts';
import { type Finding, find, type View } from './finding.ts';
import { isUnanswered } from './floors.ts';
import { blindAccounts, creditedOn } from './money.ts';
import { isSettled } from './pay.ts';
import { filingDue } from './rules-a-more.ts';
import { isReviewed, owedFen, paymentClock, reviewClock } from './rules-s.ts';
import { stepsOn } from './steps.ts';

const OPEN_WITHIN_DAYS = 30;
const RESEND_DAYS = 3;

/** M01: a served paper past its term without a reply that stands. */
export function findUnanswered(view: View): Finding[] {
  const { facts, day, calendar } = view;
  return facts.reports.notices
    .filter((notice) => isUnanswered(notice, day, calendar))
    .map(({ ref, level }) => find(view, 'M01', [ref, '-'], [level, 0]));
}

/** M02: an open account of which the bank has not told all. */
export function findSilence(view: View): Finding[] {
  const { facts, day, calendar } = view;
  return blindAccounts(facts, day, calendar).map(({ ref }) =>
    find(view, 'M02', [ref, '-'], ['yellow', 0]),
  );
}

/** M03: a duty not met whose day was counted in a year without its official list. */
export function findUnknownYear(view: View): Finding[] {
  const { calendar } = view;
  const open = [
    ...openWages(view),
    ...openTransfers(view),
    ...openAccount(view),
    ...openFilings(view),
    ...openBills(view),
  ];
  const provisional = open.some(
    ({ nominalOn, dueOn }) => calendar.provisional(nominalOn) || calendar.provisional(dueOn),
  );
  return provisional ? [find(view, 'M03', ['calendar', '-'], ['yellow', 0])] : [];
}

function openWages({ wageDuties, calendar, cells }: View): Duty[] {
  return wageDuties.flatMap((duty) => {
    const own = cells.filter(
      ({ employerUscc, month }) => employerUscc === duty.employerUscc && month === duty.month,
    );
    const resends = own.flatMap(({ failures }) =>
      failures.map(({ failOn }) => {
        const dueOn = calendar.wd(later(failOn, duty.dueOn), RESEND_DAYS);
        return { nominalOn: dueOn, dueOn };
      }),
    );
    return isSettled(cells, duty.employerUscc, duty.month) ? resends : [duty, ...resends];
  });
}

function openTransfers({ facts, day, calendar }: View): Duty[] {
  const instalments = instalmentsOn(facts, day, calendar);
  const credited = creditedOn(facts, instalments, day);
  return instalments.filter(
    ({ month, amountFen }) => amountFen === null || (credited.get(month) ?? 0) < amountFen,
  );
}

function openAccount({ facts, day, calendar }: View): Duty[] {
  const signedOn = facts.contracts.at(-1)?.signedOn;
  if (signedOn === undefined || facts.accounts.some(({ openedOn }) => openedOn <= day)) return [];
  const nominalOn = addDays(signedOn, OPEN_WITHIN_DAYS);
  return [{ nominalOn, dueOn: calendar.cal(signedOn, OPEN_WITHIN_DAYS) }];
}

function openFilings(view: View): Duty[] {
  const { facts, day } = view;
  const open = facts.accounts.filter(
    ({ filedOn, openedOn, closedOn }) =>
      openedOn <= day &&
      (filedOn === null || filedOn > day) &&
      (closedOn === null || closedOn > day),
  );
  return open.map((account) => ({
    nominalOn: addDays(account.openedOn, OPEN_WITHIN_DAYS),
    dueOn: filingDue(view, account),
  }));
}

function openBills(view: View): Duty[] {
  const { facts, day } = view;
  return facts.settlements
    .filter(({ deliveredOn }) => deliveredOn <= day)
    .flatMap((settlement) => {
      const steps = stepsOn(settlement, day);
      const review = isReviewed(steps) ? null : reviewClock(facts, settlement, view);
      const isPaid = owedFen(settlement, steps) <= 0;
      const payment = isPaid ? null : paymentClock(facts, settlement, view);
      return [review, payment].filter((clock) => clock !== null);
    });
}
