import { checkPretext } from '../../src/domain/settlement/pretext/check.ts';
import type { Day } from '../../src/lib/day.ts';
import type { ProjectFacts, Settlement, SettlementStep } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';
import { termsInForce } from './rules-more.ts';
import { billFen, confirmedFen, paidFen, stepsOn } from './steps.ts';

const SMALL_FIRMS_FROM = '2025-06-01';
const PRIVATE_FIRMS_FROM = '2025-05-20';
const PROGRESS_DAYS = 14;
const S06_ORANGE_AFTER = 15;
const MANY_RETURNS = 3;
const EXCUSES: Record<string, string> = {
  PERSONNEL: '人员变更',
  PROCESS: '内部付款流程',
  FILING: '竣工验收备案',
  'THIRD-PARTY': '第三方付款',
};

/** Days from the confirmation that the regulation on small firms leaves; null where it binds nobody. */
export function smallFirmDays(facts: ProjectFacts, on: Day, agreed: number | undefined) {
  const terms = facts.contracts.at(-1);
  const owner = facts.companies.get(facts.project?.ownerUscc ?? '');
  if (terms === undefined || terms.contractorSize === 'large' || on < SMALL_FIRMS_FROM) return null;
  if (owner?.ownership === 'government' || owner?.ownership === 'institution') {
    return agreed === undefined ? 30 : 60;
  }
  return owner?.size === 'large' && agreed === undefined ? 60 : null;
}

/** The steps of a settlement that still stand on a day as what somebody stated: nothing ended them. */
export function standing(settlement: Settlement, day: Day): SettlementStep[] {
  const steps = stepsOn(settlement, day);
  const isOver = paidFen(steps) >= billFen(settlement, steps);
  if (isOver || steps.some(({ step }) => step === 'withdrawn')) return [];
  const last = steps.findLastIndex(({ step }) => ['reason-withdrawn', 'confirmed'].includes(step));
  // A confirmation may state something itself.
  return steps.slice(Math.max(last, 0)).filter(({ step }) => step !== 'reason-withdrawn');
}

/** The last review of a step by a day. */
export function reviewOf({ reviews }: Settlement, { seq }: SettlementStep, day: Day) {
  return reviews.findLast(({ step, on }) => step === seq && on <= day)?.confirmed;
}

export const isAuditCode = ({ step, reasonCode }: SettlementStep): boolean =>
  step === 'delay-stated' && reasonCode?.startsWith('AUD-') === true;

export const isAudit = ({ reasonText }: SettlementStep): boolean =>
  reasonText !== undefined && checkPretext(reasonText).pretext;

/** S03, S06, S07, S09, S10 and S11 of a settlement. */
export function findMore(
  view: View,
  settlement: Settlement,
  paymentLate: boolean,
  reviewLate: boolean,
): Finding[] {
  const one = (rule: Finding['rule'], level: Finding['level'], amountFen: number) =>
    find(view, rule, [settlement.ref, '-'], [level, amountFen]);
  const { day } = view;
  const steps = stepsOn(settlement, day);
  const askedFen = confirmedFen(steps) ?? settlement.claimedFen;
  const open = standing(settlement, day);
  const suspected = open.some(
    (step) => !isAuditCode(step) && isAudit(step) && reviewOf(settlement, step, day) === undefined,
  );
  const excused = s10(view, settlement, open);
  const undisputed = s09(settlement, steps);
  return [
    ...(suspected ? [one('S03', 'yellow', askedFen)] : []),
    ...s06(view, settlement),
    ...(isReturned(steps) ? [one('S07', levelOf(false, reviewLate), settlement.claimedFen)] : []),
    ...(paymentLate && undisputed > 0 ? [one('S09', 'orange', undisputed)] : []),
    ...(excused === null ? [] : [one('S10', excused, askedFen)]),
    ...s11(view, settlement),
  ];
}

function s06(view: View, settlement: Settlement): Finding[] {
  const { facts, day, calendar } = view;
  const steps = stepsOn(settlement, day);
  const has = (name: string) => steps.find(({ step }) => step === name);
  if (settlement.level !== 'progress' || has('withdrawn')) return [];
  const confirmed = has('confirmed');
  if (confirmed !== undefined && has('payment-applied') !== undefined) return [];
  const { countDays, progressPaymentDays } = facts.contracts.at(-1) ?? {};
  const dueOn =
    confirmed === undefined
      ? calendar.cal(settlement.completeOn ?? settlement.deliveredOn, countDays ?? PROGRESS_DAYS)
      : calendar.cal(confirmed.on, progressPaymentDays ?? PROGRESS_DAYS);
  const late = daysLate(view, dueOn);
  const paid = confirmed === undefined ? 0 : paidFen(steps);
  const missing = (confirmedFen(steps) ?? settlement.claimedFen) - paid;
  if (late <= 0 || missing <= 0) return [];
  const level = levelOf(false, late > S06_ORANGE_AFTER);
  return [find(view, 'S06', [settlement.ref, '-'], [level, missing])];
}

