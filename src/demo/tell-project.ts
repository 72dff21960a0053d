import { addDays, type Day, daysOf, firstOf, lastOf, monthOf } from '../lib/day.ts';
import { instant } from './journal.ts';
import type { ProjectPlan, SettlementPlan, WorkerPlan } from './plan.ts';
import { permitDay } from './site-plan.ts';
import type { Actor } from './story.ts';
import type { EngagementRow, Shift } from './story-actions.ts';
import { tellMoney } from './tell-money.ts';
import { tellPay } from './tell-pay.ts';
import { tellSite } from './tell-site.ts';
import { changeOf, contractorOf, type Telling, tell } from './telling.ts';
import { cardOn } from './workers.ts';

const STORY_OUTLASTS_DAYS = 400;
const WORKING_DAYS_A_POST = 3;

/** Tells all of a project's life, in the order of its parts; the journal puts it in order of time. */
export function tellProject(telling: Telling): void {
  tellRegistry(telling);
  tellSite(telling);
  tellWorkers(telling);
  tellAttendance(telling);
  for (const pay of telling.plan.pays) tellPay(telling, pay);
  tellExits(telling);
  tellMoney(telling);
  for (const settlement of telling.plan.settlements) tellSettlement(telling, settlement);
}

function tellRegistry(telling: Telling): void {
  const { plan } = telling;
  const { projectCode, name, regionCode, ownerUscc, contractorUscc, fundSource, terms } = plan;
  const by = contractorOf(plan);
  const on = (time: string) => instant(plan.registeredOn, time);
  tell(telling, on('08:00'), by, {
    type: 'project',
    projectCode,
    body: {
      name,
      regionCode,
      ownerUscc,
      contractorUscc,
      fundSource,
      status: 'active',
      startsOn: plan.startsOn,
      endsOn: addDays(plan.frame.toDay, STORY_OUTLASTS_DAYS),
      permitOn: permitDay(plan),
    },
  });
  tell(telling, on('08:10'), by, { type: 'contract', projectCode, body: terms });
  const authority = { role: 'authority', uscc: plan.authorityUscc } as const;
  tell(telling, on('08:20'), authority, { type: 'confirmation', projectCode });
  for (const uscc of plan.employerUsccs.filter((employer) => employer !== contractorUscc)) {
    const body = { role: 'subcontractor', entersOn: plan.startsOn } as const;
    tell(telling, on('08:30'), by, { type: 'participant', projectCode, uscc, body });
  }
  tell(telling, instant(plan.openedOn, '08:40'), by, {
    type: 'account',
    projectCode,
    accountRef: plan.accountRef,
    body: {
      bankCode: plan.bankCode,
      accountNo: plan.accountNo,
      accountName: `${plan.contractorName}（${name}）农民工工资专用账户`,
      openedOn: plan.openedOn,
      filedOn: plan.openedOn,
      agreementSignedOn: plan.openedOn,
    },
  });
}

function tellWorkers(telling: Telling): void {
  const { plan } = telling;
  const { projectCode } = plan;
  const by = contractorOf(plan);
  const waves = Map.groupBy(plan.workers, ({ enteredOn }) => enteredOn);
  for (const [day, workers] of waves) {
    const engagements = workers.map((worker) => engagementOf(plan, worker));
    tell(telling, instant(day, '08:50'), by, { type: 'engagements', projectCode, engagements });
  }
}

/** Told after the wages, for a change repeats the card in use, and cards change with re-sends. */
function tellExits(telling: Telling): void {
  const { plan } = telling;
  const { projectCode } = plan;
  for (const worker of plan.workers) {
    if (worker.exitedOn === null) continue;
    const { ref: engagementRef, exitedOn } = worker;
    const body = changeOf(plan, worker, exitedOn);
    const action = { type: 'engagement', projectCode, engagementRef, body } as const;
    tell(telling, instant(exitedOn, '18:00'), contractorOf(plan), action);
  }
}

function engagementOf(plan: ProjectPlan, worker: WorkerPlan): EngagementRow {
  const { ref, idNumber, name, employerUscc, team, trade, phone, enteredOn } = worker;
  return {
    ref,
    idNumber,
    name,
    employerUscc,
    team,
    trade,
    phone,
    cardNo: cardOn(worker, enteredOn),
    cardBankCode: plan.bankCode,
    contractSignedOn: enteredOn,
    enteredOn,
  };
}

/** In the evening of every third working day, and of the last day of a month. */
function tellAttendance(telling: Telling): void {
  const { plan } = telling;
  for (const month of plan.frame.months.filter((one) => one >= monthOf(plan.startsOn))) {
    let from = firstOf(month);
    let worked = 0;
    for (const day of daysOf(from, lastOf(month))) {
      worked += plan.frame.calendar.isWorking(day) ? 1 : 0;
      if (worked < WORKING_DAYS_A_POST && day !== lastOf(month)) continue;
      tellShifts(telling, from, day);
      from = addDays(day, 1);
      worked = 0;
    }
  }
}

function tellShifts(telling: Telling, from: Day, to: Day): void {
  const { plan } = telling;
  const shifts = plan.workers.flatMap((worker, at): Shift[] => {
    // A night that has begun is not over in the evening: it is told with the next.
    const back = worker.night ? -1 : 0;
    const [first, last] = [addDays(from, back), addDays(to, back)];
    const days = worker.days.filter((day) => day >= first && day <= last);
    if (days.length === 0) return [];
    const minute = String(10 + (at % 40));
    const times = worker.night
      ? { in: `18:${minute}`, out: `05:${minute}` }
      : { in: `06:${minute}`, out: `17:${minute}` };
    return [{ idNumber: worker.idNumber, days, ...times, means: 'face', gate: '1号门' }];
  });
  if (shifts.length === 0) return;
  const { projectCode } = plan;
  const action = { type: 'attendance', projectCode, shifts } as const;
  tell(telling, instant(to, '21:00'), contractorOf(plan), action);
}

/** Tells a settlement: handed in by the contractor, each step by the one who states it. */
function tellSettlement(
  telling: Telling,
  { ref, body, steps, reviews = [] }: SettlementPlan,
): void {
  const { plan } = telling;
  const { projectCode } = plan;
  const by = contractorOf(plan);
  const owner: Actor = { role: 'owner', uscc: plan.ownerUscc };
  const action = { type: 'settlement', projectCode, settlementRef: ref, body } as const;
  tell(telling, instant(body.deliveredOn, '16:30'), by, action);
  for (const step of steps) {
    const actor = step.statedBy === 'owner' ? owner : by;
    const stepAction = { type: 'settlement-step', settlementRef: ref, body: step } as const;
    tell(telling, instant(step.on, '16:40'), actor, stepAction);
  }
  const authority: Actor = { role: 'authority', uscc: plan.authorityUscc };
  for (const { step, on, confirmed } of reviews) {
    const review = { type: 'pretext-review', settlementRef: ref, step, confirmed } as const;
    tell(telling, instant(on, '17:20'), authority, review);
  }
}
