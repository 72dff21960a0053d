import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { Tally } from '../banks/items.ts';

/** A bank message that was taken for a project, and whether all of it speaks of this project. */
export interface MessageTold {
  /** `bank/id`. */
  subject: string;
  kind: 'events' | 'xml';
  receivedAt: string;
  /** SHA-256 of the bytes as they came. */
  digest: string;
  takenOn: Day;
  accepted: number;
  duplicates: number;
  /** False: it may speak of another project, or of what nobody could read; it is not handed out. */
  alone: boolean;
}

/** Bytes of messages that one pack takes. */
export const MOST_RAW_BYTES = 8 * 1024 * 1024;

interface Row {
  subject: string;
  kind: 'events' | 'xml';
  received_at: string;
  digest: string;
  answer_cipher: string | null;
  day: Day;
  body: string;
}

/** The bank messages that were taken for a project in some days, in the order of their arrival. */
export async function messagesTold(
  { sql, vault }: Work,
  projectId: number,
  from: Day,
  to: Day,
): Promise<MessageTold[]> {
  const rows = await sql<Row[]>`
    select e.subject, m.kind, m.received_at, m.digest, m.answer_cipher, e.day, e.body
    from we.event e
    join we.bank_message m on m.bank_code = split_part(e.subject, '/', 1) and m.message_id = substr(e.subject, strpos(e.subject, '/') + 1)
    where e.project_id = ${projectId} and e.name = 'bank-message.taken' and e.day between ${from}::date and ${to}::date
    order by m.received_at, e.subject, e.id`;
  const bySubject = Map.groupBy(rows, (row) => row.subject);
  return [...bySubject.values()].map((some) => {
    const takings = some.map((row) => JSON.parse(row.body).body as Counts);
    const [row, counts] = [some.at(-1) as Row, takings.at(-1) as Counts];
    const told = row.answer_cipher === null ? null : JSON.parse(vault.open(row.answer_cipher));
    return {
      ...{ subject: row.subject, kind: row.kind, digest: row.digest, takenOn: row.day },
      receivedAt: new Date(row.received_at).toISOString(),
      ...{ accepted: counts.accepted, duplicates: counts.duplicates },
      alone: told !== null && isAlone(told, takings),
    };
  });
}

interface Counts {
  accepted: number;
  duplicates: number;
}

/** The answer counts every item of a message: where the project has as many, no other one has any. */
const isAlone = (
  { accepted, duplicates, unmatched, rejected }: Tally,
  takings: readonly Counts[],
) =>
  unmatched === 0 &&
  rejected.length === 0 &&
  takings.some((own) => own.accepted === accepted && own.duplicates === duplicates);

/**
 * The bytes of messages that speak of one project alone, as they came: names and numbers of its people stand in them in full.
 * In order, as far as the size of a pack goes; what is erased is not there.
 */
export async function rawMessages(
  { sql, vault }: Work,
  messages: readonly MessageTold[],
): Promise<Map<string, Buffer>> {
  const raw = new Map<string, Buffer>();
  let size = 0;
  for (const { subject } of messages.filter(({ alone }) => alone)) {
    const [row] = await sql<{ raw_cipher: string | null }[]>`
      select raw_cipher from we.bank_message
      where bank_code = split_part(${subject}, '/', 1) and message_id = substr(${subject}, strpos(${subject}, '/') + 1)`;
    if (!row?.raw_cipher) continue;
    const bytes = Buffer.from(vault.open(row.raw_cipher), 'base64');
    if (size + bytes.length > MOST_RAW_BYTES) continue;
    size += bytes.length;
    raw.set(subject, bytes);
  }
  return raw;
}
