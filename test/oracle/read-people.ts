import type {
  EngagementChange,
  EngagementRow,
  ExitBody,
  Shift,
} from '../../src/demo/story-actions.ts';
import { type Day, type Month, monthOf } from '../../src/lib/day.ts';
import { type Engagement, earlier, type ProjectFacts } from './facts.ts';

const NEVER = '9999-12-31';

/** Takes in engagements. */
export function addEngagements(
  facts: ProjectFacts,
  rows: readonly EngagementRow[],
  toldOn: Day,
): void {
  for (const {
    ref,
    idNumber,
    name,
    team,
    employerUscc,
    contractSignedOn,
    enteredOn,
    cardNo,
    phone,
    cardBranchCode: branchCode,
    cardIssuedOn: on,
    dayRateFen = null,
  } of rows) {
    const cardNos = new Set(cardNo === undefined ? [] : [cardNo]);
    const attended = new Map<Month, Day>();
    const days = new Set<Day>();
    const stay = { contractSignedOn: contractSignedOn ?? NEVER, enteredOn, exitedOn: null };
    const cardedOn = cardNo === undefined ? null : enteredOn;
    const people = { ref, idNumber, name, team, toldOn, employerUscc, ...stay, cardedOn };
    const issue = branchCode === undefined || on === undefined ? null : { branchCode, on };
    const pay = { dayRateFen, phone, issue, exits: [] };
    const engagement = { ...people, ...pay, cardNos, attended, days };
    const known = facts.engagements.filter((one) => one.idNumber === idNumber);
    facts.engagements.push(engagement);
    // What the gate told of him before he was registered is his from now on.
    for (const day of facts.attended.get(idNumber) ?? []) {
      if (isEngagedOn(engagement, day) && !known.some((one) => one.days.has(day)))
        noteDay(engagement, day);
    }
  }
}

function noteDay({ attended, days }: Engagement, day: Day): void {
  const month = monthOf(day);
  attended.set(month, earlier(day, attended.get(month) ?? day));
  days.add(day);
}

/** Takes in an exit or a new card; cards once registered stay known. */
export function changeEngagement(
  facts: ProjectFacts,
  ref: string,
  body: EngagementChange,
  toldOn: Day,
): void {
  const engagement = facts.engagements.find((one) => one.ref === ref);
  if (engagement === undefined) throw new RangeError(`no engagement ${ref}`);
  engagement.exitedOn = body.exitedOn ?? null;
  engagement.contractSignedOn = body.contractSignedOn;
  engagement.cardedOn ??= body.cardFrom ?? toldOn;
  engagement.cardNos.add(body.cardNo);
  engagement.team = body.team;
  engagement.phone = body.phone;
}

/** Takes in what was signed with a leaver. */
export function stateExit(facts: ProjectFacts, ref: string, body: ExitBody): void {
  facts.engagements.find((one) => one.ref === ref)?.exits.push(body);
}

/** Takes in days on site; those of persons not engaged on the day count for nobody before they are registered. */
export function attend(facts: ProjectFacts, shifts: readonly Shift[]): void {
  const byId = Map.groupBy(facts.engagements, ({ idNumber }) => idNumber);
  for (const { idNumber, days } of shifts) {
    const seen = facts.attended.get(idNumber) ?? new Set();
    facts.attended.set(idNumber, seen);
    for (const day of days) {
      seen.add(day);
      const engagement = byId.get(idNumber)?.findLast((one) => isEngagedOn(one, day));
      if (engagement !== undefined) noteDay(engagement, day);
    }
  }
}

function isEngagedOn({ enteredOn, exitedOn }: Engagement, day: Day): boolean {
  return enteredOn <= day && (exitedOn === null || day <= exitedOn);
}

/** Whether an engagement covers some day of a month. */
export function isEngagedIn({ enteredOn, exitedOn }: Engagement, month: Month): boolean {
  return monthOf(enteredOn) <= month && (exitedOn === null || month <= monthOf(exitedOn));
}
