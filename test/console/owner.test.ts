import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ACCOUNT, aFirm, aSite, type Firm } from '../helpers/firm.ts';
import { visitorOf } from '../helpers/pages.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let firm: Firm;
let site: Awaited<ReturnType<typeof aSite>>;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-12T09:00:00+08:00' });
  callers = await app.callers();
  await app.bank('102');
  site = await aSite(app, callers);
  await site.send('PUT', '/projects/P-1/progress/2026-03', {
    valueFen: 2_000_000_00,
    confirmedOn: '2026-04-01',
  });
  firm = await aFirm(app, callers, makeUscc(77));
});
afterAll(() => app.end());

const settle = async (more: object = {}): Promise<string> => {
  const claim = { level: 'whole', claimedFen: 5_000_000_00, deliveredOn: '2026-04-01', ...more };
  return (await site.send('POST', '/projects/P-1/settlements', claim)).settlementId;
};

describe('instalments', () => {
  test('are told with what came and how late they are; names are no markup', async () => {
    const page = await firm.owner.get('/instalments?open=true');
    expect(page.status).toBe(200);
    expect(page.html).toContain('&lt;b&gt;海州&lt;/b&gt;安置房');
    expect(page.text).toMatch(/已逾期 \d+ 天 .*? 未拨足/);
    expect(page.text).toMatch(/还有 \d+ 天 .*? 未到期/);
    expect(page.html).toContain('/instalments/P-1/2026-03');
    expect([...page.html.matchAll(/>([^<]*结算)<\/a>/g)].map(([, word]) => word)).toEqual([
      '拨付与结算',
      '全部未办结的结算',
    ]);
    expect((await firm.owner.get('/settlements')).status).toBe(200);
    expect((await firm.owner.get('/instalments?open=false')).text).toContain('没有符合条件的拨付');
    // What is open is what is asked for where nothing is.
    const periods = async (query: string) =>
      [...(await firm.owner.get(`/instalments${query}`)).html.matchAll(/P-1\/(2026-\d\d)"/g)].map(
        ([, period]) => period,
      );
    const open = await periods('');
    expect(open.length).toBeGreaterThan(1);
    expect(open).toEqual(open.toSorted());
    expect(await periods('?open=all')).toEqual(open.toReversed());
  });

  test('are where an owner begins', async () => {
    expect((await firm.owner.get('/')).to).toBe('/instalments');
  });

  test('are the owner’s: a contractor has no such page; filters by hand are refused', async () => {
    expect((await firm.clerk.get('/instalments')).status).toBe(403);
    expect((await firm.owner.get('/instalments?open=1')).status).toBe(422);
    expect((await firm.owner.get('/instalments?after=x')).status).toBe(422);
  });

  test('of another owner are neither listed nor found', async () => {
    const companyId = makeUscc(78);
    await app.newCompany(companyId, '别的建设单位', ['owner']);
    const person = { username: 'sunbr', name: '孙别人', role: 'owner-clerk' as const, companyId };
    const other = await visitorOf(app, person);
    expect((await other.get('/instalments')).text).toContain('没有未拨足的人工费用');
    expect((await other.get('/instalments/P-1/2026-03')).status).toBe(404);
    const on = { on: '2026-05-12', reasonCode: 'FUNDS', reasonText: '资金未到' };
    expect((await other.post('/instalments/P-1/2026-03/delay', on)).status).toBe(404);
    expect((await other.get(`/settlements/${await settle()}`)).status).toBe(404);
  });
});

describe('why an instalment is late', () => {
  const path = '/instalments/P-1/2026-03';
  const said = { act: 'delay', on: '2026-05-12', reasonCode: 'AUD-GOV' };
  const words = '因审计尚未完成，暂缓拨付 <script>。';

  test('is stated, read, marked, shown as words, and withdrawn', async () => {
    expect((await firm.owner.get(path)).text).toContain('还没有说明过原因');
    const sent = { ...said, reasonText: words, evidence: '会议纪要\n审计通知' };
    const stated = await firm.owner.post(`${path}/delay`, sent);
    expect(stated.to).toBe(`${path}?done=delay-stated`);
    const page = await firm.owner.get(path);
    expect(page.html).toContain('&lt;script&gt;');
    expect(page.html).toContain('<mark>');
    expect(page.text).toContain('系统识别为不得采用的理由');
    expect(page.text).toContain('会议纪要、审计通知');
    const [, delayId = ''] = /name="delayId" value="([^"]+)"/.exec(page.html) ?? [];
    const gone = await firm.owner.post(`${path}/withdrawal`, { delayId });
    expect(gone.to).toBe(`${path}?done=delay-withdrawn`);
    const after = await firm.owner.get(path);
    expect(after.text).toContain('2026-05-12 撤回');
    expect(after.html).not.toContain('name="delayId"');
  });

  test('in the future, of an unknown kind or without words is refused, and what was typed stays', async () => {
    const late = await firm.owner.post(`${path}/delay`, {
      ...said,
      on: '2026-05-13',
      reasonText: '资金<b>',
    });
    expect(late.status).toBe(422);
    expect(late.text).toContain('日期晚于今天');
    expect(late.html).toContain('资金&lt;b&gt;');
    expect((await firm.owner.post(`${path}/delay`, { ...said, reasonCode: 'X' })).status).toBe(422);
    expect((await firm.owner.post(`${path}/delay`, said)).status).toBe(422);
    // Nobody states a reason by leaving the choice alone.
    expect((await firm.owner.get(path)).html).toMatch(
      /<select[^>]*required[^>]*> ?<option value="">/,
    );
    const { reasonCode: _, ...unsaid } = said;
    const unchosen = await firm.owner.post(`${path}/delay`, {
      ...unsaid,
      reasonCode: '',
      reasonText: '等',
    });
    expect(unchosen.status).toBe(422);
    expect(unchosen.text).toMatch(/原因类别 缺少必填项/);
  });

  test('of a month without an instalment, or in another’s name, is not to be stated', async () => {
    expect((await firm.owner.get('/instalments/P-1/2025-01')).status).toBe(404);
    const text = { ...said, reasonText: '资金未到' };
    expect((await firm.clerk.post(`${path}/delay`, text)).status).toBe(403);
    const none = await firm.owner.post(`${path}/withdrawal`, { delayId: '1-00' });
    expect(none.status).toBe(404);
  });
});

