-- Which rows a caller sees and writes. A policy reads its own row and the scope, nothing else.
-- Projects in the scope are those the server resolved for this transaction; regions are
-- compared as numbers so that an index can serve them.
do $$
declare
  t text;
  in_projects constant text :=
    'project_id = any(string_to_array(nullif(current_setting(''app.projects'', true), ''''), '','')::bigint[])';
  in_region constant text :=
    'region_code between nullif(current_setting(''app.region_lo'', true), '''')::int'
    || ' and nullif(current_setting(''app.region_hi'', true), '''')::int';
  is_party constant text :=
    '(owner_id = nullif(current_setting(''app.org'', true), '''')'
    || ' or contractor_id = nullif(current_setting(''app.org'', true), ''''))';
  is_employer constant text := 'employer_id = nullif(current_setting(''app.org'', true), '''')';
  is_bank constant text := 'bank_code = nullif(current_setting(''app.bank'', true), '''')';
  -- What was withdrawn before it went out was never served.
  served constant text :=
    'status not in (''draft'', ''approved'', ''lapsed'') and (status <> ''withdrawn'' or served_on is not null)';
  reads text;
  writes text;
begin
  foreach t in array array[
    'project_status', 'contract_terms', 'payer_account', 'progress', 'participant', 'engagement_card',
    'attendance_month', 'attendance_unmatched', 'account_entry', 'feed_mark', 'balance_mark',
    'suspect_debit', 'payroll_batch', 'batch_counter', 'payout_event', 'settlement',
    'settlement_step', 'transfer_delay', 'meeting', 'due_chain', 'two_sites', 'pay_doubt', 'pay_review', 'arrears_report', 'outside_payment', 'progress_payment', 'line_confirmation', 'day_rate', 'exit_statement', 'pay_slip', 'notice_file', 'event', 'said', 'disclosure', 'site_record', 'complaint', 'pretext_review', 'inspection', 'retention', 'retention_return', 'evidence_file',
    'project', 'engagement', 'wage_account', 'payroll_line', 'obligation', 'alert', 'notice'
  ] loop
    writes := case t when 'project' then replace(in_projects, 'project_id', 'id') else in_projects end;
    reads := writes || case
      when t = 'project' then format(' or %s or %s', in_region, is_party)
      when t in ('engagement', 'payroll_line', 'obligation') then
        format(' or %s or %s or %s', in_region, is_party, is_employer)
      when t in ('payroll_batch', 'pay_review', 'arrears_report', 'outside_payment') then format(' or %s', is_employer)
      when t = 'wage_account' then format(' or %s or %s or %s', in_region, is_party, is_bank)
      when t = 'event' then ' or project_id = 0'
      else '' end;
    -- An alert for the authority only is never seen by a party, whose own project is in its scope.
    if t = 'alert' then
      reads := format('%s or (audience = ''parties'' and (%s or %s or %s))', in_region, in_projects, is_party, is_employer);
    elsif t in ('disclosure', 'complaint') then
      -- Who looked at whose numbers, and what people complained of, is the authority's to know.
      reads := in_region;
      writes := format('%s and %s', writes, in_region);
    elsif t = 'evidence_file' then
      reads := format('%s or org_id = nullif(current_setting(''app.org'', true), '''')', in_region);
    elsif t = 'notice' then
      -- Who shows a paper's code is this paper's holder, whoever he is, and sees this paper alone.
      reads := format('%s or (%s and nullif(current_setting(''app.org'', true), '''') in (addressee_id, joint_id)) or ''paper:'' || code_hash = current_setting(''app.actor'', true)',
        in_region, served);
    end if;
    execute format('alter table we.%I enable row level security', t);
    execute format('alter table we.%I force row level security', t);
    execute format('drop policy if exists %I on we.%I', t || '_read', t);
    execute format('drop policy if exists %I on we.%I', t || '_add', t);
    execute format('drop policy if exists %I on we.%I', t || '_change', t);
    execute format('drop policy if exists %I on we.%I', t || '_remove', t);
    execute format('create policy %I on we.%I for select to we_app using (%s)', t || '_read', t, reads);
    execute format('create policy %I on we.%I for insert to we_app with check (%s)', t || '_add', t,
      case t when 'event' then writes || ' or project_id = 0'
        -- A worker at his site's page files one and reads none.
        when 'complaint' then writes || ' or ''site:'' || project_id = current_setting(''app.actor'', true)'
        else writes end);
    execute format('create policy %I on we.%I for update to we_app using (%s) with check (%s)', t || '_change', t, writes, writes);
    execute format('create policy %I on we.%I for delete to we_app using (%s)', t || '_remove', t, writes);
  end loop;
end $$;
