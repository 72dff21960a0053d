import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aFirm, aSite, type Firm } from '../helpers/firm.ts';

// What somebody reads who went to a wrong address: words of a page, not of the interface, in both languages.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let firm: Firm;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  await aSite(app, callers);
  firm = await aFirm(app, callers, makeUscc(77));
});
afterAll(() => app.end());

const HAN = /\p{Script=Han}/u;

test.each([
  ['/payrolls?after=x', 422, '请从第一页看起', 'Begin with the first page'],
  ['/payrolls?open=perhaps', 422, '地址中的条件有误', 'does not exist'],
  ['/payrolls/of/NONE', 404, '没有这条记录', 'not for you to see'],
  ['/nothing-here', 404, '没有这个页面', 'not for you to see'],
  ['/instalments', 403, '您的账户不能看这一页', 'Your account may not open'],
])('%s', async (path, status, chinese, english) => {
  const page = await firm.clerk.get(path, { Accept: 'text/html' });
  expect(page.status).toBe(status);
  expect(page.text).toContain(chinese);
  expect(page.text).not.toMatch(/\bafter\b|\bnext\b|密钥/);
  await firm.clerk.get('/language/en');
  const other = await firm.clerk.get(path, { Accept: 'text/html' });
  await firm.clerk.get('/language/zh');
  expect(other.status).toBe(status);
  expect(other.text).toContain(english);
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(other.html) ?? [];
  expect(main).not.toMatch(HAN);
});