describe('settlements', () => {
  test('wait with the day on which their clock ends, and are acted on', async () => {
    const id = await settle({ reference: 'JS-1 <i>' });
    const list = await firm.owner.get('/instalments');
    expect(list.html).toContain(`/settlements/${id}`);
    const base = `/settlements/${id}`;
    const page = await firm.owner.get(base);
    expect(page.text).toContain('审核期限');
    expect(page.html).toContain('JS-1 &lt;i&gt;');

    const missing = { act: 'papers-requested', on: '2026-04-05', missingPapers: '竣工图\n签证单' };
    expect((await firm.owner.post(`${base}/papers-requested`, missing)).to).toContain(
      'step-stated',
    );
    const stopped = await firm.owner.get(base);
    expect(stopped.text).toContain('暂停计算');
    expect(stopped.text).toContain('竣工图、签证单');

    const opinion = {
      act: 'opinion',
      on: '2026-05-10',
      amount: '4,800,000.50',
      undisputed: '4500000',
    };
    expect((await firm.owner.post(`${base}/opinion`, opinion)).to).toContain('step-stated');
    const reviewed = await firm.owner.get(base);
    expect(reviewed.text).toContain('已出具意见');
    expect(reviewed.text).toContain('4,800,000.50');
    const confirmed = { act: 'confirmed', on: '2026-05-11', amount: '4800000' };
    await firm.owner.post(`${base}/confirmed`, confirmed);
    const paid = { act: 'paid', on: '2026-05-12', amount: '4800000', evidence: '银行回单' };
    await firm.owner.post(`${base}/paid`, paid);
    const done = await firm.owner.get(base);
    expect(done.text).toContain('已付清');
    expect(done.html).not.toContain(`${base}/paid`);
  });

  test('refuse an amount that is none, a day before delivery, and a reason without words', async () => {
    const base = `/settlements/${await settle()}`;
    const bad = await firm.owner.post(`${base}/opinion`, {
      act: 'opinion',
      on: '2026-05-10',
      amount: '一百万',
    });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('value="一百万"');
    const minus = { act: 'opinion', on: '2026-05-10', amount: '-5' };
    expect((await firm.owner.post(`${base}/opinion`, minus)).status).toBe(422);
    const early = { act: 'opinion', on: '2026-03-31', amount: '5' };
    expect((await firm.owner.post(`${base}/opinion`, early)).text).toContain(
      '早于结算文件送达日期',
    );
    const mute = { act: 'delay-stated', on: '2026-05-10', reasonCode: 'FUNDS' };
    expect((await firm.owner.post(`${base}/delay-stated`, mute)).status).toBe(422);
  });

  test('are read by the contractor, who states nothing in the owner’s name', async () => {
    const base = `/settlements/${await settle()}`;
    const page = await firm.clerk.get(base);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain(`${base}/opinion`);
    const opinion = { act: 'opinion', on: '2026-05-10', amount: '5' };
    const refused = await firm.clerk.post(`${base}/opinion`, opinion);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('只有建设单位本身');
    expect((await firm.stranger.get(base)).status).toBe(404);
    expect((await firm.approver.post(`${base}/opinion`, opinion)).status).toBe(403);
  });
});

test('the account’s number is nowhere in these pages', async () => {
  for (const path of ['/instalments', '/instalments/P-1/2026-03'])
    expect((await firm.owner.get(path)).html).not.toContain(ACCOUNT);
});
