import type { Work } from '../../../db/work.ts';
import { type Retention, retentionOf } from './terms.ts';

/** What must be kept of each finished project, and until when; by code. */
export async function finishedProjects(work: Work): Promise<Retention[]> {
  const projects = await work.sql<{ id: number }[]>`
    select id from we.project where status = 'finished' order by code`;
  const found: Retention[] = [];
  for (const { id } of projects) found.push(await retentionOf(work, id));
  return found;
}
