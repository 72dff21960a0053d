import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  daysOf,
  firstOf,
  lastOf,
  type Month,
  monthOf,
} from '../../src/lib/day.ts';
import type { Engagement, SiteRecord } from './facts.ts';
import { later } from './facts.ts';
import { type Finding, find, levelOf, type View } from './finding.ts';
import { isBulkCarded, isPhoneShared } from './rules-ghosts.ts';

const MANAGER_PERCENT = 40;
const ENGINEER_PERCENT = 20;
const SHEET_DAYS = 5;
const GROUPS = ['parties', 'wages', 'channels'] as const;

/** R01 to R07. */
export function findSite(view: View): Finding[] {
  if (view.facts.project === null) return [];
  return [
    ...findStrangers(view),
    ...findUnsigned(view),
    ...findOdd(view),
    ...findOfficer(view),
    ...findBoard(view),
    ...findInterruption(view),
    ...findPosts(view),
  ];
}

const contractorOf = ({ facts }: View) => facts.project?.contractorUscc ?? '';
const personsOf = ({ facts }: View) => facts.records.filter(({ kind }) => kind === 'site-person');
const covers = ({ on, until }: SiteRecord, day: Day) =>
  on <= day && (until === undefined || day <= until);
const isThere = ({ enteredOn, exitedOn }: Engagement, day: Day) =>
  enteredOn <= day && (exitedOn === null || day <= exitedOn);

function findStrangers(view: View): Finding[] {
  const { facts, day } = view;
  const months = new Map<Month, number[]>();
  for (const [idNumber, days] of facts.attended) {
    const stays = facts.engagements.filter((one) => one.idNumber === idNumber);
    const known = personsOf(view).filter((one) => one.idNumber === idNumber);
    const strange = [...days].filter(
      (on) =>
        on <= day &&
        !stays.some((one) => isThere(one, on)) &&
        !known.some((one) =>
          one.role === 'barred' ? on <= one.on && one.on <= day : covers(one, on),
        ),
    );
    for (const [month, some] of Map.groupBy(strange, monthOf))
      months.set(month, [...(months.get(month) ?? []), some.length]);
  }
  return [...months].map(([month, counts]) => {
    const orange = counts.length >= 3 || Math.max(...counts) >= 2;
    const level = levelOf(counts.length >= 10, orange);
    return find(view, 'R01', [contractorOf(view), month], [level, 0]);
  });
}

/** Those of each employer, on a project that is not finished. */
function byEmployer(view: View, isOdd: (one: Engagement) => boolean): [string, Engagement[]][] {
  const { facts, day } = view;
  if (facts.project?.status === 'finished') return [];
  const odd = facts.engagements.filter((one) => isThere(one, day) && isOdd(one));
  return [...Map.groupBy(odd, ({ employerUscc }) => employerUscc)];
}

function findUnsigned(view: View): Finding[] {
  const { day } = view;
  return byEmployer(view, ({ contractSignedOn: on }) => on > day).map(([employer, people]) => {
    const orange = people.some(({ enteredOn }) => daysBetween(enteredOn, day) > 3);
    return find(view, 'R02', [employer, '-'], [levelOf(false, orange), 0]);
  });
}

function findOdd(view: View): Finding[] {
  const { facts, day, calendar, wageDuties } = view;
  const isMinor = ({ idNumber }: Engagement) => {
    const born = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber);
    return born !== null && day < `${Number(born[1]) + 16}-${born[2]}-${born[3]}`;
  };
  const isDouble = (one: Engagement) =>
    facts.engagements.some(
      (other) =>
        other.idNumber === one.idNumber &&
        other.employerUscc !== one.employerUscc &&
        isThere(other, day),
    );
  const isBare = ({ cardedOn, employerUscc, enteredOn }: Engagement) => {
    const duty = wageDuties.find(
      (one) => one.employerUscc === employerUscc && one.month === monthOf(enteredOn),
    );
    if (cardedOn !== null && cardedOn <= day) return false;
    return duty !== undefined && day > calendar.wdBefore(duty.dueOn, SHEET_DAYS);
  };
  const isGhost = (one: Engagement) => isPhoneShared(view, one) || isBulkCarded(view, one);
  const odd = byEmployer(
    view,
    (one) => isMinor(one) || isBare(one) || isDouble(one) || isGhost(one),
  );
  return odd
    .filter(([, people]) =>
      people.some((one) => isMinor(one) || isBare(one) || isGhost(one) || isLater(view, one)),
    )
    .map(([employer, people]) =>
      find(view, 'R03', [employer, '-'], [levelOf(people.some(isMinor), false), 0]),
    );
}

