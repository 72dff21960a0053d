import { sql as drizzled } from 'drizzle-orm';
import { type Found, syncAlerts } from '../../../src/domain/alerts/sync.ts';
import { next } from '../../helpers/insert.ts';
import type { Site } from '../arrange.ts';
import type { Stage, StageDb } from '../stage.ts';

export interface Finding {
  level?: 'yellow' | 'orange' | 'red';
  amountFen?: number;
  subject?: string;
  period?: string;
  facts?: Record<string, unknown>;
}

/** A rule of a test’s own, so that what it finds is all that counts. */
export const aRule = (given: Partial<Found> = {}) => ({
  ruleId: `T${String(next()).padStart(2, '0')}`,
  needsBank: false,
  audience: 'parties' as const,
  main: 'contractor' as const,
  employerIsSubject: false,
  ...given,
});
export type Rule = ReturnType<typeof aRule>;

/** Nights of rules that find what a test says, and what they leave. */
export function arrangeSync(db: StageDb) {
  /** The night of a day, on which the rule finds this on the site. */
  const night = (rule: Rule, site: Site, day: string, found: Finding[]) => {
    const rows = found.map(
      (
        f,
      ) => drizzled`(${site.id}::bigint, ${f.subject ?? 'subject'}, ${f.period ?? '2026-06'}, ${f.level ?? 'yellow'},
        ${f.amountFen ?? 100}::bigint, '2026-07-01'::date, ${JSON.stringify({ day, ...f.facts })}::jsonb)`,
    );
    const none = drizzled`(0::bigint, '', '', '', 0::bigint, '2026-07-01'::date, '{}'::jsonb)`;
    const find = drizzled`select * from (values ${drizzled.join(rows.length > 0 ? rows : [none], drizzled`, `)})
      as f(project_id, subject, period, level, amount_fen, due_day, facts) where f.project_id <> 0`;
    return db.byNight(day, (work) => syncAlerts(work, { ...rule, find }));
  };
  const alerts = (rule: Rule) =>
    db.sql()`select * from we.alert where rule_id = ${rule.ruleId} order by episode, subject`;
  const alert = async (rule: Rule) => (await alerts(rule)).at(-1) as Record<string, unknown>;
  const events = async (site: Site) => {
    const rows = await db.sql()<{ name: string }[]>`select name from we.event
      where project_id = ${site.id} and name like 'alert.%' order by id`;
    return rows.map((r) => r.name);
  };
  const feed = (stage: Stage, through: string) =>
    db.bank(stage, [{ kind: 'feed', accountNo: stage.accountNo, through }]);
  return { night, alerts, alert, events, feed };
}
