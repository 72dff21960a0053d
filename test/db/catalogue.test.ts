import { is } from 'drizzle-orm';
import { getTableConfig, type PgTable, PgTable as TableClass } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placement } from '../../db/placement.ts';
import * as accounts from '../../db/schema/accounts.ts';
import * as alerts from '../../db/schema/alerts.ts';
import * as duties from '../../db/schema/duties.ts';
import * as house from '../../db/schema/house.ts';
import * as payroll from '../../db/schema/payroll.ts';
import * as people from '../../db/schema/people.ts';
import * as registry from '../../db/schema/registry.ts';
import * as retention from '../../db/schema/retention.ts';
import * as rules from '../../db/schema/rules.ts';
import * as sealed from '../../db/schema/sealed.ts';
import * as settlement from '../../db/schema/settlement.ts';
import * as site from '../../db/schema/site.ts';
import * as wageFacts from '../../db/schema/wage-facts.ts';
import * as wageTerms from '../../db/schema/wage-terms.ts';
import * as workers from '../../db/schema/workers.ts';
import { freshDb } from '../helpers/db.ts';

// The distributed engine is not here: what would fail on it is read off the catalogue instead.

const db = freshDb();
let sql: postgres.Sql;
beforeAll(() => {
  sql = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => sql.end());

const own = () =>
  sql`c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
const key = (table: string) => (table === 'project' ? 'id' : 'project_id');
const placed = (kind: string) => Object.keys(placement).filter((t) => placement[t] === kind);

interface Constraint {
  table: string;
  name: string;
  type: string;
  columns: string[];
  other: string | null;
  others: string[];
}

const constraints = () => sql<Constraint[]>`
  select c.relname as table, k.conname as name, k.contype as type, f.relname as other,
    array(select a.attname from unnest(k.conkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as columns,
    array(select a.attname from unnest(k.confkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as others
  from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class f on f.oid = k.confrelid
  where ${own()} and k.contype <> 'n'`;

describe('every table', () => {
  test('has a place, and every place has its table', async () => {
    const tables = await sql<
      { name: string }[]
    >`select c.relname as name from pg_class c where ${own()}`;
    expect(tables.map((t) => t.name).sort()).toEqual(Object.keys(placement).sort());
  });

  test('has the columns that the schema in code says', async () => {
    const stored = await sql<{ name: string; columns: string[] }[]>`
      select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped where ${own()} group by 1`;
    const snake = (name: string) => name.replace(/[A-Z]/g, (ch) => `_${ch.toLowerCase()}`);
    const modules: Record<string, unknown>[] = [
      accounts,
      alerts,
      duties,
      house,
      payroll,
      people,
      registry,
      retention,
      rules,
      sealed,
      settlement,
      wageFacts,
      wageTerms,
      site,
      workers,
    ];
    const declared = modules
      .flatMap((m) => Object.values(m))
      .filter((t): t is PgTable => is(t, TableClass))
      .map(getTableConfig)
      .map((t) => ({ name: t.name, columns: t.columns.map((col) => snake(col.name)).sort() }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect([...stored].sort(byName)).toEqual(declared.sort(byName));
  });

  test('names its constraints itself', async () => {
    const unnamed = (await constraints()).filter((c) =>
      /_(pkey|fkey|check\d*|key|excl)$/.test(c.name),
    );
    expect(unnamed.map((c) => c.name)).toEqual([]);
  });
});

describe('a table that lies with its project', () => {
  test('carries the project, never null', async () => {
    const rows = await sql<{ name: string; type: string; fixed: boolean }[]>`
      select c.relname as name, format_type(a.atttypid, null) as type, a.attnotnull as fixed from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = case c.relname when 'project' then 'id' else 'project_id' end
      where ${own()} and c.relname = any(${placed('project')}) order by 1`;
    expect(rows).toEqual(
      placed('project')
        .sort()
        .map((name) => ({ name, type: 'bigint', fixed: true })),
    );
  });

  test('has the project in every key and unique index', async () => {
    const keys = (await constraints()).filter(
      (c) => placement[c.table] === 'project' && 'pux'.includes(c.type),
    );
    expect(keys.filter((c) => !c.columns.includes(key(c.table))).map((c) => c.name)).toEqual([]);
    const indexes = await sql<{ table: string; name: string; columns: string[] }[]>`
      select c.relname as table, x.relname as name, array(select a.attname from pg_attribute a where a.attrelid = x.oid) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid where ${own()} and i.indisunique`;
    const loose = indexes.filter(
      (i) => placement[i.table] === 'project' && !i.columns.includes(key(i.table)),
    );
    expect(loose.map((i) => i.name)).toEqual([]);
    expect(keys.length).toBeGreaterThanOrEqual(placed('project').length);
  });

  test('refers only to tables of the same project, over the project', async () => {
    const bad = (await constraints())
      .filter((c) => c.type === 'f')
      .filter((c) => {
        const to = placement[c.other ?? ''];
        if (placement[c.table] !== 'project') return to === 'project';
        const at = c.columns.indexOf(key(c.table));
        return to !== 'project' || at < 0 || c.others[at] !== key(c.other ?? '');
      });
    expect(bad.map((c) => c.name)).toEqual([]);
  });

  test('has no identity column and no trigger', async () => {
    const [identities] =
      await sql`select count(*)::int as n from pg_class c join pg_attribute a on a.attrelid = c.oid where ${own()} and a.attidentity <> ''`;
    const [triggers] =
      await sql`select count(*)::int as n from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'we'::regnamespace and not t.tgisinternal`;
    expect([identities?.n, triggers?.n]).toEqual([0, 0]);
  });

  test('is under row policies, forced, for every verb', async () => {
    const rows = await sql<{ name: string; on: boolean; forced: boolean; verbs: string[] }[]>`
      select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
        array(select p.cmd::text from pg_policies p where p.schemaname = 'we' and p.tablename = c.relname order by 1) as verbs
      from pg_class c where ${own()} and c.relname = any(${placed('project')}) order by 1`;
    const all = ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];
    expect(rows).toEqual(
      placed('project')
        .sort()
        .map((name) => ({ name, on: true, forced: true, verbs: all })),
    );
  });
});

test('a policy reads its own row and the scope, and compares regions as numbers', async () => {
  const policies = await sql<{ name: string; text: string }[]>`
    select policyname as name, concat_ws(' ', qual, with_check) as text from pg_policies where schemaname = 'we'`;
  const allowed = new Set([
    'current_setting',
    'string_to_array',
    'any',
    'all',
    'between',
    'and',
    'or',
    'not',
    'in',
  ]);
  for (const { name, text } of policies) {
    expect(text, name).not.toMatch(/\bselect\b|~~|like/i);
    const calls = [...text.matchAll(/(\w+)\s*\(/g)].map((m) => (m[1] as string).toLowerCase());
    expect(
      calls.filter((c) => !allowed.has(c) && c !== 'nullif'),
      name,
    ).toEqual([]);
  }
  expect(policies.length).toBeGreaterThan(100);
});

test('views run as their caller', async () => {
  const views = await sql<
    { name: string }[]
  >`select c.relname as name from pg_class c where c.relnamespace = 'we'::regnamespace
    and c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false)`;
  expect(views).toEqual([]);
});

describe('the roles', () => {
  test('app obeys the policies, night does not, neither is more', async () => {
    const roles =
      await sql`select rolname, rolbypassrls, rolsuper, rolcreaterole, rolcanlogin from pg_roles where rolname in ('we_app', 'we_night') order by 1`;
    const plain = { rolsuper: false, rolcreaterole: false, rolcanlogin: true };
    expect([...roles]).toEqual([
      { rolname: 'we_app', rolbypassrls: false, ...plain },
      { rolname: 'we_night', rolbypassrls: true, ...plain },
    ]);
  });

  test.each([
    'account_entry',
    'payout_event',
    'meeting',
    'settlement_step',
    'event',
    'feed_mark',
    'progress',
    'project_status',
    'block',
    'api_key',
    'bank_secret',
    'authority_certificate',
    'said',
    'disclosure',
    'site_record',
    'pay_review',
    'notice_directory',
  ])('%s only grows', async (table) => {
    const [can] = await sql`select ${sql.unsafe(
      ['we_app', 'we_night']
        .flatMap((role) =>
          ['update', 'delete', 'truncate'].map(
            (verb) => `has_table_privilege('${role}', 'we.${table}', '${verb}')`,
          ),
        )
        .join(' or '),
    )} as change`;
    expect(can?.change).toBe(false);
  });

  /** Of tables that a role may not change as a whole: what it may change in them. */
  const mayWrite = async (role: string) => {
    const rows = await sql<{ table: string; columns: string[] }[]>`
      select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'we'::regnamespace and c.relkind in ('r', 'p') and not has_table_privilege(${role}, c.oid, 'update')
        and has_column_privilege(${role}, c.oid, a.attnum, 'update')
      group by c.relname order by 1`;
    return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
  };

  test('write in what only grows no more than its state, or its ciphers under another key', async () => {
    expect(await mayWrite('we_app')).toEqual({
      api_key: ['expires_at', 'revoked_at', 'used_at'],
      bank_secret: ['valid_to'],
      complaint: ['closed_on', 'outcome'],
      contract_terms: ['confirmed_at', 'effective_at'],
      site_record: ['effective_at', 'refused_at', 'until_day'],
    });
    expect(await mayWrite('we_night')).toEqual({
      account_entry: ['counterparty_bidx', 'counterparty_cipher'],
      authority_certificate: ['certificate_cipher'],
      bank_secret: ['secret_cipher'],
      disclosure: ['reason_cipher'],
      engagement_card: ['card_bidx', 'card_cipher'],
      event: ['block_no', 'leaf_no'],
      evidence_file: ['bytes_cipher', 'name_cipher'],
      payer_account: ['account_bidx', 'account_cipher'],
      payout_event: ['payee_bidx', 'payee_cipher'],
      said: ['text_cipher'],
      site_record: ['id_bidx', 'id_cipher'],
    });
  });

  test('make no partition but by the night, and take none away', async () => {
    const may = async (role: string, what: string) => {
      const [row] = await sql`select has_function_privilege(${role}, ${what}, 'execute') as may`;
      return row?.may;
    };
    const [make, detach] = ['we.make_partitions(date, date)', 'we.detach_partitions(date)'];
    expect([await may('we_app', make), await may('we_night', make)]).toEqual([false, true]);
    expect([await may('we_app', detach), await may('we_night', detach)]).toEqual([false, false]);
  });

  test('have no grant on a partition by itself', async () => {
    const [row] =
      await sql`select count(*)::int as n from pg_class c where c.relispartition and c.relnamespace = 'we'::regnamespace
      and c.relkind = 'r' and (has_table_privilege('we_app', c.oid, 'select') or has_table_privilege('we_night', c.oid, 'select'))`;
    expect(row?.n).toBe(0);
  });
});

test('payroll lines have a partition for every month from 2019 to two years ahead, and no default', async () => {
  const parts = await sql<
    { bound: string }[]
  >`select pg_get_expr(c.relpartbound, c.oid) as bound from pg_class c
    join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'we.payroll_line'::regclass`;
  expect(parts.some((p) => /default/i.test(p.bound))).toBe(false);
  expect(parts.some((p) => p.bound.includes("FROM ('2019-01-01')"))).toBe(true);
  expect(parts.some((p) => p.bound.includes("FROM ('2028-06-01')"))).toBe(true);
});
