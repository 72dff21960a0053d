import { randomUUID } from 'node:crypto';
import type { Day, Month } from '../../src/lib/day.ts';
import { type At, first, insert, next, noon, ownerOf } from './insert.ts';

/** Makers of facts about projects, people and wages; money is made in `make-money.ts`. */

export interface Project {
  id: number;
  ownerId: string;
  contractorId: string;
  region: number;
}

const REGION = 320706;
const KNOWN: Day = '2024-01-02';

export const partiesOf = (project: Project) => ({
  region_code: project.region,
  owner_id: project.ownerId,
  contractor_id: project.contractorId,
});

/** A company with a code of its own. */
export async function aCompany(at: At, given: { name?: string; kinds?: string[] } = {}) {
  const number = next();
  const uscc = `91320700MA${String(number).padStart(8, '0')}`;
  const name = given.name ?? `海州第${number}建筑有限公司`;
  const kinds = given.kinds ?? ['subcontractor'];
  await insert(at, 'company', { uscc, name, kinds, known_at: noon(KNOWN) });
  return uscc;
}

/** An active project with an owner and a contractor of its own, and nothing else. */
export async function aProject(
  at: At,
  given: {
    status?: string;
    fundSource?: string;
    startsOn?: Day | null;
    endsOn?: Day;
    permitOn?: Day;
    ownerId?: string;
    contractorId?: string;
    region?: number;
  } = {},
): Promise<Project> {
  const ownerId = given.ownerId ?? (await aCompany(at, { kinds: ['owner'] }));
  const contractorId = given.contractorId ?? (await aCompany(at, { kinds: ['contractor'] }));
  const project = { id: next(), ownerId, contractorId, region: given.region ?? REGION };
  await insert(at, 'project', {
    id: project.id,
    code: `LYG-${project.id}`,
    name: `海州安置房${project.id}标段`,
    ...partiesOf(project),
    fund_source: given.fundSource ?? 'government',
    status: given.status ?? 'active',
    starts_on: given.startsOn === null ? null : (given.startsOn ?? KNOWN),
    ends_on: given.endsOn ?? null,
    permit_on: given.permitOn ?? null,
    known_at: noon(KNOWN),
  });
  return project;
}

/** Contract terms in force: signed 2024-01-02, nothing agreed but what is given. */
export async function terms(
  at: At,
  project: Project,
  given: Partial<Record<TermsColumn, number | string | null>> = {},
): Promise<void> {
  await insert(at, 'contract_terms', {
    project_id: project.id,
    version: 1,
    from_month: first('2024-01'),
    signed_on: KNOWN,
    total_fen: 100_000_000_00,
    contractor_size: 'medium',
    audit_clause: 'none',
    effective_at: noon(KNOWN),
    confirmed_at: noon(KNOWN),
    stated_by: project.contractorId,
    known_at: noon(KNOWN),
    ...given,
  });
}

type TermsColumn =
  | 'version'
  | 'from_month'
  | 'signed_on'
  | 'total_fen'
  | 'contractor_size'
  | 'labour_cost_fen'
  | 'labour_cost_ratio'
  | 'transfer_day'
  | 'transfer_month_offset'
  | 'pay_day'
  | 'pay_month_offset'
  | 'review_days'
  | 'payment_days'
  | 'audit_clause'
  | 'audit_clause_text'
  | 'audit_clause_source'
  | 'verdict'
  | 'late_rate'
  | 'count_days'
  | 'progress_payment_days'
  | 'effective_at'
  | 'confirmed_at';

export interface Duty {
  id: string;
  project: Project;
  kind: string;
  subject: string;
  month: Month;
  dueDay: Day;
}

interface DutyGiven {
  dueDay: Day;
  nominalDay?: Day;
  amountFen?: number | null;
  /** The day from which on it stays met; never by default. */
  metOn?: Day;
  knownOn?: Day;
  version?: number;
  endedWhy?: string;
  provisional?: boolean;
}

/** A version of any duty, written as given: live and unmet unless told otherwise. */
export async function aDuty(
  at: At,
  project: Project,
  key: { kind: string; subject: string; period: string; employerId?: string },
  given: DutyGiven,
): Promise<Duty> {
  const sql = ownerOf(at);
  const { kind, subject, period } = key;
  const known = noon(given.knownOn ?? KNOWN);
  const [row] = await sql<{ id: string }[]>`
    select we.duty_id(${project.id}::bigint, ${kind}, ${subject}, ${period}) as id`;
  const id = row?.id ?? '';
  await insert(at, 'obligation', {
    project_id: project.id,
    id,
    version: given.version ?? 1,
    ...partiesOf(project),
    employer_id: key.employerId ?? null,
    kind,
    subject,
    period,
    nominal_day: given.nominalDay ?? given.dueDay,
    due_day: given.dueDay,
    provisional: given.provisional ?? false,
    amount_fen: given.amountFen ?? null,
    met_on: given.metOn ?? 'infinity',
    known_at: known,
    ended_at: given.endedWhy ? known : 'infinity',
    ended_why: given.endedWhy ?? null,
  });
  return { id, project, kind, subject, month: period, dueDay: given.dueDay };
}

