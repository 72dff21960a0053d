import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { unanswered } from '../alerts/floors.ts';
import { recordMany } from '../events.ts';
import { type DraftDue, type Lapsed, lapsedEvents, signerOf } from './draft.ts';

/** What is to be handed over to the labour office, project by project. */
export interface ReferralDue extends DraftDue {
  ownerId: string;
  contractorId: string;
  /** Every paper about these alerts that somebody was served before, in order, with the SHA-256 of its bytes. */
  served: {
    number: string;
    instrument: string;
    issuedOn: Day;
    answered: boolean;
    sha256: string | null;
  }[];
}

export const LABOUR_OFFICE = '人力资源和社会保障局';
/** A labour office that nobody registered has no code. */
export const UNREGISTERED = '-';

/**
 * Red alerts that are handed over: those of `rules`, which are for the labour office, and those that a 督办函 named which
 * nobody answered in time (M01), unless they are of `others`' families. Silenced and held ones are not.
 */
const handedOver = (work: Work, rules: readonly string[], others: readonly string[]) => work.sql`
  select a.* from we.alert a
  where a.status in ('open', 'replied') and not a.held and a.level = 3 and coalesce(a.silenced_until, '-infinity'::date) < ${work.day}::date
    and (a.rule_id = any(${rules}::text[])
      or left(a.rule_id, 1) <> all(${others}::text[]) and (a.project_id, a.id) in (
        select u.project_id, x.id::uuid
        from (select n.project_id, n.alert_ids from ${unanswered(work)} and n.instrument = 'supervision') u
        cross join lateral jsonb_array_elements_text(u.alert_ids) x(id)))`;

/**
 * The referrals of `work.day`: new where an alert stands in none yet, and those that are drafts. None where the labour
 * office itself is the authority that signs.
 */
export async function referralsDue(
  work: Work,
  rules: readonly string[],
  others: readonly string[],
): Promise<ReferralDue[]> {
  const { sql } = work;
  return sql<ReferralDue[]>`
    with handed as materialized (
      select h.*, not exists (
        select from we.notice n where n.project_id = h.project_id and n.instrument = 'referral'
          and n.status not in ('lapsed', 'withdrawn') and n.alert_ids ? h.id::text) as fresh
      from (${handedOver(work, rules, others)}) h
    ),
    grouped as (
      select t.project_id, bool_or(t.fresh) as fresh,
        jsonb_agg(jsonb_build_object('id', t.id, 'level', t.level, 'rule', t.rule_id, 'subject', t.subject, 'subjectName', c.name, 'period', t.period,
          'facts', t.facts, 'amountFen', t.amount_fen, 'dueDay', t.due_day, 'openedOn', t.opened_on) order by t.rule_id, t.period, t.subject) as alerts
      from handed t left join we.company c on c.uscc = t.subject
      group by t.project_id
    ),
    placed as (
      select g.*, p.code, p.name, p.fund_source, p.owner_id, p.contractor_id, h.uscc as signer, h.name as signer_name, h.phone, h.contact,
        coalesce(l.uscc, ${UNREGISTERED}) as office, l.name as office_name
      from grouped g
      join we.project p on p.id = g.project_id
      left join lateral (${signerOf(work)}) h on true
      left join lateral (
        select y.uscc, y.name from we.company y
        where 'authority' = any(y.kinds) and p.region_code between y.region_lo and y.region_hi and y.name like ${`%${LABOUR_OFFICE}`}
        order by y.region_hi - y.region_lo, y.uscc limit 1
      ) l on true
    )
    select g.project_id as "projectId", g.code as "projectCode", g.name as "projectName", g.fund_source as "fundSource", 3 as level,
      g.office as "addresseeId", coalesce(g.office_name, '') as "addresseeName", null as "jointId", null as "jointName",
      o.name as "ownerName", k.name as "contractorName", g.owner_id as "ownerId", g.contractor_id as "contractorId", g.signer as "authorityId",
      g.signer_name as "authorityName", g.phone as "authorityPhone", g.contact as "authorityContact", d.facts_digest as "draftDigest",
      case when d.edited_on is not null then d.facts_cipher end as "draftCipher", g.fresh, null as earlier, coalesce(b.served, '[]') as served, g.alerts
    from placed g
    join we.company o on o.uscc = g.owner_id
    join we.company k on k.uscc = g.contractor_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('number', n.number, 'instrument', n.instrument, 'issuedOn', n.issued_on,
        'answered', n.status = 'answered', 'sha256', n.sha256) order by n.issued_on, n.number) as served
      from we.notice n
      where n.project_id = g.project_id and n.status in ('served', 'overdue', 'answered') and n.number is not null
        and n.instrument <> 'referral' and n.alert_ids ?| array(select x.value->>'id' from jsonb_array_elements(g.alerts) x)
    ) b on true
    left join we.notice d on d.project_id = g.project_id and d.instrument = 'referral' and d.addressee_id = g.office and d.status = 'draft'
    where (g.fresh or d.id is not null) and g.signer is distinct from g.office
    order by g.project_id`;
}

/** Drafts of referrals with nothing left to hand over lapse. @returns how many */
export async function lapseReferrals(
  work: Work,
  rules: readonly string[],
  others: readonly string[],
): Promise<number> {
  const { sql, day } = work;
  const lapsed = await sql<Lapsed[]>`
    update we.notice n set status = 'lapsed', lapsed_on = ${day}
    where n.status = 'draft' and n.instrument = 'referral' and not exists (
      select from (${handedOver(work, rules, others)}) h where h.project_id = n.project_id and n.alert_ids ? h.id::text)
    returning n.project_id, n.id`;
  await recordMany(work, lapsedEvents(lapsed, day));
  return lapsed.length;
}
