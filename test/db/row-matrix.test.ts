import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, read, write } from '../../db/work.ts';
import { enter } from '../../src/domain/access.ts';
import { bankActor } from '../../src/domain/banks/messages.ts';
import { dayOf } from '../../src/lib/day.ts';
import { freshDb } from '../helpers/db.ts';
import { furnish } from '../http/matrix/furnish.ts';
import type { Caller } from '../http/matrix/kinds.ts';
import { makeWorld, NOW, type World } from '../http/matrix/world.ts';

// The same callers as in test/http/matrix.test.ts, as the program's role and by bare SQL: what each sees and may write, table
// by table, is derived from the columns that say whose a row is.

const at = freshDb();
const now = new Date(NOW);
const day = dayOf(now);
let world: World;
let tables: Table[];

interface Table {
  name: string;
  /** Those that the database does not reckon itself. */
  columns: string[];
  rows: Stored[];
}

interface Stored {
  /** Of the whole row. */
  digest: string;
  row: Record<string, unknown>;
}

/** Tables without policies, and why that is right. All others must have them. */
const OPEN: Record<string, string> = {
  company: 'who the firms are is public (GB 32100 register)',
  project_directory: 'code and region of each project: read to find out whose it is',
  project_party: 'the same: who has to do with it',
  account_directory: 'blind indexes of accounts: read to find the project of a message',
  worker: 'sealed; joined over an engagement, which has policies',
  worker_index: 'blind indexes',
  notice_directory: 'hashes of codes: read to find the project of a paper',
  region: 'public',
  calendar_day: 'public',
  calendar_year: 'public',
  lending_rate: 'public',
  minimum_wage: 'public',
  bank: 'public',
  rule_version: 'parameters of rules, of no project; who proposed them is left out for firms',
  authority_setting: 'how an authority numbers its papers, and whether its campaign is on',
  notice_number: 'counters',
  sheet_heading: 'what a firm calls the columns of its payroll sheets; found by its own code',
  bank_message: 'sealed; read by the bank that sent it',
  bank_unmatched: 'sealed; belongs to no project yet',
  bank_secret: 'sealed; read to prove a signature',
  authority_certificate: 'sealed; read to sign the papers of its authority',
  api_key: 'hashes; read to find out who calls',
  permit: 'counts under keyed hashes',
  idempotent_answer: 'sealed; found by holder, route and key',
  job_run: 'no person and no firm in it',
  job_step: 'no person and no firm in it',
  task: 'what came of it sealed; found by id and holder',
  person: 'names and roles, of no project: signing in finds one by name before anybody is known',
  person_account: 'password hashes (scrypt): signing in compares them',
  session: 'tokens that are no cookie before they are signed: read to find out who asks',
  two_factor: 'sealed by the library: read to prove a code',
  verification: 'states of a sign-on under way, of nobody yet',
  invitation: 'hashes of one-time tokens: read to find out whose one is',
  block: 'digests and signatures',
};

/** Under policies, and closed to the application altogether. */
const OF_THE_NIGHT = ['due_chain', 'two_sites'];

beforeAll(async () => {
  world = await makeWorld(at());
  await furnish(world);
  const sql = world.app.ownerDb;
  // Papers withdrawn before anybody had them.
  await sql`insert into we.notice select (jsonb_populate_record(null::we.notice, to_jsonb(n) ||
    jsonb_build_object('id', gen_random_uuid(), 'status', 'withdrawn', 'served_on', null, 'number', null))).* from we.notice n`;
  const found = await sql<{ name: string; columns: string[] }[]>`
    select c.relname as name, array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attgenerated = '') as columns
    from pg_class c where c.relnamespace = 'we'::regnamespace and c.relrowsecurity and not c.relispartition
      and c.relname <> all(${OF_THE_NIGHT}::text[]) order by 1`;
  tables = await Promise.all(
    found.map(async ({ name, columns }) => ({
      name,
      columns,
      rows: await sql<
        Stored[]
      >`select md5(t::text) as digest, to_jsonb(t) as row from we.${sql(name)} t`,
    })),
  );
}, 120_000);
afterAll(() => world.app.end());

const projectOf = ({ name }: Table, { row }: Stored): number =>
  row[name === 'project' ? 'id' : 'project_id'] as number;

/** Columns that name somebody and do not make the row his to read. */
const NOT_WHOSE: Record<string, string[]> = {
  // An employer has its people's attendance from its own gate.
  attendance_month: ['employer_id'],
  // The card's bank, which need not be the account's.
  engagement_card: ['bank_code'],
};

