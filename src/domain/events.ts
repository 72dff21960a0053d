import type { Work } from '../../db/work.ts';
import { sha256 } from '../lib/vault.ts';

/** JSON with sorted keys and no spaces: the same facts give the same text (after RFC 8785). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`);
  return `{${members.join(',')}}`;
}

/**
 * Appends one event to the trail, in the transaction of the write it tells of. `name` is
 * `thing.happened`; `body` holds no personal data. `projectId` 0 means none.
 */
export async function record(
  { sql, actor, now, day }: Work,
  projectId: number,
  name: string,
  subject: string,
  body: Record<string, unknown> = {},
): Promise<void> {
  const text = canonical({
    actor: actor.id,
    at: now,
    body,
    holder: actor.holder,
    name,
    projectId,
    subject,
  });
  await sql`insert into we.event (project_id, at, day, actor, name, subject, body, digest)
    values (${projectId}, ${now}, ${day}, ${actor.id}, ${name}, ${subject}, ${text}, ${sha256(text)})`;
}
