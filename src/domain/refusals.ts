import type { Db } from '../../db/client.ts';
import { type Actor, write } from '../../db/work.ts';
import { dayOf } from '../lib/day.ts';
import { record } from './events.ts';

const stranger: Actor = {
  id: 'stranger',
  holder: 'stranger',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};
const EVERY_MS = 60_000;

/**
 * Keeps in the trail that somebody was not let in: one event a minute, name and subject, so that a flood does not
 * fill it. `subject` names a known key or bank; all unknown ones share one.
 */
export async function recordRefusal(
  db: Db,
  now: Date,
  name: 'key.refused' | 'bank-message.refused' | 'session.refused' | 'caller.limited',
  subject: string,
  body: Record<string, unknown>,
): Promise<void> {
  await write(db, stranger, now, dayOf(now), async (work) => {
    const [last] = await work.sql<{ at: string }[]>`
      select at from we.event where project_id = 0 and subject = ${subject} and name = ${name} order by id desc limit 1`;
    if (last && Math.abs(now.getTime() - Date.parse(last.at)) < EVERY_MS) return;
    await record(work, 0, name, subject, body);
  });
}
