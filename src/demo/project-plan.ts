import { addDays, firstOf, lastOf, type Month, monthOf } from '../lib/day.ts';
import { lianyungangRegions } from '../lib/identity.ts';
import type { Cast } from './cast.ts';
import { Dice } from './dice.ts';
import { projectName } from './names.ts';
import type { Frame, ProjectPlan } from './plan.ts';
import { usualSite } from './site-plan.ts';
import type { ContractBody } from './story-actions.ts';
import { planTransfers } from './transfer-plan.ts';
import { planPays } from './wage-plan.ts';
import { planWorkers } from './workers.ts';

/** What is decided about a project before its own dice fall. */
export interface Casting {
  index: number;
  workers: number;
  /** First number for identities, cards and phones of its workers. */
  firstPerson: number;
  /** Days after the legal day on which the account is opened; 0: in time. */
  accountLateDays: number;
}

const YUAN = 100;
const MILLION_YUAN = 1_000_000 * YUAN;
const ACCOUNT_WITHIN_DAYS = 30;

/** A project's normal life: everybody registered, every month paid and transferred in time. */
export function planProject(frame: Frame, cast: Cast, casting: Casting): ProjectPlan {
  const { index, accountLateDays } = casting;
  const dice = new Dice(frame.seed * 100_003 + index * 7919 + 17);
  const late = accountLateDays > 0;
  const { calendar } = frame;
  const firstMonth = frame.months[late || index % 4 !== 3 || frame.months.length < 4 ? 0 : 1];
  const first = firstOf(firstMonth ?? monthOf(frame.fromDay));
  const registeredOn = calendar.wd(addDays(first, -1), dice.int(1, 4));
  const startsOn = late
    ? calendar.fwd(addDays(firstOf(nextMonth(registeredOn)), dice.int(1, 3)))
    : registeredOn;
  const signedOn = late ? registeredOn : addDays(registeredOn, -dice.int(1, 15));
  const openedOn = late
    ? calendar.fwd(addDays(calendar.cal(signedOn, ACCOUNT_WITHIN_DAYS), accountLateDays))
    : registeredOn;
  const owner = dice.pick(cast.owners);
  const contractor = dice.pick(cast.contractors);
  const subs = dice.shuffle(cast.subcontractors).slice(0, 2);
  const employers = dice.chance(0.4)
    ? [contractor, ...subs.slice(0, 1)]
    : subs.slice(0, dice.int(1, 2));
  const bank = dice.pick(cast.banks);
  const accountNo = (kind: number) =>
    `${bank.bankCode}${kind}${String(frame.seed % 1000).padStart(3, '0')}${String(index).padStart(8, '0')}`;
  const plan: ProjectPlan = {
    frame,
    dice,
    index,
    projectCode: `DEMO-${frame.fromDay.slice(0, 4)}-${String(index + 1).padStart(3, '0')}`,
    name: projectName(index),
    regionCode: dice.pick(Object.keys(lianyungangRegions)),
    authorityUscc: cast.authority.uscc,
    ownerUscc: owner.uscc,
    ownerName: owner.name,
    contractorUscc: contractor.uscc,
    contractorName: contractor.name,
    employerUsccs: employers.map(({ uscc }) => uscc),
    fundSource: fundSourceOf(owner.body.ownership),
    bankCode: bank.bankCode,
    accountRef: `account:${index + 1}`,
    accountNo: accountNo(6),
    payerAccountNo: accountNo(2),
    contractorAccountNo: accountNo(3),
    registeredOn,
    openedOn,
    startsOn,
    terms: { signedOn, ...makeTerms(dice, late), fromMonth: monthOf(startsOn) } as ContractBody,
    habits: {
      xml: index % 5 === 2,
      csv: index % 3 === 1,
      accepted: index % 6 === 4,
      named: dice.chance(0.7),
    },
    workers: [],
    pays: [],
    transfers: [],
    delays: [],
    misuses: [],
    settlements: [],
    site: { ...usualSite },
    leaversAgree: true,
    silence: null,
    plants: [],
  };
  plan.workers = planWorkers(plan, casting.workers, casting.firstPerson);
  plan.pays = planPays(plan);
  finishTerms(plan);
  plan.transfers = planTransfers(plan);
  return plan;
}

