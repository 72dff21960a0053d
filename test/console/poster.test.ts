import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { type WageSite, wageSite } from './arrange-wages.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let site: WageSite;
let clerk: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), {
    now: '2026-06-15T09:00:00+08:00',
    publicUrl: 'https://wage.example',
  });
  callers = await app.callers();
  site = await wageSite(app, at(), callers, 'P-1');
  clerk = await visitorOf(app, {
    ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk' },
    companyId: callers.contractor.uscc,
  });
});
afterAll(() => app.end());

test('the contractor prints the code, the address and the picture that leads there', async () => {
  const page = await clerk.get('/projects/P-1/wages-poster');
  expect(page.status).toBe(200);
  expect(page.text).toContain(site.code);
  expect(page.text).toContain('https://wage.example/my-wages');
  expect(page.html).toContain('<svg');
});

test('a firm that has nothing to do with the project finds none', async () => {
  const uscc = makeUscc(991);
  await app.newCompany(uscc, '别的施工单位', ['contractor']);
  const stranger = await visitorOf(app, {
    ...{ username: 'other', name: '别人', role: 'contractor-clerk', companyId: uscc },
  });
  const page = await stranger.get('/projects/P-1/wages-poster');
  expect(page.status).toBe(404);
  expect(page.text).not.toContain(site.code);
  expect((await clerk.get('/projects/P-9/wages-poster')).status).toBe(404);
});

test('an employer on the site that is not its contractor is shown none', async () => {
  const uscc = makeUscc(992);
  await app.newCompany(uscc, '劳务公司', ['subcontractor', 'contractor']);
  await app.ownerDb`insert into we.project_party (company_id, project_id, role, known_at)
    values (${uscc}, ${site.project.id}, 'employer', now())`;
  const labour = await visitorOf(app, {
    ...{ username: 'labour', name: '劳务员', role: 'contractor-clerk', companyId: uscc },
  });
  expect((await labour.get('/projects/P-1/wages-poster')).status).toBe(404);
});

test('who is not signed in is led to the door', async () => {
  const answer = await app.request('/projects/P-1/wages-poster', { method: 'GET' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/sign-in?to=%2Fprojects%2FP-1%2Fwages-poster');
});
