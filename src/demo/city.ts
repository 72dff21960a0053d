import { buildCalendar } from '../lib/calendar.ts';
import { addDays, addMonths, type Day, daysOf, firstOf, type Month, monthOf } from '../lib/day.ts';
import { officialYears } from '../lib/holidays.ts';
import { type Cast, makeCast } from './cast.ts';
import { Dice } from './dice.ts';
import { instant, Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import type { Frame, ProjectPlan } from './plan.ts';
import { plantFaults, plantSettlements } from './plant.ts';
import { planProject } from './project-plan.ts';
import { settleInTime } from './settlement-plan.ts';
import type { City, ProjectCard } from './story.ts';
import { tellProject } from './tell-project.ts';

/** The size of a city; the story's last day is `to`, its first that of the month `months` − 1 before. */
export interface CityOptions {
  seed: number;
  projects: number;
  workers: number;
  months: number;
  to: Day;
}

const LATE_ACCOUNT_DAYS = [8, 33];
const FEWEST_MONTHS_FOR_LATE_ACCOUNTS = 4;
const SETTLEMENT_SHARE = 0.5;
const PERSONS_A_SEED = 10_000;
const SEEDS = 1000;

/**
 * A city with its whole story, the same for the same options. People, companies and numbers are
 * invented; what goes wrong in it is listed in `plants`.
 * @throws RangeError when there are more projects than workers, or a year without a calendar
 */
export function makeCity(options: CityOptions): City {
  const { seed, projects, workers } = options;
  if (projects < 1 || workers < projects) throw new RangeError('at least one worker a project');
  const frame = makeFrame(options);
  const dice = new Dice(seed);
  const cast = makeCast(dice, projects, (seed % SEEDS) * PERSONS_A_SEED);
  const plans = planProjects(frame, dice, cast, options);
  plantFaults(dice, plans);
  for (const plan of plans) {
    if (plan.settlements.length === 0 && dice.chance(SETTLEMENT_SHARE)) settleInTime(plan);
  }
  plantSettlements(plans);
  const journal = new Journal();
  tellCompanies(journal, frame, cast);
  for (const plan of plans) {
    const ledger = new Ledger(plan, journal);
    tellProject({ plan, journal, ledger });
    ledger.close();
  }
  tellFeeds(journal, frame, plans);
  return {
    seed,
    fromDay: frame.fromDay,
    toDay: frame.toDay,
    authority: { uscc: cast.authority.uscc, name: cast.authority.name },
    companies: [...cast.owners, ...cast.contractors, ...cast.subcontractors].map(
      ({ uscc, name }) => ({ uscc, name }),
    ),
    banks: cast.banks,
    projects: plans.map(cardOf),
    steps: journal.steps(frame.toDay),
    plants: plans.flatMap((plan) => plan.plants),
  };
}

function makeFrame({ seed, months, to }: CityOptions): Frame {
  const last = monthOf(to);
  const list = Array.from({ length: months }, (_, at): Month => addMonths(last, at - months + 1));
  const fromDay = firstOf(list[0] ?? last);
  const calendar = buildCalendar({
    years: officialYears,
    from: addDays(fromDay, -200),
    to: addDays(to, 400),
  });
  return { seed, fromDay, toDay: to, months: list, calendar };
}

function planProjects(
  frame: Frame,
  dice: Dice,
  cast: Cast,
  { seed, projects, workers }: CityOptions,
): ProjectPlan[] {
  const weights = Array.from({ length: projects }, () => dice.int(4, 16));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const room = frame.months.length >= FEWEST_MONTHS_FOR_LATE_ACCOUNTS && projects > 4;
  const late = new Map(
    room
      ? dice
          .shuffle([...weights.keys()])
          .slice(0, 2)
          .map((at, i) => [at, LATE_ACCOUNT_DAYS[i] ?? 0])
      : [],
  );
  let placed = 0;
  let weighed = 0;
  return weights.map((weight, index) => {
    weighed += weight;
    const upTo = Math.max(placed + 1, Math.round((workers * weighed) / total));
    const count = Math.min(upTo, workers - (projects - index - 1)) - placed;
    const firstPerson = (seed % SEEDS) * PERSONS_A_SEED + placed;
    placed += count;
    const accountLateDays = late.get(index) ?? 0;
    return planProject(frame, cast, { index, workers: count, firstPerson, accountLateDays });
  });
}

function tellCompanies(journal: Journal, frame: Frame, cast: Cast): void {
  const actor = { role: 'authority', uscc: cast.authority.uscc } as const;
  for (const { uscc, body } of [...cast.owners, ...cast.contractors, ...cast.subcontractors]) {
    journal.note(instant(frame.fromDay, '07:00'), `company:${uscc}`, actor, {
      type: 'company',
      uscc,
      body,
    });
  }
}

/** Each morning after a working day the banks say that they have told all of it. */
function tellFeeds(journal: Journal, frame: Frame, plans: readonly ProjectPlan[]): void {
  const byBank = Map.groupBy(plans, ({ bankCode }) => bankCode);
  for (const through of daysOf(frame.fromDay, addDays(frame.toDay, -1))) {
    if (!frame.calendar.isWorking(through)) continue;
    for (const [bankCode, kept] of byBank) {
      const feeds = kept
        .filter((plan) => plan.openedOn <= through && !isSilent(plan, through))
        .map(({ accountNo }) => ({ accountNo, through }));
      if (feeds.length === 0) continue;
      const lane = `bank:${bankCode}`;
      const messageId = `feed-${bankCode}-${through}`;
      journal.note(
        instant(addDays(through, 1), '06:00'),
        lane,
        { role: 'bank', bankCode },
        {
          type: 'feed-complete',
          bankCode,
          messageId,
          feeds,
        },
      );
    }
  }
}

function isSilent({ silence }: ProjectPlan, through: Day): boolean {
  return silence !== null && through >= silence.from && addDays(through, 1) < silence.until;
}

function cardOf(plan: ProjectPlan): ProjectCard {
  const { projectCode, name, ownerUscc, contractorUscc, employerUsccs, accountRef } = plan;
  const firms = { ownerUscc, contractorUscc, employerUsccs };
  const workers = plan.workers.length;
  return { projectCode, name, ...firms, accountRef, bankCode: plan.bankCode, workers };
}