function nextMonth(day: string): Month {
  return monthOf(addDays(lastOf(monthOf(day)), 1));
}

function fundSourceOf(ownership: string | undefined): 'government' | 'state' | 'private' {
  if (ownership === 'state' || ownership === 'government') return ownership;
  return 'private';
}

type OpenTerms = Omit<ContractBody, 'signedOn' | 'fromMonth'>;

function makeTerms(dice: Dice, late: boolean): OpenTerms {
  const size = dice.pick([8, 30, 90, 260]);
  const base: OpenTerms = {
    totalFen: size * MILLION_YUAN + dice.int(0, 999) * 10_000 * YUAN,
    contractorSize: dice.pick(['large', 'medium', 'small']),
    payerAccounts: [],
    auditClause: 'none',
    ...pick(dice, [{}, {}, { reviewDays: 28 }, { reviewDays: 14, paymentDays: 14 }]),
    ...pick(dice, [
      {},
      {},
      { auditClause: 'basis' as const, auditClauseText: '以审计结果作为结算依据' },
    ]),
  };
  if (late) return { ...base, payDay: 25, payMonthOffset: 1 };
  const pay = pick(dice, [
    { payDay: 28, payMonthOffset: 0 as const },
    { payDay: 31, payMonthOffset: 0 as const },
    { payDay: 5, payMonthOffset: 1 as const },
    { payDay: 10, payMonthOffset: 1 as const },
    { payDay: 15, payMonthOffset: 1 as const },
    { payDay: 15, payMonthOffset: 1 as const },
    { payDay: 20, payMonthOffset: 1 as const },
    { payDay: 25, payMonthOffset: 1 as const },
    {},
  ]);
  const transfer = pick(dice, [
    { transferDay: 20, transferMonthOffset: 0 as const },
    { transferDay: 25, transferMonthOffset: 0 as const },
    { transferDay: 10, transferMonthOffset: 1 as const },
    { transferDay: 10, transferMonthOffset: 1 as const },
    { transferDay: 12, transferMonthOffset: 1 as const },
    { transferDay: 18, transferMonthOffset: 1 as const },
    {},
  ]);
  return { ...base, ...pay, ...transfer };
}

function pick<T>(dice: Dice, list: readonly T[]): T {
  return dice.pick(list);
}

/** Labour cost from what the wages will be, so that the account normally suffices. */
function finishTerms(plan: ProjectPlan): void {
  const { terms, dice } = plan;
  const totals = new Map<Month, number>();
  for (const pay of plan.pays) {
    const netFen = pay.rows.reduce((sum, row) => sum + row.netFen, 0);
    totals.set(pay.month, (totals.get(pay.month) ?? 0) + netFen);
  }
  const mostFen = Math.max(10_000 * YUAN, ...totals.values());
  const roundFen = Math.ceil((mostFen * 1.03) / (1000 * YUAN)) * 1000 * YUAN;
  const byRatio = terms.transferMonthOffset !== 0 && dice.chance(0.4);
  if (byRatio) terms.labourCostRatio = dice.pick([0.18, 0.2, 0.205, 0.25]);
  else terms.labourCostFen = roundFen;
  terms.totalFen = Math.max(terms.totalFen, roundFen * 40);
  terms.payerAccounts = [{ name: plan.ownerName, accountNo: plan.payerAccountNo }];
  if (plan.fundSource === 'government') {
    terms.payerAccounts.push({ name: '虚构市财政局', accountNo: `${plan.payerAccountNo}9` });
  }
}
