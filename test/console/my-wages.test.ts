import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { watchCallers } from '../../src/callers.ts';
import { makeIdNumber } from '../../src/demo/identities.ts';
import { parseId } from '../../src/lib/id.ts';
import { siteCode } from '../../src/lib/site-code.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { anInstalment } from '../helpers/make-money.ts';
import { makeVisitor, type Seen, type Visitor } from '../helpers/pages.ts';
import { type WageSite, wageSite } from './arrange-wages.ts';

// Workers without an account, who have the poster, their name and their identity card.

const at = freshDb();
const ID = makeIdNumber(7001);
const six = ID.slice(-6);
const NAME = '买买提·<b>艾力</b>';
let app: TestApp;
let callers: Callers;
let site: WageSite;
let other: WageSite;
let engagementId: string;
let phone: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  site = await wageSite(app, at(), callers, 'P-1');
  other = await wageSite(app, at(), callers, 'P-2');
  engagementId = await site.engage({ idNumber: ID, name: NAME });
  await site.engage({ idNumber: makeIdNumber(7002), name: '李四' });
  await site.wage({ engagementId, month: '2026-05', netFen: 6_123_45, state: 'returned' });
  await site.wage({
    ...{ engagementId, month: '2026-04', netFen: 5_800_00, paidFen: 5_800_00 },
    ...{ state: 'paid', finalOn: '2026-05-14' },
  });
  await site.wage({ engagementId, month: '2026-02', netFen: 4_321_00, state: 'paid' });
  phone = makeVisitor(app);
});
afterAll(() => app.end());

const ask = (given: { site?: string; name?: string; lastSix?: string } = {}) =>
  phone.post('/my-wages', { site: site.code, name: NAME, lastSix: six, ...given });
const passIn = ({ html }: Seen) => /name="pass" value="([^"]+)"/.exec(html)?.[1] ?? '';
const complaints = () =>
  app.ownerDb<
    { id: string; kind: string; about: string; on: string; region: number }[]
  >`select id, kind, about_id as about, on_day as on, region_code as region from we.complaint where project_id = ${site.project.id} order by kind`;

