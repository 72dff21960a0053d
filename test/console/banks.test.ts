import { generateKeyPairSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ACCOUNT, aSite } from '../helpers/firm.ts';
import { type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';

const at = freshDb();
const NOW = '2026-06-15T09:00:00+08:00';
const COMPANY = makeUscc(700);
let app: TestApp;
let callers: Callers;
let admin: Visitor;
let district: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: NOW });
  callers = await app.callers();
  const companyId = callers.authority.uscc;
  const of = (username: string, role: 'administrator' | 'inspector', region?: string) =>
    visitorOf(app, { username, name: username, role, companyId, region });
  admin = await of('admin', 'administrator');
  district = await of('district', 'administrator', '320703');
  inspector = await of('sun', 'inspector');
  await aSite(app, callers);
});
afterAll(() => app.end());

const form = (given: Record<string, string> = {}) => ({
  ...{ code: '102', name: '<b>海州</b>银行', companyId: '', publicKey: '', changes: 'true' },
  ...{ once: crypto.randomUUID(), ...given },
});
const secretIn = ({ html }: Seen) => /value="(whsec_[^"]+)"/.exec(html)?.[1] as string;
/** Whether a message signed with a secret is taken. */
async function isTaken(secret: string, code = '102') {
  const id = `msg-${crypto.randomUUID()}`;
  const now = app.deps.clock.now();
  const raw = JSON.stringify({ type: 'feed.complete', timestamp: now.toISOString(), data: [] });
  const headers = {
    'Content-Type': 'application/json',
    ...{ 'webhook-id': id, 'webhook-timestamp': String(now.getTime() / 1000) },
    'webhook-signature': new Webhook(secret).sign(id, now, raw),
  };
  const answer = await app.call('POST', `/banks/${code}/events`, {
    body: raw,
    headers,
    once: null,
  });
  return answer.status !== 401;
}

describe('registering a bank', () => {
  test('makes a secret that is shown once and works; sent twice it is one, and not shown again', async () => {
    const sent = form();
    const page = await admin.post('/banks', sent);
    expect(page.status).toBe(200);
    const secret = secretIn(page);
    expect(await isTaken(secret)).toBe(true);
    const again = await admin.post('/banks', sent);
    expect([again.status, again.text.includes('只显示那一次')]).toEqual([409, true]);
    expect(again.html).not.toContain(secret);
    const shown = await admin.get('/banks/102');
    expect(shown.html).not.toContain(secret);
    expect(shown.html).toContain('&lt;b&gt;海州');
    expect(shown.html.match(/secrets\/\d+\/end/g)).toHaveLength(1);
  });

  test('again changes the secret: the old one holds seven days, and ends at once when told to', async () => {
    const first = secretIn(await admin.post('/banks', form()));
    const second = secretIn(await admin.post('/banks', form()));
    expect([await isTaken(first), await isTaken(second)]).toEqual([true, true]);
    const [{ version }] = (await app.ownerDb`
      select version from we.bank_secret where bank_code = '102' order by version desc offset 1 limit 1`) as unknown as [
      { version: number },
    ];
    const ended = await admin.post(`/banks/102/secrets/${version}/end`);
    expect(ended.to).toBe('/banks/102?done=secret-ended');
    expect([await isTaken(first), await isTaken(second)]).toEqual([false, true]);
    const [row] = await app.ownerDb`select valid_to from we.bank_secret where version = ${version}`;
    app.setNow('2026-06-15T09:20:00+08:00');
    await admin.post(`/banks/102/secrets/${version}/end`);
    app.setNow(NOW);
    const [after] =
      await app.ownerDb`select valid_to from we.bank_secret where version = ${version}`;
    expect(after).toEqual(row);
    expect((await admin.post('/banks/102/secrets/99/end')).status).toBe(404);
    expect((await admin.get('/banks/102')).text).toContain('已停用');
  });

  test('a code that is a bank’s already is not entered again: its secret stays, and so does its name', async () => {
    await admin.post('/banks', form({ code: '104', changes: '' }));
    const secrets = () =>
      app.ownerDb`select version, valid_to from we.bank_secret where bank_code = '104'`;
    const before = await secrets();
    const again = await admin.post('/banks', form({ code: '104', name: '测试银行', changes: '' }));
    expect([again.status, again.text.includes('代码 104 已登记为')]).toEqual([422, true]);
    expect(again.html).toContain('id="code-fault"');
    expect(await secrets()).toEqual(before);
    expect((await admin.get('/banks')).text).not.toContain('测试银行');
    expect((await admin.get('/banks/104')).html).toContain('name="changes" value="true"');
  });

  test('with a public key of SM2 shows no secret; one that is none is refused and stays typed', async () => {
    const wrong = await admin.post('/banks', form({ code: '105', publicKey: '04abc' }));
    expect([wrong.status, wrong.text.includes('SM2 公钥应为')]).toEqual([422, true]);
    expect(wrong.html).toContain('value="04abc"');
    expect((await admin.get('/banks/105')).status).toBe(404);
    const key = generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey;
    const publicKey = key.export({ type: 'spki', format: 'der' }).subarray(-65).toString('hex');
    const sent = await admin.post('/banks', form({ code: '105', publicKey }));
    expect(sent.to).toBe('/banks/105?done=stored');
    expect((await admin.get('/banks/105')).text).toContain('SM2');
  });

  test.each([
    ['code', { code: '12' }],
    ['name', { name: '' }],
    ['companyId', { companyId: '9132' }],
  ])('with a wrong %s is refused at its field', async (name, given) => {
    const page = await admin.post('/banks', form(given));
    expect(page.status).toBe(422);
    expect(page.html).toContain(`id="${name}-fault"`);
  });

  test('binds it to its organisation, entered where nobody has, whose people can then sign in', async () => {
    await admin.post('/banks', form({ companyId: COMPANY }));
    expect((await admin.get('/banks/102')).text).toContain(COMPANY);
    const [company] = await app.ownerDb`select kinds from we.company where uscc = ${COMPANY}`;
    expect(company?.kinds).toEqual(['bank']);
    const clerk = await visitorOf(app, {
      ...{ username: 'clerk', name: '许', role: 'bank-clerk', companyId: COMPANY },
    });
    expect((await clerk.get('/')).to).toBe('/feeds');
    for (const companyId of ['', COMPANY])
      expect((await admin.post('/banks', form({ companyId }))).status).toBe(200);
    expect((await admin.get('/banks/102')).text).toContain(COMPANY);
  });

  test('to no firm, and to no organisation that is another bank already; nothing of it is kept', async () => {
    const versions = async () =>
      (await app.ownerDb`select from we.bank_secret where bank_code in ('102', '301')`).length;
    const before = await versions();
    const firm = await admin.post('/banks', form({ companyId: callers.owner.uscc }));
    expect([firm.status, firm.text.includes('登记的不是银行')]).toEqual([422, true]);
    const taken = await admin.post('/banks', form({ code: '301', companyId: COMPANY }));
    expect([taken.status, taken.text.includes('已是另一银行代码')]).toEqual([409, true]);
    expect(await versions()).toBe(before);
  });

  test('is not for who does not reach all its accounts', async () => {
    const page = await district.post('/banks', form());
    expect([page.status, page.text.includes('在您的辖区之外也有专户')]).toEqual([422, true]);
    expect((await district.post('/banks/102/secrets/1/end')).status).toBe(422);
    expect((await district.post('/banks', form({ code: '308' }))).status).toBe(200);
  });
});

