import { addDays, addMonths, type Day, lastOf, type Month, monthOf } from '../../src/lib/day.ts';
import { type Fen, sumFen } from '../../src/lib/fen.ts';
import { wageDue } from './duties.ts';
import { type Batch, type Engagement, isLive, type Line, rootOf } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';

const LEAVER_DAYS = 2;
const LATELY_DAYS = 92;
const LEAVER_ORANGE_DAYS = 10;
const LEAVER_RED_DAYS = 30;
const MANY_LEAVERS = 10;
const SLIP_DAYS = 5;
const SHEET_DAYS = 5;

const liveBatches = ({ facts, day }: View): Batch[] =>
  [...facts.batches.values()].filter((batch) => batch.kind !== 'resend' && isLive(batch, day));

/** Live lines that no live correction replaces. */
function countingLines(view: View): Line[] {
  const lines = liveBatches(view).flatMap((batch) => batch.lines);
  const replaced = new Set(
    lines.flatMap(({ batch, replaces }) => (batch.kind === 'correction' && replaces) || []),
  );
  return lines.filter((line) => !replaced.has(line));
}

/** W07: gross pay against days at the day rate, once the month is over. No story tells of a minimum wage. */
export function findPayUnlikeDays(view: View): Finding[] {
  const lines = countingLines(view).filter(({ batch }) => lastOf(batch.month) < view.day);
  const byPayroll = Map.groupBy(
    lines,
    ({ batch: { employerUscc, month } }) => `${employerUscc} ${month}`,
  );
  return [...byPayroll.values()].flatMap((ofOne): Finding[] => {
    const [{ batch }] = ofOne as [Line];
    const short = [...Map.groupBy(ofOne, ({ worker }) => worker)].flatMap(([worker, his]) =>
      lackOf(view, worker, batch.month, sumFen(his.map(({ grossFen }) => grossFen))),
    );
    if (short.length === 0) return [];
    return [find(view, 'W07', [batch.employerUscc, batch.month], ['yellow', sumFen(short)])];
  });
}

/** What is missing of somebody's pay, nothing where more is stated; no member where it fits his days. */
function lackOf({ facts, day }: View, worker: string, month: Month, grossFen: Fen): Fen[] {
  const person = facts.engagements.find(({ ref }) => ref === worker);
  if (!person || person.dayRateFen === null) return [];
  const days = [...person.days].filter((one) => one.startsWith(month) && one <= day).length;
  const earnedFen = days * person.dayRateFen;
  const fits = Math.abs(grossFen - earnedFen) * 10 <= grossFen;
  return days === 0 || fits ? [] : [Math.max(0, earnedFen - grossFen)];
}

interface Leaver {
  employerUscc: string;
  dueOn: Day;
  unpaidFen: Fen;
}

/** W08: who left and is owed something, stands on no payroll, or was paid late and has not said that all is well. */
export function findLeavers(view: View): Finding[] {
  const leavers = view.facts.engagements.flatMap((one) => leaverOf(view, one));
  const byEmployer = Map.groupBy(leavers, ({ employerUscc }) => employerUscc);
  return [...byEmployer].map(([employerUscc, all]) => {
    const [dueOn] = all.map((one) => one.dueOn).sort() as [Day];
    const late = daysLate(view, dueOn);
    const red = late > LEAVER_RED_DAYS || all.length >= MANY_LEAVERS;
    const amountFen = sumFen(all.map(({ unpaidFen }) => unpaidFen));
    const level = levelOf(red, late > LEAVER_ORANGE_DAYS);
    return find(view, 'W08', [employerUscc, '-'], [level, amountFen]);
  });
}

