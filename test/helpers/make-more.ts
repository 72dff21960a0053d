import type { Day, Month } from '../../src/lib/day.ts';
import { type At, first, insert, next, noon, ownerOf } from './insert.ts';
import { aDuty, aWageDuty, type Project } from './make.ts';
import { type Account, anInstalment, type Settlement } from './make-money.ts';
import { aLine } from './make-payroll.ts';

/** Makers of settlement duties, debits nobody explains, and troubles elsewhere on a project. */

type DutyOfSettlement = Parameters<typeof aDuty>[3] & { termsVersion?: number };

const settlementDuty =
  (kind: string) => async (at: At, settlement: Settlement, given: DutyOfSettlement) => {
    const { termsVersion, ...rest } = given;
    const duty = await aDuty(
      at,
      settlement.project,
      { kind, subject: settlement.id, period: '-' },
      rest,
    );
    await ownerOf(at)`update we.obligation set terms_version = ${termsVersion ?? null}
      where project_id = ${duty.project.id} and id = ${duty.id} and version = ${rest.version ?? 1}`;
    return duty;
  };

/** A version of a settlement's review duty, as given. */
export const aReviewDuty = settlementDuty('settlement-review');
/** A version of a settlement's payment duty, as given. */
export const aPaymentDuty = settlementDuty('settlement-payment');

/** Wages of 2026-01, claimed and unpaid since 2026-02-13: W01 finds them from the day after. */
export async function lateWages(at: At, project: Project): Promise<void> {
  const duty = await aWageDuty(at, { project, month: '2026-01', dueDay: '2026-02-13' });
  await aLine(at, duty, { claimedOn: '2026-02-06' });
}

/** The instalment of 2026-01, due 2026-02-24 and unpaid: F01 finds it from the day after. */
export async function lateTransfer(at: At, project: Project): Promise<void> {
  await anInstalment(at, { project, month: '2026-01', dueDay: '2026-02-24' });
}

/** A part of a debit that nothing explains, until `explainedOn`. */
export async function aSuspect(
  at: At,
  account: Account,
  entryId: string,
  given: { suspectFen: number; bookedOn: Day; explainedOn?: Day },
): Promise<void> {
  await insert(at, 'suspect_debit', {
    project_id: account.project.id,
    account_id: account.id,
    entry_id: entryId,
    booked_on: given.bookedOn,
    suspect_fen: given.suspectFen,
    explained_on: given.explainedOn ?? 'infinity',
  });
}

/** Attendance on one day of somebody whom nobody has registered. */
export async function strangerAttends(at: At, project: Project, day: Day): Promise<void> {
  const month: Month = day.slice(0, 7);
  await insert(at, 'attendance_unmatched', {
    project_id: project.id,
    month: first(month),
    id_bidx: `stranger-${next()}`,
    days: 1 << (Number(day.slice(8)) - 1),
    known_at: noon(day),
  });
}

/** A person's word on what the detector read in a step, or in a delay (step 0). */
export async function aReview(
  at: At,
  project: Project,
  statement: { id: string; step: number },
  confirmed: boolean,
  on: Day,
): Promise<void> {
  await insert(at, 'pretext_review', {
    project_id: project.id,
    statement_id: statement.id,
    step_seq: statement.step,
    seq: next(),
    confirmed,
    on_day: on,
    actor: 'test',
    known_at: noon(on),
  });
}

/** Who owner and contractor of a project are: a government body and a private firm unless told. */
export async function areParties(
  at: At,
  project: Project,
  given: {
    owner?: { ownership?: string | null; size?: string | null };
    contractor?: { ownership?: string | null };
  } = {},
): Promise<void> {
  const sql = ownerOf(at);
  const owner = { ownership: 'government', size: null, ...given.owner };
  const contractor = { ownership: 'private', ...given.contractor };
  await sql`update we.company set ownership = ${owner.ownership}, size = ${owner.size} where uscc = ${project.ownerId}`;
  await sql`update we.company set ownership = ${contractor.ownership} where uscc = ${project.contractorId}`;
}
