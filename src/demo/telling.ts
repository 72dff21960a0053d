import type { Day } from '../lib/day.ts';
import type { Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { ProjectPlan, WorkerPlan } from './plan.ts';
import type { Actor } from './story.ts';
import type { Action, EngagementChange } from './story-actions.ts';
import { cardOn } from './workers.ts';

/** Where a project's facts are written down. */
export interface Telling {
  plan: ProjectPlan;
  journal: Journal;
  ledger: Ledger;
}

/** Notes a step of the project, in its lane. */
export function tell({ plan, journal }: Telling, at: string, actor: Actor, action: Action): void {
  journal.note(at, plan.projectCode, actor, action);
}

/** The contractor as sender. */
export function contractorOf(plan: ProjectPlan): Actor {
  return { role: 'contractor', uscc: plan.contractorUscc };
}

/** All that a change of an engagement repeats; the exit only once it has happened. */
export function changeOf(plan: ProjectPlan, worker: WorkerPlan, day: Day): EngagementChange {
  const { team, trade, phone, enteredOn, exitedOn } = worker;
  const left = exitedOn !== null && exitedOn <= day ? { exitedOn } : {};
  const card = { cardNo: cardOn(worker, day), cardBankCode: plan.bankCode };
  return { team, trade, phone, ...card, contractSignedOn: enteredOn, ...left };
}