function leaverOf(view: View, person: Engagement): Leaver[] {
  const { day, calendar, cells } = view;
  const { exitedOn, employerUscc } = person;
  if (exitedOn === null || exitedOn >= day) return [];
  const signed = person.exits.filter(({ on }) => on <= day);
  const agreed = signed.findLast(({ kind }) => kind === 'agreement');
  const dueOn = agreed?.payOn ?? calendar.wd(exitedOn, LEAVER_DAYS);
  if (day <= dueOn) return [];
  const lately = exitedOn >= addDays(day, -LATELY_DAYS);
  const his = cells.filter(({ worker }) => worker === person.ref);
  const unpaid = his.filter(
    ({ month }) => lately || wageDue(view.facts, month, calendar).dueOn < day,
  );
  const unpaidFen = sumFen(unpaid.map(({ owedFen, paidFen }) => Math.max(0, owedFen - paidFen)));
  const confirmed = signed.some(({ kind, on }) => kind === 'confirmation' && on >= exitedOn);
  const open =
    lately && !confirmed && (isUnlisted(view, person) || isPaidAfter(view, person, dueOn));
  return unpaidFen > 0 || open ? [{ employerUscc, dueOn, unpaidFen }] : [];
}

const linesOf = (view: View, { ref }: Engagement): Line[] =>
  liveBatches(view).flatMap(({ lines }) => lines.filter(({ worker }) => worker === ref));

function isUnlisted(view: View, person: Engagement): boolean {
  const exitMonth = monthOf(person.exitedOn as Day);
  const listed = new Set(linesOf(view, person).map(({ batch }) => batch.month));
  return [exitMonth, addMonths(exitMonth, -1)].some(
    (month) =>
      !listed.has(month) &&
      [...person.days].some((one) => one.startsWith(month) && one <= view.day),
  );
}

function isPaidAfter(view: View, person: Engagement, dueOn: Day): boolean {
  const exitMonth = monthOf(person.exitedOn as Day);
  return linesOf(view, person)
    .filter(({ batch: { month } }) => month >= addMonths(exitMonth, -2) && month <= exitMonth)
    .flatMap((root) => payoutsOf(view, root))
    .some(({ outcome, on }) => outcome === 'paid' && on > dueOn);
}

const payoutsOf = ({ facts, day }: View, root: Line) =>
  (facts.chains.get(rootOf(root)) ?? [])
    .flatMap(({ payouts }) => payouts)
    .filter(({ on }) => on <= day);

/** W14: paid and given no slip in five working days; and who cannot be reached though a payroll of his was due. */
export function findSlipless(view: View): Finding[] {
  const { day, calendar } = view;
  const months = new Map<string, Set<Month>>();
  for (const batch of liveBatches(view)) {
    if (batch.slipsOn !== null && batch.slipsOn <= day) continue;
    const late = batch.lines.some((line) => {
      const paidOn = paidOnOf(view, line);
      return paidOn !== null && day > calendar.wd(paidOn, SLIP_DAYS);
    });
    if (!late) continue;
    const { employerUscc, month } = batch;
    months.set(employerUscc, (months.get(employerUscc) ?? new Set()).add(month));
  }
  const slips = [...months].flatMap(([employerUscc, all]) =>
    [...all]
      .sort()
      .map((month, at) => find(view, 'W14', [employerUscc, month], [levelOf(false, at > 0), 0])),
  );
  return [...slips, ...findPhoneless(view)];
}

/** The first payment of a chain that was not taken back. */
function paidOnOf(view: View, root: Line): Day | null {
  const told = payoutsOf(view, root);
  const standing = told.filter(
    ({ outcome, on }) =>
      outcome === 'paid' &&
      !told.some((one) => one.outcome === 'returned' && one.on >= on) &&
      !told.some((one) => one.outcome === 'rejected' && one.on > on),
  );
  return standing.map(({ on }) => on).sort()[0] ?? null;
}

function findPhoneless(view: View): Finding[] {
  const { facts, day, calendar, wageDuties } = view;
  if (facts.project?.status === 'finished') return [];
  const lacking = facts.engagements.filter(({ phone, employerUscc, enteredOn, exitedOn }) => {
    const isThere = enteredOn <= day && (exitedOn === null || exitedOn >= day);
    if (phone !== '' || !isThere) return false;
    const duty = wageDuties.find(
      (one) => one.employerUscc === employerUscc && one.month === monthOf(enteredOn),
    );
    return duty !== undefined && day > calendar.wdBefore(duty.dueOn, SHEET_DAYS);
  });
  return [...new Set(lacking.map(({ employerUscc }) => employerUscc))].map((employerUscc) =>
    find(view, 'W14', [employerUscc, '-'], ['yellow', 0]),
  );
}
