import type { City } from '../../src/demo/story.ts';
import { buildCalendar, type Calendar } from '../../src/lib/calendar.ts';
import { type Day, daysOf } from '../../src/lib/day.ts';
import { officialYears } from '../../src/lib/holidays.ts';
import type { ProjectFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { raise } from './floors.ts';
import { Reader } from './read.ts';
import { BANK_RULES, nightOf, type ProjectNight } from './rules.ts';
import { findOverProjects } from './rules-arrears.ts';

/** An alert that lives after a night: open, or held while a bank's feed is behind. */
export type ExpectedAlert = Finding;

const CALENDAR_FROM = '2019-01-01';
const CALENDAR_TO = '2028-12-31';
const predicted = new WeakMap<City, Map<Day, ExpectedAlert[]>>();

/**
 * The alerts that live after the night for a day, all nights from the city's first day on having
 * run in order. All nights of a city are worked out at the first question.
 * @throws RangeError when the day is not one of the city's
 */
export function predictNight(city: City, day: Day): ExpectedAlert[] {
  const nights = predicted.get(city) ?? predictNights(city);
  predicted.set(city, nights);
  const alerts = nights.get(day);
  if (alerts === undefined) throw new RangeError(`no night runs for ${day}`);
  return alerts;
}

/** The live alerts after every night of a city, sorted by rule, project, subject, period. */
export function predictNights(city: City): Map<Day, ExpectedAlert[]> {
  const calendar = calendarOfOracle();
  const reader = new Reader(city, calendar);
  const nights = new Map<Day, ExpectedAlert[]>();
  let live = new Map<string, ExpectedAlert>();
  for (const day of daysOf(city.fromDay, city.toDay)) {
    reader.readFor(day);
    const people = peopleOf(reader.projects);
    const asked = [...reader.projects].map(
      ([projectCode, facts]) =>
        [
          projectCode,
          nightOf(facts, day, calendar, {
            several: hasAnother(facts, reader.projects),
            elsewhere: (idNumber) => elsewhere(people.get(idNumber) ?? [], facts),
          }),
        ] as const,
    );
    live = afterNight(live, new Map(asked), day);
    const { campaign } = reader;
    nights.set(
      day,
      raise([...live.values()], reader.projects, { day, calendar, campaign }).sort((a, b) =>
        keyOf(a) < keyOf(b) ? -1 : 1,
      ),
    );
  }
  return nights;
}

type Stay = { facts: ProjectFacts; days: ReadonlySet<Day> };

/** Everybody's engagements over all projects, by identity number. */
function peopleOf(all: ReadonlyMap<string, ProjectFacts>): Map<string, Stay[]> {
  const people = new Map<string, Stay[]>();
  for (const facts of all.values())
    for (const { idNumber, days } of facts.engagements)
      people.set(idNumber, [...(people.get(idNumber) ?? []), { facts, days }]);
  return people;
}

function elsewhere(stays: readonly Stay[], here: ProjectFacts): Set<Day> {
  return new Set(stays.flatMap(({ facts, days }) => (facts === here ? [] : [...days])));
}

/** Whether the contractor has another unfinished project in the same city. */
function hasAnother(facts: ProjectFacts, all: ReadonlyMap<string, ProjectFacts>): boolean {
  const cityOf = ({ project }: ProjectFacts) =>
    `${project?.contractorUscc} ${project?.regionCode.slice(0, 4)}`;
  return [...all.values()].some(
    (other) =>
      other !== facts && other.project?.status !== 'finished' && cityOf(other) === cityOf(facts),
  );
}

/** The calendar the oracle counts with: the lists the program ships. */
export function calendarOfOracle(): Calendar {
  return buildCalendar({ years: officialYears, from: CALENDAR_FROM, to: CALENDAR_TO });
}

/**
 * Brings the live alerts into line with a night's findings: what is found is as found, what is not
 * found is cleared, except that on a project whose bank is behind the bank rules clear nothing.
 */
export function afterNight(
  before: ReadonlyMap<string, ExpectedAlert>,
  nights: ReadonlyMap<string, ProjectNight>,
  day: Day,
): Map<string, ExpectedAlert> {
  const asked = [...nights.values()];
  const overProjects = findOverProjects(
    asked.flatMap(({ owed }) => owed),
    day,
  );
  const found = [...asked.flatMap(({ findings }) => findings), ...overProjects];
  const kept = [...before.values()].filter(
    ({ rule, projectCode }) => BANK_RULES.has(rule) && nights.get(projectCode)?.blind === true,
  );
  return new Map([...kept, ...found].map((alert) => [keyOf(alert), alert]));
}

/** What an alert is known by: rule, project, subject and period. */
export function keyOf({
  rule,
  projectCode,
  subject,
  period,
}: Record<'rule' | 'projectCode' | 'subject' | 'period', string>): string {
  return `${rule} ${projectCode} ${subject} ${period}`;
}
