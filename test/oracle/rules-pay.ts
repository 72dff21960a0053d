import { type Day, firstOf, lastOf, type Month } from '../../src/lib/day.ts';
import { type Fen, sumFen } from '../../src/lib/fen.ts';
import type { Engagement, Line, Payout } from './facts.ts';
import { type Finding, find, levelOf, type View } from './finding.ts';
import { paidOfChain } from './pay.ts';
import { twiceOn } from './rules-ghosts.ts';

const MANY_WORKERS = 3;
const MONTH_FEN = 5_000_000;
const YEAR_FEN = 30_000_000;
const FEWEST_OF_TEAM = 5;
const FEWEST_DAYS_ELSEWHERE = 2;
const FIRM = /(公司|集团|厂|店|部|社|行|队|中心|工作室|个体户)$/;

/** A payment that stands: no later return or rejection of its line took it back. */
interface Payment {
  line: Line;
  payout: Payout;
  person: Engagement;
  account: string;
}

/** W04 and W12: who got the money, and what for. It knows of no marks: every month is looked into. */
export function findOddPayments(view: View): Finding[] {
  const payments = paymentsOn(view);
  const payees = payments.filter((one) => isMisdirected(view, one, payments));
  const groups = Map.groupBy(
    payments,
    ({ line: { batch } }) => `${batch.employerUscc} ${batch.month}`,
  );
  return [...groups.values()].flatMap((ofOne): Finding[] => {
    const [first] = ofOne as [Payment];
    const key = [first.line.batch.employerUscc, first.line.batch.month] as const;
    return [
      ...w04(
        view,
        key,
        ofOne.filter((one) => payees.includes(one) && !isReviewed(view, one, 'payee')),
        payments,
      ),
      ...w12(view, key, ofOne),
    ];
  });
}

function paymentsOn({ facts, day }: View): Payment[] {
  const lines = [...facts.batches.values()].flatMap((batch) => batch.lines);
  return lines.flatMap((line) => {
    const told = line.payouts.filter(({ on }) => on <= day);
    const person = facts.engagements.find(({ ref }) => ref === line.worker);
    if (person === undefined) return [];
    return told
      .filter(
        ({ outcome, on }) =>
          outcome === 'paid' &&
          !told.some((one) => one.outcome === 'returned' && one.on >= on) &&
          !told.some((one) => one.outcome === 'rejected' && one.on > on),
      )
      .map((payout) => ({ line, payout, person, account: payout.payeeNo ?? line.cardNo }));
  });
}

/** Whether the authority has looked into what was paid by then. */
function isReviewed({ facts, day }: View, { line, payout }: Payment, about: 'payee' | 'pattern') {
  return facts.reports.payReviews.some(
    (one) =>
      one.about === about &&
      one.employerUscc === line.batch.employerUscc &&
      one.wageMonth === line.batch.month &&
      one.on <= day &&
      payout.on <= one.on,
  );
}

function sharing({ line, account }: Payment, all: readonly Payment[]): number {
  const same = all.filter(
    (one) => one.account === account && one.line.batch.month === line.batch.month,
  );
  return new Set(same.map(({ person }) => person.idNumber)).size;
}

function isMisdirected({ facts }: View, payment: Payment, all: readonly Payment[]): boolean {
  const { person, account, payout } = payment;
  const own = facts.engagements.some(
    ({ idNumber, cardNos }) => idNumber === person.idNumber && cardNos.has(account),
  );
  const name = payout.payeeName ?? person.name;
  return !own || (name !== person.name && !name.includes('*')) || sharing(payment, all) >= 2;
}

function w04(
  view: View,
  key: readonly [string, Month],
  payments: readonly Payment[],
  all: readonly Payment[],
): Finding[] {
  if (payments.length === 0) return [];
  const red = payments.some(
    (one) => sharing(one, all) >= MANY_WORKERS || FIRM.test(one.payout.payeeName ?? ''),
  );
  const amountFen = sumFen(payments.map(({ payout }) => payout.amountFen));
  return [find(view, 'W04', key, [levelOf(red, true), amountFen])];
}

function w12(view: View, key: readonly [string, Month], payments: readonly Payment[]): Finding[] {
  const byLine = Map.groupBy(payments, ({ line }) => line);
  const paid = [...byLine].map(([line, ofLine]) => ({
    line,
    person: (ofLine[0] as Payment).person,
    fen: sumFen(ofLine.map(({ payout }) => payout.amountFen)),
    isReviewed: ofLine.every((one) => isReviewed(view, one, 'pattern')),
  }));
  const odd = paid.filter((one) => !one.isReviewed && isOdd(view, one, paid));
  if (odd.length === 0) return [];
  const level = levelOf(false, odd.length * 20 >= paid.length);
  return [find(view, 'W12', key, [level, sumFen(odd.map(({ fen }) => fen))])];
}

type Paid = { line: Line; person: Engagement; fen: Fen };

function isOdd(view: View, { line, person }: Paid, paid: readonly Paid[]): boolean {
  const { facts, day } = view;
  const { month } = line.batch;
  const [firstDay, lastDay] = [firstOf(month), lastOf(month)];
  const here = facts.engagements.some(
    ({ idNumber, days }) =>
      idNumber === person.idNumber && [...days].some((one) => one.startsWith(month) && one <= day),
  );
  const his = paid.filter((one) => one.person.idNumber === person.idNumber);
  const monthFen = sumFen(his.map(({ fen }) => fen));
  const team = paid.filter((one) => one.person.team === person.team);
  const alike = team.filter((one) => one.line.netFen === line.netFen);
  return (
    !here ||
    monthFen > MONTH_FEN ||
    (monthFen > YEAR_FEN / 12 && yearFen(facts.chains, line, day) > YEAR_FEN) ||
    (line.workDays ?? 0) > Number(lastDay.slice(8)) ||
    person.enteredOn > lastDay ||
    (person.exitedOn ?? lastDay) < firstDay ||
    person.toldOn > lastDay ||
    twiceOn(view, person.idNumber, month).length >= FEWEST_DAYS_ELSEWHERE ||
    (team.length >= FEWEST_OF_TEAM &&
      line.netFen % 10_000 === 0 &&
      alike.length * 5 > team.length * 4)
  );
}

function yearFen(chains: ReadonlyMap<Line, Line[]>, { worker, batch }: Line, day: Day): Fen {
  const year = batch.month.slice(0, 4);
  const his = [...chains].filter(
    ([root]) =>
      root.worker === worker &&
      root.batch.month.startsWith(year) &&
      root.batch.month <= batch.month,
  );
  return sumFen(his.map(([root, chain]) => paidOfChain(root, chain, day)));
}