describe('how a bank’s data stand', () => {
  test('is told in the list and on its page: accounts behind, what waits, the months', async () => {
    const bank = await app.bank('102');
    await bank.events('feed.complete', { accountNo: ACCOUNT, through: '2026-06-11' }, 'one');
    await bank.events(
      'feed.complete',
      { accountNo: '62220000000000', through: '2026-06-11' },
      'two',
    );
    expect((await admin.get('/banks')).text).toMatch(
      /银行 102 1 1 2026-06-11 2026-06-15 09:00 0 1/,
    );
    const page = await admin.get('/banks/102');
    expect(page.text).toMatch(/海州.*安置房 P-1 0456 2026-06-11 1 天/);
    await bank.events('feed.complete', { accountNo: ACCOUNT, through: '2026-06-12' }, 'three');
    expect((await admin.get('/banks')).text).toMatch(/银行 102 1 0 2026-06-12/);
    const after = await admin.get('/banks/102');
    expect(after.text).toContain('全部专户的数据都已齐至上一工作日');
    expect(after.text).toMatch(/2026-06 \d+ \/ \d+ 0 — — —/);
  });

  test('is told a district of its own accounts only', async () => {
    expect((await district.get('/banks')).text).toMatch(/银行 102 0 0 —/);
    expect((await district.get('/banks/102')).text).not.toContain('P-1');
  });

  test('is an administrator’s to see', async () => {
    for (const path of ['/banks', '/banks/102'])
      expect((await inspector.get(path)).status).toBe(403);
    expect((await inspector.post('/banks', form())).status).toBe(403);
    expect((await inspector.post('/banks/102/secrets/1/end')).status).toBe(403);
    expect((await admin.get('/banks/999')).status).toBe(404);
  });

  test('reads in English', async () => {
    admin.cookies.set('language', 'en');
    expect((await admin.get('/banks')).text).toContain('Banks and feeds');
    expect((await admin.get('/banks/102')).text).toContain('Nine in ten within');
    admin.cookies.delete('language');
  });
});
