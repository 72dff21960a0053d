import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/app.ts';
import { freshDb } from '../helpers/db.ts';
import { grantsOf, nameOf } from './matrix/access.ts';
import type { Sent } from './matrix/asks.ts';
import { type Matrix, makeMatrix } from './matrix/check.ts';
import type { Caller } from './matrix/kinds.ts';
import { makeWorld, type World } from './matrix/world.ts';

// Callers with keys, banks that sign, and nobody. People with sessions are in roles.test.ts.

const at = freshDb();
let world: World;
let matrix: Matrix;
const routes = operations.map(({ about }) => nameOf(about));

beforeAll(async () => {
  world = await makeWorld(at());
  matrix = await makeMatrix(world);
});
afterAll(() => world.app.end());

describe('every route, every kind of caller, every row', () => {
  test.each(routes)('%s', { timeout: 60_000 }, async (route) => {
    // An open route takes no key and no signature: one of each shows it.
    const some = [world.callers[0], world.callers.at(-1)] as Caller[];
    const needed: readonly string[] = [matrix.routeOf(route).grants].flat();
    for (const sent of matrix.asks(route)) {
      await matrix.check(route, sent, null, []);
      for (const caller of matrix.routeOf(route).grants === 'open' ? some : world.callers) {
        const all = grantsOf(caller);
        // Lacking the grant comes first: what is taken may change the row.
        const lacking = all.filter((grant) => !needed.includes(grant));
        if (lacking.length > 0 && lacking.length < all.length)
          await matrix.check(route, sent, caller, lacking);
        await matrix.check(route, sent, caller, all);
      }
    }
  });

  test('each answer of the matrix was met, most of them many times', () => {
    const { seen } = matrix;
    expect([...seen.keys()].sort()).toEqual(['hidden', 'no-grant', 'refused', 'taken', 'unknown']);
    expect(Math.min(...seen.values())).toBeGreaterThan(10);
    expect(seen.get('hidden')).toBeGreaterThan(200);
  });
});

describe('what is hidden is answered like what does not exist', () => {
  test.each(routes.filter((route) => /Id\}/.test(route)))('%s', async (route) => {
    const [site, other] = world.sites;
    const far = world.callers.find(({ name }) => name === 'another city') as Caller;
    const stranger = world.callers.find(({ org }) => org === other.contractor) as Caller;
    const asks = matrix.asks(route).filter(({ row }) => row?.site === site);
    for (const caller of [far, stranger])
      for (const sent of asks) await matrix.checkAbsent(route, sent, caller);
  });
});

describe('a list shows exactly the rows that are the caller’s', () => {
  test.each([
    ['/projects', 'project', 'projectCode'],
    ['/alerts', 'alert', 'alertId'],
    ['/notices', 'notice', 'noticeId'],
    ['/disclosures', 'disclosure', 'disclosureId'],
  ])('%s', async (path, noun, member) => {
    const rows = world.sites.flatMap((site) => site.rows[noun] ?? [{ id: site.code, site }]);
    await matrix.checkList(path, noun, member, rows, world.callers);
  });
});

/** A digest of all rows of each table. */
async function contents() {
  const sql = world.app.ownerDb;
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'we'::regnamespace and relkind in ('r', 'p') and not relispartition`;
  return Promise.all(
    tables.map(async ({ name }) => [
      name,
      (
        await sql`select md5(string_agg(md5(t::text), '' order by md5(t::text))) as rows from we.${sql(name)} t`
      )[0]?.rows,
    ]),
  );
}

describe('the grants themselves', () => {
  test('a route that is opened by leave to read writes nothing', async () => {
    for (const route of routes.filter((name) => !name.startsWith('GET'))) {
      if (!matrix.routeOf(route).grants.includes('read')) continue;
      const caller = world.callers[0] as Caller;
      const [sent] = matrix.asks(route) as [Sent];
      expect((await matrix.ask(route, sent, caller, ['read'])).status, route).toBe(200);
      const before = await contents();
      expect((await matrix.ask(route, sent, caller, ['read'])).status, route).toBe(200);
      expect(await contents(), route).toEqual(before);
    }
  });

  test('who is watched confirms, handles and runs nothing; who is not the contractor pays nobody', () => {
    const watching = [
      'registry:confirm',
      'alerts:handle',
      'notices:handle',
      'calendar:write',
      'rules:write',
      'jobs:run',
    ];
    for (const caller of world.callers) {
      const held = grantsOf(caller);
      const paying = held.filter((grant) => grant.startsWith('payroll:'));
      if (!caller.kinds.includes('contractor')) expect(paying, caller.name).toEqual([]);
      if (!caller.region)
        expect(
          held.filter((grant) => watching.includes(grant)),
          caller.name,
        ).toEqual([]);
    }
  });
});
