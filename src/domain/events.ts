import { sendAhead, type Work } from '../../db/work.ts';
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

/** What happened to what; `name` is `thing.happened`, `body` holds no personal data. */
export interface Happening {
  /** 0: no project. */
  projectId: number;
  name: string;
  subject: string;
  body: Record<string, unknown>;
}

/** Appends one event to the trail, in the transaction of the write it tells of. */
export const record = (
  work: Work,
  projectId: number,
  name: string,
  subject: string,
  body: Record<string, unknown> = {},
): Promise<void> => recordMany(work, [{ projectId, name, subject, body }]);

/** Appends events to the trail, in their order, by one statement. */
export async function recordMany(work: Work, happenings: readonly Happening[]): Promise<void> {
  if (happenings.length === 0) return;
  const { sql, actor, now, day } = work;
  const texts = happenings.map((happening) =>
    canonical({ ...happening, actor: actor.id, at: now, holder: actor.holder }),
  );
  const statement = sql`insert into we.event (project_id, at, day, actor, name, subject, body, digest)
    select u.project_id, ${now}, ${day}, ${actor.id}, u.name, u.subject, u.body, u.digest
    from unnest(${happenings.map((h) => h.projectId)}::bigint[], ${happenings.map((h) => h.name)}::text[],
      ${happenings.map((h) => h.subject)}::text[], ${texts}::text[], ${texts.map((text) => sha256(text))}::text[])
      as u(project_id, name, subject, body, digest)`;
  sendAhead(work, statement);
}
