import type { Work } from '../../../db/work.ts';
import { hidden } from '../access.ts';

/** Whose word a statement is. */
export type Speaker = 'owner' | 'contractor' | 'authority';

/**
 * For whom the caller may speak on a project: a party for itself, the authority for anyone.
 * @throws Problem `not-found`
 */
export async function speakersOf(
  { sql, actor }: Work,
  projectId: number,
): Promise<ReadonlySet<Speaker>> {
  const [project] = await sql<{ owner_id: string; contractor_id: string }[]>`
    select owner_id, contractor_id from we.project where id = ${projectId}`;
  if (!project) throw hidden();
  if (actor.region !== null) return new Set(['owner', 'contractor', 'authority']);
  const speakers = new Set<Speaker>();
  if (actor.org === project.owner_id) speakers.add('owner');
  if (actor.org === project.contractor_id) speakers.add('contractor');
  return speakers;
}
