import type { Row } from 'postgres';
import type { Work } from '../../../db/work.ts';
import type { Month } from '../../lib/day.ts';
import type { SealPublicKey } from '../../lib/signer.ts';
import { detachedBefore, type Erasure, erasureOf } from './erasures.ts';
import { type RowSeal, type SealedRows, sealedRows, sealOf, TAG } from './rows.ts';

const CURSOR = 5000;

/** Rows that one event speaks of. */
interface Told {
  eventId: number;
  subject: string;
  seal: RowSeal;
  /** Of lines: their wage month. */
  month: Month | null;
}

/**
 * Group to event: of a payroll by the batch, of a bank message by the message and the instant of its taking; after an
 * erasure by what it left.
 */
type Ledger = Map<string, Told>;

const keyOf = (member: string, subject: string, at: string) => `${member} ${at} ${subject}`;

/**
 * Recomputes the rows of a project that events speak of: lines of a payroll, entries and payouts of a bank message. Rows of
 * which no event speaks are as wrong as rows that are gone, unless a signed word says that they were detached. After an
 * erasure its word takes the place of the events before. Names the row where one differs. `work` is a snapshot.
 */
export async function checkRows(
  work: Work,
  projectId: number,
  keys: readonly SealPublicKey[],
): Promise<string[]> {
  const { told, left, faults } = await ledgerOf(work, projectId, keys);
  for (const kind of sealedRows) {
    const groupKey = (row: Row) =>
      left ? keyOf(kind.member, kind.part(row), '') : keyOf(kind.member, row.subject, row.at);
    const pages = kind.select(work.sql, projectId).cursor(CURSOR);
    for await (const group of groupsOf(pages, groupKey)) {
      const key = groupKey(group[0] as Row);
      const fault = faultOf(kind, group, told.get(key));
      if (fault) faults.push(`项目 ${projectId} ${kind.about} ${fault}`);
      told.delete(key);
    }
  }
  const missing = await goneWithoutWord(work, [...told.values()], keys);
  return [
    ...faults,
    ...missing.map(
      ({ subject, eventId, seal }) =>
        `项目 ${projectId} ${subject}：事件 ${eventId} 所记的 ${seal.count} 行缺失`,
    ),
  ];
}

/** What the rows are held against, and whether it is what an erasure left. */
async function ledgerOf(work: Work, projectId: number, keys: readonly SealPublicKey[]) {
  const erased = await erasureOf(work, projectId, keys);
  if (erased && 'erasure' in erased)
    return {
      told: toldByErasure(erased.eventId, erased.erasure),
      left: true,
      faults: [] as string[],
    };
  const told = await toldByEvents(work, projectId);
  return { told, left: false, faults: erased ? [erased.fault] : [] };
}

/** Lines of months that were detached are rightly gone. */
async function goneWithoutWord(work: Work, told: readonly Told[], keys: readonly SealPublicKey[]) {
  const some = told.some(({ month }) => month !== null);
  const before = some ? await detachedBefore(work, keys) : null;
  return told.filter(({ month }) => month === null || before === null || month >= before);
}

async function toldByEvents({ sql }: Work, projectId: number): Promise<Ledger> {
  const events = await sql<EventText[]>`
    select id, subject, trim_scale(extract(epoch from at) * 1000)::text as at, body from we.event
    where project_id = ${projectId} and name in ('payroll-batch.claimed', 'bank-message.taken', 'bank-message.matched') order by id`;
  return new Map(events.flatMap(toldBy));
}

const toldByErasure = (eventId: number, { rows }: Erasure): Ledger =>
  new Map(
    rows.map(({ member, part, seal }) => [
      keyOf(member, part, ''),
      { eventId, subject: part, seal, month: member === 'lines' ? part : null },
    ]),
  );

/** Neighbours of one group together; a group is the rows of one transaction, or what an erasure left of them. */
async function* groupsOf(
  pages: AsyncIterable<Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  let key = '';
  for await (const page of pages) {
    for (const row of page) {
      const own = keyOf(row);
      if (group.length > 0 && own !== key) {
        yield group;
        group = [];
      }
      key = own;
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
    const isLines = member === 'lines';
    const month = isLines ? String(seals.wageMonth) : null;
    const key = keyOf(member, subject, isLines ? '0' : at);
    return [[key, { eventId: id, subject, seal: seal as RowSeal, month }]];
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
