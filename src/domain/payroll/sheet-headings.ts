import type { Work } from '../../../db/work.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical, record } from '../events.ts';

/** What a firm's own heading means: a field of the payroll sheet and the kind of a deduction; no field: nothing is made of it. */
export interface SheetHeading {
  /** As it is compared, at most 60 characters. */
  heading: string;
  field: string | null;
  kind: string | null;
}

/** What the caller's firm said of its headings. */
export const headingsOf = ({ sql, actor }: Work): Promise<SheetHeading[]> =>
  sql<SheetHeading[]>`
    select heading, field, kind from we.sheet_heading where company_id = ${actor.org} order by heading`;

/** Remembers what headings mean for the caller's firm; the last word counts. */
export async function keepHeadings(work: Work, headings: readonly SheetHeading[]): Promise<void> {
  const { sql, actor, now } = work;
  if (headings.length === 0 || actor.org === null) return;
  await sql`insert into we.sheet_heading (company_id, heading, field, kind, stated_by, known_at)
    select ${actor.org}, u.heading, u.field, u.kind, ${actor.holder}, ${now}
    from unnest(${headings.map(({ heading }) => heading)}::text[], ${headings.map(({ field }) => field)}::text[],
      ${headings.map(({ kind }) => kind)}::text[]) as u(heading, field, kind)
    on conflict (company_id, heading) do update
      set field = excluded.field, kind = excluded.kind, stated_by = excluded.stated_by, known_at = excluded.known_at`;
  await record(work, 0, 'sheet-headings.kept', actor.org, {
    headings: headings.length,
    digest: sha256(canonical(headings)),
  });
}
