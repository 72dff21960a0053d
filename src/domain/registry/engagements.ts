import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { lastFour, sixteenthBirthday } from '../../lib/identity.ts';
import { refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { explainDebits } from '../accounts/suspects.ts';
import { wholeSpan } from '../duties/shape.ts';
import { unfold } from '../duties/unfold.ts';
import { record } from '../events.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import { claimUnmatchedAttendance } from './attendance.ts';
import { insertCards, markSharedPhones, phoneIndex } from './cards.ts';
import { changeRate, insertRates } from './day-rates.ts';
import { checkEngagements, type EngagementInput } from './engagement-checks.ts';

interface Prepared extends EngagementInput {
  id: string;
  bidx: string;
  workerId: string;
  /** There already, with the same employer and entry day: the registration came twice. */
  known: boolean;
  /** Engaged by another employer of the project at the same time. */
  doubled: boolean;
}

/**
 * 用工登记: registers workers on a project, up to 10,000 at once, all or none. The same identity number is
 * the same person; the same person, employer and entry day is the same engagement and changes nothing.
 *
 * @throws Problem `invalid-input` with every bad row: `company-unknown`, `name-differs`, `engagement-overlaps`
 */
export async function engage(work: Work, projectId: number, items: EngagementInput[]) {
  const numbers = await numbersOf(work, projectId);
  const bidxs = items.map((i) => numbers.blind('id', i.idNumber));
  await checkEngagements(work, projectId, items, bidxs);
  const workerIds = await workersOf(
    work,
    items.map((i) => i.idNumber),
  );
  const prepared = await withIds(work, projectId, items, bidxs, workerIds);
  const fresh = prepared.filter((p) => !p.known);
  await insertEngagements(work, projectId, numbers, fresh);
  await markSharedPhones(
    work,
    projectId,
    fresh.map((p) => p.id),
  );
  await insertCards(
    work,
    projectId,
    numbers,
    fresh.map((p) => ({ ...p, cardFrom: p.cardFrom ?? p.enteredOn })),
  );
  await insertRates(work, projectId, fresh, (one) => (one as Prepared).enteredOn);
  await joinParties(work, projectId, [...new Set(items.map((i) => i.employerUscc))]);
  await claimUnmatchedAttendance(work, projectId, [...new Set(bidxs)]);
  await unfold(work, wholeSpan(projectId, work.day));
  await explainDebits(work, projectId, []);
  if (fresh.length > 0) {
    await record(work, projectId, 'engagements.registered', String(fresh.length), {
      ids: fresh.map((p) => p.id),
    });
  }
  return { engagementIds: prepared.map((p) => publicId(projectId, p.id)) };
}

/**
 * The persons behind these identity numbers, in their order; unknown ones are made. A person lies under one key
 * version, the newest or one before it.
 */
async function workersOf({ sql, vault, now }: Work, idNumbers: string[]): Promise<string[]> {
  const blinds = new Map([...new Set(idNumbers)].map((n) => [n, vault.blinds('id', n)]));
  const read = (bidxs: string[]) => sql<{ bidx: string; worker_id: string }[]>`
    select bidx, worker_id from we.worker_index where bidx = any(${bidxs}::text[])`;
  const byBidx = new Map(
    (await read([...blinds.values()].flat())).map((r) => [r.bidx, r.worker_id]),
  );
  const isNew = (of: string[]) => !of.some((bidx) => byBidx.has(bidx));
  const unknown = [...blinds.values()].filter(isNew).map(([newest]) => newest as string);
  if (unknown.length > 0) {
    await sql`insert into we.worker_index (bidx, key_version, worker_id)
      select b, ${vault.version}, w from unnest(${unknown}::text[], ${unknown.map(() => randomUUID())}::uuid[]) as u(b, w) on conflict do nothing`;
    for (const r of await read(unknown)) byBidx.set(r.bidx, r.worker_id);
  }
  await sql`insert into we.worker (id, known_at) select w, ${now} from unnest(${[...byBidx.values()]}::uuid[]) as u(w) on conflict do nothing`;
  const workerOf = (of: string[]) => of.flatMap((bidx) => byBidx.get(bidx) ?? [])[0] as string;
  return idNumbers.map((n) => workerOf(blinds.get(n) as string[]));
}

async function withIds(
  { sql }: Work,
  projectId: number,
  items: EngagementInput[],
  bidxs: string[],
  workerIds: string[],
): Promise<Prepared[]> {
  const standing = await sql<
    { id: string; id_bidx: string; employer_id: string; entered_on: Day; exited_on: Day | null }[]
  >`
    select id, id_bidx, employer_id, entered_on, exited_on from we.engagement where project_id = ${projectId} and id_bidx = any(${bidxs}::text[])`;
  const key = (bidx: string, employer: string, entered: Day) => `${bidx} ${employer} ${entered}`;
  const ids = new Map(standing.map((s) => [key(s.id_bidx, s.employer_id, s.entered_on), s.id]));
  const old = new Set(ids.values());
  const stays = Map.groupBy(standing, (s) => s.id_bidx);
  return items.map((item, i) => {
    const bidx = bidxs[i] as string;
    const k = key(bidx, item.employerUscc, item.enteredOn);
    const id = ids.get(k) ?? randomUUID();
    const known = old.has(id) || ids.has(k);
    ids.set(k, id);
    const others = stays.get(bidx) ?? [];
    const doubled = others.some((s) => s.employer_id !== item.employerUscc && together(s, item));
    const { employerUscc: employer_id, enteredOn: entered_on, exitedOn } = item;
    const stay = { id, id_bidx: bidx, employer_id, entered_on, exited_on: exitedOn ?? null };
    if (!known) stays.set(bidx, [...others, stay]);
    return { ...item, id, bidx, workerId: workerIds[i] as string, known, doubled };
  });
}

const FOREVER = '9999-12-31';

const together = (
  s: { entered_on: Day; exited_on: Day | null },
  { enteredOn, exitedOn }: EngagementInput,
) => (s.exited_on ?? FOREVER) >= enteredOn && (exitedOn ?? FOREVER) >= s.entered_on;

/** Only of who is under sixteen when he enters; nothing else is kept of a birthday. */
const minorUntil = ({ idNumber, enteredOn }: EngagementInput): Day | null => {
  const birthday = sixteenthBirthday(idNumber);
  return birthday > enteredOn ? birthday : null;
};

async function insertEngagements(
  { sql, now }: Work,
  projectId: number,
  numbers: Numbers,
  rows: Prepared[],
) {
  const { seal } = numbers;
  if (rows.length === 0) return;
  const text = (pick: (p: Prepared) => string | null | undefined) =>
    rows.map((r) => pick(r) ?? null) as string[];
  await sql`
    insert into we.engagement (project_id, id, region_code, owner_id, contractor_id, employer_id, worker_id, id_bidx, id_cipher,
      id_last4, name, team, trade, phone_cipher, phone_bidx, contract_kind, contract_signed_on, entered_on, exited_on, minor_until, carded_on, doubled, known_at)
    select p.id, u.id, p.region_code, p.owner_id, p.contractor_id, u.employer, u.worker, u.bidx, u.cipher, u.last4, u.name,
      u.team, u.trade, u.phone, u.phone_bidx, u.contract_kind, u.signed, u.entered, u.exited, u.minor, u.carded, u.doubled, ${now}
    from we.project p, unnest(${text((r) => r.id)}::uuid[], ${text((r) => r.employerUscc)}::text[], ${text((r) => r.workerId)}::uuid[],
      ${text((r) => r.bidx)}::text[], ${text((r) => seal(r.idNumber))}::text[], ${text((r) => lastFour(r.idNumber))}::text[],
      ${text((r) => r.name)}::text[], ${text((r) => r.team)}::text[], ${text((r) => r.trade)}::text[],
      ${text((r) => (r.phone ? seal(r.phone) : null))}::text[], ${text((r) => phoneIndex(numbers, r.phone))}::text[], ${text((r) => r.contractKind)}::text[],
      ${text((r) => r.contractSignedOn)}::date[], ${text((r) => r.enteredOn)}::date[], ${text((r) => r.exitedOn)}::date[],
      ${text(minorUntil)}::date[], ${text((r) => (r.cardNo ? (r.cardFrom ?? r.enteredOn) : null))}::date[], ${text((r) => String(r.doubled))}::boolean[])
      as u(id, employer, worker, bidx, cipher, last4, name, team, trade, phone, phone_bidx, contract_kind, signed, entered, exited, minor, carded, doubled)
    where p.id = ${projectId}
    on conflict do nothing`;
}

async function joinParties({ sql, now }: Work, projectId: number, employers: string[]) {
  await sql`insert into we.project_party (company_id, project_id, role, known_at)
    select u, ${projectId}, 'employer', ${now} from unnest(${employers}::text[]) as t(u) on conflict do nothing`;
}

/** What may change of an engagement: exit, card, team, contract. The past is kept. */
export interface EngagementChange {
  exitedOn?: Day | undefined;
  cardNo?: string | undefined;
  cardBankCode?: string | undefined;
  cardBranchCode?: string | undefined;
  cardIssuedOn?: Day | undefined;
  cardFrom?: Day | undefined;
  team?: string | undefined;
  trade?: string | undefined;
  phone?: string | undefined;
  contractKind?: string | undefined;
  contractSignedOn?: Day | undefined;
  dayRateFen?: number | undefined;
  dayRateFrom?: Day | undefined;
}

/**
 * Changes an engagement as a whole (an absent field means none; an absent card or day rate leaves those there as they are).
 * Cards and rates are added with the day they hold from; the trail keeps what stood before.
 *
 * @throws Problem `not-found`, `invalid-input`
 */
export async function changeEngagement(
  work: Work,
  projectId: number,
  id: string,
  input: EngagementChange,
) {
  const { sql, day } = work;
  // Before any row: a change of keys takes the project first, too.
  const numbers = await numbersOf(work, projectId);
  const [before] = await sql<
    {
      team: string | null;
      exited_on: Day | null;
      entered_on: Day;
      contract_kind: string | null;
      employer_id: string;
    }[]
  >`
    select team, exited_on, entered_on, contract_kind, employer_id from we.engagement
    where project_id = ${projectId} and id = ${id} for update`;
  if (!before) throw hidden();
  if (input.exitedOn && input.exitedOn < before.entered_on) {
    throw refused('invalid-input', '用工登记有误。', [
      { pointer: '/exitedOn', code: 'dates-disordered', message: '退场日期早于进场日期，请核对。' },
    ]);
  }
  const cardFrom = input.cardNo ? (input.cardFrom ?? day) : null;
  await sql`update we.engagement e set team = ${input.team ?? null}, trade = ${input.trade ?? null}, exited_on = ${input.exitedOn ?? null},
      phone_cipher = ${input.phone ? numbers.seal(input.phone) : null}, phone_bidx = ${phoneIndex(numbers, input.phone)}, phone_shared = false, contract_kind = ${input.contractKind ?? null},
      contract_signed_on = ${input.contractSignedOn ?? null}, version = version + 1,
      carded_on = least(carded_on, ${cardFrom}::date),
      doubled = exists (select from we.engagement o where o.project_id = ${projectId} and o.id_bidx = e.id_bidx
        and o.employer_id <> e.employer_id and coalesce(o.exited_on, 'infinity'::date) >= e.entered_on
        and coalesce(${input.exitedOn ?? null}::date, 'infinity'::date) >= o.entered_on)
    where project_id = ${projectId} and id = ${id}`;
  await markSharedPhones(work, projectId, [id]);
  if (input.cardNo) {
    await insertCards(work, projectId, numbers, [
      {
        id,
        cardNo: input.cardNo,
        cardBankCode: input.cardBankCode,
        cardBranchCode: input.cardBranchCode,
        cardIssuedOn: input.cardIssuedOn,
        cardFrom: input.cardFrom ?? day,
      },
    ]);
    await explainDebits(work, projectId, []);
  }
  await changeRate(work, projectId, before.employer_id, { id, ...input });
  await unfold(work, wholeSpan(projectId, day));
  const { cardNo, phone: _, ...plain } = input;
  await record(work, projectId, 'engagement.changed', id, {
    before,
    after: { ...plain, card: cardNo ? lastFour(cardNo) : undefined },
  });
  return { engagementId: publicId(projectId, id) };
}
