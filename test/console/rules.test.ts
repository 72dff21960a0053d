import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayIn } from '../../src/console/frame/say.ts';
import { paramName } from '../../src/console/rules/param-words.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let admin: Visitor;
let second: Visitor;
let clerk: Visitor;

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
  second = await visitorOf(app, {
    username: 'qian',
    name: '钱负责',
    role: 'supervisor',
    companyId,
  });
  clerk = await visitorOf(app, {
    ...{
      username: 'lizd',
      name: '李',
      role: 'contractor-clerk',
      companyId: callers.contractor.uscc,
    },
  });
});
afterAll(() => app.end());

/** What a rule's page would send, as it stands there. */
const standing = ({ html }: Seen, base: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(new RegExp(`<input id="${base}/[^>]*>`, 'g'))].map(([tag]) => [
      /name="([^"]+)"/.exec(tag)?.[1] ?? '',
      /value="([^"]*)"/.exec(tag)?.[1] ?? '',
    ]),
  );
const versions = () => app.ownerDb<
  { n: number; params: Record<string, number>; released: boolean; withdrawn: boolean }[]
>`
  select number as n, params, released_at is not null as released, withdrawn_at is not null as withdrawn
  from we.rule_version where rule_id = 'W01' order by number`;

describe('the list and a rule', () => {
  test('are everybody’s who reads; only who may change them sees the forms', async () => {
    for (const who of [admin, second, clerk]) {
      expect((await who.get('/rules')).text).toContain('W01 月工资逾期未发');
      expect((await who.get('/rules/W01')).text).toContain('依据');
    }
    expect((await admin.get('/rules/W01')).text).toContain('提出新版本');
    expect((await clerk.get('/rules/W01')).text).not.toContain('提出新版本');
  });

  test('call every parameter by a name, in both languages', async () => {
    for (const { id, params } of app.deps.rules) {
      const names = Object.entries(params).filter(([, value]) => typeof value === 'number');
      for (const [name] of names) {
        const [zh, en] = [sayIn('zh'), sayIn('en')].map((t) => paramName(t, id, name));
        expect([id, name, /[\u4e00-\u9fff]/.test(zh as string)]).toEqual([id, name, true]);
        expect([id, name, en]).not.toEqual([id, name, name]);
      }
    }
    const page = await admin.get('/rules/W01');
    expect(page.text).toContain('红色：金额达到（人数也达到时） 60,000.00 元');
    expect(page.text).not.toMatch(/redFen|orangeDays/);
    expect((await admin.get('/rules/W12')).text).toContain('班组同额整数工资占比：达到 80%');
    expect((await admin.get('/rules')).text).toContain('橙色：距发薪日 3 个工作日');
  });

  test('one that is none is not found', async () => {
    expect((await admin.get('/rules/X99')).status).toBe(404);
  });
});

describe('a version', () => {
  const propose = async (given: Record<string, string> = {}, who = admin) => {
    const params = standing(await admin.get('/rules/W01'), 'params');
    expect(Object.keys(params).length).toBeGreaterThan(0);
    return who.post('/rules/W01/versions', {
      act: 'versions',
      ...params,
      validFrom: '2026-06-16',
      ...given,
    });
  };
  const aParam = async () =>
    Object.keys(standing(await admin.get('/rules/W01'), 'params')).at(-1) as string;

  test('is proposed with the numbers of the form', async () => {
    const sent = await propose();
    expect([sent.status, sent.to]).toEqual([303, '/rules/W01?done=proposed']);
    const [row] = await versions();
    const [builtIn] = [app.deps.rules.find(({ id }) => id === 'W01')?.params];
    expect(row).toEqual({ n: 2, params: builtIn, released: false, withdrawn: false });
    expect((await admin.get('/rules/W01')).text).toMatch(/2 待发布 2026-06-16/);
  });

  test('with a number that is none is refused at its field', async () => {
    const name = await aParam();
    for (const wrong of ['很多', '-1', '']) {
      const page = await propose({ [name]: wrong });
      expect(page.status).toBe(422);
      expect(page.html).toContain(`id="${name}-fault"`);
    }
    expect((await propose({ validFrom: '2026-06-14' })).status).toBe(422);
    expect(await versions()).toHaveLength(1);
  });

  test('is released by another person only', async () => {
    const own = await admin.post('/rules/W01/versions/2/release');
    expect(own.status).toBe(403);
    expect(own.text).toContain('请由另一人发布');
    expect((await versions())[0]?.released).toBe(false);
    const sent = await second.post('/rules/W01/versions/2/release');
    expect(sent.to).toBe('/rules/W01?done=released');
    expect((await versions())[0]?.released).toBe(true);
    expect((await second.post('/rules/W01/versions/2/withdrawal')).status).toBe(409);
  });

  test('is withdrawn before that', async () => {
    await propose({ validFrom: '2026-06-20' });
    const sent = await admin.post('/rules/W01/versions/3/withdrawal');
    expect(sent.to).toBe('/rules/W01?done=version-withdrawn');
    expect((await versions())[1]?.withdrawn).toBe(true);
    expect((await admin.post('/rules/W01/versions/9/withdrawal')).status).toBe(404);
    expect((await admin.post('/rules/W01/versions/x/withdrawal')).status).toBe(422);
  });

  test('is no firm’s', async () => {
    expect((await propose({}, clerk)).status).toBe(403);
    for (const act of ['release', 'withdrawal'])
      expect((await clerk.post(`/rules/W01/versions/2/${act}`)).status).toBe(403);
  });
});

describe('a rehearsal', () => {
  const rehearse = async (given: Record<string, string> = {}, who = admin) => {
    const set = standing(await admin.get('/rules/W01'), 'set');
    const [name = ''] = Object.keys(set);
    const other = String(Number(set[name]) + 1);
    return who.post('/rules/W01/rehearsal', {
      ...{ act: 'rehearsal', ...set, [name]: other, from: '2026-06-10', to: '2026-06-14' },
      ...given,
    });
  };

  test('tells what would have been found, beside what was', async () => {
    const page = await rehearse();
    expect(page.status).toBe(200);
    expect(page.text).toContain('这些日子里两者都没有发现');
    expect(page.text).toMatch(/2026-06-10 — 2026-06-1\d/);
    expect(page.text).toContain('橙色：逾期满 6 天');
  });

  test('takes an amount in yuan, as it shows it', async () => {
    const set = standing(await admin.get('/rules/W01'), 'set');
    expect(set['set/redFen']).toBe('60000.00');
    const page = await rehearse({ ...set, 'set/redFen': '70,000.5' });
    expect(page.text).toContain('70,000.50 元');
    expect((await rehearse({ ...set, 'set/redFen': '七万' })).status).toBe(422);
  });

  test('of nothing changed, or of days to come, is refused in the form', async () => {
    const set = standing(await admin.get('/rules/W01'), 'set');
    const same = await rehearse(set);
    expect(same.status).toBe(422);
    expect(same.text).toContain('各项参数与现行的相同');
    const ahead = await rehearse({ to: '2026-06-15' });
    expect(ahead.status).toBe(422);
    expect(ahead.html).toContain('id="to-fault"');
  });

  test('is no firm’s', async () => {
    expect((await rehearse({}, clerk)).status).toBe(403);
  });
});
