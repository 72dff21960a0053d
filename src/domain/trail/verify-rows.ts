import type { Work } from '../../../db/work.ts';
import { type RowSeal, rowSeal, type SealedRows, sealedRows } from './rows.ts';

const TAG = 4;

interface Group {
  member: SealedRows['member'];
  /** Batch, or bank message. */
  subject: string;
  at: number;
}

interface Told extends Group {
  eventId: number;
  seal: RowSeal;
}

const keyOf = ({ member, subject, at }: Group) => `${member} ${at} ${subject}`;

/**
 * Recomputes the rows of a project that events speak of: lines of a payroll, entries and payouts of a bank message. Rows of
 * which no event speaks are as wrong as rows that are gone. Names the row where one differs.
 */
export async function checkRows(work: Work, projectId: number): Promise<string[]> {
  const { events, groups } = await readBoth(work, projectId);
  const told = new Map(events.flatMap(toldBy).map((t) => [keyOf(t), t]));
  const faults: string[] = [];
  for (const group of groups) {
    const known = told.get(keyOf(group));
    told.delete(keyOf(group));
    if (known?.seal.digest !== group.digest)
      faults.push(await nameFault(work, projectId, group, known));
  }
  for (const gone of told.values())
    faults.push(
      `项目 ${projectId} ${aboutOf(gone)} ${gone.subject}：事件 ${gone.eventId} 所记的 ${gone.seal.count} 行缺失`,
    );
  return faults;
}

interface EventText {
  id: number;
  name: string;
  subject: string;
  at: number;
  body: string;
}

/** Events and rows in one statement, so that both are of one moment. */
async function readBoth({ sql }: Work, projectId: number) {
  const group = ({ member, of }: SealedRows) => sql`
    union all select ${member}, x.subject, x.at, ${rowSeal(sql)}, null, null from (${of(sql, projectId)}) x group by x.subject, x.at`;
  const rows = await sql<(Group & RowSeal & { id: number | null; body: string | null })[]>`
    select e.name as member, e.subject, (extract(epoch from e.at) * 1000)::bigint as at, null::int as count, null::text as digest,
      null::text as tags, e.id, e.body
    from we.event e where e.project_id = ${projectId}
      and e.name in ('payroll-batch.claimed', 'bank-message.taken', 'bank-message.matched')
    ${sealedRows.map(group).reduce((all, one) => sql`${all} ${one}`)}
    order by id`;
  const isEvent = (row: (typeof rows)[number]) => row.body !== null;
  return {
    events: rows.filter(isEvent).map((r) => ({ ...r, name: r.member }) as unknown as EventText),
    groups: rows.filter((row) => !isEvent(row)),
  };
}

function toldBy(event: EventText): Told[] {
  const seals = bodyOf(event.body);
  return sealedRows.flatMap(({ member }) => {
    const seal = seals[member];
    if (typeof seal !== 'object' || seal === null) return [];
    const at = member === 'lines' ? 0 : event.at;
    return [{ member, subject: event.subject, at, eventId: event.id, seal: seal as RowSeal }];
  });
}

/** A text that was altered is told of where the events are checked. */
function bodyOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text).body ?? {};
  } catch {
    return {};
  }
}

const aboutOf = ({ member }: Group) => sealedRows.find((r) => r.member === member)?.about;

async function nameFault(
  work: Work,
  projectId: number,
  group: Group,
  told: Told | undefined,
): Promise<string> {
  const { sql } = work;
  const kind = sealedRows.find((r) => r.member === group.member) as SealedRows;
  const rows = await sql<{ name: string; tag: string }[]>`
    select x.name, left(md5(x.text), ${TAG}) as tag from (${kind.of(sql, projectId)}) x
    where x.subject = ${group.subject} and x.at = ${group.at} order by x.place collate "C"`;
  const where = `项目 ${projectId} ${kind.about}`;
  if (!told) return `${where} ${rows[0]?.name}：不见于任何事件`;
  const odd = rows.findIndex((r, i) => r.tag !== told.seal.tags.slice(i * TAG, (i + 1) * TAG));
  const name = rows[odd]?.name ?? `${group.subject} 末尾`;
  const missing = told.seal.count - rows.length;
  if (missing > 0) return `${where} ${name} 之前缺 ${missing} 行（事件 ${told.eventId}）`;
  if (missing < 0) return `${where} ${name} 起多出 ${-missing} 行（事件 ${told.eventId}）`;
  return `${where} ${odd < 0 ? group.subject : name}：与事件 ${told.eventId} 所记不符`;
}
