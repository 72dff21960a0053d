-- Turns a migrated database into a Citus cluster: psql -v ON_ERROR_STOP=1 -f db/place.sql, as the schema's owner, with
-- writes stopped, after `create extension citus` on every node and `citus_add_node` for each. May be run again: what lies
-- in its place is left there. On plain PostgreSQL it changes nothing. Steps before and after: docs/scale.md.
begin;
set local citus.multi_shard_modify_mode = 'sequential';
set local citus.shard_count = 32;

-- On every node: small, shared, seldom written.
select we.place('we.region', null);
select we.place('we.bank', null);
select we.place('we.rule_version', null);
select we.place('we.company', null);
select we.place('we.calendar_year', null);
select we.place('we.calendar_day', null);
select we.place('we.lending_rate', null);
select we.place('we.minimum_wage', null);
select we.place('we.project_directory', null);
select we.place('we.project_party', null);
select we.place('we.account_directory', null);
select we.place('we.authority_setting', null);
select we.place('we.worker_index', null);
select we.place('we.notice_directory', null);

-- With the person: a group of its own.
select we.place('we.worker', 'id');

-- With the project, parents before children.
select we.place('we.project', 'id');
select we.place('we.project_status', 'project_id', 'we.project');
select we.place('we.contract_terms', 'project_id', 'we.project');
select we.place('we.payer_account', 'project_id', 'we.project');
select we.place('we.progress', 'project_id', 'we.project');
select we.place('we.participant', 'project_id', 'we.project');
select we.place('we.engagement', 'project_id', 'we.project');
select we.place('we.engagement_card', 'project_id', 'we.project');
select we.place('we.attendance_month', 'project_id', 'we.project');
select we.place('we.two_sites', 'project_id', 'we.project');
select we.place('we.attendance_unmatched', 'project_id', 'we.project');
select we.place('we.wage_account', 'project_id', 'we.project');
select we.place('we.account_entry', 'project_id', 'we.project');
select we.place('we.feed_mark', 'project_id', 'we.project');
select we.place('we.balance_mark', 'project_id', 'we.project');
select we.place('we.suspect_debit', 'project_id', 'we.project');
select we.place('we.payroll_batch', 'project_id', 'we.project');
select we.place('we.batch_counter', 'project_id', 'we.project');
select we.place('we.payroll_line', 'project_id', 'we.project');
select we.place('we.payout_event', 'project_id', 'we.project');
select we.place('we.settlement', 'project_id', 'we.project');
select we.place('we.settlement_step', 'project_id', 'we.project');
select we.place('we.transfer_delay', 'project_id', 'we.project');
select we.place('we.pretext_review', 'project_id', 'we.project');
select we.place('we.inspection', 'project_id', 'we.project');
select we.place('we.retention', 'project_id', 'we.project');
select we.place('we.retention_return', 'project_id', 'we.project');
select we.place('we.obligation', 'project_id', 'we.project');
select we.place('we.meeting', 'project_id', 'we.project');
select we.place('we.due_chain', 'project_id', 'we.project');
select we.place('we.pay_doubt', 'project_id', 'we.project');
select we.place('we.pay_review', 'project_id', 'we.project');
select we.place('we.arrears_report', 'project_id', 'we.project');
select we.place('we.outside_payment', 'project_id', 'we.project');
select we.place('we.progress_payment', 'project_id', 'we.project');
select we.place('we.line_confirmation', 'project_id', 'we.project');
select we.place('we.day_rate', 'project_id', 'we.project');
select we.place('we.exit_statement', 'project_id', 'we.project');
select we.place('we.pay_slip', 'project_id', 'we.project');
select we.place('we.alert', 'project_id', 'we.project');
select we.place('we.notice', 'project_id', 'we.project');
select we.place('we.notice_file', 'project_id', 'we.project');
select we.place('we.evidence_file', 'project_id', 'we.project');
select we.place('we.event', 'project_id', 'we.project');
select we.place('we.disclosure', 'project_id', 'we.project');
select we.place('we.said', 'project_id', 'we.project');
select we.place('we.site_record', 'project_id', 'we.project');
select we.place('we.complaint', 'project_id', 'we.project');

-- Pure functions that statements over all projects call must be known to every node.
do $$
declare f regprocedure;
begin
  if not exists (select from pg_extension where extname = 'citus') then return; end if;
  for f in
    select oid from pg_proc
    where pronamespace = 'we'::regnamespace and provolatile = 'i'
  loop
    perform create_distributed_function(f);
  end loop;
end $$;
commit;
