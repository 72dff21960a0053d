import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

export const groupings = ['project', 'owner', 'contractor', 'employer'] as const;
export type Grouping = (typeof groupings)[number];

/** The live alerts of a project or a party, counted. */
export interface AlertGroup {
  /** A project's code or a party's uscc. */
  key: string;
  name: string | null;
  red: number;
  orange: number;
  yellow: number;
  amountFen: number;
  /** The oldest due day among them. */
  dueDay: Day | null;
}

const keyShape = z.tuple([z.int(), z.int(), z.int(), z.string()]);

/**
 * The open, held and answered alerts that a caller may see, counted by project or by party, those with the most red ones
 * first. Cases are counted once: what another alert explains is left to that.
 *
 * @throws Problem `cursor-invalid`
 */
export async function groupAlerts(
  { sql }: Work,
  by: Grouping,
  page: Page,
): Promise<{ items: AlertGroup[]; next: string | null }> {
  const after = readCursor(page.after, keyShape);
  const key = {
    project: sql`d.code`,
    owner: sql`a.owner_id`,
    contractor: sql`a.contractor_id`,
    employer: sql`a.employer_id`,
  }[by];
  const rows = await sql<AlertGroup[]>`
    with counted as (
      select ${key} as key, count(*) filter (where a.level = 3)::int as red, count(*) filter (where a.level = 2)::int as orange,
        count(*) filter (where a.level = 1)::int as yellow, sum(a.amount_fen)::bigint as "amountFen", min(a.due_day) as "dueDay"
      from we.alert a
      ${by === 'project' ? sql`join we.project_directory d on d.project_id = a.project_id` : sql``}
      where a.status in ('open', 'held', 'replied') and a.follows is null and ${key} is not null
      group by 1
    )
    select c.key, ${by === 'project' ? sql`p.name` : sql`y.name`} as name, c.red, c.orange, c.yellow, c."amountFen", c."dueDay"
    from counted c
    ${
      by === 'project'
        ? sql`left join we.project p on p.code = c.key`
        : sql`left join we.company y on y.uscc = c.key`
    }
    ${after === null ? sql`` : sql`where (-c.red, -c.orange, -c.yellow, c.key) > (${-after[0]}::int, ${-after[1]}::int, ${-after[2]}::int, ${after[3]}::text)`}
    order by c.red desc, c.orange desc, c.yellow desc, c.key
    limit ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.red, row.orange, row.yellow, row.key],
  );
}
