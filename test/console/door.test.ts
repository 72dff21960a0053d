import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invitePerson } from '../../src/domain/people/invitations.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { makeVisitor } from '../helpers/pages.ts';
import { asOperator, codeNow, enrol, join, makeBrowser, PASSWORD } from '../helpers/people.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
const START = '2026-06-15T09:00:00+08:00';

const person = (username: string, name: string, role: 'inspector' | 'supervisor') =>
  ({ username, name, companyId: callers.authority.uscc, role }) as const;

beforeAll(async () => {
  app = await makeApp(at(), { now: START });
  callers = await app.callers();
  await join(app, person('sun', '孙监察', 'inspector'));
});
afterAll(() => app.end());

describe('the door', () => {
  test('whoever is not signed in is led there, and back where they were going', async () => {
    const visitor = makeVisitor(app);
    const led = await visitor.get('/alerts?level=red');
    expect([led.status, led.to]).toEqual([303, '/sign-in?to=%2Falerts%3Flevel%3Dred']);
    const door = await visitor.get(led.to as string);
    expect(door.html).toContain('name="to" value="/alerts?level=red"');
    const form = { username: 'sun', password: PASSWORD, to: '/alerts?level=red' };
    const inside = await visitor.post('/sign-in', form);
    expect([inside.status, inside.to]).toEqual([303, '/alerts?level=red']);
    expect((await visitor.get('/alerts?level=red')).text).toContain('孙监察 · 监察员');
  });

  test('a wrong password shows the form again, with the name and without the password', async () => {
    const answer = await makeVisitor(app).post('/sign-in', { username: 'sun', password: '错的' });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('用户名或密码不正确');
    expect(answer.html).toContain('value="sun"');
    expect(answer.html).not.toContain('错的');
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/.//evil.example/alerts',
    '/%2e%2e//evil.example',
    'javascript:alert(1)',
    'x',
  ])('nobody is led out of the house: %s', async (to) => {
    const answer = await makeVisitor(app).post('/sign-in', {
      username: 'sun',
      password: PASSWORD,
      to,
    });
    expect([answer.status, answer.to]).toEqual([303, '/']);
  });

  test('a form of another site is refused', async () => {
    const form = { username: 'sun', password: PASSWORD };
    const answer = await makeVisitor(app).post('/sign-in', form, {
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie().join()).not.toContain('wage_session');
  });

  test('signing out ends it', async () => {
    const visitor = makeVisitor(app);
    await visitor.post('/sign-in', { username: 'sun', password: PASSWORD });
    expect((await visitor.get('/alerts')).status).toBe(200);
    expect((await visitor.post('/sign-out')).to).toBe('/sign-in');
    expect((await visitor.get('/alerts')).status).toBe(303);
  });

  test('pages are in English for whoever asks, and stay so', async () => {
    const visitor = makeVisitor(app);
    expect((await visitor.get('/sign-in')).html).toContain('<html lang="zh-CN">');
    expect((await visitor.get('/language/en?to=/sign-in')).to).toBe('/sign-in');
    const page = await visitor.get('/sign-in');
    expect(page.html).toContain('<html lang="en">');
    expect(page.text).toContain('User name');
  });
});

test.each([
  ['/alerts/x/comment', '/alerts/x'],
  ['/payrolls/new/check', '/payrolls/new'],
  ['/instalments/P-1/2026-03/delay', '/instalments/P-1/2026-03'],
  ['/settlements/x/steps/2/pretext-review', '/settlements/x'],
  ['/sign-out', '/'],
])('the address of an act opened as a page leads to the page above it: %s', async (act, above) => {
  const answer = await makeVisitor(app).get(act);
  expect([answer.status, answer.to]).toEqual([303, above]);
});

describe('a session that ended while a form was typed', () => {
  test('the form comes back after signing in, and is sent as it was typed', async () => {
    const visitor = makeVisitor(app);
    await visitor.post('/sign-in', { username: 'sun', password: PASSWORD });
    visitor.cookies.delete('wage_session');
    const typed = { text: '电话里说<b>月底</b>付', act: 'comment', once: 'k-1' };
    const door = await visitor.post('/alerts/x/comment', typed);
    expect(door.status).toBe(401);
    expect(door.text).toContain('刚才填写的内容还在');
    expect(door.html).toContain('name="kept.text" value="电话里说&lt;b&gt;月底&lt;/b&gt;付"');
    const resumed = await visitor.post('/sign-in', {
      ...{ username: 'sun', password: PASSWORD, to: '/alerts/x/comment' },
      ...{ 'kept.text': typed.text, 'kept.act': 'comment', 'kept.once': 'k-1' },
    });
    expect(resumed.status).toBe(200);
    expect(resumed.html).toMatch(/<form method="post" action="\/alerts\/x\/comment">/);
    expect(resumed.html).toContain('name="text" value="电话里说&lt;b&gt;月底&lt;/b&gt;付"');
    expect(resumed.html).toContain('name="once" value="k-1"');
  });

  test('it travels past the second factor too, a wrong password and a wrong code', async () => {
    const username = 'zhou';
    await join(app, person(username, '周负责', 'supervisor'));
    const browser = makeBrowser(app);
    await browser.signIn(username);
    const { uri } = await enrol(browser);
    const kept = { 'kept.reason': '不实', 'kept.line': '1 3', 'kept.once': 'k-2' };
    const to = '/alerts/x/dismissal';
    const visitor = makeVisitor(app);
    const wrong = await visitor.post('/sign-in', { username, password: '错的', to, ...kept });
    expect(wrong.html).toContain('name="kept.reason" value="不实"');
    const asked = await visitor.post('/sign-in', { username, password: PASSWORD, to, ...kept });
    expect(asked.status).toBe(200);
    expect(asked.html).toContain('name="code"');
    for (const [name, value] of Object.entries({ to, ...kept }))
      expect(asked.html).toContain(`name="${name}" value="${value}"`);
    const refused = await visitor.post('/sign-in/second-factor', { code: '000000', to, ...kept });
    expect(refused.html).toContain('name="kept.reason" value="不实"');
    const code = codeNow(uri, 1);
    const resumed = await visitor.post('/sign-in/second-factor', { code, to, ...kept });
    expect(resumed.html).toContain(`<form method="post" action="${to}">`);
    expect(resumed.text).toMatch(/理由 不实 补发的行 1 3/);
    // Nobody but the program needs to see these.
    expect(resumed.text).not.toMatch(/once|k-2/);
  });

  test('several members of one name are kept', async () => {
    const visitor = makeVisitor(app);
    const door = await visitor.post('/payrolls/batches/x/resend', 'line=1&line=3&card-3=62');
    expect(door.html).toContain('name="kept.line" value="1 3"');
  });

  test('what is too large for somebody unknown is not read', async () => {
    const text = 'x'.repeat(1024 * 1024);
    const answer = await makeVisitor(app).post('/alerts/x/comment', { text });
    expect(answer.status).toBe(401);
    expect(answer.html).not.toContain('kept.text');
  });

  test('a password that was being typed is not kept', async () => {
    const answer = await makeVisitor(app).post('/me/password', {
      password: '旧的旧的旧的',
      newPassword: '新的新的新的',
    });
    expect(answer.status).toBe(401);
    expect(answer.html).not.toMatch(/旧的|新的/);
  });
});

describe('the second factor', () => {
  test('a role that needs one is led to set it up, and sees nothing before', async () => {
    const { token } = await asOperator(app, (work) =>
      invitePerson(work, 'all', person('qian', '钱负责', 'supervisor')),
    );
    const visitor = makeVisitor(app);
    expect((await visitor.get(`/invitation?token=${token}`)).html).toContain(`value="${token}"`);
    const joined = await visitor.post('/invitation', { token, password: PASSWORD });
    expect(joined.to).toBe('/sign-in?done=joined');
    const begun = await visitor.post('/sign-in', {
      username: 'qian',
      password: PASSWORD,
      to: '/notices',
    });
    expect(begun.to).toBe('/sign-in/enrolment?to=%2Fnotices');
    expect((await visitor.get('/notices')).to).toBe('/sign-in/second-factor?to=%2Fnotices');
    expect((await visitor.get('/sign-in/second-factor?to=%2Fnotices')).to).toBe(
      '/sign-in/enrolment?to=%2Fnotices',
    );
    const given = await visitor.post('/sign-in/enrolment', { password: PASSWORD, to: '/notices' });
    expect(given.html).toContain('role="img"');
    const secret = /<p class="num">([A-Z2-7 ]+)<\/p>/.exec(given.html)?.[1]?.replaceAll(' ', '');
    const wrong = await visitor.post('/sign-in/second-factor', { code: '000000', to: '/notices' });
    expect([wrong.status, wrong.text.includes('验证码不正确')]).toEqual([401, true]);
    const code = codeNow(`otpauth://totp/x?secret=${secret}`);
    const proved = await visitor.post('/sign-in/second-factor', { code, to: '/notices' });
    expect(proved.to).toBe('/notices');
    expect((await visitor.get('/notices')).status).toBe(200);
  });
});

describe('what every page carries', () => {
  test('a strict policy, and its own style and script, kept for good by what they hold', async () => {
    const visitor = makeVisitor(app);
    const page = await visitor.get('/sign-in');
    const policy = page.headers.get('content-security-policy') as string;
    expect(policy).toMatch(
      /default-src 'none'.*style-src 'self'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    expect(policy).not.toContain('unsafe');
    expect(page.html).not.toMatch(/ style="| on[a-z]+="|<style|<script>/);
    const files = [...page.html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      (m) => m[1] as string,
    );
    expect(files).toHaveLength(2);
    for (const file of files) {
      const asset = await visitor.get(file);
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('an address with a condition that is none says so and offers the way back', async () => {
    const visitor = makeVisitor(app);
    await visitor.post('/sign-in', { username: 'sun', password: PASSWORD });
    const answer = await visitor.get('/alerts?level=purple');
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('<a href="/alerts">去掉条件再看</a>');
  });

  test('an address that no page has', async () => {
    const visitor = makeVisitor(app);
    const answer = await visitor.get('/no-such-page', { Accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('没有这个页面');
  });
});
