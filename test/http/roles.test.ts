import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/app.ts';
import { roleNames, roles } from '../../src/domain/people/roles.ts';
import { freshDb } from '../helpers/db.ts';
import { grantsOf, nameOf } from './matrix/access.ts';
import type { Sent } from './matrix/asks.ts';
import { type Matrix, makeMatrix } from './matrix/check.ts';
import type { Caller, Row } from './matrix/kinds.ts';
import { bankOrg, makePeople, rowOf } from './matrix/people.ts';
import { makeWorld, type World } from './matrix/world.ts';

// The matrix of matrix.test.ts for people with a session: grants from the table of roles, rows as for keys.

const at = freshDb();
let world: World;
let matrix: Matrix;
let people: Caller[];
const routes = operations.map(({ about }) => nameOf(about));

beforeAll(async () => {
  world = await makeWorld(at());
  people = await makePeople(world);
  matrix = await makeMatrix(world);
});
afterAll(() => world.app.end());

const named = (name: string) => people.find((caller) => caller.name === name) as Caller;

test('people of every role that signs in ask, at home and elsewhere', () => {
  for (const role of roleNames.filter((name) => !('machine' in roles[name]))) {
    const those = people.filter(({ person }) => person?.role === role);
    expect(new Set(those.map(({ org }) => org)).size, role).toBeGreaterThan(1);
    expect(those.some(({ person }) => !person?.proved)).toBe(roles[role].secondFactor);
  }
});

describe('every route, every role, every row', () => {
  test.each(routes)('%s', { timeout: 60_000 }, async (route) => {
    // An open route takes no cookie: one shows it.
    const callers = matrix.routeOf(route).grants === 'open' ? people.slice(0, 1) : people;
    for (const sent of matrix.asks(route))
      for (const caller of callers) await matrix.check(route, sent, caller, grantsOf(caller));
  });

  test('each answer of the matrix was met, most of them many times', () => {
    const { seen } = matrix;
    const all = ['hidden', 'no-grant', 'refused', 'taken', 'unknown', 'unproved'];
    expect([...seen.keys()].sort()).toEqual(all);
    expect(Math.min(...seen.values())).toBeGreaterThan(10);
    expect(seen.get('hidden')).toBeGreaterThan(100);
  });
});

describe('people out of reach are answered like those who do not exist', () => {
  test.each(routes.filter((route) => route.includes('{username}')))('%s', async (route) => {
    const [of] = world.sites;
    const asks = matrix.asks(route).filter(({ row }) => row?.site === of);
    for (const sent of asks) await matrix.checkAbsent(route, sent, named('administrator of far'));
  });
});

describe('a list shows exactly the rows that are the caller’s', () => {
  test.each([
    ['/projects', 'project', 'projectCode'],
    ['/alerts', 'alert', 'alertId'],
    ['/notices', 'notice', 'noticeId'],
  ])('%s', async (path, noun, member) => {
    const rows = world.sites.flatMap((site) => site.rows[noun] ?? [{ id: site.code, site }]);
    await matrix.checkList(path, noun, member, rows, people);
  });

  test('/people', async () => {
    const watched = world.sites.flatMap((site) => site.rows.person as Row[]);
    const asking = people.map((caller) => {
      const site = world.sites.find(({ owner, contractor, employers, bank }) =>
        [owner, contractor, ...employers, bankOrg(bank)].includes(caller.org),
      );
      return rowOf(caller, site ?? world.sites[0]);
    });
    await matrix.checkList('/people', 'person', 'username', [...watched, ...asking], people);
  });
});

test('what changes something passes by cookie from our own page alone', async () => {
  for (const route of routes.filter((name) => !name.startsWith('GET'))) {
    if (matrix.routeOf(route).grants === 'signed') continue;
    // It compares a file with a paper: nothing changes, and no session is asked for.
    if (route === 'POST /verify/{code}') continue;
    const [sent] = matrix.asks(route) as [Sent];
    for (const from of ['cross-site', 'same-site', 'none']) {
      const { status, body } = await matrix.ask(route, sent, people[0] as Caller, [], from);
      expect([status, body.code], `${route} from ${from}`).toEqual([403, 'cross-site']);
    }
  }
});
