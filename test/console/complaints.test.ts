import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdNumber } from '../../src/demo/identities.ts';
import { publicId } from '../../src/lib/id.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { makeVisitor, type Visitor, visitorOf } from '../helpers/pages.ts';
import { type WageSite, wageSite } from './arrange-wages.ts';

// From the worker's page to the office that closes it.

const at = freshDb();
const ID = makeIdNumber(7301);
const NAME = '<b>赵</b>六';
let app: TestApp;
let callers: Callers;
let site: WageSite;
let inspector: Visitor;
let supervisor: Visitor;
let clerk: Visitor;
let path: string;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  site = await wageSite(app, at(), callers, 'P-1');
  await site.engage({ idNumber: ID, name: NAME });
  const companyId = callers.authority.uscc;
  inspector = await visitorOf(app, {
    ...{ username: 'sun', name: '孙监察', role: 'inspector', companyId },
  });
  supervisor = await visitorOf(app, {
    ...{ username: 'qian', name: '钱负责', role: 'supervisor', companyId },
  });
  clerk = await visitorOf(app, {
    ...{
      username: 'lizd',
      name: '李',
      role: 'contractor-clerk',
      companyId: callers.contractor.uscc,
    },
  });
  const phone = makeVisitor(app);
  const claim = { site: site.code, name: NAME, lastSix: ID.slice(-6) };
  const { html } = await phone.post('/my-wages', claim);
  const pass = /name="pass" value="([^"]+)"/.exec(html)?.[1] as string;
  const what = { pass, kind: 'wages', month: '2026-05', text: '问过<i>三次</i>' };
  expect((await phone.post('/my-wages/complaint', what)).status).toBe(303);
  const [row] = await app.ownerDb<{ id: string }[]>`select id from we.complaint`;
  path = `/complaints/${publicId(site.project.id, row?.id as string)}`;
});
afterAll(() => app.end());

const events = () => app.ownerDb<{ name: string; actor: string }[]>`
  select name, actor from we.event where project_id = ${site.project.id} and name like 'complaint.%' order by id`;

test('the office sees that there is one, and not who it was', async () => {
  const list = await inspector.get('/complaints');
  expect(list.text).toMatch(/没有收到工资 2026-06-15 海州安置房 P-1 施工单位1/);
  const page = await inspector.get(path);
  expect(page.status).toBe(200);
  expect(list.html + page.html).not.toContain('赵');
});

test('what was said is read with a reason, which is kept', async () => {
  expect((await inspector.post(`${path}/reading`, { reason: '' })).status).toBe(422);
  expect(await events()).toHaveLength(1);
  const page = await inspector.post(`${path}/reading`, { reason: '核实情况' });
  expect(page.status).toBe(200);
  expect(page.html).toContain(`工人&lt;b&gt;赵&lt;/b&gt;六（证件尾号${ID.slice(-4)}）自助登记`);
  expect(page.html).toContain('问过&lt;i&gt;三次');
  expect((await events()).map(({ name }) => name)).toEqual(['complaint.filed', 'complaint.read']);
});

describe('nobody else', () => {
  test('a firm sees none', async () => {
    for (const at of ['/complaints', path]) expect((await clerk.get(at)).status).toBe(403);
    for (const act of ['reading', 'closing'])
      expect((await clerk.post(`${path}/${act}`, { reason: '想看' })).status).toBe(403);
  });

  test('who may not file complaints does not read them either', async () => {
    expect((await supervisor.get(path)).status).toBe(403);
  });

  test('another region’s office finds none', async () => {
    await app.newCompany('11320100MB0000019X', '别市人社局', ['authority'], [320100, 320199]);
    const far = await visitorOf(app, {
      ...{ username: 'far', name: '远', role: 'inspector', companyId: '11320100MB0000019X' },
    });
    expect((await far.get('/complaints')).text).toContain('没有未办结的投诉');
    expect((await far.get(path)).status).toBe(404);
    expect((await far.post(`${path}/reading`, { reason: '想看' })).status).toBe(404);
    expect(await events()).toHaveLength(2);
  });
});

test('it is closed once, not before its day nor after today', async () => {
  const form = { act: 'closing', outcome: 'settled', text: '已发放' };
  for (const on of ['2026-06-14', '2026-06-16']) {
    const page = await inspector.post(`${path}/closing`, { ...form, on });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="closing-on-fault"');
    expect(page.html).toContain('已发放</textarea>');
  }
  const sent = await inspector.post(`${path}/closing`, { ...form, on: '2026-06-15' });
  expect([sent.status, sent.to]).toEqual([303, `${path}?done=complaint-closed`]);
  expect((await inspector.get(path)).text).toContain('已办结');
  expect((await inspector.get('/complaints')).text).toContain('没有未办结的投诉');
  expect((await inspector.get('/complaints?closed=true')).text).toMatch(/2026-06-15 已解决/);
  const again = await inspector.post(`${path}/closing`, {
    ...form,
    outcome: 'unfounded',
    on: '2026-06-15',
  });
  expect(again.status).toBe(409);
});

test('the list pages, each complaint once', async () => {
  const { id: projectId, region } = site.project;
  await app.ownerDb`insert into we.complaint (project_id, id, region_code, kind, about_id, on_day, known_at)
    select ${projectId}, gen_random_uuid(), ${region}, 'other', 'about-' || n, '2026-06-01', now() from generate_series(1, 60) n`;
  const first = await inspector.get('/complaints');
  const next = /href="(\/complaints\?after=[^"]+)"/.exec(first.html)?.[1] as string;
  const second = await inspector.get(next);
  const names = [...`${first.html}${second.html}`.matchAll(/about-\d+/g)].map(([name]) => name);
  expect(new Set(names).size).toBe(60);
  expect(names).toHaveLength(60);
  expect((await inspector.get('/complaints?after=x')).status).toBe(422);
});
