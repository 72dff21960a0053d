import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayIn } from '../../src/console/frame/say.ts';
import { grantWord } from '../../src/console/people/grant-words.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { grants, isGrant } from '../../src/domain/people/grants.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let admin: Visitor;
let district: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const companyId = callers.authority.uscc;
  const of = (username: string, role: 'administrator' | 'inspector', region?: string) =>
    visitorOf(app, { username, name: username, role, companyId, region });
  admin = await of('admin', 'administrator');
  district = await of('district', 'administrator', '320703');
  inspector = await of('sun', 'inspector');
  // In 320706: out of the district's reach.
  await app.call('PUT', '/projects/P-1', { key: callers.authority.key, body: projectOf(callers) });
});
afterAll(() => app.end());

const form = (given: Record<string, string> = {}) => ({
  ...{ companyId: callers.owner.uscc, holder: '<i>吴</i>机房', expiresOn: '', addresses: '' },
  ...{ once: crypto.randomUUID(), ...given },
});
const keyIn = ({ html }: Seen) => /value="(wk_[^"]+)"/.exec(html)?.[1] as string;
const prefixOf = (key: string) => key.slice(3, 11);
const keys = () =>
  app.ownerDb<{ n: number }[]>`select count(*)::int as n from we.api_key`.then(([row]) => row?.n);
const asked = async (key: string) =>
  (await app.call('GET', '/projects', { key })).body.code ?? 'taken';

describe('the list', () => {
  test('has the keys of the region, those in use or those that ended, never a key', async () => {
    const page = await admin.get('/keys');
    expect(page.text).toContain(`${prefixOf(callers.contractor.key)} 施工单位1`);
    expect(page.html).not.toContain(callers.contractor.key.slice(12));
    await app.newKey(callers.owner.uscc, '早的');
    await app.ownerDb`update we.api_key set expires_at = '2026-06-15T09:00:00+08:00' where holder = '早的'`;
    expect((await admin.get('/keys')).text).not.toContain('早的');
    expect((await admin.get('/keys?ended=true')).text).toMatch(/早的 — 2026-06-15 09:00 已到期/);
  });

  test('is had as a file under the filter of its page, never a key in it', async () => {
    const file = await admin.get('/keys?as=csv');
    expect(file.html).toContain(`${prefixOf(callers.contractor.key)},${callers.contractor.uscc},`);
    expect(file.html).not.toContain(callers.contractor.key.slice(12));
    expect(file.html).not.toContain('早的');
    expect((await admin.get('/keys?ended=true&as=csv')).html).toMatch(/早的.*已到期/);
    expect((await district.get('/keys?as=csv')).html).not.toContain(callers.owner.uscc);
  });

  test('pages', async () => {
    await app.ownerDb`insert into we.api_key (prefix, hash, company_id, holder, grants, created_at, revoked_at)
      select lpad(to_hex(n), 8, '0'), '', ${callers.owner.uscc}, '许多' || n, '{read}', '2026-01-01', '2026-01-02' from generate_series(1, 51) n`;
    const page = await admin.get('/keys?ended=true');
    const next = /rel="next" href="([^"]+)"/.exec(page.html)?.[1] as string;
    const second = await admin.get(next.replaceAll('&amp;', '&'));
    expect([page.text.includes('许多49'), second.text.includes('许多51')]).toEqual([true, true]);
    expect((await admin.get('/keys?after=x')).status).toBe(422);
  });

  test('is an administrator’s alone, and a district’s has nothing from outside it', async () => {
    expect((await inspector.get('/keys')).status).toBe(403);
    expect((await inspector.post('/keys', form())).status).toBe(403);
    const page = await district.get('/keys');
    expect(page.status).toBe(200);
    for (const { key } of [callers.authority, callers.owner])
      expect(page.text).not.toContain(prefixOf(key));
  });

  test('tells every grant by its words, in both languages', () => {
    for (const grant of Object.keys(grants).filter(isGrant))
      for (const language of ['zh', 'en'] as const)
        expect(grantWord(sayIn(language), grant)).not.toBe(grant);
  });
});

