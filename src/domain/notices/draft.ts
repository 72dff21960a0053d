import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { stableId } from '../../lib/id.ts';
import { recordMany } from '../events.ts';
import { papersOf, type Sharing } from './sharing.ts';

export type Instrument = 'reminder' | 'warning' | 'supervision' | 'referral';

/** Open alerts that one addressee is to hear of in one paper, with what it needs to name. */
export interface DraftDue {
  projectId: number;
  projectCode: string;
  projectName: string;
  /** Of the paper: the highest of its alerts. */
  level: number;
  addresseeId: string;
  addresseeName: string;
  /** Whom a joint letter goes to as well; null: no joint letter. */
  jointId: string | null;
  jointName: string | null;
  /** 政府投资, 国有资金, 社会资金. */
  fundSource: 'government' | 'state' | 'private';
  ownerName: string;
  contractorName: string;
  authorityId: string | null;
  authorityName: string | null;
  authorityPhone: string | null;
  authorityContact: string | null;
  /** The open draft's digest of facts, when there is one, and its facts, sealed, where a person changed them. */
  draftDigest: string | null;
  draftCipher: string | null;
  /** Some alert here is in no paper of this level yet: it is new or has risen. */
  fresh: boolean;
  /** Papers about some of these alerts that the addressee was served before, in order; null: none. */
  earlier: { number: string; issuedOn: Day; answered: boolean }[] | null;
  alerts: {
    id: string;
    level: number;
    rule: string;
    subject: string;
    subjectName: string | null;
    period: string;
    facts: unknown;
    amountFen: number;
    dueDay: string | null;
    openedOn: string;
  }[];
}

/** What is to be drafted on `work.day`: groups of alerts that are told, by project, addressee and level of the paper. */
export async function draftsDue(work: Work, sharing: Sharing): Promise<DraftDue[]> {
  const { sql } = work;
  return sql<DraftDue[]>`
    with told as (
      select p.*, not exists (
        select from we.notice n where n.project_id = p.project_id and n.addressee_id = p.paper_main and n.level = p.paper_level
          and n.instrument <> 'referral'
          and n.status not in ('lapsed', 'withdrawn') and n.alert_ids ? p.id::text) as fresh
      from (${papersOf(work, sharing)}) p
      where p.told
    ),
    grouped as (
      select t.project_id, t.paper_level as level, t.paper_main as main_id, max(t.joint_id) as joint_id, bool_or(t.fresh) as fresh,
        jsonb_agg(jsonb_build_object('id', t.id, 'level', t.level, 'rule', t.rule_id, 'subject', t.subject, 'subjectName', c.name, 'period', t.period,
          'facts', t.facts, 'amountFen', t.amount_fen, 'dueDay', t.due_day, 'openedOn', t.opened_on) order by t.rule_id, t.period, t.subject) as alerts
      from told t left join we.company c on c.uscc = t.subject
      group by t.project_id, t.paper_level, t.paper_main
    )
    select g.project_id as "projectId", p.code as "projectCode", p.name as "projectName", p.fund_source as "fundSource", g.level, g.main_id as "addresseeId",
      m.name as "addresseeName", g.joint_id as "jointId", i.name as "jointName", o.name as "ownerName", k.name as "contractorName", h.uscc as "authorityId", h.name as "authorityName",
      h.phone as "authorityPhone", h.contact as "authorityContact", d.facts_digest as "draftDigest", case when d.edited_on is not null then d.facts_cipher end as "draftCipher", g.fresh, b.earlier, g.alerts
    from grouped g
    join we.project p on p.id = g.project_id
    join we.company m on m.uscc = g.main_id
    join we.company o on o.uscc = p.owner_id
    join we.company k on k.uscc = p.contractor_id
    left join we.company i on i.uscc = g.joint_id
    left join lateral (${signerOf(work)}) h on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('number', n.number, 'issuedOn', n.issued_on, 'answered', n.status = 'answered') order by n.issued_on, n.number) as earlier
      from we.notice n
      where n.project_id = g.project_id and n.addressee_id = g.main_id and n.status in ('served', 'overdue', 'answered') and n.number is not null
        and n.alert_ids ?| array(select x.value->>'id' from jsonb_array_elements(g.alerts) x)
    ) b on true
    left join we.notice d on d.project_id = g.project_id and d.addressee_id = g.main_id and d.status = 'draft'
      and d.level = g.level and d.instrument <> 'referral'
    where g.fresh or d.id is not null
    order by g.project_id, g.level desc, g.main_id`;
}

