import { sendAhead, type Work } from '../../db/work.ts';

/**
 * Runs statements that join thousands of rows with one another. The planner knows nothing of a month's
 * fresh partition and little of a CTE: it expects one row, chooses a nested loop, and then takes the square
 * of the rows. Here every join that can hash or merge does.
 */
export async function inBulk<T>(
  work: Pick<Work, 'sql' | 'sent'>,
  run: () => Promise<T>,
): Promise<T> {
  sendAhead(work, work.sql`set local enable_nestloop = off`);
  const result = await run();
  sendAhead(work, work.sql`set local enable_nestloop = on`);
  return result;
}
