import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/app.ts';
import type { Grant } from '../../src/domain/people/grants.ts';
import type { Answer } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { concerns, type Expected, expected, grantsOf } from './matrix/access.ts';
import { asksOf, type Sent } from './matrix/asks.ts';
import type { Caller, Site } from './matrix/kinds.ts';
import { makeWorld, type World } from './matrix/world.ts';

const at = freshDb();
let world: World;
const keys = new Map<string, Promise<string>>();
const seen = new Map<Expected, number>();

beforeAll(async () => {
  world = await makeWorld(at());
});
afterAll(() => world.app.end());

/** A key of a caller with some grants; made once. */
function keyOf(caller: Caller, held: readonly string[]): Promise<string> {
  const name = `${caller.org} ${held.join(' ')}`;
  const made = keys.get(name) ?? world.app.newKey(caller.org, '持有人', held as Grant[]);
  keys.set(name, made);
  return made;
}

/** What an answer is in the words of the matrix; a fault of ours is none of them. */
function said({ status, body }: Answer): Expected | 'fault' {
  if (status >= 500) return body.code === 'database-busy' ? 'taken' : 'fault';
  if (status === 401) return 'unknown';
  if (status === 404 && body.code === 'not-found') return 'hidden';
  if (status === 403 && body.code === 'grant-missing') return 'no-grant';
  return status === 404 && body.code === 'route-not-found' ? 'fault' : 'taken';
}

const ask = (method: string, { path, body }: Sent, key?: string) =>
  world.app.call(method, path, {
    key,
    body,
    ...(typeof body === 'string' && { headers: { 'Content-Type': 'application/xml' } }),
  });

/** Words that stand in rows of one site only. */
const wordsOf = ({ code, owner, contractor, employers, accountNo }: Site) => [
  code,
  owner,
  contractor,
  ...employers,
  accountNo,
];

/** An answer about one site must not hold a word of the other. */
function noLeak(answer: Answer, of: Site, what: string) {
  const other = world.sites.find((site) => site !== of) as Site;
  const text =
    answer.body instanceof Uint8Array
      ? Buffer.from(answer.body).toString()
      : JSON.stringify(answer.body);
  for (const word of wordsOf(other)) expect(text, what).not.toContain(word);
}

async function check(route: string, sent: Sent, caller: Caller | null, held: readonly string[]) {
  const operation = operations.find(({ about }) => nameOf(about) === route);
  const { grants } = (operation as (typeof operations)[number]).about;
  const what = `${route} on ${sent.path} by ${caller?.name ?? 'nobody'} with ${held.join(' ')}`;
  const wanted = expected(grants, caller, held, sent);
  const answer = await ask(
    route.split(' ')[0] as string,
    sent,
    caller ? await keyOf(caller, held) : undefined,
  );
  const got =
    wanted === 'refused' && [403, 404, 409, 422].includes(answer.status) ? wanted : said(answer);
  expect([got, what], JSON.stringify(answer.body)).toEqual([wanted, what]);
  if (wanted === 'hidden' || wanted === 'no-grant') {
    for (const word of wordsOf((sent.row as { site: Site }).site))
      expect(JSON.stringify(answer.body), what).not.toContain(word);
  } else if (sent.row && sent.noun) noLeak(answer, sent.row.site, what);
  seen.set(wanted, (seen.get(wanted) ?? 0) + 1);
}

const nameOf = ({ method, path }: { method: string; path: string }) =>
  `${method.toUpperCase()} ${path}`;
const routes = operations.map(({ about }) => nameOf(about));
const grantsNamed = (route: string) =>
  operations.find(({ about }) => nameOf(about) === route)?.about.grants ?? 'open';

describe('every route, every kind of caller, every row', () => {
  test.each(routes)('%s', { timeout: 60_000 }, async (route) => {
    const needed = grantsNamed(route);
    for (const site of world.sites) {
      for (const sent of asksOf(route, site)) {
        await check(route, sent, null, []);
        for (const caller of world.callers) {
          const all = grantsOf(caller);
          // Lacking the grant comes first: what is taken may change the row.
          const lacking = all.filter((grant) => !needed.includes(grant as never));
          if (lacking.length > 0 && lacking.length < all.length)
            await check(route, sent, caller, lacking);
          await check(route, sent, caller, all);
        }
      }
    }
  });

  test('each answer of the matrix was met, most of them many times', () => {
    expect([...seen.keys()].sort()).toEqual(['hidden', 'no-grant', 'refused', 'taken', 'unknown']);
    expect(Math.min(...seen.values())).toBeGreaterThan(10);
    expect(seen.get('hidden')).toBeGreaterThan(200);
  });
});

describe('what is hidden is answered like what does not exist', () => {
  test.each(routes.filter((route) => /Id\}/.test(route)))('%s', async (route) => {
    const [site] = world.sites;
    const [far] = world.callers.filter(({ name }) => name === 'another city');
    const stranger = world.callers.find(({ org }) => org === world.sites[1].contractor) as Caller;
    for (const caller of [far as Caller, stranger]) {
      const key = await keyOf(caller, grantsOf(caller));
      for (const sent of asksOf(route, site)) {
        const { id } = sent.row as { id: string };
        const none = { ...sent, path: sent.path.replace(id, id.replace(/.{8}$/, '00000000')) };
        const [hidden, absent] = [
          await ask(route.split(' ')[0] as string, sent, key),
          await ask(route.split(' ')[0] as string, none, key),
        ];
        const { instance: _, ...told } = hidden.body;
        expect(absent.body, route).toMatchObject(told);
      }
    }
  });
});

describe('a list shows exactly the rows that are the caller’s', () => {
  test.each([
    ['/projects', 'project', 'projectCode'],
    ['/alerts', 'alert', 'alertId'],
    ['/notices', 'notice', 'noticeId'],
  ])('%s', async (path, noun, member) => {
    const all = world.sites.flatMap((site) => site.rows[noun] ?? [{ id: site.code, site }]);
    const counts = new Set<number>();
    for (const caller of world.callers) {
      const key = await keyOf(caller, grantsOf(caller));
      const ids: string[] = [];
      for (const status of noun === 'alert' ? ['open', 'replied', 'dismissed', 'held'] : ['']) {
        const query = status === '' ? '?limit=200' : `?limit=200&status=${status}`;
        const { body } = await world.app.call('GET', path + query, { key });
        ids.push(...body.items.map((item: Record<string, string>) => item[member]));
      }
      const mine = all.filter((row) => concerns[noun]?.(caller, row)).map((row) => row.id);
      // An alert that was accepted may have been left for good.
      expect(ids.sort(), `${path} by ${caller.name}`).toEqual(mine.sort());
      counts.add(mine.length);
    }
    expect(counts.size).toBeGreaterThan(1);
  });
});

describe('the grants themselves', () => {
  test('a route that writes is not opened by leave to read', () => {
    for (const route of routes.filter((name) => !name.startsWith('GET')))
      expect(grantsNamed(route), route).not.toContain('read');
  });

  test('who is watched confirms, handles and runs nothing; who is not the contractor pays nobody', () => {
    const watching = [
      'registry:confirm',
      'alerts:handle',
      'notices:handle',
      'calendar:write',
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
