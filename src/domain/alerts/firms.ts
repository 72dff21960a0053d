import type { Work } from '../../../db/work.ts';
import type { AlertView } from './listing.ts';

const USCC = /^[0-9A-Z]{18}$/;

/** The firm that an alert is about: its subject where that is one, else whom papers about it go to; null where there is none. */
export const firmOf = ({ subject, mainUscc }: Pick<AlertView, 'subject' | 'mainUscc'>) =>
  USCC.test(subject) ? subject : mainUscc;

/** What the firms of these alerts are called, by their codes. */
export async function firmNames(
  { sql }: Work,
  alerts: readonly AlertView[],
): Promise<Map<string, string>> {
  const codes = [...new Set(alerts.flatMap((one) => firmOf(one) ?? []))];
  if (codes.length === 0) return new Map();
  const rows = await sql<{ uscc: string; name: string }[]>`
    select uscc, name from we.company where uscc = any(${codes}::text[])`;
  return new Map(rows.map(({ uscc, name }) => [uscc, name]));
}