/**
 * A wage duty of an employer (by default a new one, on a new project) and its payroll-sheet duty:
 * wages of 2026-08, due on Tuesday 2026-09-15, the sheet on Tuesday 2026-09-08.
 */
export async function aWageDuty(
  at: At,
  given: {
    project?: Project;
    employerId?: string;
    month?: Month;
    dueDay?: Day;
    sheetDay?: Day;
    metOn?: Day;
    knownOn?: Day;
    endedWhy?: string;
  } = {},
): Promise<Duty> {
  const project = given.project ?? (await aProject(at));
  const employerId = given.employerId ?? (await aCompany(at));
  const { month = '2026-08', dueDay = '2026-09-15', sheetDay = '2026-09-08', ...rest } = given;
  const key = { subject: employerId, period: month, employerId };
  await aDuty(at, project, { ...key, kind: 'payroll-sheet' }, { ...rest, dueDay: sheetDay });
  return aDuty(at, project, { ...key, kind: 'wage' }, { ...rest, dueDay });
}

export interface Engagement {
  id: string;
  project: Project;
  employerId: string;
}

/** A worker registered on a project for an employer; the identity is a number, not a person. */
export async function anEngagement(
  at: At,
  project: Project,
  employerId: string,
  given: {
    enteredOn?: Day;
    exitedOn?: Day;
    workerId?: string;
    name?: string;
    team?: string;
    knownOn?: Day;
    bidx?: string;
    signedOn?: Day;
    cardedOn?: Day;
    minorUntil?: Day;
    doubled?: boolean;
    phone?: string;
    phoneShared?: boolean;
  } = {},
): Promise<Engagement> {
  const number = next();
  const engagement = { id: randomUUID(), project, employerId };
  await insert(at, 'engagement', {
    project_id: project.id,
    id: engagement.id,
    ...partiesOf(project),
    employer_id: employerId,
    worker_id: given.workerId ?? randomUUID(),
    id_bidx: given.bidx ?? `person-${number}`,
    id_cipher: 'not-a-cipher',
    id_last4: String(number % 10_000).padStart(4, '0'),
    name: given.name ?? `工友${number}`,
    team: given.team ?? null,
    entered_on: given.enteredOn ?? KNOWN,
    exited_on: given.exitedOn ?? null,
    contract_signed_on: given.signedOn ?? null,
    carded_on: given.cardedOn ?? null,
    minor_until: given.minorUntil ?? null,
    doubled: given.doubled ?? false,
    phone_bidx: given.phone ?? null,
    phone_shared: given.phoneShared ?? false,
    known_at: noon(given.knownOn ?? KNOWN),
  });
  return engagement;
}

/** A wage card of an engagement, by its blind index. */
export async function aCard(
  at: At,
  engagement: Engagement,
  given: { bidx: string; fromDay?: Day; knownOn?: Day; branch?: string; issuedOn?: Day },
): Promise<void> {
  await insert(at, 'engagement_card', {
    project_id: engagement.project.id,
    engagement_id: engagement.id,
    card_bidx: given.bidx,
    from_day: given.fromDay ?? KNOWN,
    card_cipher: 'not-a-cipher',
    card_last4: '0000',
    branch_code: given.branch ?? null,
    issued_on: given.issuedOn ?? null,
    known_at: noon(given.knownOn ?? KNOWN),
  });
}

/** Attendance of an engagement on days (1 to 31) of a month. */
export async function attendance(
  at: At,
  engagement: Engagement,
  month: Month,
  days: readonly number[],
): Promise<void> {
  await insert(at, 'attendance_month', {
    project_id: engagement.project.id,
    month: first(month),
    engagement_id: engagement.id,
    employer_id: engagement.employerId,
    // Bit 31 of 32 is never set: a month has at most 31 days.
    days: days.reduce((mask, day) => mask | (1 << (day - 1)), 0),
    known_at: noon(KNOWN),
  });
}

/** Days (1 to 31) of a month on which a worker attended a project and another one, as the night noted them. */
export async function twoSites(
  at: At,
  project: Project,
  workerId: string,
  month: Month,
  days: readonly number[],
): Promise<void> {
  await insert(at, 'two_sites', {
    project_id: project.id,
    month: first(month),
    worker_id: workerId,
    days: days.reduce((mask, day) => mask | (1 << (day - 1)), 0),
    known_at: noon(KNOWN),
  });
}
