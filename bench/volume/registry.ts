import type postgres from 'postgres';

type Sql = postgres.Sql<{ bigint: number }>;

/**
 * From `bench.site` and the number of people: companies, projects with their terms and accounts, and engagements.
 * Names, codes and numbers are invented; sealed values open with no key.
 */
export async function fillRegistry(sql: Sql, workers: number): Promise<void> {
  await sql`
    insert into we.company (uscc, name, kinds, known_at)
    select distinct s.owner_id, '虚构置业' || right(s.owner_id, 5) || '有限公司', array['owner'], now() from bench.site s
    union all
    select distinct s.contractor_id, '虚构建工' || right(s.contractor_id, 5) || '有限公司', array['contractor'], now() from bench.site s`;
  await sql`
    insert into we.project (id, code, name, region_code, owner_id, contractor_id, fund_source, status, starts_on, ends_on, confirmed_at, confirmed_by, known_at)
    select id, 'BENCH-' || id, '虚构工程' || id || '号', region_code, owner_id, contractor_id,
      (array['government', 'state', 'private'])[1 + id % 3], 'active', first_month,
      case when live then null else last_month + 27 end, now(), 'bench', now()
    from bench.site`;
  await sql`insert into we.project_status select id, 1, 'active', first_month, now(), 'bench' from bench.site`;
  await sql`insert into we.project_directory select id_code.code, id_code.id, id_code.region_code from (select 'BENCH-' || id as code, id, region_code from bench.site) id_code`;
  await sql`
    insert into we.project_party
    select owner_id, id, 'owner', now() from bench.site union all select contractor_id, id, 'contractor', now() from bench.site`;
  await sql`
    insert into we.contract_terms (project_id, version, from_month, signed_on, total_fen, contractor_size, labour_cost_fen, transfer_day,
      transfer_month_offset, pay_day, pay_month_offset, audit_clause, effective_at, stated_by, known_at)
    select id, 1, first_month, first_month, 50000000000, 'large', ${workers}::bigint * 900000, 1 + (id * 5) % 28, 1, 1 + id % 28, 1,
      'none', now(), 'bench', now()
    from bench.site`;
  await sql`
    insert into we.wage_account (project_id, id, region_code, owner_id, contractor_id, bank_code, account_bidx, account_cipher, last4, name,
      opened_on, agreement_signed_on, filed_on, closing_notice_on, closed_on, feed_through, known_at)
    select id, account_id, region_code, owner_id, contractor_id, '102', 'bench-account-' || id, '1.' || md5(id::text), '0000',
      '农民工工资专用账户', first_month, first_month, first_month, case when not live then last_month + 90 end,
      case when not live then last_month + 150 end, fed_through, now()
    from bench.site`;
  await sql`
    insert into we.payer_account (project_id, terms_version, account_bidx, name, account_cipher, last4, known_at)
    select id, 1, 'bench-payer-' || owner_id, '建设单位', '1.' || md5(owner_id), '0000', now() from bench.site`;
  await sql`insert into we.account_directory select 'bench-account-' || id, '102', id, account_id from bench.site`;
  // A site in order: deposit, guarantee, wage officer and the key posts.
  await sql`
    insert into we.site_record (project_id, id, kind, version, on_day, form, amount_fen, role, id_bidx, stated_by, holder, effective_at, known_at)
    select s.id, md5('record:' || r.kind || r.version || ':' || s.id)::uuid, r.kind, r.version, s.first_month, r.form, r.fen, r.role,
      case when r.role is not null then 'bench-post-' || r.role || '-' || s.id end, 'authority', 'bench', now(), now()
    from bench.site s
    cross join (values ('wage-deposit', 1, 'cash', 500000000, null), ('payment-guarantee', 1, 'surety', 500000000, null),
      ('site-person', 1, null, null, 'wage-officer'), ('site-person', 2, null, null, 'project-manager'))
      r(kind, version, form, fen, role)`;
  await sql`insert into we.feed_mark select id, account_id, fed_through, 'bench', now() from bench.site`;
}

/** The people: one engagement and one card each, from the first month of their site on. */
export async function fillPeople(sql: Sql, workers: number): Promise<void> {
  await sql`
    insert into bench.person
    select s.id, n, md5('person:' || s.id || ':' || n)::uuid, left(md5('card:' || s.id || ':' || n), 22)
    from bench.site s cross join generate_series(1, ${workers}::int) n`;
  await sql`analyze bench.person`;
  await sql`
    insert into we.engagement (project_id, id, region_code, owner_id, contractor_id, employer_id, worker_id, id_bidx, id_cipher, id_last4,
      name, team, phone_cipher, contract_kind, contract_signed_on, entered_on, exited_on, carded_on, known_at)
    select p.site_id, p.id, s.region_code, s.owner_id, s.contractor_id, s.contractor_id, p.id, left(md5(p.id::text), 22),
      '1.' || md5(p.id::text) || md5(p.card_bidx), '0000', '工人' || p.no, (p.no % 5) || '班', '1.' || md5('phone:' || p.id), 'fixed', s.first_month, s.first_month,
      case when s.live then null else s.last_month + 27 end, s.first_month, now()
    from bench.person p join bench.site s on s.id = p.site_id`;
  await sql`
    insert into we.engagement_card (project_id, engagement_id, card_bidx, from_day, card_cipher, card_last4, bank_code, known_at)
    select p.site_id, p.id, p.card_bidx, s.first_month, '1.' || md5(p.id::text) || md5(p.card_bidx), '0000', '102', now()
    from bench.person p join bench.site s on s.id = p.site_id`;
}
