import { randomUUID } from 'node:crypto';
import type { Day, Month } from '../../src/lib/day.ts';
import { type At, first, insert, next, noon } from './insert.ts';
import type { Project } from './make.ts';

/** Makers of what is stated of a site. */

interface RecordGiven {
  until?: Day;
  form?: string;
  amountFen?: number;
  requiredFen?: number;
  role?: string;
  bidx?: string;
  shown?: string[];
  version?: number;
  /** Stated by a party, and not confirmed, or refused. */
  state?: 'waiting' | 'refused';
}

/** A statement of a kind, of a day, by the authority unless it waits or was refused. */
export async function aRecord(
  at: At,
  project: Project,
  kind: string,
  onDay: Day,
  given: RecordGiven = {},
): Promise<string> {
  const id = randomUUID();
  const known = noon(onDay);
  await insert(at, 'site_record', {
    project_id: project.id,
    id,
    kind,
    version: given.version ?? next(),
    on_day: onDay,
    until_day: given.until ?? 'infinity',
    form: given.form ?? null,
    amount_fen: given.amountFen ?? null,
    required_fen: given.requiredFen ?? null,
    role: given.role ?? null,
    id_bidx: given.bidx ?? null,
    shown: given.shown ?? null,
    stated_by: given.state ? 'contractor' : 'authority',
    holder: '张三',
    effective_at: given.state ? null : known,
    refused_at: given.state === 'refused' ? known : null,
    known_at: known,
  });
  return id;
}

/** Attendance of somebody whom nobody has registered, on days (1 to 31) of a month. */
export async function aStranger(
  at: At,
  project: Project,
  bidx: string,
  month: Month,
  days: readonly number[],
): Promise<void> {
  await insert(at, 'attendance_unmatched', {
    project_id: project.id,
    month: first(month),
    id_bidx: bidx,
    days: days.reduce((mask, day) => mask | (1 << (day - 1)), 0),
    known_at: noon(`${month}-01`),
  });
}

/** A complaint; open unless told otherwise. */
export async function aComplaint(
  at: At,
  project: Project,
  onDay: Day,
  given: { kind?: string; closedOn?: Day } = {},
): Promise<string> {
  const id = randomUUID();
  await insert(at, 'complaint', {
    project_id: project.id,
    id,
    region_code: project.region,
    kind: given.kind ?? 'card-withheld',
    about_id: project.contractorId,
    on_day: onDay,
    closed_on: given.closedOn ?? 'infinity',
    outcome: given.closedOn ? 'settled' : null,
    known_at: noon(onDay),
  });
  return id;
}
