import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { makeVisitor, type Visitor, visitorOf } from '../helpers/pages.ts';
import { join, makeBrowser, PASSWORD } from '../helpers/people.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let office: string;
let admin: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), {
    now: '2026-06-15T09:00:00+08:00',
    publicUrl: 'https://wage.example',
  });
  callers = await app.callers();
  office = callers.authority.uscc;
  const of = (username: string, name: string, role: 'administrator' | 'inspector') =>
    visitorOf(app, { username, name, role, companyId: office });
  admin = await of('admin', '管理员', 'administrator');
  inspector = await of('sun', '孙监察', 'inspector');
});
afterAll(() => app.end());

const invitation = (given: Record<string, string> = {}) => ({
  ...{ username: 'zhou', name: '<i>周</i>制单', role: 'contractor-clerk', region: '' },
  ...{ companyId: callers.contractor.uscc, once: crypto.randomUUID(), ...given },
});
const personOf = async (username: string) => {
  const [row] = await app.ownerDb`
    select role, disabled_at is not null as disabled, two_factor_enabled as factor from we.person where username = ${username}`;
  return row;
};

describe('the list', () => {
  test('shows who is within the region, and is reached over the menu', async () => {
    expect((await admin.get('/')).to).toBe('/people');
    const page = await admin.get('/people');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/sun 孙监察 监察员 人社局1 \w{18}/);
    expect((await admin.get('/people/sun')).text).toMatch(/单位 人社局1 \w{18}/);
  });

  test('is not an inspector’s', async () => {
    expect((await inspector.get('/people')).status).toBe(403);
    expect((await inspector.post('/people', invitation())).status).toBe(403);
    expect((await inspector.get('/')).html).not.toContain('href="/people"');
  });

  test('a page that somebody made up is refused', async () => {
    expect((await admin.get('/people?after=zzz')).status).toBe(422);
  });
});

describe('an invitation', () => {
  test('is shown once as a link that sets a password', async () => {
    const form = invitation();
    const page = await admin.post('/people', form);
    expect(page.status).toBe(200);
    const link = /value="https:\/\/wage\.example(\/invitation\?token=[^"]+)"/.exec(page.html)?.[1];
    const guest = makeVisitor(app);
    expect((await guest.get(link as string)).status).toBe(200);
    // Sent twice it is one person, and the link is kept nowhere.
    const again = await admin.post('/people', form);
    expect([again.status, again.text.includes('只显示那一次')]).toEqual([409, true]);
    const list = await admin.get('/people');
    expect(list.html).toContain('&lt;i&gt;周&lt;/i&gt;制单');
    expect(list.text).toMatch(/zhou .*已邀请/);
  });

  test('with a fault is shown again as it was typed', async () => {
    const page = await admin.post('/people', invitation({ username: 'A', companyId: '123' }));
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="username-fault"');
    expect(page.html).toContain('id="companyId-fault"');
    expect(page.html).toContain('value="123"');
    const taken = await admin.post('/people', invitation());
    expect(taken.status).toBe(409);
    expect(taken.text).toContain('用户名已被使用');
    expect(taken.html).toMatch(/<option value="contractor-clerk" selected/);
  });

  test('again makes the old one void', async () => {
    const page = await admin.post('/people/zhou/invitation', { once: crypto.randomUUID() });
    const token = /token=([^"]+)"/.exec(page.html)?.[1] as string;
    const body = { token: decodeURIComponent(token), password: PASSWORD };
    const taken = await makeBrowser(app).call('POST', '/invitation-acceptances', { body });
    expect(taken.status).toBe(200);
    expect((await admin.get('/people')).text).toMatch(/zhou .*正常/);
  });
});

