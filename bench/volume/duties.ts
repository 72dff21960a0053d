import type postgres from 'postgres';

type Sql = postgres.Sql<{ bigint: number }>;

/** The duties were heard of in time: what is learnt of after its due day makes no paper at first. */
const KNOWN_BEFORE_DAYS = 40;

/** The day before the wages of a batch were due, on which they were paid; two weeks before, they were claimed. */
export async function dateBatches(sql: Sql): Promise<void> {
  await sql`
    update bench.batch b set paid_on = o.due_day - 1, claimed_on = o.due_day - 14
    from we.obligation o
    where o.project_id = b.site_id and o.kind = 'wage' and o.period = to_char(b.month, 'YYYY-MM') and o.ended_at = 'infinity'`;
  await sql`update we.obligation set known_at = due_day - ${KNOWN_BEFORE_DAYS}::int`;
}

/** Money in and out of the accounts: the instalments that came, the wages that went. */
export async function fillEntries(sql: Sql): Promise<void> {
  await sql`
    insert into we.account_entry (project_id, account_id, entry_id, direction, amount_fen, booked_at, booked_on, value_day, purpose, period,
      counterparty_bidx, counterparty_kind, message_id, known_at)
    select s.id, s.account_id, 'T' || o.period, 'credit', (o.amount_fen * case when b.transfer = 'half' then 0.5 else 1 end)::bigint,
      o.due_day - 2, o.due_day - 2, o.due_day - 2, 'transfer', b.month, 'bench-payer-' || s.owner_id, 'company', 'bench', now()
    from we.obligation o
    join bench.site s on s.id = o.project_id
    join bench.batch b on b.site_id = o.project_id and to_char(b.month, 'YYYY-MM') = o.period
    where o.kind = 'transfer' and b.transfer is distinct from 'none'
    union all
    select s.id, s.account_id, 'W' || b.no, 'debit', d.fen, d.on_day, d.on_day, d.on_day, 'wage', null, null, 'internal', 'bench', now()
    from bench.paid d
    join bench.batch b using (site_id, month)
    join bench.site s on s.id = d.site_id
    where d.fen > 0`;
  await sql`
    update we.wage_account a set balance_fen = e.fen
    from (select project_id, account_id, sum(case direction when 'credit' then amount_fen else -amount_fen end)::bigint as fen
      from we.account_entry group by 1, 2) e
    where a.project_id = e.project_id and a.id = e.account_id`;
}

/** The meetings of the wage and transfer duties, one a duty and day, as the writes of the program leave them. */
export async function fillMeetings(sql: Sql): Promise<void> {
  await sql`
    insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select d.site_id, md5(concat_ws(':', 'wage', d.site_id, d.month, d.on_day))::uuid,
      we.duty_id(d.site_id, 'wage', s.contractor_id, to_char(d.month, 'YYYY-MM')), 'payout', 'bench', d.fen - d.returned_fen, d.on_day, now()
    from bench.paid d
    join bench.site s on s.id = d.site_id`;
  await sql`
    insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select e.project_id, md5(concat_ws(':', 'transfer', e.project_id, e.entry_id))::uuid,
      we.duty_id(e.project_id, 'transfer', s.owner_id, to_char(e.period, 'YYYY-MM')), 'entry', e.account_id || '/' || e.entry_id, e.amount_fen, e.value_day, now()
    from we.account_entry e join bench.site s on s.id = e.project_id
    where e.purpose = 'transfer'`;
}

/** What the duties say of themselves, from the payrolls, the sheets and the money that came. */
export async function meetDuties(sql: Sql): Promise<void> {
  await sql`
    update we.obligation o set amount_fen = b.fen, met_fen = coalesce(d.fen, 0), open_count = b.open,
      met_on = case when b.open = 0 then b.last_on else 'infinity'::date end
    from bench.batch b
    left join (select site_id, month, sum(fen - returned_fen)::bigint as fen from bench.paid group by 1, 2) d using (site_id, month)
    where o.project_id = b.site_id and o.kind = 'wage' and o.period = to_char(b.month, 'YYYY-MM')`;
  await sql`
    update we.obligation o set open_count = case when b.sheet then 2 else 0 end,
      met_on = case when b.sheet then 'infinity'::date else b.claimed_on end
    from bench.batch b
    where o.project_id = b.site_id and o.kind = 'payroll-sheet' and o.period = to_char(b.month, 'YYYY-MM')`;
  await sql`
    update we.obligation o set met_fen = e.amount_fen, open_count = case when e.amount_fen < o.amount_fen then 1 else 0 end,
      met_on = case when e.amount_fen < o.amount_fen then 'infinity'::date else e.value_day end
    from we.account_entry e
    where e.purpose = 'transfer' and o.project_id = e.project_id and o.kind = 'transfer' and o.period = to_char(e.period, 'YYYY-MM')`;
}

/** The duties to pay a returned line again, with the two meetings of their chain. */
export async function fillResends(sql: Sql): Promise<void> {
  await sql`
    insert into we.obligation (project_id, id, version, region_code, owner_id, contractor_id, employer_id, kind, subject, period, nominal_day,
      due_day, provisional, amount_fen, open_count, known_at)
    select s.id, we.duty_id(s.id, 'resend', b.no || '-3', to_char(b.month, 'YYYY-MM')), 1, s.region_code, s.owner_id, s.contractor_id,
      s.contractor_id, 'resend', b.no || '-3', to_char(b.month, 'YYYY-MM'), c.day, k.day, c.provisional or k.provisional, l.pay_fen, 1, b.paid_on + 1
    from bench.batch b
    join bench.site s on s.id = b.site_id
    join we.payroll_line l on l.project_id = s.id and l.wage_month = b.month and l.batch_id = b.id and l.line_no = 3
    join we.calendar_day c on c.day = b.paid_on + 1
    join we.calendar_day k on k.working and k.wd_no = c.wd_no + 3
    where b.wage = 'returned'`;
  await sql`
    insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
    select e.project_id, md5(concat_ws(':', 'resend', o.id, e.on_day))::uuid, o.id, 'payout', 'bench',
      case e.outcome when 'paid' then e.amount_fen else -e.amount_fen end, e.on_day, now()
    from we.obligation o
    join bench.batch b on b.site_id = o.project_id and b.no || '-3' = o.subject
    join we.payout_event e on e.project_id = b.site_id and e.batch_id = b.id and e.line_no = 3
    where o.kind = 'resend'`;
}
