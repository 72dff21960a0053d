-- Roles belong to the cluster: two databases or two processes may race for them.
do $$ begin
  if not exists (select from pg_roles where rolname = 'we_app') then
    create role we_app login nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; end $$;
--> statement-breakpoint
do $$ begin
  if not exists (select from pg_roles where rolname = 'we_night') then
    create role we_night login bypassrls;
  end if;
exception when duplicate_object or unique_violation then null; end $$;
--> statement-breakpoint
-- jit: plans over partitioned lines cost much on paper and little in truth, compiling them takes far longer. The timeout
-- ends whoever falls asleep in the middle of a step, before its lease is out: his locks would hold up who takes over.
do $$
declare
  role name;
  setting text;
begin
  foreach role in array array['we_app', 'we_night'] loop
    foreach setting in array array['jit=off', 'idle_in_transaction_session_timeout=60s'] loop
      if not exists (
        select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
        where r.rolname = role and s.setdatabase = 0 and setting = any(s.setconfig)
      ) then
        execute format('alter role %I set %s = %L', role, split_part(setting, '=', 1), split_part(setting, '=', 2));
      end if;
    end loop;
  end loop;
end $$;
--> statement-breakpoint
grant usage on schema we to we_app, we_night;
--> statement-breakpoint
grant usage on all sequences in schema we to we_app, we_night;
--> statement-breakpoint
grant execute on all functions in schema we to we_app, we_night;
--> statement-breakpoint
-- The night makes partitions ahead; only the schema's owner may create tables, so the function speaks for it.
alter function we.make_partitions(date, date) security definer set search_path = pg_catalog;
--> statement-breakpoint
revoke execute on function we.make_partitions(date, date) from public, we_app;