describe('a new key', () => {
  test('is shown once and works; the form sent twice makes one and does not show it again', async () => {
    const [before, sent] = [await keys(), form()];
    const page = await admin.post('/keys', sent);
    expect(page.status).toBe(200);
    const key = keyIn(page);
    expect(await asked(key)).toBe('taken');
    const again = await admin.post('/keys', sent);
    expect(again.status).toBe(409);
    expect(again.text).toContain('只显示那一次');
    expect(again.html).not.toContain(key.slice(12));
    expect(await keys()).toBe((before as number) + 1);
    const kept = await app.ownerDb<{ cipher: string }[]>`
      select answer_cipher as cipher from we.idempotent_answer where key = ${sent.once}`;
    expect(kept.map(({ cipher }) => Object.keys(JSON.parse(testVault.open(cipher))))).toEqual([
      ['digest'],
    ]);
    // The form that came back makes a new one.
    const fresh = /name="once" value="([^"]+)"/.exec(again.html)?.[1] as string;
    expect(keyIn(await admin.post('/keys', { ...sent, once: fresh }))).not.toBe(key);
    const shown = await admin.get(`/keys/${prefixOf(key)}`);
    expect(shown.html).not.toContain(key.slice(12));
    expect(shown.html).toContain('&lt;i&gt;吴&lt;/i&gt;机房');
    expect(shown.text).toMatch(/单位 建设单位1 .*有效|有效.*单位 建设单位1/);
  });

  test('has the grants that were ticked, the end of its day and its addresses', async () => {
    const given = {
      'grant/read': 'on',
      expiresOn: '2026-06-15',
      addresses: '10.1.0.0/16，192.0.2.7',
    };
    const key = keyIn(await admin.post('/keys', form(given)));
    const [row] = await app.ownerDb`
      select grants, addresses, expires_at from we.api_key where prefix = ${prefixOf(key)}`;
    expect(row).toMatchObject({ grants: ['read'], addresses: ['10.1.0.0/16', '192.0.2.7'] });
    expect(new Date(row?.expires_at)).toEqual(new Date('2026-06-16T00:00:00+08:00'));
    const all = keyIn(await admin.post('/keys', form({ holder: '另一人' })));
    const [whole] =
      await app.ownerDb`select grants from we.api_key where prefix = ${prefixOf(all)}`;
    expect(whole?.grants).toContain('delays:write');
  });

  test.each([
    ['companyId', { companyId: '123' }],
    ['holder', { holder: '' }],
    ['expiresOn', { expiresOn: '2026-02-30' }],
  ])('with a wrong %s is refused at its field', async (name, given) => {
    const before = await keys();
    const page = await admin.post('/keys', form(given));
    expect(page.status).toBe(422);
    expect(page.html).toContain(`id="${name}-fault"`);
    expect(await keys()).toBe(before);
  });

  test('for nobody registered, with an address that is none or a grant not theirs is refused; words stay', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ companyId: makeUscc(999) }, '该单位尚未登记'],
      [{ addresses: '10.1.0.0/99' }, '有误：10.1.0.0/99'],
      [{ expiresOn: '2026-06-14' }, '有效期已经过去'],
      [{ 'grant/payroll:post': 'on' }, '该单位可用的权限是'],
    ];
    for (const [given, words] of wrong) {
      const page = await admin.post('/keys', form(given));
      expect([page.status, page.text.includes(words)]).toEqual([422, true]);
      expect(page.html).toContain('value="&lt;i&gt;吴&lt;/i&gt;机房"');
    }
    const page = await admin.post('/keys', form({ 'grant/payroll:post': 'on' }));
    expect(page.html).toMatch(
      /<details class="act" open="">.*name="grant\/payroll:post" checked=""/s,
    );
  });

  test('is made for nobody out of reach', async () => {
    const wide = await district.post('/keys', form({ companyId: callers.authority.uscc }));
    expect([wide.status, wide.text.includes('该单位的辖区超出您的辖区')]).toEqual([422, true]);
    const firm = await district.post('/keys', form());
    expect([firm.status, firm.text.includes('在您的辖区之外也有项目')]).toEqual([422, true]);
    const near = makeUscc(801);
    await app.newCompany(near, '连云监察', ['authority'], [320703, 320703]);
    const made = await district.post('/keys', form({ companyId: near }));
    expect(made.status).toBe(200);
    expect((await district.get('/keys')).text).toContain(prefixOf(keyIn(made)));
  });
});

describe('one key', () => {
  const aKey = () => app.newKey(callers.owner.uscc, `某人${crypto.randomUUID().slice(0, 8)}`);

  test('is replaced, and the old one ends some days later', async () => {
    const old = await aKey();
    const path = `/keys/${prefixOf(old)}/rotation`;
    const page = await admin.post(path, { act: 'rotation', days: '0', once: 'rotate-1' });
    const key = keyIn(page);
    expect([await asked(key), await asked(old)]).toEqual(['taken', 'key-expired']);
    expect((await admin.post(path, { act: 'rotation', days: '0', once: 'other' })).status).toBe(
      404,
    );
    await admin.post(`/keys/${prefixOf(key)}/rotation`, { act: 'rotation', days: '90' });
    expect(await asked(key)).toBe('taken');
    expect((await admin.get(`/keys/${prefixOf(old)}`)).text).not.toContain('立即停用');
  });

  test.each(['91', '-1', '1.5', ''])('is not replaced after %j days', async (days) => {
    const path = `/keys/${prefixOf(await aKey())}/rotation`;
    const page = await admin.post(path, { act: 'rotation', days });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="rotation-days-fault"');
  });

  test('ends at once when it is revoked, and stays so', async () => {
    const key = await aKey();
    const path = `/keys/${prefixOf(key)}`;
    expect((await admin.get(path)).text).toContain('立即停用');
    const sent = await admin.post(`${path}/revocation`, { act: 'revocation' });
    expect(sent.to).toBe(`${path}?done=key-revoked`);
    expect(await asked(key)).toBe('key-revoked');
    expect((await admin.post(`${path}/revocation`)).status).toBe(303);
    expect((await admin.get(path)).text).toContain('已停用');
  });

  test('out of reach is neither seen nor touched', async () => {
    const key = await aKey();
    const path = `/keys/${prefixOf(key)}`;
    expect((await district.get(path)).status).toBe(404);
    for (const act of ['rotation', 'revocation'])
      expect((await district.post(`${path}/${act}`, { act, days: '7' })).status).toBe(404);
    expect(await asked(key)).toBe('taken');
    expect((await inspector.post(`${path}/revocation`)).status).toBe(403);
    expect((await admin.get('/keys/00000000')).status).toBe(404);
  });

  test('reads in English', async () => {
    admin.cookies.set('language', 'en');
    const page = await admin.get(`/keys/${prefixOf(callers.owner.key)}`);
    expect(page.text).toContain('Revoke at once');
    expect(page.text).toContain('State why an instalment is late');
    admin.cookies.delete('language');
  });
});
