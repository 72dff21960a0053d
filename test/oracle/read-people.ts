import type {
  EngagementChange,
  EngagementRow,
  ExitBody,
  Shift,
} from '../../src/demo/story-actions.ts';
import { type Day, type Month, monthOf } from '../../src/lib/day.ts';
import { type Engagement, earlier, type ProjectFacts } from './facts.ts';

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
    dayRateFen = null,
  } of rows) {
    const cardNos = new Set([cardNo]);
    const attended = new Map<Month, Day>();
    const days = new Set<Day>();
    const stay = { contractSignedOn, enteredOn, exitedOn: null };
    const people = { ref, idNumber, name, team, toldOn, employerUscc, ...stay };
    const pay = { dayRateFen, isReachable: phone !== '', exits: [] };
    facts.engagements.push({ ...people, ...pay, cardNos, attended, days });
  }
}

/** Takes in an exit or a new card; cards once registered stay known. */
export function changeEngagement(facts: ProjectFacts, ref: string, body: EngagementChange): void {
  const engagement = facts.engagements.find((one) => one.ref === ref);
  if (engagement === undefined) throw new RangeError(`no engagement ${ref}`);
  engagement.exitedOn = body.exitedOn ?? null;
  engagement.contractSignedOn = body.contractSignedOn;
  engagement.cardNos.add(body.cardNo);
  engagement.team = body.team;
}

/** Takes in what was signed with a leaver. */
export function stateExit(facts: ProjectFacts, ref: string, body: ExitBody): void {
  facts.engagements.find((one) => one.ref === ref)?.exits.push(body);
}

/** Takes in days on site; those of persons not engaged on the day count for nobody. */
export function attend(facts: ProjectFacts, shifts: readonly Shift[]): void {
  const byId = Map.groupBy(facts.engagements, ({ idNumber }) => idNumber);
  for (const { idNumber, days } of shifts) {
    const seen = facts.attended.get(idNumber) ?? new Set();
    facts.attended.set(idNumber, seen);
    for (const day of days) {
      seen.add(day);
      const engagement = byId.get(idNumber)?.findLast((one) => isEngagedOn(one, day));
      if (engagement === undefined) continue;
      const first = engagement.attended.get(monthOf(day)) ?? day;
      engagement.attended.set(monthOf(day), earlier(day, first));
      engagement.days.add(day);
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