describe('a person', () => {
  beforeAll(async () => {
    const companyId = callers.contractor.uscc;
    await join(app, { username: 'liq', name: '李', role: 'contractor-clerk', companyId });
    await visitorOf(app, { username: 'wuj', name: '吴', role: 'contractor-approver', companyId });
  });

  test('gets another role, within the organisation’s kind', async () => {
    const sent = await admin.post('/people/liq/role', {
      act: 'role',
      role: 'contractor-approver',
      region: '',
    });
    expect([sent.status, sent.to]).toEqual([303, '/people/liq?done=role-changed']);
    expect((await personOf('liq'))?.role).toBe('contractor-approver');
    const wrong = await admin.post('/people/liq/role', { act: 'role', role: 'inspector' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/<details class="act" open/);
    expect((await personOf('liq'))?.role).toBe('contractor-approver');
  });

  test('loses a second factor, with a reason', async () => {
    expect((await personOf('wuj'))?.factor).toBe(true);
    expect((await admin.post('/people/wuj/second-factor', { reason: '' })).status).toBe(422);
    const sent = await admin.post('/people/wuj/second-factor', { reason: '手机丢失' });
    expect(sent.to).toBe('/people/wuj?done=factor-reset');
    expect((await personOf('wuj'))?.factor).toBe(false);
    expect((await admin.get('/people/wuj')).text).not.toContain('解除丢失的动态验证码');
  });

  test('is disabled, with a reason', async () => {
    expect((await admin.post('/people/liq/disablement', {})).status).toBe(422);
    expect((await personOf('liq'))?.disabled).toBe(false);
    const sent = await admin.post('/people/liq/disablement', { reason: '离职' });
    expect(sent.to).toBe('/people/liq?done=disabled');
    expect((await personOf('liq'))?.disabled).toBe(true);
    expect((await admin.get('/people/liq')).text).toContain('已停用');
  });

  test('who is oneself is not acted on', async () => {
    const sent = await admin.post('/people/admin/disablement', { reason: '试' });
    expect(sent.status).toBe(409);
    expect((await personOf('admin'))?.disabled).toBe(false);
  });

  test('who is oneself is offered nothing to act on', async () => {
    const page = await admin.get('/people/admin');
    expect(page.text).toContain('须由另一名管理员办理');
    expect(page.html).not.toContain('action="/people/admin/');
  });

  test('keeps a region of their own while the role changes', async () => {
    await join(app, {
      ...{ username: 'lianyun', name: '连监察', role: 'inspector' },
      ...{ companyId: office, region: '320703' },
    });
    expect((await admin.get('/people/lianyun')).html).toMatch(
      /id="role-region"[^>]*value="320703"|value="320703"[^>]*id="role-region"/,
    );
    expect((await admin.get('/people/sun')).html).toMatch(/id="role-region"[^>]*value="3207"/);
  });

  test('of the wrong organisation or with a region that is none of theirs is told so in words', async () => {
    const wrong = await admin.post('/people', invitation({ username: 'wei1', role: 'inspector' }));
    expect(wrong.text).toContain('监察员只能是主管部门的人员');
    const place = await admin.post('/people', invitation({ username: 'wei2', region: '3207' }));
    expect(place.text).toContain('只有主管部门的人员有辖区，辖区请留空');
  });

  test('who is out of reach is like nobody', async () => {
    await app.newCompany('11320100MB0000019X', '别市人社局', ['authority'], [320100, 320199]);
    await join(app, {
      ...{ username: 'far', name: '远', role: 'inspector', companyId: '11320100MB0000019X' },
    });
    for (const username of ['far', 'nobody']) {
      expect((await admin.get(`/people/${username}`)).status).toBe(404);
      const sent = await admin.post(`/people/${username}/disablement`, { reason: '试' });
      expect(sent.status).toBe(404);
    }
    expect((await personOf('far'))?.disabled).toBe(false);
    expect((await admin.get('/people')).text).not.toContain('far 远');
  });

  test.each(['role', 'invitation', 'second-factor', 'disablement'])(
    '%s is not an inspector’s',
    async (act) => {
      const sent = await inspector.post(`/people/wuj/${act}`, {
        reason: '试',
        role: 'contractor-clerk',
      });
      expect(sent.status).toBe(403);
      expect((await inspector.get('/people/wuj')).status).toBe(403);
    },
  );
});
