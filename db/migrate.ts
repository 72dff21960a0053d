import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { buildCalendar } from '../src/lib/calendar.ts';
import type { Day } from '../src/lib/day.ts';
import { addMonths, firstOf, monthOf } from '../src/lib/day.ts';
import { officialYears } from '../src/lib/holidays.ts';
import { lianyungangRegions } from '../src/lib/identity.ts';

const MIGRATION_LOCK = 7_305_001;
const FIRST_MONTH = '2019-01';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface MigrateOptions {
  /** Partitions are made to two years after this day. */
  today: Day;
  /** Passwords of the two login roles; left as they are when absent. */
  passwords?: { app: string; night: string };
}

/**
 * Brings a database to this version: migrations, roles, row policies, partitions and the calendar,
 * under an advisory lock, so that any number of processes may start at once. Safe to repeat.
 */
export async function migrateDatabase(ownerUrl: string, options: MigrateOptions): Promise<void> {
  const open = () => postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const [lock, sql] = [open(), open()];
  try {
    // Held by a transaction of its own, for a session's lock would stay behind in a pooler's connection; and asked for
    // again and again, for whoever waits inside a transaction keeps one of the pooler's few connections.
    const turn = () =>
      lock.begin(async (held) => {
        const [row] = await held`select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as got`;
        if (row?.got) await bringUp(sql, options);
        return row?.got === true;
      });
    while (!(await turn())) await sleep(200);
  } finally {
    await Promise.all([lock, sql].map((each) => each.end({ timeout: 5 })));
  }
}

async function bringUp(sql: postgres.Sql, options: MigrateOptions): Promise<void> {
  await migrate(drizzle(sql), {
    migrationsFolder: here('migrations'),
    migrationsSchema: 'we_journal',
  });
  for (const file of ['roles', 'append-only', 'rows', 'partitions']) {
    for (const statement of readFileSync(here(`policies/${file}.sql`), 'utf8').split(
      '--> statement-breakpoint',
    )) {
      await sql.unsafe(statement);
    }
  }
  if (options.passwords) await setPasswords(sql, options.passwords);
  const last = firstOf(addMonths(monthOf(options.today), 24));
  // Months that were detached are not made again.
  await sql`select we.make_partitions(coalesce(we.oldest_month(), ${firstOf(FIRST_MONTH)}::date), ${last}::date)`;
  await seed(sql);
}

async function setPasswords(sql: postgres.Sql, passwords: { app: string; night: string }) {
  for (const [role, password] of [
    ['we_app', passwords.app],
    ['we_night', passwords.night],
  ] as const) {
    await sql.unsafe(`alter role ${role} login password '${password.replaceAll("'", "''")}'`);
  }
}

/** The calendar and the districts, when the database has none yet: an operator's import is kept. */
async function seed(sql: postgres.Sql) {
  const [have] = await sql`select exists (select from we.calendar_year) as yes`;
  if (have?.yes) return;
  const calendar = buildCalendar({ years: officialYears, from: '2019-01-01', to: '2032-12-31' });
  const rows = [...calendar.rows()].map((r) => ({
    day: r.day,
    working: r.working,
    name: r.name,
    wd_no: r.wdNo,
    back_day: r.backDay,
    fwd_day: r.fwdDay,
    provisional: r.provisional,
  }));
  for (let i = 0; i < rows.length; i += 2000) {
    await sql`insert into we.calendar_day ${sql(rows.slice(i, i + 2000))} on conflict do nothing`;
  }
  for (const y of officialYears) {
    await sql`insert into we.calendar_year (year, confirmed, source, days, loaded_at)
      values (${y.year}, ${y.confirmed}, ${y.source}, ${JSON.stringify(y.days)}, now()) on conflict do nothing`;
  }
  for (const [code, name] of Object.entries(lianyungangRegions)) {
    await sql`insert into we.region (code, name) values (${Number(code)}, ${name}) on conflict do nothing`;
  }
}
