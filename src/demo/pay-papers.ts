import { addDays, type Day, firstOf, plusMonth } from '../lib/day.ts';
import { expected, later, plant } from './faults.ts';
import type { PayPlan, ProjectPlan } from './plan.ts';
import type { Expected, Plant } from './story.ts';
import { lastPayDay } from './tell-leaver.ts';

const SLIP_DAYS = 5;
const LEAVER_DAYS = 2;
const TIMES_TOO_MUCH = 10;

type Fault = (plan: ProjectPlan) => Plant[];

/** A month that goes as it should: posted, and all paid on one day. */
const goesWell = (pay: PayPlan): pay is PayPlan & { postOn: Day; payOn: Day } =>
  pay.postOn !== null &&
  pay.payOn !== null &&
  !(pay.late || pay.part || pay.omitted || pay.extra) &&
  pay.failures.length === 0;

/** One month's wages are paid and nobody gets a slip. */
const noSlips: Fault = (plan) => {
  const pay = plan.pays.find(goesWell);
  // What a silent bank says later is found later.
  if (!pay || plan.silence !== null) return [];
  pay.slips = false;
  const fromDay = addDays(plan.frame.calendar.wd(pay.payOn, SLIP_DAYS), 1);
  const found = expected('W14', pay.employerUscc, pay.month, fromDay);
  return [{ ...plant(plan, found), note: '发放工资后未提供工资清单' }];
};

/** Leavers wait for the pay day of the others, which nobody agreed with them. */
const leaversWait: Fault = (plan) => {
  const waits = plan.workers.flatMap((worker): Expected[] => {
    const { employerUscc, exitedOn } = worker;
    if (exitedOn === null) return [];
    const due = plan.frame.calendar.wd(exitedOn, LEAVER_DAYS);
    const paidOn = lastPayDay(plan, worker, exitedOn);
    const inTime = paidOn !== null && paidOn <= due;
    return inTime ? [] : [expected('W08', employerUscc, '-', addDays(due, 1))];
  });
  if (waits.length === 0) return [];
  plan.leaversAgree = false;
  const first = Map.groupBy(waits, ({ subject }) => subject);
  return [...first.values()].map((ofOne) => {
    const [earliest] = ofOne.toSorted((a, b) => (a.fromDay < b.fromDay ? -1 : 1)) as [Expected];
    return { ...plant(plan, earliest), note: '退场工人未在两个工作日内结清工资' };
  });
};

/** Somebody's day rate is registered as ten times what it is. */
const wrongRate: Fault = (plan) => {
  const [worker] = plan.workers;
  const pays = plan.pays.filter(
    (pay) =>
      pay.postOn !== null &&
      pay.rows.some((row, at) => row.worker === worker && !pay.omitted?.rows.includes(at)),
  );
  if (!worker || pays.length === 0) return [];
  worker.toldRateFen = worker.dayRateFen * TIMES_TOO_MUCH;
  return pays.map((pay) => {
    const fromDay = later(pay.postOn as Day, plusMonth(firstOf(pay.month), 1));
    const found = expected('W07', pay.employerUscc, pay.month, fromDay);
    return { ...plant(plan, found), note: '登记的日工资与工资支付表不符' };
  });
};

const FAULTS: readonly Fault[] = [noSlips, leaversWait, wrongRate];

/** Bends how the n-th project that has a fault already pays; no dice are thrown, so that the others stay as they are. */
export function payFault(plan: ProjectPlan, n: number): Plant[] {
  return FAULTS[n % (FAULTS.length + 1)]?.(plan) ?? [];
}
