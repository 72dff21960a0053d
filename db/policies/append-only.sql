-- What a role may do to a table. Rows that only grow have no UPDATE and no DELETE for anyone but the
-- schema's owner; column grants name the caches and the states that do change.
do $$
declare
  t text;
  grows constant text[] := array[
    'project_status', 'payer_account', 'progress', 'engagement_card', 'account_entry', 'feed_mark',
    'balance_mark', 'payout_event', 'pay_doubt', 'pay_review', 'arrears_report', 'outside_payment', 'progress_payment', 'line_confirmation', 'day_rate', 'exit_statement', 'pay_slip',
    'settlement_step', 'meeting', 'worker', 'said', 'disclosure', 'site_record', 'complaint', 'pretext_review', 'retention_return', 'evidence_file', 'notice_directory'];
  changes constant text[] := array[
    'company', 'project_directory', 'project_party', 'project', 'participant', 'worker_index',
    'engagement', 'attendance_month', 'attendance_unmatched', 'account_directory', 'wage_account',
    'suspect_debit', 'bank_message', 'bank_unmatched', 'payroll_batch', 'batch_counter',
    'payroll_line', 'settlement', 'transfer_delay', 'inspection', 'retention', 'obligation', 'alert', 'notice', 'notice_file', 'contract_terms', 'calendar_day', 'calendar_year', 'lending_rate', 'minimum_wage', 'region', 'bank', 'idempotent_answer', 'job_run', 'job_step', 'task', 'permit', 'rule_version', 'notice_number', 'authority_setting', 'sheet_heading'];
begin
  foreach t in array grows || changes || array['event', 'block', 'api_key', 'bank_secret', 'authority_certificate'] loop
    execute format('revoke all on we.%I from we_app, we_night', t);
    execute format('grant select on we.%I to we_app, we_night', t);
  end loop;
  foreach t in array grows || changes || array['event'] loop
    execute format('grant insert on we.%I to we_app, we_night', t);
  end loop;
  foreach t in array changes loop
    execute format('grant update on we.%I to we_app, we_night', t);
  end loop;
  foreach t in array array['bank_unmatched', 'attendance_unmatched', 'idempotent_answer', 'suspect_debit', 'calendar_day', 'permit', 'job_step', 'task'] loop
    execute format('grant delete on we.%I to we_app, we_night', t);
  end loop;
end $$;
--> statement-breakpoint
grant update (block_no, leaf_no) on we.event to we_night;
--> statement-breakpoint
grant insert on we.block to we_night;
--> statement-breakpoint
revoke all on we.due_chain from we_app, we_night;
--> statement-breakpoint
grant select, insert, delete on we.due_chain to we_night;
--> statement-breakpoint
-- What a person does on another project is no firm's to know.
revoke all on we.two_sites from we_app, we_night;
--> statement-breakpoint
grant select, insert, update on we.two_sites to we_night;
--> statement-breakpoint
revoke update on we.contract_terms, we.notice_file from we_app, we_night;
--> statement-breakpoint
grant update (effective_at, confirmed_at) on we.contract_terms to we_app;
--> statement-breakpoint
-- What the authority decided, when it ended, how a complaint was closed.
grant update (effective_at, refused_at, until_day) on we.site_record to we_app;
--> statement-breakpoint
grant update (closed_on, outcome) on we.complaint to we_app;
--> statement-breakpoint
-- A key is made and ended, and the minute of its last use is kept; what it may do never changes.
grant insert, update (used_at, expires_at, revoked_at) on we.api_key to we_app;
--> statement-breakpoint
-- A bank gets further secrets, and those it has get an end.
grant insert, update (valid_to) on we.bank_secret to we_app;
--> statement-breakpoint
-- The change of keys (`npm run rotate`) writes the same content again under another key, and nothing else.
grant update (card_cipher, card_bidx) on we.engagement_card to we_night;
--> statement-breakpoint
grant update (counterparty_cipher, counterparty_bidx) on we.account_entry to we_night;
--> statement-breakpoint
grant update (account_cipher, account_bidx) on we.payer_account to we_night;
--> statement-breakpoint
grant update (payee_cipher, payee_bidx) on we.payout_event to we_night;
--> statement-breakpoint
grant update (secret_cipher) on we.bank_secret to we_night;
--> statement-breakpoint
grant update (certificate_cipher) on we.authority_certificate to we_night;
--> statement-breakpoint
grant update (text_cipher) on we.said to we_night;
--> statement-breakpoint
grant update (reason_cipher) on we.disclosure to we_night;
--> statement-breakpoint
grant update (name_cipher, bytes_cipher) on we.evidence_file to we_night;
--> statement-breakpoint
grant update (id_cipher, id_bidx) on we.site_record to we_night;
--> statement-breakpoint
-- People sign in over HTTP only: the night has nothing to do with them. Nobody is deleted, only disabled.
do $$
declare t text;
begin
  foreach t in array array['person', 'person_account', 'session', 'two_factor', 'verification', 'invitation'] loop
    execute format('revoke all on we.%I from we_app, we_night', t);
    execute format('grant select, insert, update on we.%I to we_app', t);
  end loop;
end $$;
--> statement-breakpoint
grant delete on we.session, we.two_factor, we.verification to we_app;
