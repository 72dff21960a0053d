import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { anInstalment } from '../helpers/make-money.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

// Nights, standards and the calendar.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let admin: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const companyId = callers.authority.uscc;
  admin = await visitorOf(app, {
    username: 'admin',
    name: '管理员',
    role: 'administrator',
    companyId,
  });
  inspector = await visitorOf(app, {
    username: 'sun',
    name: '孙监察',
    role: 'inspector',
    companyId,
  });
});
afterAll(() => app.end());

const once = () => ({ once: crypto.randomUUID() });

describe('nights', () => {
  test('none yet is told; one that was run shows what each rule found and took', async () => {
    expect((await admin.get('/runs')).text).toContain('夜间任务尚未运行过');
    const sent = await admin.post('/runs', { job: 'night', day: '2026-06-14', ...once() });
    expect([sent.status, sent.to]).toEqual([303, '/runs?done=ran']);
    const page = await admin.get('/runs');
    expect(page.text).toMatch(/2026-06-14 夜间任务 完成/);
    expect(page.text).toMatch(/W01 月工资逾期未发/);
    expect(page.text).toMatch(/\d+ 步，合计 [\d.]+ 秒/);
  }, 60_000);

  test('a day that has not come is refused and shown again', async () => {
    const page = await admin.post('/runs', { job: 'night', day: '2026-06-16', ...once() });
    expect(page.status).toBe(422);
    expect(page.text).toContain('不能运行还没有到的日子');
    expect(page.html).toContain('value="2026-06-16"');
    expect((await admin.post('/runs', { job: 'seal', day: '2026-06-14' })).status).toBe(422);
  });

  test('pages by day', async () => {
    await app.ownerDb`insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of)
      select 'partitions', d, 'failed', gen_random_uuid(), now(), now(), now() from generate_series('2026-01-01'::date, '2026-02-10', '1 day') d`;
    const page = await admin.get('/runs');
    const next = /href="(\/runs\?after=[^"]+)"/.exec(page.html)?.[1] as string;
    const second = await admin.get(next);
    expect(second.text).toContain('2026-01-01');
    expect(second.text).not.toContain('2026-06-14');
  });

  test('are not an inspector’s', async () => {
    expect((await inspector.get('/runs')).status).toBe(403);
    expect((await inspector.post('/runs', { job: 'night', day: '2026-06-14' })).status).toBe(403);
  });
});

describe('standards', () => {
  const wage = (given: object = {}) => ({
    ...{ act: 'minimum-wages', regionCode: '320706', fromDay: '2026-01-01', monthYuan: '2,490.00' },
    ...{ source: '<b>苏人社发</b>', ...once(), ...given },
  });
  const rate = (given: object = {}) => ({
    ...{ act: 'lending-rates', fromDay: '2026-05-20', percent: '3.1', source: '公告', ...once() },
    ...given,
  });

  test('a minimum wage is entered in yuan and told with its region', async () => {
    const sent = await admin.post('/standards/minimum-wages', wage());
    expect(sent.to).toBe('/standards?done=stored');
    const page = await admin.get('/standards');
    expect(page.text).toMatch(/海州区 320706 2026-01-01 2,490\.00 元/);
    expect(page.html).toContain('&lt;b&gt;苏人社发');
  });

  test.each([
    ['monthYuan', { monthYuan: '两千' }],
    ['monthYuan', { monthYuan: '0' }],
    ['regionCode', { regionCode: '32' }],
    ['fromDay', { fromDay: '2026-02-30' }],
  ])('a wrong %s is told at its field', async (name, given) => {
    const page = await admin.post('/standards/minimum-wages', wage(given));
    expect(page.status).toBe(422);
    expect(page.html).toContain(`id="minimum-wages-${name}-fault"`);
  });

  test('another region’s is refused', async () => {
    const page = await admin.post('/standards/minimum-wages', wage({ regionCode: '320102' }));
    expect(page.status).toBe(403);
    expect(page.text).toContain('只能登记本辖区');
  });

  test.each([
    ['3.1', 0.031],
    ['3.45', 0.0345],
    ['0.005', 0.00005],
    ['12', 0.12],
  ])('a rate of %s % is kept as %f', async (percent, annual) => {
    expect((await admin.post('/standards/lending-rates', rate({ percent }))).status).toBe(303);
    const [row] = await app.ownerDb`select annual::float8 as annual from we.lending_rate`;
    expect(row?.annual).toBe(annual);
  });

  test.each(['0', '0.000', '100', '3.4567', '-1', '3,1', ''])(
    'a rate of %j is refused',
    async (percent) => {
      const page = await admin.post('/standards/lending-rates', rate({ percent }));
      expect(page.status).toBe(422);
      expect(page.html).toContain('id="lending-rates-percent-fault"');
    },
  );

  test('a rate of a day to come is refused', async () => {
    const page = await admin.post('/standards/lending-rates', rate({ fromDay: '2026-06-16' }));
    expect(page.status).toBe(422);
    expect(page.text).toContain('日期晚于今天');
  });

  test('are not an inspector’s', async () => {
    expect((await inspector.get('/standards')).status).toBe(403);
    expect((await inspector.post('/standards/minimum-wages', wage())).status).toBe(403);
    expect((await inspector.post('/standards/lending-rates', rate())).status).toBe(403);
  });
});

