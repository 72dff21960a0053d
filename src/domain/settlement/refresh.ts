import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { BoundOwner } from '../../lib/settlement-clock.ts';
import { hidden } from '../access.ts';
import { loadCalendar } from '../calendar.ts';
import { type Duty, dutyId, endDuty, meet, putDuty } from '../duties/duty.ts';
import {
  type Claim,
  foldSteps,
  type Periods,
  type Standing,
  type Step,
  type WantedDuty,
} from './fold.ts';

type DutyKind = 'settlement-review' | 'settlement-payment';

/** A settlement with everything that was said of it. */
export interface Settlement extends Claim {
  id: string;
  reference: string | null;
  steps: Step[];
}

/**
 * Reads a settlement with its steps, in the order we heard of them. `lock` keeps other writers of
 * the same settlement waiting.
 * @throws Problem `not-found`
 */
export async function loadSettlement(
  { sql }: Work,
  projectId: number,
  id: string,
  lock: boolean,
): Promise<Settlement> {
  const [settlement] = await sql<Omit<Settlement, 'steps'>[]>`
    select id, level, claimed_fen as "claimedFen", delivered_on as "deliveredOn",
      complete_on as "completeOn", reference
    from we.settlement
    where project_id = ${projectId} and id = ${id} ${lock ? sql`for update` : sql``}`;
  if (!settlement) throw hidden();
  const steps = await sql<Step[]>`
    select seq, step, on_day as "onDay", stated_by as "statedBy", amount_fen as "amountFen",
      undisputed_fen as "undisputedFen", reason_code as "reasonCode", reason_text as "reasonText", verdict, missing_papers as "missingPapers", evidence
    from we.settlement_step
    where project_id = ${projectId} and settlement_id = ${id}
    order by seq`;
  return { ...settlement, steps: [...steps] };
}

/** Where a settlement stands by its steps, the contract's periods and the calendar. */
export async function standingOf(
  work: Work,
  projectId: number,
  settlement: Settlement,
): Promise<Standing> {
  const terms = await work.sql<Periods[]>`
    select version, to_char(from_month, 'YYYY-MM') as "fromMonth", review_days as "reviewDays",
      payment_days as "paymentDays", contractor_size as "contractorSize"
    from we.contract_terms
    where project_id = ${projectId} and effective_at is not null`;
  const [owner] = await work.sql<{ bound: BoundOwner }[]>`
    select case when c.ownership in ('government', 'institution') then 'public' when c.size = 'large' then 'large' end as bound
    from we.project p join we.company c on c.uscc = p.owner_id where p.id = ${projectId}`;
  const calendar = await loadCalendar(work);
  return foldSteps(settlement, settlement.steps, terms, calendar, owner?.bound ?? null);
}

/**
 * Brings status, duties and meetings of a settlement into line with its steps. The duties of a
 * withdrawn one stay ended, with what met them until then. Safe to repeat.
 */
export async function refreshSettlement(
  work: Work,
  projectId: number,
  settlement: Settlement,
): Promise<Standing> {
  const { sql } = work;
  const standing = await standingOf(work, projectId, settlement);
  await sql`update we.settlement set status = ${standing.status}
    where project_id = ${projectId} and id = ${settlement.id} and status <> ${standing.status}`;
  const wanted = { 'settlement-review': standing.review, 'settlement-payment': standing.payment };
  for (const kind of ['settlement-review', 'settlement-payment'] as const) {
    const duty = wanted[kind];
    if (duty) await refreshDuty(work, projectId, settlement.id, kind, duty, standing.withdrawn);
  }
  // What made it due is not so any more: the owner turned out to be no such body.
  if (!standing.payment) {
    const key = {
      projectId,
      kind: 'settlement-payment',
      subject: settlement.id,
      period: '-',
    } as const;
    await endDuty(work, projectId, dutyId(key), 'void');
  }
  return standing;
}

/** The same for every project of an owner, after its ownership or size was found to be another. */
export async function refreshOwner(work: Work, ownerId: string): Promise<void> {
  const projects = await work.sql<{ id: number }[]>`
    select project_id as id from we.project_party where company_id = ${ownerId} and role = 'owner' order by project_id`;
  for (const { id } of projects) {
    include(work, id);
    await refreshSettlements(work, id);
  }
}

/** The same for every settlement of a project, after its terms changed. */
export async function refreshSettlements(work: Work, projectId: number): Promise<void> {
  const open = await work.sql<{ id: string }[]>`
    select id from we.settlement
    where project_id = ${projectId} and status not in ('paid', 'withdrawn') order by id`;
  for (const { id } of open) {
    await refreshSettlement(work, projectId, await loadSettlement(work, projectId, id, true));
  }
}

async function refreshDuty(
  work: Work,
  projectId: number,
  settlementId: string,
  kind: DutyKind,
  wanted: WantedDuty,
  withdrawn: boolean,
) {
  const calendar = await loadCalendar(work);
  const provisional = [wanted.nominalDay, wanted.dueDay].some(
    (d) => d !== null && calendar.provisional(d),
  );
  const duty: Duty = {
    projectId,
    kind,
    subject: settlementId,
    period: '-',
    nominalDay: wanted.nominalDay,
    dueDay: wanted.dueDay ?? 'infinity',
    provisional,
    amountFen: wanted.amountFen,
    ...(wanted.termsVersion === null ? {} : { termsVersion: wanted.termsVersion }),
  };
  const id = dutyId(duty);
  if (withdrawn) await reopen(work, projectId, id);
  await putDuty(work, duty);
  for (const step of wanted.metBy) {
    const fact = { kind: 'step', id: `${settlementId}:${step.seq}`, onDay: step.onDay };
    await meet(work, projectId, id, {
      ...fact,
      amountFen: wanted.amountFen > 0 ? (step.amountFen ?? 0) : 0,
    });
  }
  if (withdrawn) await endDuty(work, projectId, id, 'withdrawn');
}

// A step from before the withdrawal may be heard of after it: it still belongs to the duty, which is
// given back for the moment, so that there is never more than one withdrawn version.
async function reopen({ sql }: Work, projectId: number, id: string) {
  await sql`update we.obligation set ended_at = 'infinity', ended_why = null
    where project_id = ${projectId} and id = ${id} and ended_why = 'withdrawn'`;
}

/** The days on which a standing wants something done; null where nothing runs. */
export function dueDaysOf(standing: Standing): {
  reviewDueOn: Day | null;
  paymentDueOn: Day | null;
} {
  if (standing.withdrawn) return { reviewDueOn: null, paymentDueOn: null };
  return {
    reviewDueOn: standing.review?.dueDay ?? null,
    paymentDueOn: standing.payment?.dueDay ?? null,
  };
}
