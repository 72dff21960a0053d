import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicId } from '../../src/lib/id.ts';
import { type AlertGiven, anAlert } from '../domain/alerts/arrange-alert.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { anEngagement } from '../helpers/make.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

// From a project to all that concerns it, and from a paper to what it rests on.

const at = freshDb();
let app: TestApp;
let callers: Callers;
const people = {} as Record<'inspector' | 'supervisor' | 'clerk', Visitor>;
let site: { id: number; ownerId: string; contractorId: string; region: number };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const { key, uscc: office } = callers.authority;
  await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
  site = { ...(row as { id: number; region: number }), ...parties };
  for (const [who, role, companyId] of [
    ['inspector', 'inspector', office],
    ['supervisor', 'supervisor', office],
    ['clerk', 'contractor-clerk', callers.contractor.uscc],
  ] as const)
    people[who] = await visitorOf(app, { username: who, name: who, role, companyId });
});
afterAll(() => app.end());

const alert = async (given: AlertGiven = {}) => {
  const id = await anAlert(at(), site as never, { ruleId: 'M03', ...given });
  await app.ownerDb`update we.alert set facts = '{"years": [], "dutyCount": 1}' where id = ${id}`;
  return { id, path: `/alerts/${publicId(site.id, id)}` };
};
const notice = async (given: object = {}) => {
  const id = await aNotice(at(), site, {
    ...{ authorityId: callers.authority.uscc, facts: { laws: [] } },
    ...given,
  });
  return `/notices/${publicId(site.id, id)}`;
};

