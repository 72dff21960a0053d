import { addDays, type Day, monthOf } from '../lib/day.ts';
import { instant } from './journal.ts';
import type { ProjectPlan, WorkerPlan } from './plan.ts';
import type { ExitBody } from './story-actions.ts';
import { contractorOf, type Telling, tell } from './telling.ts';
import { wageDays } from './wage-plan.ts';

/** The day on which a leaver's last wages are paid, if his employer pays those of the month of his exit at all. */
export const lastPayDay = (plan: ProjectPlan, worker: WorkerPlan, exitedOn: Day): Day | null =>
  plan.pays.find(
    ({ employerUscc, month }) =>
      employerUscc === worker.employerUscc && month === monthOf(exitedOn),
  )?.payOn ?? null;

/**
 * What is signed with a leaver: that he is paid with the others, on the day he leaves; where that was not agreed, his
 * confirmation on the day after he was paid.
 */
export function tellLeaver(telling: Telling, worker: WorkerPlan, exitedOn: Day): void {
  const { plan } = telling;
  const { projectCode } = plan;
  const say = (day: Day, body: ExitBody) =>
    tell(telling, instant(day, '18:20'), contractorOf(plan), {
      ...{ type: 'exit-statement', projectCode, engagementRef: worker.ref, body },
    });
  if (plan.leaversAgree) {
    const { dueDay } = wageDays(plan, monthOf(exitedOn));
    // The wages of a month that are due before its end are over when somebody leaves after them.
    const payOn = dueDay > exitedOn ? dueDay : plan.frame.calendar.wd(exitedOn, 2);
    say(exitedOn, { kind: 'agreement', on: exitedOn, payOn });
    return;
  }
  const paidOn = lastPayDay(plan, worker, exitedOn);
  if (paidOn === null) return;
  const on = addDays(paidOn > exitedOn ? paidOn : exitedOn, 1);
  say(on, { kind: 'confirmation', on });
}
