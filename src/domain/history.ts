import { include, type Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { canonical } from './events.ts';
import { type Said, wordsOf } from './said.ts';

/** One event of a thing's history, its words opened. */
export interface HistoryItem {
  at: string;
  day: Day;
  name: string;
  /** Who acted: shown to authorities only. */
  holder: string | null;
  body: Record<string, unknown>;
}

/** What the authority says among its own people; a party never reads it. */
const INTERNAL: ReadonlySet<string> = new Set([
  'alert.commented',
  'alert.assigned',
  'alert.dismissal-proposed',
  'alert.acceptance-proposed',
  'alert.silence-proposed',
  'alert.silenced',
  'evidence.packed',
]);

/** The history of an alert or a notice that the caller was found to see, the oldest event first. */
export async function historyOf(
  work: Work,
  projectId: number,
  subject: string,
): Promise<HistoryItem[]> {
  include(work, projectId);
  const events = await work.sql<{ at: string; day: Day; name: string; body: string }[]>`
    select at, day, name, body from we.event
    where project_id = ${projectId} and subject = ${subject} order by id`;
  const own = work.actor.region !== null;
  const told = events
    .filter(({ name }) => own || !INTERNAL.has(name))
    .map((event) => ({ ...event, told: JSON.parse(event.body) as Told }));
  const words = await wordsOf(
    work,
    projectId,
    told.flatMap((event) => event.told.body?.said ?? []),
  );
  return told.map((event) => toItem(work, event, words));
}

/** The last of some acts on a thing. */
export const lastOf = (history: readonly HistoryItem[], names: readonly string[]) =>
  history.findLast(({ name }) => names.includes(name));

/** Whether an act is the caller's own, with these members and words among what it kept. */
export function isOwn({ actor }: Work, act: HistoryItem | undefined, said: object): boolean {
  if (!act || act.holder !== actor.holder) return false;
  return Object.entries(said).every(
    ([key, value]) => canonical(act.body[key]) === canonical(value),
  );
}

interface Told {
  holder?: string;
  body?: Record<string, unknown> & { said?: Said };
}

function toItem(
  { actor }: Work,
  { told, ...event }: { at: string; day: Day; name: string; told: Told },
  words: ReadonlyMap<string, string>,
): HistoryItem {
  const { said, ...body } = told.body ?? {};
  return {
    at: new Date(event.at).toISOString(),
    day: event.day,
    name: event.name,
    holder: actor.region === null ? null : (told.holder ?? null),
    body: said ? { ...body, text: words.get(said.id) } : body,
  };
}