/** The nearest authority of project `p`, as its papers name it. */
export const signerOf = ({ sql }: Work) => sql`
  select y.uscc, coalesce(s.organisation, y.name) as name, coalesce(s.phone, y.phone) as phone, s.contact from we.company y
  left join we.authority_setting s on s.authority_id = y.uscc
  where 'authority' = any(y.kinds) and p.region_code between y.region_lo and y.region_hi
  order by y.region_hi - y.region_lo, y.uscc limit 1`;

export interface DraftInput {
  due: DraftDue;
  instrument: Instrument;
  template: string;
  /** Canonical JSON of the frozen facts, and its SHA-256. */
  factsText: string;
  factsDigest: string;
  /** The drawn paper, when it was drawn now. */
  drawn: { bytes: Uint8Array; sha256: string } | null;
}

/**
 * Writes drafts or refreshes the open ones, some hundred at a time. The same facts again change nothing.
 *
 * @returns what became of each, in order
 */
export async function saveDrafts(
  work: Work,
  inputs: readonly DraftInput[],
): Promise<('made' | 'refreshed' | 'same')[]> {
  const changed = inputs.filter((input) => input.due.draftDigest !== input.factsDigest);
  const ids = await putDrafts(work, changed);
  const drawn = changed.flatMap((input, i) =>
    input.drawn ? [{ input, id: ids[i] as string, drawn: input.drawn }] : [],
  );
  await keepDrawn(work, drawn);
  const made = changed.flatMap((input, i) =>
    input.due.draftDigest === null ? [{ input, id: ids[i] as string }] : [],
  );
  await recordMany(
    work,
    made.map(({ input, id }) => ({
      projectId: input.due.projectId,
      name: 'notice.drafted',
      subject: id,
      body: {
        instrument: input.instrument,
        addresseeId: input.due.addresseeId,
        factsDigest: input.factsDigest,
        sha256: input.drawn?.sha256,
        at: work.now,
      },
    })),
  );
  return inputs.map(({ due, factsDigest }) =>
    due.draftDigest === factsDigest ? 'same' : due.draftDigest === null ? 'made' : 'refreshed',
  );
}

/** The ids of the drafts, in the order of the inputs. */
async function putDrafts(work: Work, inputs: readonly DraftInput[]): Promise<string[]> {
  const { sql, vault, day } = work;
  const newIds = await draftIds(work, inputs);
  const text = (pick: (input: DraftInput) => string | null) => inputs.map(pick) as string[];
  const rows = await sql<{ project_id: number; id: string; key: string }[]>`
    insert into we.notice as n (project_id, id, region_code, owner_id, contractor_id, instrument, level, addressee_id, joint_id, authority_id, status,
      alert_ids, facts_cipher, facts_digest, template, sha256, drafted_on, refreshed_on)
    select p.id, u.id, p.region_code, p.owner_id, p.contractor_id, u.instrument, u.level, u.addressee_id, u.joint_id, u.authority_id, 'draft',
      u.alert_ids::jsonb, u.facts_cipher, u.facts_digest, u.template, u.sha256, ${day}, ${day}
    from unnest(${inputs.map((i) => i.due.projectId)}::bigint[], ${newIds}::uuid[], ${text((i) => i.instrument)}::text[],
      ${inputs.map((i) => i.due.level)}::int[], ${text((i) => i.due.addresseeId)}::text[], ${text((i) => i.due.jointId)}::text[], ${text((i) => i.due.authorityId)}::text[],
      ${text((i) => JSON.stringify(i.due.alerts.map((a) => a.id)))}::text[], ${text((i) => vault.seal(i.factsText))}::text[],
      ${text((i) => i.factsDigest)}::text[], ${text((i) => i.template)}::text[], ${text((i) => i.drawn?.sha256 ?? null)}::text[])
      as u(project_id, id, instrument, level, addressee_id, joint_id, authority_id, alert_ids, facts_cipher, facts_digest, template, sha256)
    join we.project p on p.id = u.project_id
    on conflict (project_id, addressee_id, instrument) where status = 'draft' do update set alert_ids = excluded.alert_ids, joint_id = excluded.joint_id,
      facts_cipher = excluded.facts_cipher, facts_digest = excluded.facts_digest, template = excluded.template,
      sha256 = excluded.sha256, refreshed_on = excluded.refreshed_on
    returning n.id, concat_ws(' ', n.project_id, n.addressee_id, n.instrument) as key`;
  const idOf = new Map(rows.map((row) => [row.key, row.id]));
  return inputs.map(
    ({ due, instrument }) =>
      idOf.get(`${due.projectId} ${due.addresseeId} ${instrument}`) as string,
  );
}

