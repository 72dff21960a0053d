import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let supervisor: Visitor;
let inspector: Visitor;
let clerk: Visitor;
let site: { id: number; ownerId: string; contractorId: string; region: number };

const TOLD = '因审计尚未完成，暂不能办理结算。<script>';

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const { key, uscc: companyId } = callers.authority;
  const put = async (path: string, body: object, as = key) => {
    const answer = await app.call('PUT', path, { key: as, body });
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
  };
  await put('/projects/P-1', { ...projectOf(callers), name: '<i>一期</i>' });
  await put('/projects/Q-1', { ...projectOf(callers), name: '另一个工程', status: 'preparing' });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
  site = { ...(row as { id: number; region: number }), ...parties };
  supervisor = await visitorOf(app, {
    username: 'qian',
    name: '钱负责',
    role: 'supervisor',
    companyId,
  });
  inspector = await visitorOf(app, {
    username: 'sun',
    name: '孙监察',
    role: 'inspector',
    companyId,
  });
  clerk = await visitorOf(app, {
    ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk' },
    companyId: callers.contractor.uscc,
  });
});
afterAll(() => app.end());

const settle = async (more: object = {}) => {
  const post = async (path: string, body: object) => {
    const answer = await app.call('POST', path, { key: callers.authority.key, body });
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const claim = { level: 'whole', claimedFen: 5_000_000_00, deliveredOn: '2026-03-01', ...more };
  const { settlementId } = await post('/projects/P-1/settlements', claim);
  await post(`/settlements/${settlementId}/steps`, {
    ...{ step: 'delay-stated', on: '2026-05-20', statedBy: 'owner', reasonText: TOLD },
  });
  return settlementId as string;
};

describe('projects', () => {
  test('a list with lights; a name is no markup', async () => {
    await anAlert(at(), site as never, { ruleId: 'M03', level: 3 });
    const page = await inspector.get('/projects');
    expect(page.status).toBe(200);
    expect(page.html).toContain('&lt;i&gt;一期&lt;/i&gt;');
    expect(page.text).toMatch(/红色 1/);
    expect(page.text).toContain('无预警');
  });

  test('by code, name, company and status; nothing found is said', async () => {
    const found = async (query: string) =>
      [
        ...(await inspector.get(`/projects?${query}`)).html.matchAll(
          /href="\/projects\/([^"?]+)"/g,
        ),
      ].map((m) => m[1]);
    expect(await found('q=P-')).toEqual(['P-1']);
    expect(await found(`q=${encodeURIComponent('另一个')}`)).toEqual(['Q-1']);
    expect(await found(`q=${callers.owner.uscc}`)).toEqual(['P-1', 'Q-1']);
    expect(await found('status=preparing')).toEqual(['Q-1']);
    expect(await found('q=%25')).toEqual([]);
    expect((await inspector.get('/projects?q=none')).text).toContain('没有符合条件的项目');
    expect((await inspector.get('/projects?status=gone')).status).toBe(422);
  });

  test('one project: parties, and what is empty is said', async () => {
    const page = await inspector.get('/projects/Q-1');
    expect(page.status).toBe(200);
    for (const part of [
      '建设单位1',
      '施工单位1',
      '没有登记专用账户',
      '账户没有流水',
      '没有工资批次',
    ])
      expect(page.text).toContain(part);
    expect(page.html).toContain('/api/v1/projects/Q-1/book.pdf');
  });

  test('one that is not there, or another’s, is not found', async () => {
    expect((await inspector.get('/projects/NONE')).status).toBe(404);
    await app.ownerDb`update we.project_directory set region_code = 320800 where code = 'Q-1'`;
    expect((await inspector.get('/projects/Q-1')).status).toBe(404);
    await app.ownerDb`update we.project_directory set region_code = ${site.region} where code = 'Q-1'`;
  });

  test('parties by what stands against them', async () => {
    const page = await inspector.get('/parties?by=owner');
    expect(page.text).toContain('建设单位1');
    expect((await inspector.get('/parties?by=nobody')).status).toBe(422);
  });
});

