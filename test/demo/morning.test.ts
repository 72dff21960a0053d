import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from '../../src/demo/client.ts';
import { spendMorning } from '../../src/demo/morning.ts';
import type { Actor, City } from '../../src/demo/story.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { join } from '../helpers/people.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
const TODAY = '2026-06-15';
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: `${TODAY}T09:00:00+08:00` });
  callers = await app.callers();
});
afterAll(() => app.end());

/** The application as the demo's server. */
const client = {
  send: async ({ path, ...init }: { path: string }) => {
    const answer = await app.request(path, init as RequestInit);
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  },
  setClock: () => {},
  credentialOf: async ({ role }: Actor) => callers[role as 'authority' | 'contractor'].key,
};

test('leaves papers in every state, replies to judge, things due, a proposal and a complaint', async () => {
  const { authority, contractor, owner } = callers;
  await app.call('PUT', '/projects/P-1', { key: authority.key, body: projectOf(callers) });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const site = { ...row, ownerId: owner.uscc, contractorId: contractor.uscc } as never;
  for (const level of [1, 2, 3])
    await aNotice(at(), site, {
      ...{ level, addresseeId: contractor.uscc, authorityId: authority.uscc },
      facts: { laws: [] },
    });
  for (let n = 0; n < 8; n++) await anAlert(at(), site, { ruleId: 'M03', level: 3 });
  await app.ownerDb`update we.alert set main_id = ${contractor.uscc}, facts = '{"years": [], "dutyCount": 1}'`;
  await join(app, {
    ...{ username: 'sun', name: '孙监察', role: 'inspector', companyId: authority.uscc },
  });

  const city = {
    authority: { uscc: authority.uscc },
    projects: [{ contractorUscc: contractor.uscc }],
  } as unknown as City;
  await spendMorning(city, new Caller(client as never), { today: TODAY, colleague: '孙监察' });

  const [told] = await app.ownerDb`
    select (select string_agg(status, ' ' order by status) from we.notice) as papers,
      (select count(*)::int from we.alert where status = 'replied') as replied,
      (select count(*)::int from we.alert where assigned_to = '孙监察' and handle_by = ${TODAY}) as due,
      (select count(*)::int from we.event where name = 'alert.dismissal-proposed') as proposed,
      (select count(*)::int from we.complaint) as complaints`;
  expect(told).toEqual({
    ...{ papers: 'answered answered served', replied: 3, due: 3, proposed: 1, complaints: 1 },
  });
});