/** Tables that only the authority of their region reads. */
const BY_REGION = ['disclosure', 'complaint'];

/** Whether a column of a row says that it is the actor's. */
function isNamed({ name }: Table, { row }: Stored, actor: Actor, columns: string[]): boolean {
  const whose: Record<string, boolean> = {
    region_code:
      actor.region !== null &&
      (row.region_code as number) >= actor.region.lo &&
      (row.region_code as number) <= actor.region.hi,
    owner_id: actor.org !== null && row.owner_id === actor.org,
    contractor_id: actor.org !== null && row.contractor_id === actor.org,
    employer_id: actor.org !== null && row.employer_id === actor.org,
    bank_code: actor.bank !== null && row.bank_code === actor.bank,
  };
  return columns
    .filter((column) => !NOT_WHOSE[name]?.includes(column))
    .some((column) => whose[column]);
}

function isSeen(table: Table, stored: Stored, actor: Actor): boolean {
  const { row } = stored;
  const inScope = actor.projects.includes(projectOf(table, stored));
  const named = (...columns: string[]) => isNamed(table, stored, actor, columns);
  if (table.name === 'event') return inScope || row.project_id === 0;
  if (BY_REGION.includes(table.name)) return named('region_code');
  if (table.name === 'evidence_file')
    return named('region_code') || (actor.org !== null && row.org_id === actor.org);
  if (table.name === 'alert') {
    const isParty = inScope || named('owner_id', 'contractor_id', 'employer_id');
    return named('region_code') || (row.audience === 'parties' && isParty);
  }
  if (table.name === 'notice') {
    const served =
      !['draft', 'approved', 'lapsed'].includes(row.status as string) &&
      (row.status !== 'withdrawn' || row.served_on !== null);
    return named('region_code') || (served && actor.org !== null && row.addressee_id === actor.org);
  }
  return inScope || named(...table.columns);
}

/** A caller's scopes: as in a list, and as in a request on each site that lets him in. */
async function actorsOf(caller: Caller): Promise<[string, Actor][]> {
  const plain: Actor =
    caller.bank === null
      ? {
          ...bankActor(''),
          id: 'key:test',
          org: caller.org,
          bank: null,
          region: caller.region && { lo: caller.region[0], hi: caller.region[1] },
        }
      : bankActor(caller.bank);
  const scopes: [string, Actor][] = [[`${caller.name}, listing`, plain]];
  for (const { code } of world.sites) {
    const entered = await read(world.app.db, plain, now, day, async (work) => {
      await enter(work, { projectCode: code });
      return work.actor;
    }).catch(() => null);
    if (entered) scopes.push([`${caller.name}, on ${code}`, entered]);
  }
  return scopes;
}

const nobody: Caller = { name: 'nobody', kinds: [], org: '', region: null, bank: null };

async function everybody(): Promise<[string, Actor][]> {
  const stranger = { ...nobody, name: 'bank 305', bank: '305' };
  const callers = [...world.callers, stranger, nobody];
  return (await Promise.all(callers.map(actorsOf))).flat();
}

test('every table is under policies, forced, or stands in the list of those that need none', async () => {
  const rows = await world.app.ownerDb<{ name: string; on: boolean; policies: number }[]>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as on,
      (select count(*)::int from pg_policies p where p.schemaname = 'we' and p.tablename = c.relname) as policies
    from pg_class c where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
  const bare = rows.filter(({ on, policies }) => !on || policies < 4).map(({ name }) => name);
  expect(bare.sort()).toEqual(Object.keys(OPEN).sort());
});

test('what is laid out for the night alone is closed to every caller', async () => {
  for (const name of OF_THE_NIGHT) {
    const [may] = await world.app.ownerDb<{ may: boolean }[]>`
      select has_table_privilege('we_app', ${`we.${name}`}, 'select, insert, update, delete, truncate') as may`;
    expect(may?.may, name).toBe(false);
  }
});

test('every table under policies has rows of both sites, or nothing would be shown', () => {
  for (const table of tables)
    for (const { id } of world.sites)
      expect(
        table.rows.some((stored) => projectOf(table, stored) === id),
        table.name,
      ).toBe(true);
});