describe('a project', () => {
  test('with nothing says so of each', async () => {
    const page = await people.inspector.get('/projects/P-1');
    for (const words of ['没有未解除的预警', '没有用工登记', '没有文书'])
      expect(page.text).toContain(words);
  });

  test('leads to its live alerts and its papers, eight of each, and to all of them', async () => {
    const [red, cleared] = [await alert({ level: 3 }), await alert({ status: 'cleared' })];
    const paper = await notice({ status: 'lapsed' });
    const page = await people.inspector.get('/projects/P-1');
    expect(page.html).toContain(`href="${red.path}"`);
    expect(page.html).not.toContain(cleared.path);
    expect(page.html).toContain(`href="${paper}"`);
    expect(page.html).toContain('href="/alerts?projectCode=P-1&amp;status=all"');
    expect(page.text).not.toContain('其余未解除的预警');
    for (let n = 0; n < 8; n++) await alert();
    for (let n = 0; n < 8; n++) await notice({ status: 'lapsed' });
    const full = await people.inspector.get('/projects/P-1');
    expect(full.html.match(/href="\/alerts\/[^"?]+"/g)).toHaveLength(8);
    expect(full.html.match(/href="\/notices\/[^"?]+"/g)).toHaveLength(8);
    expect(full.text).toContain('其余未解除的预警');
    expect(full.html).toContain('href="/notices?projectCode=P-1"');
  });

  test('counts who is on the site today and who left, by employer', async () => {
    const firm = callers.contractor.uscc;
    const project = { ...site, code: 'P-1' } as never;
    for (const [exitedOn, team] of [
      [undefined, '一班'],
      ['2026-06-15', '二班'],
      ['2026-06-14', '二班'],
    ] as const)
      await anEngagement(at(), project, firm, { enteredOn: '2026-05-04', exitedOn, team });
    await anEngagement(at(), project, firm, { enteredOn: '2026-06-16' });
    const page = await people.inspector.get('/projects/P-1');
    expect(page.text).toMatch(/施工单位1 2 2 1 2026-05-04/);
    expect(page.html).toMatch(/href="\/search"/);
    expect((await people.supervisor.get('/projects/P-1')).html).not.toMatch(/href="\/search"/);
  });

  test('leads an office to each party’s alerts', async () => {
    const link = `href="/alerts?q=${callers.owner.uscc}"`;
    expect((await people.inspector.get('/projects/P-1')).html).toContain(link);
    expect((await people.clerk.get('/projects/P-1')).html).not.toContain(link);
  });

  test('and its settlement lead to one another, and the watch to both', async () => {
    const claim = { level: 'whole', claimedFen: 100, deliveredOn: '2026-03-01' };
    const { body } = await app.call('POST', '/projects/P-1/settlements', {
      key: callers.authority.key,
      body: claim,
    });
    const to = `href="/settlements/${body.settlementId}"`;
    expect((await people.inspector.get('/projects/P-1')).html).toContain(to);
    const watch = await people.inspector.get('/settlements');
    expect(watch.html).toContain(to);
    expect(watch.html).toContain('href="/projects/P-1"');
    const one = await people.inspector.get(`/settlements/${body.settlementId}`);
    expect(one.html).toContain('<a href="/projects/P-1">');
    expect(one.html).toContain('<a href="/settlements">结算时限</a>');
  });
});

describe('what a firm tells of a project', () => {
  const tell = async (given: object) =>
    app.call('PUT', '/projects/P-1', {
      key: callers.contractor.key,
      body: { ...projectOf(callers), ...given },
    });
  const to = '/projects/P-1/confirmation';
  const seenIn = (html: string) =>
    /name="seen" value="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') as string;

  test('is shown beside what is, and counts once the office that saw it says so', async () => {
    await tell({ name: '海州安置房二期', status: 'suspended' });
    const page = await people.inspector.get('/projects/P-1');
    expect(page.text).toMatch(/名称 海州安置房 海州安置房二期 状态 在建 停工/);
    const watching = await people.supervisor.get('/projects/P-1');
    expect(watching.text).toContain('尚待主管部门确认');
    expect(watching.html).not.toContain(to);
    expect((await people.supervisor.post(to, { seen: seenIn(page.html) })).status).toBe(403);

    await tell({ name: '海州安置房三期' });
    const late = await people.inspector.post(to, { act: 'confirmation', seen: seenIn(page.html) });
    expect([late.status, late.text.includes('刚刚又有变动')]).toEqual([422, true]);
    expect(late.text).toContain('海州安置房三期');
    const done = await people.inspector.post(to, {
      ...{ act: 'confirmation', seen: seenIn(late.html) },
    });
    expect(done.to).toBe('/projects/P-1?done=project-confirmed');
    const after = await people.inspector.get(`${done.to}`);
    expect(after.text).toContain('登记信息已确认');
    expect(after.text).toContain('海州安置房三期');
    expect(after.text).not.toContain('尚待主管部门确认');
  });

  test('of a project that is not there is not found', async () => {
    expect(
      (await people.inspector.post('/projects/NONE/confirmation', { seen: 'null' })).status,
    ).toBe(404);
  });
});

describe('a paper', () => {
  test('in a list leads to its project', async () => {
    await notice({ status: 'lapsed' });
    expect((await people.inspector.get('/notices')).html).toContain('<a href="/projects/P-1">');
  });

  test('names the alerts that it rests on, and leads to them and to the project', async () => {
    const { id, path } = await alert({ level: 2, period: '2026-04' });
    const page = await people.inspector.get(await notice({ alertIds: [id], level: 3 }));
    const [, link = ''] = new RegExp(`<a href="${path}">(.*?)</a>`, 's').exec(page.html) ?? [];
    expect(link).toMatch(/节假日数据缺失.*2026-04/s);
    await people.clerk.get('/language/en?to=/');
    const english = await people.clerk.get('/projects/P-1');
    expect(english.text).toContain('Live alerts');
    expect(english.text).not.toContain('节假日数据缺失');
    expect(page.html).toContain('<a href="/projects/P-1">');
  });

  test('once dealt with leads on to the next draft, where there is one', async () => {
    await app.ownerDb`update we.notice set status = 'lapsed'`;
    const [first, second] = [await notice(), await notice({ addresseeId: site.contractorId })];
    const seenAt = async (who: 'supervisor' | 'inspector', path: string) =>
      (await people[who].get(path)).html;
    expect(await seenAt('supervisor', `${first}?done=approved`)).toContain(`<a href="${second}">`);
    expect(await seenAt('supervisor', first)).not.toContain('下一份');
    expect(await seenAt('inspector', `${first}?done=approved`)).not.toContain('下一份');
    await app.ownerDb`update we.notice set status = 'lapsed' where addressee_id = ${site.contractorId}`;
    expect(await seenAt('supervisor', `${first}?done=approved`)).not.toContain('下一份');
  });
});
