import { type Day, daysBetween, type Month } from '../../src/lib/day.ts';
import type { Engagement } from './facts.ts';
import type { View } from './finding.ts';

const PHONE_WORKERS = 3;
const BULK_CARDS = 10;
const BULK_DAYS = 92;
const UNSEEN_DAYS = 7;

const isThere = ({ enteredOn, exitedOn }: Engagement, day: Day) =>
  enteredOn <= day && (exitedOn === null || day <= exitedOn);

const persons = (of: readonly Engagement[]) => new Set(of.map(({ idNumber }) => idNumber)).size;

const digitsOf = (phone: string) => [...phone].filter((one) => one >= '0' && one <= '9').join('');

/** R03: three of those on the site or more have one phone. */
export function isPhoneShared({ facts, day }: View, { phone }: Engagement): boolean {
  const digits = digitsOf(phone);
  if (digits === '') return false;
  const same = facts.engagements.filter(
    (one) => isThere(one, day) && digitsOf(one.phone) === digits,
  );
  return persons(same) >= PHONE_WORKERS;
}

/** R03: ten of those never seen or more have cards that one branch issued on one day. */
export function isBulkCarded(view: View, one: Engagement): boolean {
  const { facts, day } = view;
  const { issue } = one;
  if (issue === null || issue.on > day || daysBetween(issue.on, day) > BULK_DAYS) return false;
  if (!isUnseen(one, day)) return false;
  const same = facts.engagements.filter(
    (other) =>
      isUnseen(other, day) &&
      other.issue?.on === issue.on &&
      other.issue.branchCode === issue.branchCode,
  );
  return persons(same) >= BULK_CARDS;
}

function isUnseen(one: Engagement, day: Day): boolean {
  return (
    isThere(one, day) &&
    daysBetween(one.enteredOn, day) > UNSEEN_DAYS &&
    ![...one.days].some((on) => on <= day)
  );
}

/** W12: the days of a month up to the day asked on which a person attended here and elsewhere. */
export function twiceOn({ facts, day, elsewhere }: View, idNumber: string, month: Month): Day[] {
  const here = facts.engagements.filter((one) => one.idNumber === idNumber);
  return [...elsewhere(idNumber)].filter(
    (on) => on.startsWith(month) && on <= day && here.some(({ days }) => days.has(on)),
  );
}
