import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdNumber } from '../../src/demo/identities.ts';
import { publicId } from '../../src/lib/id.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
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
  for (const { html } of [list, page]) expect(html).toContain('<a href="/projects/P-1">');
  expect(page.html).toMatch(/<a href="\/alerts\?q=\w{18}">施工单位1<\/a>/);
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

describe('a complaint about wages is a clue', () => {
  const alerts = async (...given: Parameters<typeof anAlert>[2][]) => {
    for (const one of given)
      await anAlert(at(), site.project as never, {
        ...{ ruleId: 'W01', employerId: callers.contractor.uscc },
        ...{ subject: callers.contractor.uscc, period: `2026-0${serial++}` },
        ...one,
      });
  };
  const FACTS = { day: '2026-06-14', signedOn: '2026-01-02', firstDueDay: null };
  let serial = 1;
  let about: string;
  beforeAll(async () => {
    await app.ownerDb`update we.complaint set closed_on = '2026-06-15', outcome = 'settled'`;
    const key = callers.authority.key;
    const body = {
      aboutUscc: callers.contractor.uscc,
      kind: 'wages',
      on: '2026-06-14',
      text: '没拿到',
    };
    const filed = await app.call('POST', '/projects/P-1/complaints', { key, body });
    about = `/complaints/${filed.body.complaintId}`;
    await app.call('POST', '/projects/P-1/complaints', { key, body: { ...body, kind: 'other' } });
  });

  test('it raises no alert, and the office is told that the rules found nothing yet', async () => {
    expect(await app.ownerDb`select from we.alert`).toHaveLength(0);
    expect((await inspector.get(about)).text).toContain('没有未解除的工资预警');
    expect((await inspector.get('/')).text).toMatch(/2 投诉未办结/);
    expect((await supervisor.get('/')).text).not.toContain('投诉未办结');
  });

  test('what does not bear it out is not counted: other firms, other rules, what is cleared', async () => {
    await alerts(
      { employerId: callers.owner.uscc },
      { ruleId: 'R02' },
      { status: 'cleared' },
      { status: 'dismissed' },
    );
    expect((await inspector.get(about)).text).toContain('没有未解除的工资预警');
  });

  test('what bears it out is, open, held or answered; and the alert tells of the complaint', async () => {
    await alerts({}, { status: 'held' }, { status: 'replied' });
    const page = await inspector.get(about);
    expect(page.text).toContain('未解除的工资预警 3 条');
    expect(page.html).toContain(`href="/alerts?projectCode=P-1&amp;q=${callers.contractor.uscc}"`);
    const [found] = await app.ownerDb<{ id: string }[]>`
      select id from we.alert where status = 'open' and rule_id = 'W01' and employer_id = ${callers.contractor.uscc}`;
    await app.ownerDb`update we.alert set rule_id = 'W13', facts = ${FACTS as never} where id = ${found?.id as string}`;
    const alert = `/alerts/${publicId(site.project.id, found?.id as string)}`;
    expect((await inspector.get(alert)).html).toContain(
      'href="/complaints?projectCode=P-1">1 件未办结',
    );
    expect((await supervisor.get(alert)).html).toContain('<span>1 件未办结</span>');
    const firm = await clerk.get(alert);
    expect([firm.status, firm.text.includes('投诉')]).toEqual([200, false]);
  });

  test('the list is had by project; closed, it is a clue no more', async () => {
    expect((await inspector.get('/complaints?projectCode=P-1')).html).toContain(about);
    expect((await inspector.get('/complaints?projectCode=P-9')).html).not.toContain(about);
    const closing = { act: 'closing', on: '2026-06-15', outcome: 'settled', text: '已付' };
    expect((await inspector.post(`${about}/closing`, closing)).status).toBe(303);
    await app.ownerDb`delete from we.alert`;
    expect((await inspector.get('/')).text).toMatch(/1 投诉未办结/);
  });
});
