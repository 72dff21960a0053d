import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';

/** A paper to draw: a name for its file, and its frozen facts as JSON text. */
export interface DraftPaper {
  name: string;
  factsText: string;
}

const UNSAFE = /[^\p{L}\p{N}._-]+/gu;

/** The drafts that the nights of `from` to `to` wrote or refreshed and nobody approved yet, by project and instrument. */
export async function draftPapers({ sql, vault }: Work, from: Day, to: Day): Promise<DraftPaper[]> {
  const rows = await sql<
    { code: string; instrument: string; day: Day; id: string; facts_cipher: string }[]
  >`
    select p.code, n.instrument, n.refreshed_on as day, n.id, n.facts_cipher
    from we.notice n join we.project p on p.id = n.project_id
    where n.status = 'draft' and n.refreshed_on between ${from} and ${to}
    order by p.code, n.instrument, n.id`;
  return rows.map(({ code, instrument, day, id, facts_cipher }) => ({
    // Two drafts of one project may go to two addressees.
    name: `${code.replace(UNSAFE, '_')}-${instrument}-${day}-${id.slice(0, 8)}`,
    factsText: vault.open(facts_cipher),
  }));
}
