set local citus.multi_shard_modify_mode = 'sequential';
--> statement-breakpoint
-- Places a table on a Citus cluster; does nothing on plain PostgreSQL, so the same files run on both.
create function we.place(tbl regclass, dist_column text, together_with text default 'none') returns text
language plpgsql as $f$
declare already boolean;
begin
  if not exists (select from pg_extension where extname = 'citus') then return 'plain'; end if;
  execute 'select exists (select from pg_dist_partition where logicalrelid = $1
           and (partmethod <> ''n'' or repmodel = ''t''))' into already using tbl;
  if already then return 'already placed'; end if;
  if dist_column is null then perform create_reference_table(tbl); return 'reference'; end if;
  perform create_distributed_table(tbl, dist_column, colocate_with => together_with);
  return 'distributed';
end $f$;
--> statement-breakpoint
-- The only way to say who is asking. SET LOCAL and not set_config: only the former reaches shards.
create function we.set_scope(
  actor text, region_lo int, region_hi int, org text, bank text, projects bigint[]
) returns void language plpgsql as $f$
begin
  set local citus.propagate_set_commands = 'local';
  execute format('set local app.actor = %L', actor);
  execute format('set local app.region_lo = %L', coalesce(region_lo::text, ''));
  execute format('set local app.region_hi = %L', coalesce(region_hi::text, ''));
  execute format('set local app.org = %L', coalesce(org, ''));
  execute format('set local app.bank = %L', coalesce(bank, ''));
  execute format('set local app.projects = %L', array_to_string(projects, ','));
end $f$;
--> statement-breakpoint
-- Monthly partitions of payroll_line from one month to another; existing ones are left alone.
create function we.make_partitions(from_month date, to_month date) returns int
language plpgsql as $f$
declare
  m date := date_trunc('month', from_month)::date;
  part text;
  made int := 0;
begin
  while m <= to_month loop
    part := 'payroll_line_' || to_char(m, 'YYYY_MM');
    if to_regclass('we.' || part) is null then
      execute format(
        'create table we.%I partition of we.payroll_line for values from (%L) to (%L)',
        part, m, (m + interval '1 month')::date);
      made := made + 1;
    end if;
    m := (m + interval '1 month')::date;
  end loop;
  return made;
end $f$;
--> statement-breakpoint
-- Levels are 1 yellow, 2 orange, 3 red inside; words outside.
create function we.level_no(level text) returns int language sql immutable parallel safe
return case level when 'yellow' then 1 when 'orange' then 2 when 'red' then 3 end;
--> statement-breakpoint
-- The id of a duty: the same for all its versions.
create function we.duty_id(project_id bigint, kind text, subject text, period text) returns uuid
language sql immutable parallel safe
return md5(concat_ws(':', project_id, kind, subject, period))::uuid;
--> statement-breakpoint
-- Attendance bits of a month that lie on or before a day.
create function we.days_until(days int, month date, day date) returns int
language sql immutable parallel safe
return case
  when day < month then 0
  when day >= month + 31 then days
  else days & ((1::bigint << (day - month + 1)) - 1)::int
end;
--> statement-breakpoint
-- Day n of the month that begins on `month`; 31 in a short month is its last day.
create function we.day_in_month(month date, n int) returns date
language sql immutable parallel safe
return month + (least(n, extract(day from (month + interval '1 month' - interval '1 day'))::int) - 1);
