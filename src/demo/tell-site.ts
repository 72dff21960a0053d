import { addDays } from '../lib/day.ts';
import { makeIdNumber } from './identities.ts';
import { instant } from './journal.ts';
import { permitDay } from './site-plan.ts';
import { contractorOf, type Telling, tell } from './telling.ts';

const GUARANTEE_OUTLASTS_DAYS = 500;
/** Beyond the numbers of all workers of all seeds. */
const FIRST_OFFICER = 10_000_000;

/** Tells the deposit, the guarantee and the wage officer, as far as the plan has them; the first two by the authority. */
export function tellSite(telling: Telling): void {
  const { plan } = telling;
  const { projectCode, site, terms } = plan;
  const on = (time: string) => instant(plan.registeredOn, time);
  const authority = { role: 'authority', uscc: plan.authorityUscc } as const;
  const until = addDays(plan.frame.toDay, GUARANTEE_OUTLASTS_DAYS);
  if (site.depositPerMille !== null) {
    const amountFen = Math.ceil((terms.totalFen * site.depositPerMille) / 1000);
    const form =
      plan.index % 3 === 0 ? ({ form: 'cash' } as const) : ({ form: 'guarantee', until } as const);
    const body = { ...form, amountFen, on: terms.signedOn };
    tell(telling, on('08:24'), authority, {
      ...{ type: 'site-record', kind: 'wage-deposit', projectCode, body },
    });
  }
  if (site.guarantee) {
    const body = { form: 'surety', on: permitDay(plan), until } as const;
    tell(telling, on('08:26'), authority, {
      ...{ type: 'site-record', kind: 'payment-guarantee', projectCode, body },
    });
  }
  if (site.officer) {
    const idNumber = makeIdNumber(FIRST_OFFICER + (plan.frame.seed % 1000) * 1000 + plan.index);
    const body = { role: 'wage-officer', name: '专管员', idNumber, on: plan.registeredOn } as const;
    tell(telling, on('08:35'), contractorOf(plan), {
      ...{ type: 'site-record', kind: 'site-person', projectCode, body },
    });
  }
}
