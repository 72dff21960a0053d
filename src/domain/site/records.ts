import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { addDays, type Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { lastFour } from '../../lib/identity.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { lockDuties } from '../duties/duty.ts';
import { record } from '../events.ts';
import { numbersOf } from '../numbers.ts';
import { type Speaker, speakersOf } from '../settlement/speakers.ts';

export type RecordKind =
  | 'wage-deposit'
  | 'payment-guarantee'
  | 'deposit-used'
  | 'deposit-restored'
  | 'site-person'
  | 'stop-work'
  | 'board-check';

/** What is stated of a site. Which members a kind has, its route says. */
export interface RecordInput {
  on: Day;
  until?: Day | undefined;
  form?: string | undefined;
  amountFen?: number | undefined;
  requiredFen?: number | undefined;
  role?: string | undefined;
  name?: string | undefined;
  idNumber?: string | undefined;
  shown?: string[] | undefined;
  reason?: string | undefined;
  evidence?: string[] | undefined;
}

/** Which party may state a kind, the authority apart, and whether its word waits for the authority's. */
const KINDS: Record<RecordKind, Manner> = {
  'wage-deposit': { by: ['contractor'], waits: true, once: true, days: ['paidOn', 'expiresOn'] },
  'payment-guarantee': {
    by: ['owner', 'contractor'],
    waits: true,
    once: true,
    days: ['providedOn', 'expiresOn'],
  },
  'deposit-used': { by: [], waits: true, days: ['on', 'until'] },
  'deposit-restored': { by: ['contractor'], waits: true, days: ['on', 'until'] },
  'site-person': { by: ['contractor'], waits: false, ahead: true, days: ['from', 'until'] },
  'stop-work': { by: ['contractor'], waits: true, ahead: true, days: ['from', 'until'] },
  'board-check': { by: ['contractor'], waits: true, days: ['on', 'until'] },
};

interface Manner {
  by: Speaker[];
  waits: boolean;
  /** May be told before its day. */
  ahead?: true;
  /** The last one counts. */
  once?: true;
  /** What the route calls its days. */
  days: [on: string, until: string];
}

const VISITOR_DAYS = 7;

export interface RecordAnswer {
  recordId: string;
  /** `waiting`: stated by a party, and of no effect before the authority confirms it. */
  state: 'waiting' | 'effective';
}

/**
 * Keeps what somebody states of a site. The authority's word counts at once, a party's where its kind says so. Of
 * deposit and guarantee the last statement counts; the very same again makes no new one.
 *
 * @throws Problem `not-found`, `record-not-yours`, `authority-only` (an amount to be deposited), `invalid-input`
 */
export async function stateRecord(
  work: Work,
  projectId: number,
  kind: RecordKind,
  input: RecordInput,
): Promise<RecordAnswer> {
  const statedBy = await speakerOf(work, projectId, kind);
  if (input.requiredFen !== undefined && statedBy !== 'authority')
    throw new Problem(
      'forbidden',
      'authority-only',
      '应存金额由主管部门核定，请去掉 requiredFen。',
    );
  checkInput(work, kind, input);
  await lockDuties(work, projectId);
  const effective = statedBy === 'authority' || !KINDS[kind].waits;
  const standing = KINDS[kind].once ? await sameAsLast(work, projectId, kind, input) : null;
  if (standing?.waits && effective) await setEffective(work, projectId, standing.id);
  const id =
    standing?.id ?? (await insertRecord(work, projectId, kind, { ...input, statedBy, effective }));
  const counts = effective || standing?.waits === false;
  return { recordId: publicId(projectId, id), state: counts ? 'effective' : 'waiting' };
}

async function insertRecord(
  work: Work,
  projectId: number,
  kind: RecordKind,
  { idNumber, name, ...plain }: RecordInput & { statedBy: Speaker; effective: boolean },
): Promise<string> {
  const { sql, now, actor } = work;
  const { blind, seal } = await numbersOf(work, projectId);
  const identity = idNumber
    ? { bidx: blind('id', idNumber), cipher: seal(idNumber), last4: lastFour(idNumber) }
    : null;
  const id = randomUUID();
  await sql`
    insert into we.site_record (project_id, id, kind, version, on_day, until_day, form, amount_fen, required_fen, role, name,
      id_bidx, id_cipher, id_last4, shown, reason, evidence, stated_by, holder, effective_at, known_at)
    select ${projectId}, ${id}::uuid, ${kind}, coalesce(max(version), 0) + 1, ${plain.on}::date,
      coalesce(${plain.until ?? null}::date, 'infinity'), ${plain.form ?? null}, ${plain.amountFen ?? null}::bigint,
      ${plain.requiredFen ?? null}::bigint, ${plain.role ?? null}, ${name ?? null},
      ${identity?.bidx ?? null}, ${identity?.cipher ?? null}, ${identity?.last4 ?? null},
      ${plain.shown ?? null}::text[], ${plain.reason ?? null}, ${jsonOf(plain.evidence)}::jsonb,
      ${plain.statedBy}, ${actor.holder}, ${plain.effective ? now : null}, ${now}
    from we.site_record where project_id = ${projectId} and kind = ${kind}
    on conflict do nothing`;
  await record(work, projectId, 'site-record.stated', id, { kind, ...plain });
  return id;
}

const jsonOf = (list: string[] | undefined) => (list ? JSON.stringify(list) : null);

/** As whom the caller speaks of a kind. @throws Problem `not-found`, `record-not-yours` */
export async function speakerOf(work: Work, projectId: number, kind: RecordKind): Promise<Speaker> {
  const speakers = await speakersOf(work, projectId);
  if (work.actor.region !== null) return 'authority';
  const speaker = KINDS[kind].by.find((party) => speakers.has(party));
  if (!speaker)
    throw new Problem(
      'forbidden',
      'record-not-yours',
      '该项资料不由本单位登记；请由责任单位或主管部门登记。',
    );
  return speaker;
}

function checkInput({ day }: Work, kind: RecordKind, input: RecordInput): void {
  const faults: Fault[] = [];
  const [on, until] = KINDS[kind].days;
  const fault = (pointer: string, code: string, message: string) =>
    faults.push({ pointer, code, message });
  if (!KINDS[kind].ahead && input.on > day)
    fault(`/${on}`, 'day-in-future', '日期晚于今天，请核对。');
  if (input.until !== undefined && input.until < input.on)
    fault(`/${until}`, 'dates-disordered', '截止日期早于开始日期，请核对。');
  const secured = kind === 'wage-deposit' && input.form !== 'exempt';
  if (secured && input.amountFen === undefined)
    fault('/amountFen', 'amount-missing', '请填写存储或担保的金额。');
  if (input.role === 'visitor' && (input.until ?? '9999') > addDays(input.on, VISITOR_DAYS - 1))
    fault('/until', 'visit-too-long', `访客登记须写明离开日期，每次不超过${VISITOR_DAYS}天。`);
  if (faults.length > 0) throw refused('invalid-input', '登记内容有误。', faults);
}

/** The last statement of a kind that was not refused, if it says the same. */
async function sameAsLast(
  { sql }: Work,
  projectId: number,
  kind: RecordKind,
  input: RecordInput,
): Promise<{ id: string; waits: boolean } | null> {
  const [row] = await sql<{ id: string; waits: boolean; same: boolean }[]>`
    select id, effective_at is null as waits,
      (on_day, until_day, form, amount_fen, required_fen) is not distinct from
        (${input.on}::date, coalesce(${input.until ?? null}::date, 'infinity'), ${input.form ?? null}::text,
        ${input.amountFen ?? null}::bigint, ${input.requiredFen ?? null}::bigint) as same
    from we.site_record where project_id = ${projectId} and kind = ${kind} and refused_at is null
    order by version desc limit 1`;
  return row?.same ? row : null;
}

/** Makes a waiting statement count, by the authority's word. */
export async function setEffective(work: Work, projectId: number, id: string): Promise<void> {
  await work.sql`update we.site_record set effective_at = ${work.now}
    where project_id = ${projectId} and id = ${id} and effective_at is null and refused_at is null`;
  await record(work, projectId, 'site-record.confirmed', id);
}
