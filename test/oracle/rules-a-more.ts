import { addDays, addMonths, daysBetween, type Month } from '../../src/lib/day.ts';
import { type Fen, sumFen } from '../../src/lib/fen.ts';
import { type AccountFacts, isOpen } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';
import { frozenOn } from './money.ts';
import { isSettled } from './pay.ts';

const FILED_WITHIN_DAYS = 30;
const ORANGE_AFTER = 15;
const NOTICE_DAYS = 30;
const ENDING = '农民工工资专用账户';

/** What a closed account leaves behind: what W01 and W02 find unpaid, and all that W and R rules find. */
export interface Left {
  owedFen: Fen;
  others: readonly Finding[];
}

/** How works are run says nothing once there are none. */
const OF_RUNNING_WORKS: readonly string[] = ['R04', 'R05', 'R06', 'R07'];

/** A02, A03, A05 and A06 of each account, and A08. */
export function findAccounts(view: View, left: Left): Finding[] {
  const of = view.facts.accounts.flatMap((account) => [
    ...a02(view, account),
    ...a03(view, account),
    ...a05(view, account),
    ...a06(view, account, left),
  ]);
  return [...of, ...findBypassed(view)];
}

/** The last day for filing an account with the department. */
export const filingDue = ({ calendar }: Pick<View, 'calendar'>, { openedOn }: AccountFacts) =>
  calendar.cal(openedOn, FILED_WITHIN_DAYS);

function a02(view: View, account: AccountFacts): Finding[] {
  const { day } = view;
  const { ref, filedOn, closedOn } = account;
  const dueOn = filingDue(view, account);
  const isFiled = filedOn !== null && filedOn <= day;
  if (day <= dueOn || isFiled || (closedOn !== null && closedOn <= day)) return [];
  const level = levelOf(false, daysLate(view, dueOn) > ORANGE_AFTER);
  return [find(view, 'A02', [ref, '-'], [level, 0])];
}

function a03(view: View, account: AccountFacts): Finding[] {
  const { day } = view;
  const { ref, openedOn, agreementSignedOn } = account;
  const isNamed = account.name.replace(/[\s　()（）]/g, '').endsWith(ENDING);
  const isAgreed = agreementSignedOn !== null && agreementSignedOn <= day;
  if (!isOpen(account, day) || (isNamed && isAgreed)) return [];
  const level = levelOf(false, daysBetween(openedOn, day) > ORANGE_AFTER);
  return [find(view, 'A03', [ref, '-'], [level, 0])];
}

function a05(view: View, account: AccountFacts): Finding[] {
  const frozenFen = frozenOn(account, view.day);
  if (!isOpen(account, view.day) || frozenFen === 0) return [];
  return [find(view, 'A05', [account.ref, '-'], ['red', frozenFen])];
}

function a06(
  view: View,
  { ref, closedOn, closingNoticeOn }: AccountFacts,
  { owedFen, others }: Left,
): Finding[] {
  const { facts, day } = view;
  if (closedOn === null || closedOn > day) return [];
  if (facts.accounts.some((other) => isOpen(other, day))) return [];
  // Thirty full days, the day of the announcement not counted.
  const short = closingNoticeOn === null || day <= addDays(closingNoticeOn, NOTICE_DAYS);
  const isLeft = others.some(({ rule }) => /^[WR]/.test(rule) && !OF_RUNNING_WORKS.includes(rule));
  const complained = facts.reports.complaints.some(
    ({ on, closedOn: end }) => on <= day && (end === null || end > day),
  );
  if (!short && owedFen === 0 && !isLeft && !complained) return [];
  return [find(view, 'A06', [ref, '-'], ['red', owedFen])];
}

/** A08: until each employer concerned has paid a later month through the account. */
function findBypassed(view: View): Finding[] {
  const { facts, day, cells } = view;
  const told = facts.reports.outside.filter(({ on }) => on <= day);
  const isBypassed = (employer: string, month: Month) =>
    told.some((one) => one.employerUscc === employer && one.wageMonth === month);
  const open = told.filter(({ employerUscc, wageMonth }) => {
    const later = new Set(
      cells
        .filter((one) => one.employerUscc === employerUscc && one.month > wageMonth)
        .map(({ month }) => month),
    );
    return ![...later].some(
      (month) => !isBypassed(employerUscc, month) && isSettled(cells, employerUscc, month),
    );
  });
  return [...Map.groupBy(open, ({ wageMonth }) => wageMonth)].map(([month, paid]) => {
    const before = told.some(({ wageMonth }) => wageMonth === addMonths(month, -1));
    const amountFen = sumFen(paid.map((one) => one.amountFen));
    const contractor = facts.project?.contractorUscc ?? '';
    return find(view, 'A08', [contractor, month], [levelOf(before, true), amountFen]);
  });
}