describe('the settlement watch', () => {
  test('tells the clock, the words that were said and what was read in them; words are no markup', async () => {
    await settle();
    const page = await inspector.get('/settlements');
    expect(page.status).toBe(200);
    expect(page.text).toContain('建设项目竣工总结算');
    expect(page.html).toMatch(/<mark>[^<]*审计[^<]*<\/mark>/);
    expect(page.html).toContain('&lt;script&gt;');
    expect(page.text).toContain('待主管部门复核');
    expect(page.html).not.toContain('/pretext-review');
  });

  test('a reviewer confirms what was read, once; who may not is refused', async () => {
    const page = await supervisor.get('/settlements');
    const path = /action="(\/settlements\/[^"]+\/pretext-review)"/.exec(page.html)?.[1] as string;
    const form = { confirmed: 'true', reason: '原文如此' };
    expect((await inspector.post(path, form)).status).toBe(403);
    expect((await clerk.post(path, form)).status).toBe(403);
    const wrong = await supervisor.post(path, { confirmed: 'perhaps' });
    expect([wrong.status, wrong.text.includes('填写有误')]).toEqual([422, true]);
    expect((await supervisor.post(path, form)).to).toBe('/settlements?done=reviewed');
    const further = await supervisor.post(path, { confirmed: 'true', after: 'c-1' });
    expect(further.to).toBe('/settlements?after=c-1&done=reviewed');
    expect((await supervisor.get('/settlements')).text).toContain('已复核：确为不得采用的理由');
    const nothing = path.replace(/steps\/\d+/, 'steps/99');
    expect((await supervisor.post(nothing, form)).status).toBe(409);
  });

  test('pages go on where the last one ended, each settlement once', async () => {
    for (let n = 0; n < 21; n++)
      await settle({ deliveredOn: `2026-03-${String(n + 2).padStart(2, '0')}` });
    const seen: string[] = [];
    let path: string | null = '/settlements';
    while (path !== null) {
      const { html, status } = await supervisor.get(path);
      expect(status).toBe(200);
      seen.push(...[...html.matchAll(/value="([^"]+)-1"/g)].map((m) => m[1] as string));
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null;
    }
    expect(seen).toHaveLength(22);
    expect(new Set(seen).size).toBe(22);
  });

  test('a contractor sees its own', async () => {
    expect((await clerk.get('/settlements')).text).toContain('建设项目竣工总结算');
  });
});

describe('the overview', () => {
  test('districts with their cases, and weeks with what came and went', async () => {
    await app.ownerDb`update we.alert set opened_on = '2026-06-09', status = 'cleared', cleared_on = '2026-06-15' where rule_id = 'M03'`;
    await anAlert(at(), site as never, { ruleId: 'M03', level: 2 });
    const page = await inspector.get('/overview');
    expect(page.status).toBe(200);
    expect(page.html).toMatch(/href="\/alerts\?regionCode=3207\d\d&amp;cases=true"/);
    expect(page.text).toMatch(/橙色 1/);
    const row = (monday: string) =>
      new RegExp(`datetime="${monday}".*?<td[^>]*>(.*?)</td>.*?<td[^>]*>(.*?)</td>`, 's').exec(
        page.html,
      );
    expect(
      row('2026-06-08')
        ?.slice(1)
        .map((cell) => cell.replace(/<[^>]*>/g, '')),
    ).toEqual(['1', '0']);
    expect(row('2026-06-15')?.[2]?.replace(/<[^>]*>/g, '')).toBe('1');
    expect([...page.html.matchAll(/<time class="num" datetime="\d{4}-\d\d-\d\d"/g)]).toHaveLength(
      26,
    );
    // Found in two weeks, cleared in one, and the mark of each in the legend.
    for (const [ink, paths] of [
      ['full', 3],
      ['hollow', 2],
    ] as const)
      expect([...page.html.matchAll(new RegExp(`<path [^>]*class="${ink}"`, 'g'))]).toHaveLength(
        paths,
      );
  });

  test('a firm has none', async () => {
    expect((await clerk.get('/overview')).status).toBe(403);
  });
});