describe('the calendar', () => {
  const list = '2027-01-01 元旦 休\n2027-01-20 <b>试</b> 休\n\n2027-01-23 调休 班';
  const form = (given: object = {}) => ({
    year: '2027',
    source: '国办发明电',
    days: list,
    ...given,
  });
  const stored = async () => {
    const [row] = await app.ownerDb`
      select confirmed, jsonb_array_length(days) as days from we.calendar_year where year = 2027`;
    return row;
  };

  beforeAll(async () => {
    const { key } = callers.authority;
    await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
    const [row] = await app.ownerDb<{ id: number; region: number }[]>`
      select id, region_code as region from we.project where code = 'P-1'`;
    const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
    const project = { ...(row as { id: number; region: number }), ...parties };
    await anInstalment(at(), { project, month: '2027-01', dueDay: '2027-01-20' });
  });

  test('the preview tells which due days move and keeps nothing', async () => {
    const before = await stored();
    const page = await admin.post('/calendar/preview', form());
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/P-1 拨付人工费用 2027-01 2027-01-20 2027-01-21/);
    expect(page.html).toContain('&lt;b&gt;试');
    expect(page.text).toMatch(/将登记的 \d+ 天 2027-/);
    expect(await stored()).toEqual(before);
    const [duty] =
      await app.ownerDb`select due_day from we.obligation where period = '2027-01' and kind = 'transfer' and ended_at = 'infinity'`;
    expect(duty?.due_day).toBe('2027-01-20');
    expect(
      await app.ownerDb`select 1 from we.event where name = 'calendar.confirmed'`,
    ).toHaveLength(0);
  });

  test('what the preview carries is confirmed by its button', async () => {
    const preview = await admin.post('/calendar/preview', form());
    const hidden = (name: string) =>
      (new RegExp(`name="${name}" value="([^"]*)"`).exec(preview.html)?.[1] ?? '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>');
    const sent = await admin.post('/calendar', {
      ...{ year: hidden('year'), source: hidden('source'), days: hidden('days') },
    });
    expect(sent.to).toBe('/calendar?done=calendar-confirmed');
    expect(await stored()).toEqual({ confirmed: true, days: 3 });
    const [duty] =
      await app.ownerDb`select due_day from we.obligation where period = '2027-01' and kind = 'transfer' and ended_at = 'infinity'`;
    expect(duty?.due_day).toBe('2027-01-21');
    expect((await admin.get('/calendar')).text).toMatch(/2027 已确认 国办发明电 3 天/);
  });

  test('a line that is none is named by its number, and what was typed stays', async () => {
    const page = await admin.post(
      '/calendar/preview',
      form({ days: `${list}\n2027-02-30 春节 休\n2027-02-07 春节` }),
    );
    expect(page.status).toBe(422);
    expect(page.text).toContain('第 5、6 行看不懂');
    expect(page.html).toContain('2027-02-07 春节</textarea>');
  });

  test.each([
    ['a day of another year', { days: '2028-01-01 元旦 休' }],
    ['a day given twice', { days: '2027-01-01 元旦 休\n2027-01-01 元旦 休' }],
    ['a year outside the calendar', { year: '2099', days: '2099-01-01 元旦 休' }],
    ['no day', { days: ' ' }],
    ['no source', { source: '' }],
  ])('%s is refused, in the preview and after', async (_, given) => {
    expect((await admin.post('/calendar/preview', form(given))).status).toBe(422);
    expect((await admin.post('/calendar', form(given))).status).toBe(422);
  });

  test('is not an inspector’s', async () => {
    expect((await inspector.get('/calendar')).status).toBe(403);
    expect((await inspector.post('/calendar/preview', form())).status).toBe(403);
    expect((await inspector.post('/calendar', form())).status).toBe(403);
  });
});
