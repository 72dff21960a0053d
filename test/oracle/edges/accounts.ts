import { addDays, addMonths, type Day, monthOf } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, type SiteOptions, YUAN } from './site.ts';
import { BANK, type Year } from './year.ts';

const NET = 4_000 * YUAN + 21;
/** A project that has not begun: no transfers, no wages. */
const QUIET: SiteOptions = { project: { status: 'preparing' } };

/** A01 to A08 and M02, each on both sides of its levels. */
export function plantAccounts(year: Year): void {
  for (const days of [0, 1, 11, 34]) opened(year, days);
  filed(year);
  closed(year);
  misused(year);
  bypassed(year);
  idle(year);
  silent(year);
}

/** Opened so many days after the last day for it. */
function opened(year: Year, days: number): void {
  const dueOn = year.calendar.cal(year.fromDay, 30);
  const openedOn = addDays(dueOn, days);
  const on = { openedOn, filedOn: openedOn, agreementSignedOn: openedOn };
  const one = new Site(year, { ...QUIET, account: on });
  if (days > 1) one.plant('A01', [one.contractorUscc, '-'], addDays(dueOn, 1), `晚开${days}天`);
}

/** Filed on the last day, a day late, sixteen days late; agreed on after fifteen days and sixteen; misnamed. */
function filed(year: Year): void {
  const { fromDay, calendar } = year;
  const dueOn = calendar.cal(fromDay, 30);
  const account = { filedOn: undefined, agreementSignedOn: undefined };
  for (const [filed, agreed] of [
    [0, 15],
    [2, 17],
    [17, 0],
  ] as const) {
    const one = new Site(year, { ...QUIET, account });
    if (filed > 0) one.plant('A02', [one.accountRef, '-'], addDays(dueOn, 1), `晚备案${filed}天`);
    if (agreed > 0) one.plant('A03', [one.accountRef, '-'], fromDay, `${agreed}天后签协议`);
    one.changeAccount(addDays(fromDay, agreed), { agreementSignedOn: addDays(fromDay, agreed) });
    one.changeAccount(addDays(dueOn, filed), { filedOn: addDays(dueOn, filed) });
    if (filed === 0) rename(one, addDays(fromDay, 60));
  }
  const spaced = { accountName: '边界（农民工工资 专用账户）' };
  new Site(year, { ...QUIET, account: spaced });
}

function rename(one: Site, on: Day): void {
  const accountName = one.account.accountName;
  one.changeAccount(on, { accountName: '边界项目基本户' });
  one.changeAccount(addDays(on, 4), { accountName });
}

/** Announced for thirty full days, a day less, not at all; with wages owed; replaced by another account. */
function closed(year: Year): void {
  for (const noticeDays of [31, 30, null]) {
    const one = new Site(year, QUIET);
    const closedOn = year.day(120);
    const notice = noticeDays === null ? {} : { closingNoticeOn: addDays(closedOn, -noticeDays) };
    one.changeAccount(closedOn, { ...notice, closedOn });
    if (noticeDays === 31) continue;
    one.plant('A06', [one.accountRef, '-'], closedOn, `公示${noticeDays}天销户`);
    if (noticeDays === null) {
      const closingNoticeOn = addDays(closedOn, 5);
      one.changeAccount(closingNoticeOn, { closingNoticeOn });
    }
  }
  const one = new Site(year);
  const crew = new Crew(one, 2);
  const month = year.month(2);
  const ref = crew.month(month, [NET, NET + 1]);
  const closedOn = addDays(one.wageDue(month), 2);
  crew.payBut(ref, month, [1], addDays(closedOn, -1));
  const second = crew.month(addMonths(month, 1), [NET, NET + 1]);
  crew.payBut(second, addMonths(month, 1), [2], null);
  const lastDay = addDays(one.wageDue(addMonths(month, 1)), 4);
  one.changeAccount(lastDay, { closingNoticeOn: addDays(lastDay, -40), closedOn: lastDay });
  one.plant('A06', [one.accountRef, '-'], lastDay, '有欠薪时销户');
}

