import type { Row } from 'postgres';
import type { Work } from '../../../db/work.ts';
import { type RowSeal, type SealedRows, sealedRows, sealOf, TAG } from './rows.ts';

const CURSOR = 5000;

/** Rows that one event speaks of. */
interface Told {
  eventId: number;
  subject: string;
  seal: RowSeal;
}

/** Group to event: of a payroll by the batch, of a bank message by the message and the instant of its taking. */
type Ledger = Map<string, Told>;

const keyOf = (member: string, subject: string, at: string) => `${member} ${at} ${subject}`;

/**
 * Recomputes the rows of a project that events speak of: lines of a payroll, entries and payouts of a bank message. Rows of
 * which no event speaks are as wrong as rows that are gone. Names the row where one differs. `work` is a snapshot.
 */
export async function checkRows({ sql }: Work, projectId: number): Promise<string[]> {
  const told: Ledger = new Map();
  for (const event of await sql<EventText[]>`
    select id, subject, trim_scale(extract(epoch from at) * 1000)::text as at, body from we.event
    where project_id = ${projectId} and name in ('payroll-batch.claimed', 'bank-message.taken', 'bank-message.matched') order by id`)
    for (const [key, one] of toldBy(event)) told.set(key, one);
  const faults: string[] = [];
  for (const kind of sealedRows) {
    for await (const group of groupsOf(kind.select(sql, projectId).cursor(CURSOR))) {
      const [{ subject, at }] = group as [Row];
      const key = keyOf(kind.member, subject, at);
      const fault = faultOf(kind, group, told.get(key));
      if (fault) faults.push(`项目 ${projectId} ${kind.about} ${fault}`);
      told.delete(key);
    }
  }
  for (const { subject, eventId, seal } of told.values())
    faults.push(`项目 ${projectId} ${subject}：事件 ${eventId} 所记的 ${seal.count} 行缺失`);
  return faults;
}

/** Neighbours of one group together; a group is the rows of one transaction. */
async function* groupsOf(pages: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  for await (const page of pages) {
    for (const row of page) {
      const [first] = group;
      if (first && (first.subject !== row.subject || first.at !== row.at)) {
        yield group;
        group = [];
      }
      group.push(row);
    }
  }
  if (group.length > 0) yield group;
}

interface EventText {
  id: number;
  subject: string;
  at: string;
  body: string;
}

function toldBy({ id, subject, at, body }: EventText): [string, Told][] {
  const seals = bodyOf(body);
  return sealedRows.flatMap(({ member }) => {
    const seal = seals[member];
    if (typeof seal !== 'object' || seal === null) return [];
    const key = keyOf(member, subject, member === 'lines' ? '0' : at);
    return [[key, { eventId: id, subject, seal: seal as RowSeal }]];
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

function faultOf(kind: SealedRows, rows: Row[], told: Told | undefined): string | null {
  const name = (i: number) => (rows[i] ? kind.name(rows[i]) : `${rows[0]?.subject} 末尾`);
  if (!told) return `${name(0)}：不见于任何事件`;
  const { eventId, seal } = told;
  const now = sealOf(rows.map(kind.text));
  if (now.digest === seal.digest) return null;
  const tag = (tags: string, i: number) => tags.slice(i * TAG, (i + 1) * TAG);
  const odd = rows.findIndex((_, i) => tag(now.tags, i) !== tag(seal.tags, i));
  const at = odd < 0 ? rows.length : odd;
  const missing = seal.count - rows.length;
  if (missing > 0) return `${name(at)} 之前缺 ${missing} 行（事件 ${eventId}）`;
  if (missing < 0) return `${name(at)} 起多出 ${-missing} 行（事件 ${eventId}）`;
  return `${name(at)}：与事件 ${eventId} 所记不符`;
}