/** Of two engagements of a person the one that was registered later is the double. */
function isLater({ facts, day }: View, one: Engagement): boolean {
  const mine = facts.engagements.filter(
    (other) => other.idNumber === one.idNumber && isThere(other, day),
  );
  return mine.indexOf(one) > 0;
}

function findOfficer(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const { status, startsOn } = facts.project ?? {};
  if (status !== 'active' || startsOn === undefined || startsOn > day) return [];
  const officers = personsOf(view).filter(({ role, on }) => role === 'wage-officer' && on <= day);
  if (officers.some((one) => covers(one, day))) return [];
  const left = officers
    .map(({ until = '' }) => until)
    .sort()
    .at(-1);
  const dueOn = left === undefined ? startsOn : later(startsOn, calendar.wd(left, 10));
  if (left !== undefined && day <= calendar.wd(left, 10)) return [];
  const level = levelOf(false, daysBetween(dueOn, day) > 15);
  return [find(view, 'R04', [contractorOf(view), '-'], [level, 0])];
}

function findBoard(view: View): Finding[] {
  const { facts, day } = view;
  if (facts.project?.status === 'finished') return [];
  const checks = facts.records
    .filter(({ kind, on }) => kind === 'board-check' && on <= day)
    .sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
  const whole = checks.findLastIndex(({ shown = [] }) =>
    GROUPS.every((one) => shown.includes(one)),
  );
  const since = checks[whole + 1]?.on;
  if (since === undefined) return [];
  const level = levelOf(false, daysBetween(since, day) > 15);
  return [find(view, 'R05', [contractorOf(view), '-'], [level, 0])];
}

const stopsOf = ({ facts }: View) => facts.records.filter(({ kind }) => kind === 'stop-work');

function findInterruption(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const { status, startsOn } = facts.project ?? {};
  if (status !== 'active') return [];
  const all = [...facts.attended.values()].flatMap((days) => [...days]).filter((on) => on <= day);
  const last = all.length > 0 ? all.reduce(later) : startsOn && addDays(startsOn, -1);
  if (last === undefined || last >= day) return [];
  const missed = [...daysOf(addDays(last, 1), day)].filter(
    (on) => calendar.isWorking(on) && !stopsOf(view).some((stop) => covers(stop, on)),
  ).length;
  if (missed < 3) return [];
  return [find(view, 'R06', [contractorOf(view), '-'], [levelOf(false, missed >= 7), 0])];
}

function findPosts(view: View): Finding[] {
  const { facts, day } = view;
  if (facts.project?.status !== 'active') return [];
  const month = addMonths(monthOf(day), -1);
  const short = (['project-manager', 'supervising-engineer'] as const).flatMap((role) =>
    isShort(view, role, month) ? [isShort(view, role, addMonths(month, -1))] : [],
  );
  if (short.length === 0) return [];
  const level = levelOf(false, short.includes(true));
  return [find(view, 'R07', [contractorOf(view), '-'], [level, 0])];
}

function isShort(view: View, role: 'project-manager' | 'supervising-engineer', month: Month) {
  const { facts, calendar } = view;
  const holders = personsOf(view).filter((one) => one.role === role);
  const days = [...daysOf(firstOf(month), lastOf(month))];
  const asked = days.filter(
    (on) =>
      calendar.isWorking(on) &&
      holders.some((one) => covers(one, on)) &&
      !stopsOf(view).some((stop) => covers(stop, on)),
  ).length;
  const kept = days.filter((on) =>
    holders.some((one) => covers(one, on) && facts.attended.get(one.idNumber ?? '')?.has(on)),
  ).length;
  const percent = role === 'project-manager' ? MANAGER_PERCENT : ENGINEER_PERCENT;
  return asked > 0 && kept * 100 < percent * asked;
}
