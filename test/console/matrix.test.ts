import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rooms } from '../../src/console/console.ts';
import type { Room } from '../../src/console/frame/visit.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { type RoleName, roles } from '../../src/domain/people/roles.ts';
import { publicId } from '../../src/lib/id.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { makeVisitor, type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';
import { aBank } from '../helpers/people.ts';

// Every page and act of the console for every role and for nobody; made of the list that the program itself mounts.

const BANK = makeUscc(700);
const at = freshDb();
let app: TestApp;
let callers: Callers;
const visitors = new Map<RoleName, Visitor>();
const people = (Object.keys(roles) as RoleName[]).filter((name) => !('machine' in roles[name]));

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  await aBank(app, '102', BANK);
  for (const [n, role] of people.entries()) {
    const { kind } = roles[role];
    const companyId = kind === 'bank' ? BANK : callers[kind].uscc;
    const person = { username: `person${n}`, name: `张${role}`, role, companyId };
    visitors.set(role, await visitorOf(app, person));
  }
}, 120_000);
afterAll(() => app.end());

const NOBODYS = publicId(999_999, '00000000-0000-4000-8000-000000000000');
const addressOf = ({ about: { path } }: Room) =>
  path.replace(
    /:(\w+)/g,
    (_, name: string) =>
      ({ language: 'zh', projectCode: 'NONE', month: '2026-05', seq: '1', year: '2026' })[name] ??
      NOBODYS,
  );
const open = (visitor: Visitor, room: Room, headers: Record<string, string> = {}): Promise<Seen> =>
  room.about.method === 'get'
    ? visitor.get(addressOf(room), headers)
    : visitor.post(addressOf(room), {}, headers);

const named = rooms.map((room) => [`${room.about.method} ${room.about.path}`, room] as const);
const closed = named.filter(([, { about }]) => about.grants !== 'open');
const posts = named.filter(([, { about }]) => about.method === 'post');

test('an address stands for one page or act', () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
});

describe('nobody is let in', () => {
  test.each(closed)('%s', async (_, room) => {
    const answer = await open(makeVisitor(app), room);
    if (room.about.method === 'post') expect(answer.status).toBe(401);
    else expect([answer.status, answer.to?.startsWith('/sign-in?to=')]).toEqual([303, true]);
  });
});

describe('no form of another site is taken', () => {
  test.each(posts)('%s', async (_, room) => {
    const visitor = visitors.get('supervisor') as Visitor;
    const answer = await open(visitor, room, { 'Sec-Fetch-Site': 'cross-site' });
    expect(answer.status).toBe(403);
  });
});

describe.each(people)('%s', (role) => {
  const has = ({ about: { grants } }: Room) =>
    typeof grants === 'string' ||
    grants.some((grant) => (roles[role].grants as readonly string[]).includes(grant));
  const ofGrants = named.filter(([, { about }]) => typeof about.grants !== 'string');

  test.each(ofGrants.filter(([, room]) => !has(room)))('may not: %s', async (_, room) => {
    expect((await open(visitors.get(role) as Visitor, room)).status).toBe(403);
  });

  test.each(ofGrants.filter(([, room]) => has(room)))('may: %s', async (_, room) => {
    const answer = await open(visitors.get(role) as Visitor, room);
    expect([401, 500]).not.toContain(answer.status);
    // What is about nothing that exists is not found or refused as input; a list is shown.
    if (room.about.method === 'get' && !room.about.path.includes(':'))
      expect([200, 303]).toContain(answer.status);
  });

  test('the menu begins with the role’s home and leads to what it may open', async () => {
    const home = await (visitors.get(role) as Visitor).get('/');
    const page = home.to ? await (visitors.get(role) as Visitor).get(home.to) : home;
    const nav = /<nav class="nav".*?<\/nav>/s.exec(page.html)?.[0] ?? '';
    const paths = [...nav.matchAll(/href="([^"]+)"/g)].map((match) => match[1] as string);
    expect(paths[0]).toBe(home.to ?? '/');
    for (const path of paths) {
      const answer = await (visitors.get(role) as Visitor).get(path);
      expect([path, [200, 303].includes(answer.status)]).toEqual([path, true]);
    }
  });
});
