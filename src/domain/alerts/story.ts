import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { roleNames, roles } from '../people/roles.ts';

/** A duty that an alert is about, and what was done of it. */
export interface StoryDuty {
  id: string;
  kind: string;
  period: string;
  /** The company that owes it; null for a reply to a paper, which says itself who is to give it. */
  who: string | null;
  dueDay: Day | null;
  provisional: boolean;
  amountFen: number | null;
  metFen: number;
  metOn: Day | null;
  /** What meets part of it, the oldest first; a return is negative. */
  meetings: { onDay: Day; amountFen: number; factKind: string; factId: string }[];
}

/** A paper that speaks of an alert. */
export interface StoryNotice {
  noticeId: string;
  instrument: string;
  status: string;
  number: string | null;
  draftedOn: Day;
}

const MOST_DUTIES = 40;
const MOST_MEETINGS = 400;
const MONEY = ['transfer', 'wage', 'payroll-sheet', 'resend'];
const DAY_LAST = 'infinity';
/** What rules about no month speak of, by the letter of their group; those of other groups of all that their subject owes. */
const ABOUT = {
  A: ['account-opening', 'account-filing'],
  D: ['deposit'],
  W: ['wage', 'resend', 'leaver'],
};

/**
 * What should have happened and what did: the duties of the alert's own subject, and for a month the money's way from the owner's
 * transfer to the wages. Only what the caller may see, a subcontractor its own: this is asked before anything that brings the whole
 * project into scope.
 */
export async function dutiesOf(
  work: Work,
  projectId: number,
  alertId: string,
): Promise<StoryDuty[]> {
  const duties = await work.sql<StoryDuty[]>`
    select o.id, o.kind, o.period, c.name as who, nullif(o.due_day, ${DAY_LAST}::date) as "dueDay", o.provisional, o.amount_fen as "amountFen",
      o.met_fen as "metFen", nullif(o.met_on, ${DAY_LAST}::date) as "metOn"
    from we.alert a
    join we.obligation o on o.project_id = a.project_id and o.ended_at = ${DAY_LAST}
      and (o.kind = any(${MONEY}::text[]) and o.period = a.period or o.subject = a.subject
        and a.period in (o.period, '-') and (a.period <> '-' or coalesce(${JSON.stringify(ABOUT)}::jsonb -> left(a.rule_id, 1) ? o.kind, true)))
    left join we.company c on c.uscc = case when o.kind like 'settlement-%' then o.owner_id when o.kind = 'resend' then o.employer_id
      when o.kind = 'account-filing' then o.contractor_id else o.subject end
    where a.project_id = ${projectId} and a.id = ${alertId}
    order by o.due_day, o.kind, o.id limit ${MOST_DUTIES}`;
  include(work, projectId);
  const meetings = await work.sql<({ duty: string } & StoryDuty['meetings'][number])[]>`
    select obligation_id as duty, on_day as "onDay", amount_fen as "amountFen", fact_kind as "factKind", fact_id as "factId"
    from we.meeting
    where project_id = ${projectId} and obligation_id = any(${duties.map(({ id }) => id)}::uuid[])
    order by on_day, fact_id limit ${MOST_MEETINGS}`;
  return duties.map((duty) => ({
    ...duty,
    meetings: meetings.filter((one) => one.duty === duty.id).map(({ duty: _, ...met }) => met),
  }));
}

/** The papers that speak of an alert, the newest first; a party's own from service on. */
export async function noticesAbout(
  { sql }: Work,
  projectId: number,
  alertId: string,
): Promise<StoryNotice[]> {
  const rows = await sql<(StoryNotice & { id: string })[]>`
    select id, instrument, status, number, drafted_on as "draftedOn" from we.notice
    where project_id = ${projectId} and alert_ids ? ${alertId}
    order by drafted_on desc, id`;
  return rows.map(({ id, ...row }) => ({ ...row, noticeId: publicId(projectId, id) }));
}

/** The roles that do something about an alert. */
const TENDING = roleNames.filter((name) =>
  (roles[name].grants as readonly string[]).some(
    (grant) => grant === 'alerts:handle' || grant === 'registry:confirm',
  ),
);

/** Whom an alert can be given to: people of the caller's own office who may act on it. */
export async function colleaguesOf({ sql, actor }: Work): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from we.person where company_id = ${actor.org} and disabled_at is null and role = any(${TENDING}::text[])
    order by name`;
  return rows.map(({ name }) => name);
}
