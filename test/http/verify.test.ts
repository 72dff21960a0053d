import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCertificate } from '../../reports/signature.ts';
import { putCertificate, removeCertificate } from '../../src/domain/registry/certificates.ts';
import { publicId } from '../../src/lib/id.ts';
import { newVerifyCode } from '../../src/lib/verify-code.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { freshDb } from '../helpers/db.ts';
import { readSheets } from '../helpers/pdf.ts';
import { asOperator } from '../helpers/people.ts';
import { projectOf } from '../helpers/site.ts';

// A paper with a real PDF, asked for by people who have nothing but the paper.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let noticeId: string;
let code: string;
let site: { id: number; region: number; ownerId: string; contractorId: string };
let pdf: Uint8Array;

beforeAll(async () => {
  app = await makeApp(at(), {
    now: '2026-06-15T09:00:00+08:00',
    publicUrl: 'https://wage.example',
  });
  callers = await app.callers();
  const { key } = callers.authority;
  await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
  const [row] = await app.ownerDb<
    { id: number; region: number }[]
  >`select id, region_code as region from we.project where code = 'P-1'`;
  site = {
    ...(row as { id: number; region: number }),
    ownerId: callers.owner.uscc,
    contractorId: callers.contractor.uscc,
  };
  const id = await aNotice(at(), site, {
    authorityId: callers.authority.uscc,
    facts: { addressee: { name: '江苏<海州>建工&集团', uscc: null }, laws: [] },
  });
  noticeId = publicId(site.id, id);
  const answer = await app.call('PUT', `/notices/${noticeId}/approval`, { key });
  expect(answer.status).toBe(200);
  pdf = (await app.call('GET', `/notices/${noticeId}.pdf`, { key })).body;
  const [kept] = await app.ownerDb`select facts_cipher from we.notice where id = ${id}`;
  const { verify } = JSON.parse(testVault.open(kept?.facts_cipher));
  expect(verify.url).toBe(`https://wage.example/verify/${verify.code}`);
  code = verify.code;
}, 60_000);
afterAll(() => app.end());

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const formOf = (bytes: Uint8Array) => {
  const form = new FormData();
  form.append('file', new File([Uint8Array.from(bytes)], '文书.pdf'));
  return form;
};