function isReturned(steps: readonly SettlementStep[]): boolean {
  if (steps.some(({ step }) => ['opinion', 'confirmed', 'withdrawn'].includes(step))) return false;
  const asked = steps.filter(({ step }) => step === 'returned' || step === 'papers-requested');
  if (asked.filter(({ step }) => step === 'returned').length >= MANY_RETURNS) return true;
  const lists = asked.map(({ missingPapers = [] }) => missingPapers).filter((l) => l.length > 0);
  const [first = [], ...later] = lists;
  return later.some((list) => list.some((paper) => !first.includes(paper)));
}

/** What is missing of the part that nobody disputes; 0 where nothing is disputed. */
function s09(settlement: Settlement, steps: readonly SettlementStep[]): number {
  const part = steps.findLast(({ undisputedFen }) => undisputedFen !== undefined)?.undisputedFen;
  if (part === undefined || part >= billFen(settlement, steps)) return 0;
  return Math.max(part - paidFen(steps), 0);
}

function s10(view: View, settlement: Settlement, open: readonly SettlementStep[]) {
  const coded = (step: SettlementStep) =>
    step.step === 'delay-stated' ? EXCUSES[step.reasonCode ?? ''] : undefined;
  const told = open.flatMap((step) => {
    const review = reviewOf(settlement, step, view.day);
    const read = step.reasonText === undefined ? null : checkPretext(step.reasonText).excuse;
    const excuse = coded(step) ?? (review === false ? undefined : (read ?? undefined));
    const sure = coded(step) !== undefined || review === true;
    return excuse === undefined ? [] : [{ excuse, sure, on: step.on }];
  });
  const last = told.findLast(({ sure }) => sure) ?? told.at(-1);
  if (last === undefined) return null;
  const { binds, known } = bans(view.facts, last.on, last.excuse);
  if (!binds && known) return null;
  return levelOf(false, binds && last.sure);
}

/** Whether a ban on an excuse binds the owner towards the contractor, as far as it is known who they are. */
function bans({ companies, contracts, project }: ProjectFacts, on: Day, excuse: string) {
  const owner = companies.get(project?.ownerUscc ?? '');
  const contractor = companies.get(project?.contractorUscc ?? '');
  const size = contracts.at(-1)?.contractorSize;
  const isPublic = owner?.ownership === 'government' || owner?.ownership === 'institution';
  const large = owner?.size === 'large';
  const small = size !== undefined && size !== 'large' && on >= SMALL_FIRMS_FROM;
  const private_ = contractor?.ownership === 'private' && on >= PRIVATE_FIRMS_FROM;
  const binds =
    excuse === '第三方付款'
      ? small && large
      : (small && (isPublic || large)) || (private_ && (isPublic || owner?.ownership === 'state'));
  const known =
    owner?.ownership !== undefined &&
    (isPublic || owner.size !== undefined) &&
    size !== undefined &&
    contractor?.ownership !== undefined;
  return { binds, known };
}

function s11(view: View, settlement: Settlement): Finding[] {
  const steps = stepsOn(settlement, view.day);
  const names = steps.map(({ step }) => step);
  const asked = names.lastIndexOf('re-review');
  const before = steps.slice(0, Math.max(asked, 0));
  const after = names.slice(asked + 1);
  const over = after.some((name) => name === 'reason-withdrawn' || name === 'confirmed');
  if (asked < 0 || over || names.includes('withdrawn')) return [];
  if (!before.some(({ step }) => step === 'confirmed')) return [];
  const amountFen = confirmedFen(before) ?? settlement.claimedFen;
  return [find(view, 'S11', [settlement.ref, '-'], ['yellow', amountFen])];
}

/** S04: the contract in force makes an audit the basis or the condition. */
export function findClauses(view: View): Finding[] {
  const { facts, day } = view;
  const { companies, project } = facts;
  const terms = termsInForce(facts, day);
  if (project === null || terms === null || project.status === 'finished') return [];
  const { auditClause, auditClauseText, signedOn, contractorSize } = terms;
  const read = auditClauseText !== undefined && checkPretext(auditClauseText).pretext;
  if (auditClause === 'none' && !read) return [];
  const owner = companies.get(project.ownerUscc);
  const isPublic = owner?.ownership === 'government' || owner?.ownership === 'institution';
  const isState = owner?.ownership === 'state';
  const forced =
    contractorSize !== 'large' &&
    signedOn >= SMALL_FIRMS_FROM &&
    (isPublic || (isState && owner?.size === 'large'));
  const ofPrivate =
    companies.get(project.contractorUscc)?.ownership === 'private' &&
    signedOn >= PRIVATE_FIRMS_FROM &&
    (isPublic || isState);
  const used = facts.settlements
    .filter(({ deliveredOn }) => deliveredOn <= day)
    .some((one) =>
      standing(one, day).some(
        (step) => isAuditCode(step) || (reviewOf(one, step, day) === true && isAudit(step)),
      ),
    );
  const level = levelOf(false, forced || ofPrivate || used);
  return [find(view, 'S04', [project.ownerUscc, '-'], [level, 0])];
}