/** A yuan and a fen less; 10,000 yuan and a fen less; cash, a firm; what came back; a fee of 200 yuan and a fen more. */
function misused(year: Year): void {
  const one = new Site(year, QUIET);
  one.entry(year.day(10), 'credit', 900_000 * YUAN, { purpose: 'other' });
  const debit = (n: number, amountFen: number, more: Parameters<Site['entry']>[3], note = '') => {
    const on = year.day(n);
    const entryId = one.entry(on, 'debit', amountFen, more);
    if (note !== '') one.plant('A04', [entryId, monthOf(on)], on, note);
    return entryId;
  };
  debit(20, 99, { counterpartyKind: 'cash' });
  debit(24, 100, { counterpartyKind: 'cash' }, '提现一元');
  debit(28, 999_999, { counterpartyKind: 'internal' }, '转出一万元差一分');
  debit(32, 1_000_000, { counterpartyKind: 'internal' }, '转出一万元');
  debit(36, 5_000, { counterpartyKind: 'company' }, '付给公司五十元');
  debit(40, 20_000, { purpose: 'fee' });
  debit(44, 20_001, { purpose: 'fee' }, '手续费两百元多一分');
  const entryId = debit(48, 70_000, { counterpartyKind: 'company' }, '误划后退回');
  one.entry(year.day(52), 'credit', 69_999, { purpose: 'return', returnOf: entryId });
  one.entry(year.day(56), 'credit', 1, { purpose: 'return', returnOf: entryId });
  frozen(one);
}

/** Frozen, said again without a word of it, lifted, frozen for more. */
function frozen(one: Site): void {
  const { year, accountNo } = one;
  const said = [
    [60, 5_000_00],
    [64, undefined],
    [70, 0],
    [90, 1],
    [95, 2],
  ] as const;
  for (const [n, frozenFen] of said) {
    const on = year.day(n);
    const at = `${on}T11:00:00+08:00`;
    const word = frozenFen === undefined ? {} : { frozenFen };
    const balances = [{ accountNo, balanceFen: 800_000_00, at, ...word }];
    const messageId = `edge-balance-${accountNo}-${n}`;
    one.bank(on, { type: 'balances', bankCode: BANK, messageId, balances }, '11:30');
  }
  one.plant('A05', [one.accountRef, '-'], year.day(60), '冻结');
}

/** Cash past the account: once, in two months running; until a later month went through it. */
function bypassed(year: Year): void {
  const one = new Site(year);
  const crew = new Crew(one, 2);
  const { employerUscc } = crew;
  const outside = (n: number, channel: 'cash' | 'transfer', note: string) => {
    const wageMonth = year.month(n);
    const on = year.calendar.fwd(one.wageDue(wageMonth));
    const body = { employerUscc, wageMonth, on, channel, amountFen: 300_000, workers: 1 };
    one.tell(on, { type: 'outside-payment', projectCode: one.code, body });
    one.plant('A08', [one.contractorUscc, wageMonth], on, note);
  };
  const through = (n: number) => {
    const month = year.month(n);
    crew.payout(crew.month(month, [NET, NET + 1]), one.wageDue(month));
  };
  through(0);
  outside(1, 'cash', '现金发放');
  through(2);
  outside(4, 'cash', '连续两个月之一');
  outside(5, 'transfer', '连续两个月之二');
  through(5);
  through(6);
}

/** Two months of people at work and nothing but a fee out of the account; opened before the second and on its first day. */
function idle(year: Year): void {
  for (const openedOn of [addDays(`${year.month(1)}-01`, -1), `${year.month(1)}-01`]) {
    const one = new Site(year, {
      account: { openedOn, filedOn: openedOn, agreementSignedOn: openedOn },
      terms: { signedOn: year.fromDay },
    });
    const crew = new Crew(one, 1);
    for (const n of [0, 1]) crew.attend(crew.people, [`${year.month(n)}-10`]);
    one.entry(year.day(40), 'debit', 500, { purpose: 'fee' });
    const fromDay = `${year.month(2)}-01`;
    if (openedOn < `${year.month(1)}-01`)
      one.plant('A07', [one.contractorUscc, '-'], fromDay, '两个月无支出');
  }
}

/** A bank that says nothing over a pay day, and then tells that all was paid in time but one. */
function silent(year: Year): void {
  const one = new Site(year);
  const month = year.month(2);
  const dueOn = one.wageDue(month);
  const from = year.calendar.wdBefore(dueOn, 1);
  one.feed.silent = { from, until: addDays(year.calendar.wd(dueOn, 6), 1) };
  const crew = new Crew(one, 3);
  const ref = crew.month(month, [NET, NET + 1, NET + 2]);
  crew.payBut(ref, month, [3], addDays(dueOn, 12));
  one.plant('M02', [one.accountRef, '-'], addDays(from, 1), '银行数据中断');
  crew.plant('W01', month, addDays(dueOn, 1), '中断期间到期');
}