test('a paper signed with the office’s certificate is compared with its signature', async () => {
  const { key, uscc } = callers.authority;
  const office = makeCertificate();
  const about = { ...(await readCertificate(office)), validFrom: new Date(0) };
  await asOperator(app, (work) => putCertificate(work, uscc, office, about));
  const id = await aNotice(at(), site, { authorityId: uscc, facts: { laws: [] } });
  const path = `/notices/${publicId(site.id, id)}`;
  const approved = await app.call('PUT', `${path}/approval`, { key });
  expect(approved.status).toBe(200);
  const signed = Buffer.from((await app.call('GET', `${path}.pdf`, { key })).body);
  expect(signed.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
  const [kept] = await app.ownerDb`select facts_cipher from we.notice where id = ${id}`;
  const asked = `/verify/${JSON.parse(testVault.open(kept?.facts_cipher)).verify.code}`;
  expect((await app.call('GET', asked)).body.sha256).toBe(sha(signed));
  const matches = async (bytes: Uint8Array) =>
    (await app.call('POST', asked, { body: formOf(bytes) })).body.matches;
  expect(await matches(signed)).toBe(true);
  expect(await matches(signed.subarray(0, signed.indexOf('%%EOF') + 6))).toBe(false);
  await asOperator(app, (work) => removeCertificate(work, uscc));
});

test('a referral that names a provision nobody knows is not approved', async () => {
  const { key, uscc } = callers.authority;
  const named = { title: '《劳动保障监察条例》', article: '第二十七条', text: '' };
  const order = { respondent: { name: '虚构劳务有限公司' }, found: [], amountFen: 1 };
  const facts = { laws: [], orders: [{ ...order, penalties: [named] }] };
  const id = await aNotice(at(), site, { authorityId: uscc, facts });
  const answer = await app.call('PUT', `/notices/${publicId(site.id, id)}/approval`, { key });
  expect([answer.status, answer.body.code]).toEqual([409, 'law-expired']);
  expect(answer.body.detail).toContain('《劳动保障监察条例》第二十七条');
});

describe('a program', () => {
  test('is told what the paper says of itself, and nothing else', async () => {
    const { status, headers, body } = await app.call('GET', `/verify/${code}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      code,
      instrument: 'warning',
      kind: '农民工工资支付预警通知书',
      number: expect.stringMatching(/^预警〔2026〕\d+号$/),
      issuedOn: '2026-06-15',
      addressee: '江苏<海州>建工&集团',
      pages: (await readSheets(pdf)).length,
      sha256: sha(pdf),
      inForce: true,
    });
    expect(body.pages).toBeGreaterThan(1);
    expect(headers.get('vary')).toBe('Accept');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('finds the same at the root, where the QR code leads, however the code is typed', async () => {
    const first = await app.call('GET', `/verify/${code}`);
    for (const path of [`/verify/${code}`, `/verify/${code.replaceAll('-', '').toLowerCase()}`]) {
      const answer = await app.request(path);
      expect([answer.status, await answer.json()]).toEqual([200, first.body]);
    }
  });

  test.each([
    ['paper-unknown', 404, () => newVerifyCode()],
    ['code-mistyped', 422, () => code.replace(/.$/, (ch) => (ch === '0' ? '1' : '0'))],
    ['code-mistyped', 422, () => noticeId],
    ['code-mistyped', 422, () => '%27%20or%201%3D1'],
  ])('is refused with %s, status %i, and told nothing', async (wanted, status, make) => {
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { sha256: sha(pdf) } : undefined;
      const answer = await app.call(method, `/verify/${make()}`, { body });
      expect([answer.status, answer.body.code]).toEqual([status, wanted]);
      expect(Object.keys(answer.body).sort()).toEqual(
        ['code', 'detail', 'instance', 'status', 'title', 'type'].sort(),
      );
      expect(JSON.stringify(answer.body)).not.toMatch(/海州|P-1|预警〔|[0-9a-f]{64}/);
    }
  });

  test('compares a file or its hash', async () => {
    const hash = (body: unknown) => app.call('POST', `/verify/${code}`, { body });
    expect((await hash({ sha256: sha(pdf) })).body).toMatchObject({
      matches: true,
      given: sha(pdf),
    });
    expect((await hash({ sha256: sha(pdf).toUpperCase() })).body.matches).toBe(true);
    expect((await hash({ sha256: '0'.repeat(64) })).body.matches).toBe(false);
    expect((await hash(formOf(pdf))).body).toMatchObject({ matches: true, given: sha(pdf) });
    const other = Uint8Array.from(pdf);
    other[other.length - 9] = 0x20;
    expect((await hash(formOf(other))).body).toMatchObject({ matches: false, given: sha(other) });
  });

  test.each([
    [{}, '/sha256'],
    [{ sha256: 'abc' }, '/sha256'],
    [{ sha256: `${'0'.repeat(63)}g` }, '/sha256'],
    [new FormData(), '/file'],
  ])('that gives neither is told so: %o', async (body, pointer) => {
    const answer = await app.call('POST', `/verify/${code}`, { body });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  test('cannot fill our memory', async () => {
    const large = formOf(new Uint8Array(5 * 1024 * 1024 + 1));
    const answer = await app.call('POST', `/verify/${code}`, { body: large });
    expect([answer.status, answer.body.code]).toEqual([413, 'body-too-large']);
  });
});

describe('a browser', () => {
  const page = async (path: string, init: { method?: string; body?: FormData } = {}) => {
    const answer = await app.request(path, { ...init, headers: browser });
    return { answer, text: await answer.text() };
  };

  test('gets a page in Chinese, for a phone, that runs and loads nothing and can be read out', async () => {
    const { answer, text } = await page(`/verify/${code}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=UTF-8',
    ]);
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(text) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/<script|style=|\son\w+=|https?:\/\/|<img|<link/);
    expect(text).toMatch(/<html lang="zh-CN">[\s\S]*width=device-width[\s\S]*<main>\s*<h1>/);
    expect(text).toContain('<p role="status">该文书由本系统签发，有效。</p>');
    expect(text).toContain('<dd>2026年6月15日</dd>');
    expect(text).toContain(`<dd>${sha(pdf)}</dd>`);
    for (const [, id] of text.matchAll(/<input id="(\w+)"/g))
      expect(text).toContain(`<label for="${id}">`);
    // What a paper says is text, whatever it looks like.
    expect(text).toContain('江苏&lt;海州&gt;建工&amp;集团');
  });

  test('compares a file by a form without script', async () => {
    const same = await page(`/verify/${code}`, { method: 'POST', body: formOf(pdf) });
    expect(same.text).toContain('文件与签发的文书一致。该文书由本系统签发，有效。');
    const other = formOf(Buffer.from('%PDF-1.4 something else'));
    const odd = await page(`/verify/${code}`, { method: 'POST', body: other });
    expect(odd.text).toContain('文件与签发的文书不一致！');
  });

  test('may type the code, and is led to its paper', async () => {
    const { answer, text } = await page('/verify');
    expect(answer.status).toBe(200);
    expect(text).toMatch(/<form method="get" action="\/verify">[\s\S]*name="code"/);
    const led = await app.request(`/verify?code=${code.replaceAll('-', '%20')}`, {
      headers: browser,
      redirect: 'manual',
    });
    expect(led.status).toBe(302);
    const to = new URL(led.headers.get('location') as string, 'http://localhost/verify');
    expect((await page(to.pathname)).text).toContain('该文书由本系统签发');
  });

  test.each([
    [404, '没有查到', () => newVerifyCode()],
    [422, '验证码有误', () => 'ABCD-EFGH-JKMN-PQR0'],
  ])('is refused in words with status %i, and may try again', async (status, words, make) => {
    const { answer, text } = await page(`/verify/${make()}`);
    expect(answer.status).toBe(status);
    expect(text).toContain(words);
    expect(text).toContain('name="code"');
    expect(text).not.toMatch(/海州|预警〔|[0-9a-f]{64}<\/dd>/);
  });
});

test('no line of the log holds a code', async () => {
  const lines = app.logged().filter(({ route }) => route === '/verify/{code}');
  expect(lines.length).toBeGreaterThan(5);
  expect(JSON.stringify(app.logged())).not.toContain(code.slice(0, 9));
});

test('a withdrawn paper is told to be so, to both', async () => {
  const { key } = callers.authority;
  const body = { reason: '另案处理' };
  await app.call('PUT', `/notices/${noticeId}/withdrawal`, { key, body });
  expect((await app.call('GET', `/verify/${code}`)).body.inForce).toBe(false);
  const answer = await app.request(`/verify/${code}`, { headers: browser });
  expect(await answer.text()).toContain('<p role="status">该文书已撤回，不再有效。</p>');
});
