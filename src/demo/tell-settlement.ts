import { instant } from './journal.ts';
import type { SettlementPlan } from './plan.ts';
import type { Actor } from './story.ts';
import { contractorOf, type Telling, tell } from './telling.ts';

/** Tells a settlement: handed in by the contractor, each step by the one who states it. */
export function tellSettlement(telling: Telling, { ref, body, steps }: SettlementPlan): void {
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
}