describe('the first screen', () => {
  test('asks for three things and stays below 100 kB with its style and script', async () => {
    const page = await phone.get(`/my-wages?site=${site.code.replaceAll(' ', '')}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('身份证号后六位');
    expect(page.html).toContain(`value="${site.code.replaceAll(' ', '')}"`);
    const assets = [...page.html.matchAll(/\/assets\/[\w.]+/g)].map(([path]) => path);
    expect(assets).toHaveLength(2);
    const loaded = await Promise.all(assets.map((path) => phone.get(path)));
    const bytes = [page, ...loaded].reduce((sum, { html }) => sum + Buffer.byteLength(html), 0);
    expect(bytes).toBeLessThan(100_000);
    expect(page.html).not.toMatch(/ style=|<style|onclick|https?:\/\//);
  });

  test('says at each field what is not filled in right, and keeps what was typed', async () => {
    const page = await ask({ lastSix: '12345', site: '1234' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="lastSix-fault"');
    expect(page.html).toContain('id="site-fault"');
    expect(page.html).not.toContain('id="name-fault"');
    expect(page.html).toContain('value="12345"');
  });

  test('escapes a name with HTML in it, in what it shows again too', async () => {
    const page = await ask({ lastSix: 'x' });
    expect(page.html).toContain('&lt;b&gt;艾力&lt;/b&gt;');
    expect(page.html).not.toContain('<b>艾力');
  });
});

describe('the second screen', () => {
  test('tells the last three months, each with its sum and where the money is', async () => {
    const page = await ask();
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/2026年5月工资 6,123\.45 元 没有打成：银行退回来了/);
    expect(page.text).toMatch(
      /2026年4月工资 5,800\.00 元 银行说已经打到尾号 8812 的卡，2026-05-14。/,
    );
    expect(page.text).toMatch(/2026年3月工资 工资表上还没有你/);
    expect(page.text).not.toContain('4,321.00');
    expect(page.html).not.toContain('<b>艾力');
  });

  test('says since when wages are late, and before that by when they are due', async () => {
    const due = (day: string) => app.ownerDb`
      update we.obligation set due_day = ${day} where project_id = ${site.project.id} and kind = 'wage' and period = '2026-03'`;
    // The engagement made the duty; only its day is another.
    await due('2026-06-14');
    expect((await ask()).text).toContain('工资表上还没有你。本来最晚 2026-06-14 要发，已经晚了。');
    await due('2026-06-15');
    expect((await ask()).text).toContain('工资表上还没有你。最晚 2026-06-15 要发。');
  });

  test('tells whether the owner’s money for the latest month is there', async () => {
    const instalment = { project: site.project, month: '2026-05', dueDay: '2026-06-01' };
    await anInstalment(at(), instalment);
    expect((await ask()).text).toContain('建设单位拨钱到工资专户 还没有');
    // Once the wages are on the card nobody is told that the money is not there.
    const [line] = await app.ownerDb<{ state: string; paid_fen: number; net_fen: number }[]>`
      select state, paid_fen, net_fen from we.payroll_line where project_id = ${site.project.id} and wage_month = '2026-05-01'`;
    const put = (state: string, paidFen: number) => app.ownerDb`
      update we.payroll_line set state = ${state}, paid_fen = ${paidFen} where project_id = ${site.project.id} and wage_month = '2026-05-01'`;
    await put('paid', line?.net_fen as number);
    const paid = (await ask()).text;
    expect(paid).toContain('到你的卡 ✓ 已办');
    expect(paid).not.toContain('建设单位拨钱');
    await put(line?.state as string, line?.paid_fen as number);
    await app.ownerDb`
      update we.obligation set met_on = '2026-06-02' where project_id = ${site.project.id} and kind = 'transfer' and period = '2026-05'`;
    expect((await ask()).text).toContain('建设单位拨钱到工资专户 ✓ 已办 2026-06-02');
  });

  test('shows no number of anybody', async () => {
    const { html } = await ask();
    expect(html).not.toContain(six);
    expect(html).not.toContain(ID.slice(0, 12));
    expect(html).not.toContain('李四');
  });

  test('forgives gaps, width and a small x', async () => {
    expect((await ask({ name: ' 买买提•<b>艾力</b> ' })).status).toBe(200);
    expect((await ask({ lastSix: ` ${six.toLowerCase()} ` })).status).toBe(200);
    expect((await ask({ site: site.code.replaceAll(' ', '-') })).status).toBe(200);
  });

  test('a worker whose number ends in X', async () => {
    const idNumber = Array.from({ length: 100 }, (_, n) => makeIdNumber(7100 + n)).find((id) =>
      id.endsWith('X'),
    ) as string;
    await site.engage({ idNumber, name: '王五' });
    const lastSix = idNumber.slice(-6).toLowerCase();
    expect((await ask({ name: '王五', lastSix })).status).toBe(200);
  });
});

describe('a wrong claim', () => {
  const lastSixOf = (id: string) => id.slice(-6);

  test('the same answer, whatever was wrong, and not before 0.4 s', async () => {
    const stranger = makeIdNumber(7009);
    const unknownCode = siteCode(testVault, 999_999);
    const begun = performance.now();
    const pages = [
      await ask({ name: '李四' }),
      await ask({ name: '无此人' }),
      await ask({ lastSix: lastSixOf(stranger) }),
      // The last four, which lie open, are right; the two before them are not.
      await ask({
        lastSix: `${(Number(six.slice(0, 2)) + 1) % 100}`.padStart(2, '0') + six.slice(2),
      }),
      await ask({ site: other.code }),
      await ask({ site: unknownCode }),
    ];
    expect(performance.now() - begun).toBeGreaterThan(6 * 400);
    const plain = pages.map(({ status, html }) => ({
      status,
      html: html.replace(/value="[^"]*"/g, '').replace(/<span class="num">[^<]*<\/span>/g, ''),
    }));
    expect(plain[0]?.status).toBe(401);
    expect(plain[0]?.html).toContain('没有查到');
    for (const page of plain) expect(page).toEqual(plain[0]);
  });

  test('two people whom the three do not tell apart are both refused', async () => {
    const last = (id: string) => id.slice(-6);
    const seen = new Map<string, string>();
    let pair: [string, string] | null = null;
    for (let n = 8000; pair === null; n += 1) {
      const id = makeIdNumber(n);
      const twin = seen.get(last(id));
      if (twin !== undefined && twin !== id) pair = [twin, id];
      seen.set(last(id), id);
    }
    await site.engage({ idNumber: pair[0], name: '同名' });
    expect((await ask({ name: '同名', lastSix: last(pair[0]) })).status).toBe(200);
    await site.engage({ idNumber: pair[1], name: '同名' });
    expect((await ask({ name: '同名', lastSix: last(pair[0]) })).status).toBe(401);
  });

  test('ten a day for one name on one site; the right answer is not let in then, another worker is', async () => {
    const limited = createApp({
      ...app.deps,
      ...watchCallers(app.db, { rates: { anonymous: 0 } }),
    });
    const send = (name: string, lastSix: string) =>
      limited.request('/my-wages', {
        method: 'POST',
        headers: { 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams({ site: site.code, name, lastSix }),
      });
    const wrong = await Promise.all(Array.from({ length: 10 }, () => send(NAME, '000000')));
    expect(wrong.map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect((await send(NAME, '000000')).status).toBe(429);
    const right = await send(NAME.replace('·', ' '), six);
    expect(right.status).toBe(429);
    expect(await right.text()).toContain('请明天再试');
    expect((await send('李四', lastSixOf(makeIdNumber(7002)))).status).toBe(200);
  });

  test('nothing of a claim is in the log', () => {
    const log = JSON.stringify(app.logged());
    expect(log).toContain('/my-wages');
    for (const secret of [NAME, '艾力', six, site.code.replaceAll(' ', '')])
      expect(log).not.toContain(secret);
  });

  test('a page of another site cannot ask', async () => {
    const { status } = await phone.post(
      '/my-wages',
      { site: site.code, name: NAME, lastSix: six },
      { 'Sec-Fetch-Site': 'cross-site' },
    );
    expect(status).toBe(403);
  });
});

describe('我没收到', () => {
  const complain = (pass: string, given: Record<string, string> = {}) =>
    phone.post('/my-wages/complaint', { pass, kind: 'wages', month: '2026-05', ...given });

  test('files a complaint about the employer, once a day, that names nobody in the trail', async () => {
    const pass = passIn(await ask());
    const sent = await complain(pass, { text: '已经问过三次' });
    expect([sent.status, sent.to]).toEqual([303, '/my-wages?done=complained']);
    expect((await phone.get(sent.to as string)).text).toContain('已经告诉劳动监察部门');
    const again = await complain(pass);
    expect(again.to).toBe('/my-wages?done=complained-already');
    expect(await complaints()).toEqual([
      {
        ...{ id: expect.any(String), kind: 'wages', about: callers.contractor.uscc },
        ...{ on: '2026-06-15', region: 320706 },
      },
    ]);
    const events = await app.ownerDb`
      select actor, body from we.event where project_id = ${site.project.id} and name = 'complaint.filed'`;
    expect(events).toHaveLength(1);
    expect(events[0]?.actor).toBe(`site:${site.project.id}`);
    expect(JSON.stringify(events)).not.toMatch(/艾力|engagement/);
    expect(JSON.stringify(events)).not.toContain(parseId(engagementId).id);
    const said = await app.ownerDb<{ text: string }[]>`
      select text_cipher as text from we.said where project_id = ${site.project.id}`;
    expect(said.map(({ text }) => JSON.parse(testVault.open(text)).text)).toEqual([
      `工人${NAME}（证件尾号${six.slice(-4)}）自助登记：2026年5月，工资没有收到。已经问过三次`,
    ]);
  });

  test('a card that is kept from him is another complaint', async () => {
    const sent = await complain(passIn(await ask()), { kind: 'card-withheld' });
    expect(sent.to).toBe('/my-wages?done=complained');
    expect((await complaints()).map(({ kind }) => kind)).toEqual(['card-withheld', 'wages']);
  });

  test.each([
    ['no pass', () => 'abc'],
    ['something else that is sealed', () => testVault.seal('["x",1]')],
    [
      'somebody else’s make',
      () => testVault.seal(JSON.stringify(['other', 1, crypto.randomUUID(), Date.now() * 2])),
    ],
  ])('%s: back to the first screen', async (_, pass) => {
    const page = await complain(pass());
    expect(page.status).toBe(401);
    expect(page.text).toContain('页面打开得太久了');
  });

  test('the pass holds for half an hour', async () => {
    const pass = passIn(await ask());
    app.setNow('2026-06-15T09:30:00+08:00');
    expect((await complain(pass, { month: '2026-04' })).status).toBe(303);
    app.setNow('2026-06-15T09:30:00.001+08:00');
    expect((await complain(pass, { month: '2026-03' })).status).toBe(401);
    app.setNow('2026-06-15T09:00:00+08:00');
  });

  test('another kind or a month that is none is refused', async () => {
    const pass = passIn(await ask());
    expect((await complain(pass, { kind: 'other' })).status).toBe(422);
    expect((await complain(pass, { month: '2026-13' })).status).toBe(422);
  });
});
