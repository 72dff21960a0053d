import type { Work } from '../../../db/work.ts';
import type { Month } from '../../lib/day.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import { type RowSeal, type SealedRows, sealedRows, sealOf } from './rows.ts';
import { isSigned, type Signed } from './signed.ts';

export const ERASED = 'project.erased';
export const DETACHED = 'months.detached';
const CURSOR = 5000;

/** What is left of a project's rows after an erasure, instead of the seals of its events. */
export interface Left {
  member: SealedRows['member'];
  /** Rows that may leave the table together; see `SealedRows.part`. */
  part: string;
  seal: RowSeal;
}

/** What the event of an erasure says. */
export interface Erasure {
  rows: Left[];
  /** Bank messages whose raw bytes are gone, `bank/id`. */
  messages: string[];
}

/** Seals the rows of a project as they are now. */
export async function sealLeft({ sql }: Work, projectId: number): Promise<Left[]> {
  const left: Left[] = [];
  for (const kind of sealedRows) {
    const parts = new Map<string, string[]>();
    for await (const page of kind.select(sql, projectId).cursor(CURSOR)) {
      for (const row of page) {
        const part = kind.part(row);
        const texts = parts.get(part) ?? [];
        texts.push(kind.text(row));
        parts.set(part, texts);
      }
    }
    for (const [part, texts] of parts)
      left.push({ member: kind.member, part, seal: sealOf(texts) });
  }
  return left;
}

interface Told {
  id: number;
  project_id: number;
  body: string;
}

/** The erasure of a project, or null; a word that none of the keys signed is none, and a fault. */
export async function erasureOf(
  { sql }: Work,
  projectId: number,
  keys: readonly SealPublicKey[],
): Promise<{ eventId: number; erasure: Erasure } | { fault: string } | null> {
  const [event] = await sql<Told[]>`
    select e.id, e.project_id, e.body from we.event e
    where e.project_id = ${projectId} and e.name = ${ERASED}
      and e.subject = (select code from we.project where id = ${projectId}) order by e.id desc limit 1`;
  if (!event) return null;
  const erasure = signedBody(event, ERASED, keys);
  if (erasure === null)
    return { fault: `项目 ${projectId}：事件 ${event.id} 所记的删除没有有效签名` };
  return { eventId: event.id, erasure };
}

/** Of which bank messages signed words say that their raw bytes were erased. */
export async function erasedMessages(
  { sql }: Work,
  keys: readonly SealPublicKey[],
): Promise<Set<string>> {
  const events = await sql<Told[]>`
    select e.id, e.project_id, e.body from we.project_directory d
    join we.event e on e.project_id = d.project_id and e.subject = d.code and e.name = ${ERASED}
    where d.erased_on is not null`;
  return new Set(events.flatMap((event) => signedBody(event, ERASED, keys)?.messages ?? []));
}

/** The month before which lines were detached by a signed word; null when none were. */
export async function detachedBefore(
  { sql }: Work,
  keys: readonly SealPublicKey[],
): Promise<Month | null> {
  const events = await sql<Told[]>`
    select id, project_id, body from we.event where project_id = 0 and name = ${DETACHED}`;
  const months = events.flatMap(
    (event) => signedBody<{ before: Month }>(event, DETACHED, keys)?.before ?? [],
  );
  return months.sort().at(-1) ?? null;
}

/** A text that was altered is told of where the events are checked; here it is no word at all. */
function signedBody<T extends object = Erasure>(
  { project_id, body }: Told,
  name: string,
  keys: readonly SealPublicKey[],
): T | null {
  try {
    const said = JSON.parse(body).body as Signed<T>;
    return isSigned(keys, name, project_id, said) ? said : null;
  } catch {
    return null;
  }
}