/** The same for the same day run again; a draft after one of that day which is no draft any more is another. */
async function draftIds({ sql, day }: Work, inputs: readonly DraftInput[]): Promise<string[]> {
  const gone = await sql<{ key: string; gone: number }[]>`
    select concat_ws(' ', project_id, addressee_id, instrument) as key, count(*)::int as gone from we.notice
    where project_id = any(${inputs.map((i) => i.due.projectId)}::bigint[]) and drafted_on = ${day} and status <> 'draft'
    group by project_id, addressee_id, instrument`;
  const goneOf = new Map(gone.map((row) => [row.key, [row.gone]]));
  return inputs.map(({ due: { projectId, addresseeId }, instrument }) => {
    const before = goneOf.get(`${projectId} ${addresseeId} ${instrument}`) ?? [];
    return stableId(projectId, addresseeId, instrument, day, ...before);
  });
}

/** Keeps the drawn bytes of papers under the digest of their facts. */
async function keepDrawn(
  { sql, now }: Work,
  papers: readonly { input: DraftInput; id: string; drawn: NonNullable<DraftInput['drawn']> }[],
): Promise<void> {
  if (papers.length === 0) return;
  await sql`insert into we.notice_file (project_id, notice_id, facts_digest, sha256, bytes, drawn_at)
    select u.project_id, u.id, u.digest, u.sha256, decode(u.bytes, 'base64'), ${now}
    from unnest(${papers.map((p) => p.input.due.projectId)}::bigint[], ${papers.map((p) => p.id)}::uuid[],
      ${papers.map((p) => p.input.factsDigest)}::text[], ${papers.map((p) => p.drawn.sha256)}::text[],
      ${papers.map((p) => Buffer.from(p.drawn.bytes).toString('base64'))}::text[]) as u(project_id, id, digest, sha256, bytes)
    on conflict do nothing`;
}

/** Drafts whose alerts have all cleared, are held or stand in a paper of another level or to somebody else lapse. */
export async function lapseDrafts(work: Work, sharing: Sharing): Promise<number> {
  const { sql, day } = work;
  const lapsed = await sql<Lapsed[]>`
    update we.notice n set status = 'lapsed', lapsed_on = ${day}
    where n.status = 'draft' and n.instrument <> 'referral' and not exists (
      select from (${papersOf(work, sharing)}) p
      where p.project_id = n.project_id and n.alert_ids ? p.id::text and p.paper_level = n.level and p.paper_main = n.addressee_id)
    returning n.project_id, n.id`;
  await recordMany(work, lapsedEvents(lapsed, day));
  return lapsed.length;
}

export interface Lapsed {
  project_id: number;
  id: string;
}

/** What is recorded of them. */
export const lapsedEvents = (lapsed: readonly Lapsed[], day: Day) =>
  lapsed.map(({ project_id: projectId, id: subject }) => ({
    projectId,
    name: 'notice.lapsed',
    subject,
    body: { day },
  }));
