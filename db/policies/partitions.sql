-- The oldest wage month whose lines are still here; months before it were detached.
create or replace function we.oldest_month() returns date language sql stable as $f$
  select min(to_date(right(c.relname, 7), 'YYYY_MM'))
  from pg_catalog.pg_inherits i
  join pg_catalog.pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'we.payroll_line'::pg_catalog.regclass
$f$;
--> statement-breakpoint
-- Takes the lines of all wage months before one out of the table: each month's partition goes to the schema
-- `we_archive`, where an operator dumps and drops it. At least one month stays, so that the oldest can be told.
create or replace function we.detach_partitions(before date) returns int
language plpgsql as $f$
declare
  part record;
  gone int := 0;
begin
  create schema if not exists we_archive;
  for part in
    select c.relname as name
    from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'we.payroll_line'::regclass
      and c.relname < 'payroll_line_' || to_char(before, 'YYYY_MM')
    order by c.relname
  loop
    if (select count(*) from pg_catalog.pg_inherits where inhparent = 'we.payroll_line'::regclass) = 1 then
      raise exception 'the last partition of payroll_line stays';
    end if;
    execute format('alter table we.payroll_line detach partition we.%I', part.name);
    execute format('alter table we.%I set schema we_archive', part.name);
    gone := gone + 1;
  end loop;
  return gone;
end $f$;
--> statement-breakpoint
grant execute on function we.oldest_month() to we_app, we_night;
--> statement-breakpoint
revoke execute on function we.detach_partitions(date) from public, we_app, we_night;
