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
-- Plans over partitioned lines cost much on paper and little in truth: compiling them takes far longer.
alter role we_app set jit = off;
--> statement-breakpoint
alter role we_night set jit = off;
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
