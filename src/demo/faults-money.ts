import { addDays, type Day, monthOf } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { workingAfter } from './faults-wages.ts';
import type { DelayPlan, Misuse, ProjectPlan, TransferPlan } from './plan.ts';
import type { Plant } from './story.ts';

const YUAN = 100;

/** Transfers late, short, withheld. */
export const transferFaults: readonly Recipe[] = [
  transfer('人工费用晚拨 4 天', 5, (plan, due) => {
    due.credits = [{ on: workingAfter(plan, due.dueDay, 4), amountFen: due.amountFen }];
    return [plant(plan, f01(plan, due))];
  }),
  transfer('人工费用晚拨 33 天', 34, (plan, due) => {
    due.credits = [{ on: workingAfter(plan, due.dueDay, 33), amountFen: due.amountFen }];
    return [plant(plan, f01(plan, due))];
  }),
  transfer('人工费用一直未拨', 2, (plan, due) => {
    due.credits = [];
    return [plant(plan, f01(plan, due))];
  }),
  transfer('人工费用少拨 6%', 2, (plan, due) => {
    short(due, 94, null);
    return [plant(plan, f02(plan, due))];
  }),
  transfer('人工费用少拨四成，后补足', 12, (plan, due) => {
    short(due, 60, workingAfter(plan, due.dueDay, 10));
    return [plant(plan, f02(plan, due))];
  }),
  { title: '连续两个月少拨过半', family: 'F', apply: twoShort },
  transfer('以价款争议停拨人工费用', 12, (plan, due) => {
    due.credits = [{ on: workingAfter(plan, due.dueDay, 11), amountFen: due.amountFen }];
    const stated = delay(due, 'PRICE', '双方对综合单价存在争议，暂缓拨付人工费用', 2);
    plan.delays.push(stated);
    return [plant(plan, f08(plan, due, stated), [f01(plan, due)])];
  }),
  transfer('以审计未完成为由只拨一半', 3, (plan, due) => {
    short(due, 50, null);
    const stated = delay(due, 'AUD-GOV', '审计机关跟踪审计尚未出具意见，余款待审计后拨付', 1);
    plan.delays.push(stated);
    return [plant(plan, f08(plan, due, stated), [f02(plan, due)])];
  }),
  transfer('以工程量争议停拨，随后收回理由', 16, (plan, due) => {
    due.credits = [{ on: workingAfter(plan, due.dueDay, 15), amountFen: due.amountFen }];
    const stated = delay(due, 'QUANTITY', '本月工程量尚有出入', 1);
    stated.withdrawnOn = addDays(due.dueDay, 8);
    plan.delays.push(stated);
    return [plant(plan, f08(plan, due, stated), [f01(plan, due)])];
  }),
  transfer('资金未到位，晚拨 7 天（理由不属审计争议）', 9, (plan, due) => {
    due.credits = [{ on: workingAfter(plan, due.dueDay, 7), amountFen: due.amountFen }];
    plan.delays.push(delay(due, 'FUNDS', '财政资金尚未到位', 1));
    return [plant(plan, f01(plan, due))];
  }),
];

/** Money that left the account for something else than wages. */
export const misuses: readonly Recipe[] = [
  misuse(
    '专户资金付给材料公司',
    { amountFen: 35_000 * YUAN, kind: 'company', text: '材料款' },
    null,
  ),
  misuse(
    '专户资金转往其他项目',
    { amountFen: 8_600 * YUAN, kind: 'internal', text: '往来款' },
    null,
  ),
  misuse('专户提取现金', { amountFen: 6_000 * YUAN, kind: 'cash', text: '备用金' }, null),
  misuse(
    '误划机械租赁费，后全额退回',
    { amountFen: 18_000 * YUAN, kind: 'company', text: '机械费' },
    5,
  ),
];

function transfer(
  title: string,
  daysAfter: number,
  bend: (plan: ProjectPlan, due: TransferPlan) => Plant[],
): Recipe {
  return {
    title,
    family: 'F',
    apply: (plan) => {
      const open = openTransfers(plan, daysAfter);
      if (open.length === 0) return null;
      plan.habits.named = true;
      return bend(plan, plan.dice.pick(open));
    },
  };
}

function openTransfers(plan: ProjectPlan, daysAfter: number): TransferPlan[] {
  return plan.transfers.filter((one) => addDays(one.dueDay, daysAfter) <= plan.frame.toDay);
}

function twoShort(plan: ProjectPlan): Plant[] | null {
  const open = openTransfers(plan, 2);
  const at = open.length - 2;
  const [first, second] = open.slice(Math.max(at, 0));
  if (first === undefined || second === undefined) return null;
  plan.habits.named = true;
  return [first, second].map((due) => {
    short(due, 45, null);
    return plant(plan, f02(plan, due));
  });
}

function short(due: TransferPlan, percent: number, restOn: Day | null): void {
  const on = due.credits[0]?.on ?? due.dueDay;
  const firstFen = Math.floor((due.amountFen * percent) / 100);
  due.credits = [{ on, amountFen: firstFen }];
  if (restOn !== null) due.credits.push({ on: restOn, amountFen: due.amountFen - firstFen });
}

function delay(
  due: TransferPlan,
  reasonCode: DelayPlan['reasonCode'],
  reasonText: string,
  afterDays: number,
): DelayPlan {
  const on = addDays(due.dueDay, afterDays);
  return { month: due.month, on, reasonCode, reasonText, withdrawnOn: null };
}

function f01(plan: ProjectPlan, { month, dueDay }: TransferPlan) {
  return expected('F01', plan.ownerUscc, month, addDays(dueDay, 1));
}

function f02(plan: ProjectPlan, { month, dueDay }: TransferPlan) {
  return expected('F02', plan.ownerUscc, month, addDays(dueDay, 1));
}

function f08(plan: ProjectPlan, { month, dueDay }: TransferPlan, stated: DelayPlan) {
  return expected('F08', plan.ownerUscc, month, later(addDays(dueDay, 1), stated.on));
}

function misuse(
  title: string,
  what: { amountFen: Fen; kind: Misuse['kind']; text: string },
  returnedAfter: number | null,
): Recipe {
  return {
    title,
    family: 'A',
    apply: (plan) => {
      const { calendar, toDay } = plan.frame;
      const days = plan.transfers.flatMap(({ credits }) => credits.map(({ on }) => on));
      const open = days.filter((day) => addDays(day, 10 + (returnedAfter ?? 0)) <= toDay);
      if (open.length === 0) return null;
      const on = calendar.wd(plan.dice.pick(open), 1);
      const entryId = `${on.replaceAll('-', '')}9${String(plan.index).padStart(5, '0')}`;
      const returnedOn = returnedAfter === null ? null : calendar.wd(on, returnedAfter);
      plan.misuses.push({
        ...what,
        ...payeeOf(plan, what.kind),
        entryId,
        on,
        purpose: 'other',
        returnedOn,
      });
      return [plant(plan, expected('A04', entryId, monthOf(on), on))];
    },
  };
}

function payeeOf(plan: ProjectPlan, kind: Misuse['kind']) {
  if (kind === 'cash') return { payeeName: '现金', payeeAccountNo: '' };
  const name = { company: '虚构顺达建材有限公司', internal: '另一项目农民工工资专用账户' }[kind];
  return {
    payeeName: name,
    payeeAccountNo: `${plan.bankCode}88${String(plan.index).padStart(9, '0')}`,
  };
}