test('what each caller sees of each table is what the rows’ own columns say', {
  timeout: 60_000,
}, async () => {
  let hidden = 0;
  const kinds = new Set<string>();
  for (const [who, actor] of await everybody()) {
    await read(world.app.db, actor, now, day, async ({ sql }) => {
      for (const table of tables) {
        const seen = await sql<
          { digest: string }[]
        >`select md5(t::text) as digest from we.${sql(table.name)} t`;
        const mine = table.rows.filter((stored) => isSeen(table, stored, actor));
        expect(seen.map((row) => row.digest).sort(), `${table.name} by ${who}`).toEqual(
          mine.map((row) => row.digest).sort(),
        );
        hidden += table.rows.length - mine.length;
        kinds.add(`${mine.length > 0} ${mine.length === table.rows.length}`);
      }
    });
  }
  expect(hidden).toBeGreaterThan(1000);
  expect(kinds.size).toBe(3);
});

const REFUSED = Symbol('the statement is undone whatever it did');

/** What a statement does as the actor, undone: the rows it met, or the error's SQLSTATE and policy. */
async function tried(
  actor: Actor,
  statement: (sql: Parameters<Parameters<typeof write>[4]>[0]['sql']) => Promise<{ count: number }>,
) {
  let met: number | string = 'nothing';
  await write(world.app.db, actor, now, day, async ({ sql }) => {
    met = (await statement(sql)).count;
    throw REFUSED;
  }).catch((error: unknown) => {
    if (error === REFUSED) return;
    const { code, message } = error as { code: string; message: string };
    met = /row-level security/.test(message) ? 'policy' : code;
  });
  return met;
}

describe('what each caller may write', () => {
  test('no row of a project out of his scope is added, by anybody', {
    timeout: 120_000,
  }, async () => {
    const told = { policy: 0, 23505: 0 } as Record<string, number>;
    for (const [who, actor] of await everybody()) {
      for (const table of tables) {
        for (const { id } of world.sites) {
          const stored = table.rows.find((some) => projectOf(table, some) === id) as Stored;
          const { row } = stored;
          const met = await tried(
            actor,
            (sql) =>
              sql`insert into we.${sql(table.name)} (${sql(table.columns)}) select ${sql(table.columns)} from jsonb_populate_record(null::we.${sql(table.name)}, ${JSON.stringify(row)}::text::jsonb)`,
          );
          // The row is there already: whoever may add it is told so.
          const isIts = !BY_REGION.includes(table.name) || isSeen(table, stored, actor);
          const may = actor.projects.includes(id) && isIts;
          const wanted = may ? '23505' : 'policy';
          expect([met, `${table.name} by ${who}`]).toEqual([wanted, `${table.name} by ${who}`]);
          told[wanted] = (told[wanted] ?? 0) + 1;
        }
      }
    }
    expect(told.policy).toBeGreaterThan(500);
    expect(told[23505]).toBeGreaterThan(100);
  });

  test('only rows of the projects in his scope are changed or removed', {
    timeout: 120_000,
  }, async () => {
    for (const [who, actor] of await everybody()) {
      for (const table of tables) {
        const key = table.name === 'project' ? 'id' : 'project_id';
        const mine = table.rows.filter(
          (stored) =>
            actor.projects.includes(projectOf(table, stored)) && isSeen(table, stored, actor),
        ).length;
        const changed = await tried(
          actor,
          (sql) => sql`update we.${sql(table.name)} set ${sql(key)} = ${sql(key)}`,
        );
        const removed = await tried(actor, (sql) => sql`delete from we.${sql(table.name)}`);
        // 42501: no grant for anybody, see db/policies/append-only.sql.
        expect(['42501', mine], `${table.name} changed by ${who}`).toContain(changed);
        expect(['42501', mine], `${table.name} removed by ${who}`).toContain(removed);
      }
    }
  });

  test('no row is moved to a project out of his scope', { timeout: 120_000 }, async () => {
    const told = { policy: 0 } as Record<string, number>;
    for (const [who, actor] of await everybody()) {
      const there = world.sites.find(({ id }) => !actor.projects.includes(id))?.id ?? 0;
      for (const { name } of tables) {
        const key = name === 'project' ? 'id' : 'project_id';
        const met = await tried(
          actor,
          (sql) =>
            sql`update we.${sql(name)} set ${sql(key)} = ${there} where ${sql(key)} = any(${actor.projects}::bigint[])`,
        );
        // 0: there is none of his.
        expect(['policy', '42501', 0], `${name} moved by ${who}`).toContain(met);
        told[String(met)] = (told[String(met)] ?? 0) + 1;
      }
    }
    expect(told.policy).toBeGreaterThan(50);
  });
});
