import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleNotices } from '../../reports/samples.ts';
import { publicId } from '../../src/lib/id.ts';
import { type AlertGiven, anAlert } from '../domain/alerts/arrange-alert.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aWageDuty } from '../helpers/make.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';
import { noticeFacts } from '../reports/facts.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let inspector: Visitor;
let supervisor: Visitor;
let clerk: Visitor;
let site: { id: number; ownerId: string; contractorId: string; region: number };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const { key, uscc: office } = callers.authority;
  await app.call('PUT', '/projects/P-1', {
    key,
    body: { ...projectOf(callers), name: '<i>一期</i>' },
  });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
  site = { ...(row as { id: number; region: number }), ...parties };
  const of = (username: string, name: string, role: 'inspector' | 'supervisor') =>
    visitorOf(app, { username, name, role, companyId: office });
  inspector = await of('sun', '孙监察', 'inspector');
  supervisor = await of('qian', '钱负责', 'supervisor');
  clerk = await visitorOf(app, {
    ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk' },
    companyId: callers.contractor.uscc,
  });
});
afterAll(() => app.end());

const alert = async (given: AlertGiven & { facts?: object } = {}) => {
  const { facts = { years: [], dutyCount: 1 }, ...rest } = given;
  const id = await anAlert(at(), site as never, { ruleId: 'M03', ...rest });
  await app.ownerDb`update we.alert set facts = ${facts as never} where id = ${id}`;
  return { id, path: `/alerts/${publicId(site.id, id)}` };
};
const stateOf = async (id: string) => {
  const [row] =
    await app.ownerDb`select status, assigned_to as "assignedTo" from we.alert where id = ${id}`;
  return row;
};

describe('today', () => {
  test('an empty office is told so', async () => {
    const page = await inspector.get('/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('没有待办的预警');
    expect(page.text).toContain('夜间任务尚未运行过');
  });

  test('cases stand in order of workers × days × money, and say why', async () => {
    const small = await alert({ level: 3, dueDay: '2026-06-14', amountFen: 100_00 });
    const great = await alert({ level: 1, dueDay: '2026-05-16', amountFen: 90_000_00 });
    const page = await inspector.get('/');
    expect(page.text).toContain('30 天 × 90,000.00 元');
    expect(page.text).toContain('1 天 × 100.00 元');
    expect(page.html.indexOf(great.path)).toBeGreaterThan(0);
    expect(page.html.indexOf(great.path)).toBeLessThan(page.html.indexOf(small.path));
  });

  test('in English an alert bears the English name of its rule, wherever it stands', async () => {
    const { path } = await alert({ level: 3, amountFen: 70_000_00 });
    await inspector.get('/language/en?to=/');
    const pages = await Promise.all(['/', '/alerts', path].map((one) => inspector.get(one)));
    await inspector.get('/language/zh?to=/');
    for (const { text } of pages) {
      expect(text).toContain('Official days off missing');
      expect(text).not.toContain('节假日数据缺失');
    }
    expect(pages[0]?.text).toContain('inspector');
  });

  test('what is held or excused waits; the names of projects are no markup', async () => {
    const held = await alert({ status: 'held', amountFen: 1 });
    const excused = await alert({ amountFen: 2 });
    await app.ownerDb`update we.alert set accepted_until = '2026-06-15' where id = ${excused.id}`;
    const over = await alert({ amountFen: 3 });
    await app.ownerDb`update we.alert set accepted_until = '2026-06-14' where id = ${over.id}`;
    const page = await inspector.get('/');
    expect(page.html).not.toContain(held.path);
    expect(page.html).not.toContain(excused.path);
    expect(page.html).toContain(over.path);
    expect(page.html).toContain('&lt;i&gt;一期&lt;/i&gt;');
    expect(page.html).not.toContain('<i>一期');
  });

  test('a firm is led to its own work', async () => {
    expect((await clerk.get('/')).to).toBe('/payrolls');
  });
});

describe('the list', () => {
  test('filters live in the address and are kept by the form and the next page', async () => {
    for (let n = 0; n < 51; n++) await alert({ level: 2, amountFen: n });
    const page = await inspector.get('/alerts?level=orange&status=open');
    expect(page.html).toMatch(/<option value="orange" selected=""/);
    const next = /rel="next" href="([^"]+)"/
      .exec(page.html)?.[1]
      ?.replaceAll('&amp;', '&') as string;
    expect(next).toMatch(
      /^\/alerts\?level=orange&status=open&after=|status=open&level=orange&after=/,
    );
    const second = await inspector.get(next);
    expect(second.status).toBe(200);
    expect(second.html).not.toContain('rel="next"');
    expect(second.text).toContain('回到第一页');
  });

  test('nothing found is said, with the way back', async () => {
    const page = await inspector.get('/alerts?rule=W10');
    expect(page.text).toContain('没有符合条件的预警');
  });

  test('a cursor by hand is refused', async () => {
    expect((await inspector.get('/alerts?after=xyz')).status).toBe(422);
  });

  test('what rose, and what is to be dealt with by today', async () => {
    const risen = await alert({ level: 1, amountFen: 71 });
    await app.ownerDb`update we.alert set opened_on = '2026-06-01', risen_on = '2026-06-14' where id = ${risen.id}`;
    const fresh = await alert({ level: 1, amountFen: 72 });
    await app.ownerDb`update we.alert set opened_on = '2026-06-14', risen_on = '2026-06-14' where id = ${fresh.id}`;
    const page = await inspector.get('/alerts?level=yellow&risenFrom=2026-06-14');
    expect(page.html).toContain(risen.path);
    expect(page.html).not.toContain(fresh.path);
    await app.ownerDb`update we.alert set handle_by = '2026-06-15' where id = ${fresh.id}`;
    await app.ownerDb`update we.alert set handle_by = '2026-06-16' where id = ${risen.id}`;
    const due = await inspector.get('/alerts?due=true');
    expect(due.html).toContain(fresh.path);
    expect(due.html).not.toContain(risen.path);
  });
});

describe('one alert', () => {
  test('tells its story; acts are offered to whom they are allowed', async () => {
    const { path } = await alert({ level: 3 });
    const page = await supervisor.get(path);
    expect(page.status).toBe(200);
    for (const part of ['本应如何，实际如何', '依据', '怎样解除', '经过'])
      expect(page.text).toContain(part);
    expect(page.html).toContain(`action="${path}/dismissal"`);
    const other = await inspector.get(path);
    expect(other.html).toContain(`action="${path}/comment"`);
    expect(other.html).not.toContain(`action="${path}/dismissal"`);
  });

  test('what does not exist and what is another’s look the same', async () => {
    const { id } = await alert();
    const foreign = publicId(site.id + 1, id);
    for (const path of [`/alerts/${foreign}`, '/alerts/none']) {
      expect((await inspector.get(path)).status).toBeGreaterThanOrEqual(404);
    }
    const { path } = await alert({ audience: 'authority' });
    expect((await clerk.get(path)).status).toBe(404);
  });

  test('a subcontractor reads of its own wages and of no other firm’s', async () => {
    const [own, other] = ['91320706MA00000701', '91320706MA00000702'];
    for (const [uscc, name] of [
      [own, '本方劳务'],
      [other, '他方劳务'],
    ] as const) {
      await app.newCompany(uscc, name, ['contractor', 'subcontractor']);
      await app.ownerDb`insert into we.project_party (company_id, project_id, role, known_at)
        values (${uscc}, ${site.id}, 'employer', now())`;
      await aWageDuty(at(), { project: site, employerId: uscc, month: '2026-05' });
    }
    const given = { ruleId: 'W05', audience: 'parties', period: '2026-05', facts: w05 };
    const { path } = await alert({ ...given, subject: own, employerId: own });
    const sub = await visitorOf(app, {
      ...{ username: 'wang', name: '王劳资', role: 'contractor-clerk', companyId: own },
    });
    const page = await sub.get(path);
    expect(page.text).toContain('本方劳务');
    expect(page.text).not.toContain('他方劳务');
    expect((await clerk.get(path)).text).toContain('他方劳务');
  });

  test('a firm is asked, reads what and by when, and is asked no more once it replied', async () => {
    const { path } = await alert({ subject: callers.contractor.uscc });
    const ask = (until: string) =>
      supervisor.post(`${path}/question`, { act: 'question', text: '<b>何时</b>到账？', until });
    expect((await ask('2026-06-14')).html).toContain('答复日期早于今天');
    expect((await ask('2026-06-20')).to).toBe(`${path}?done=asked`);
    const read = await clerk.get(path);
    expect(read.text).toMatch(/主管部门询问，请于 2026-06-20 前答复/);
    expect(read.html).not.toContain('<b>何时');
    expect((await supervisor.get(path)).text).not.toContain('主管部门询问，');
    expect((await clerk.get(path)).html).not.toContain(`${path}/question`);
    await clerk.post(`${path}/reply`, { act: 'reply', text: '本周五' });
    expect((await clerk.get(path)).text).not.toContain('主管部门询问，');
  });

  test('a comment is kept once, however often it is sent', async () => {
    const { id, path } = await alert();
    const form = { act: 'comment', text: '已电话催办', once: 'c-1' };
    for (let n = 0; n < 2; n++) {
      const answer = await inspector.post(`${path}/comment`, form);
      expect([answer.status, answer.to]).toEqual([303, `${path}?done=commented`]);
    }
    const events =
      await app.ownerDb`select from we.event where subject = ${id} and name = 'alert.commented'`;
    expect(events).toHaveLength(1);
    const page = await inspector.get(`${path}?done=commented`);
    expect(page.text).toContain('批注已保存');
    expect(page.text).toContain('已电话催办');
  });

  test('an act that is not allowed is refused; one that lacks words comes back open with what was typed', async () => {
    const { id, path } = await alert();
    expect((await inspector.post(`${path}/dismissal`, { reason: '不需要' })).status).toBe(403);
    const again = await supervisor.post(`${path}/acceptance`, {
      ...{ act: 'acceptance', reason: '台风', until: '2026-06-31', once: 'a-1' },
    });
    expect(again.status).toBe(422);
    expect(again.html).toMatch(/<details class="act" open="">.*acceptance/s);
    expect(again.html).toContain('台风</textarea>');
    expect(again.html).toMatch(/aria-invalid="true"/);
    expect(await stateOf(id)).toMatchObject({ status: 'open' });
  });

  test('a reply with a file; a file that is none is refused and the words are kept', async () => {
    const { id, path } = await alert({ ruleId: 'W05', audience: 'parties', facts: w05 });
    const bad = await clerk.post(`${path}/reply`, {
      ...{ act: 'reply', text: '已补发', once: 'r-1' },
      file: new File(['not a pdf'], 'a.pdf'),
    });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain('已补发</textarea>');
    const good = await clerk.post(`${path}/reply`, {
      ...{ act: 'reply', text: '已补发', once: 'r-2' },
      file: new File(['%PDF-1.4 '], 'a.pdf'),
    });
    expect(good.to).toBe(`${path}?done=replied`);
    expect(await stateOf(id)).toMatchObject({ status: 'replied' });
    const judged = await supervisor.post(`${path}/verdict`, {
      ...{ act: 'verdict', accepted: 'false', reason: '没有凭证', once: 'v-1' },
    });
    expect(judged.to).toBe(`${path}?done=judged`);
    expect(await stateOf(id)).toMatchObject({ status: 'open' });
  });

  test('assigning: to a colleague, not to a stranger', async () => {
    const { id, path } = await alert();
    const stranger = await supervisor.post(`${path}/assignment`, {
      act: 'assignment',
      holder: '路人',
    });
    expect(stranger.status).toBe(422);
    const done = await supervisor.post(`${path}/assignment`, {
      ...{ act: 'assignment', holder: '孙监察', dueOn: '2026-06-20' },
    });
    expect(done.to).toBe(`${path}?done=assigned`);
    expect(await stateOf(id)).toMatchObject({ assignedTo: '孙监察' });
  });

  test('closing a red one waits for a second person', async () => {
    const { id, path } = await alert({ level: 3 });
    const first = await supervisor.post(`${path}/dismissal`, { act: 'dismissal', reason: '重复' });
    expect(first.to).toBe(`${path}?done=second`);
    expect(await stateOf(id)).toMatchObject({ status: 'open' });
  });
});

const w05 = {
  ...{
    day: '2026-06-14',
    period: '2026-05',
    dueDay: '2026-06-08',
    daysLate: 6,
    knownDay: '2026-05-01',
  },
  ...{ payDay: '2026-06-15', attending: 30, missing: 2, noPayroll: false },
};

describe('papers', () => {
  const notice = async (given: object = {}) => {
    // One draft a project, addressee and instrument.
    await app.ownerDb`update we.notice set status = 'lapsed' where status = 'draft'`;
    const id = await aNotice(at(), site, {
      authorityId: callers.authority.uscc,
      facts: { laws: [] },
      ...given,
    });
    return { id, path: `/notices/${publicId(site.id, id)}` };
  };

  test('a draft is approved, served and withdrawn, each in its state', async () => {
    const { path } = await notice({ level: 3 });
    expect((await inspector.get(path)).html).not.toContain(`${path}/approval`);
    expect((await supervisor.get(path)).html).toContain(`action="${path}/approval"`);
    const early = await supervisor.post(`${path}/service`, {
      ...{ act: 'service', how: 'in-person', on: '2026-06-15', takenBy: '收发室' },
    });
    expect([early.status, early.html.includes('role="alert"')]).toEqual([409, true]);
    expect((await supervisor.post(`${path}/approval`, { act: 'approval' })).to).toBe(
      `${path}?done=approved`,
    );
    const wrong = await supervisor.post(`${path}/service`, {
      act: 'service',
      how: 'pigeon',
      on: '2026-06-15',
    });
    expect(wrong.status).toBe(422);
    const served = await supervisor.post(`${path}/service`, {
      ...{ act: 'service', how: 'in-person', on: '2026-06-15', takenBy: '收发室' },
    });
    expect(served.to).toBe(`${path}?done=served`);
    const page = await supervisor.get(path);
    expect(page.text).toMatch(/已送达.*直接送达/s);
    const gone = await supervisor.post(`${path}/withdrawal`, {
      act: 'withdrawal',
      reason: '事实有误',
    });
    expect(gone.to).toBe(`${path}?done=withdrawn`);
  });

  test('whoever changed a draft does not approve it', async () => {
    const { path } = await notice();
    const edited = await supervisor.post(`${path}/addition`, {
      act: 'addition',
      addition: '请于周五前来谈。',
    });
    expect(edited.to).toBe(`${path}?done=edited`);
    const own = await supervisor.post(`${path}/approval`, { act: 'approval' });
    expect([own.status, own.text.includes('改动文书的人不能签发')]).toEqual([409, true]);
  });

  test('the list keeps its filter, and says when there is none', async () => {
    const { path } = await notice();
    expect((await supervisor.get('/notices?status=draft')).html).toContain(path);
    expect((await supervisor.get('/notices?status=overdue')).text).toContain('没有符合条件的文书');
    expect((await supervisor.get('/notices?status=lost')).status).toBe(422);
  });

  test('the page shows the paper as it is drawn; of a long one the first pages, and where the others are', async () => {
    const short = await notice({
      facts: noticeFacts({ addressee: { name: '虚构<甲>公司', uscc: '91320700MA1ABCDE0X' } }),
    });
    const page = await supervisor.get(short.path);
    expect(page.html.match(/<svg class="sheet"/g)?.length).toBeGreaterThan(1);
    expect(page.html).toContain('虚构&lt;甲&gt;公司');
    expect(page.text).not.toContain('页见 PDF');
    const extreme = sampleNotices().find(({ name }) => name === 'referral-extreme');
    const long = await supervisor.get((await notice({ facts: extreme?.facts })).path);
    expect(long.html.match(/<svg class="sheet"/g)).toHaveLength(8);
    expect(long.text).toContain('其余 6 页见 PDF');
  });

  test('a paper that cannot be drawn says why, and its page has the rest', async () => {
    const name = '虚构\u{10FFFD}公司';
    const { path } = await notice({
      facts: noticeFacts({ addressee: { name, uscc: '91320700MA1ABCDE0X' } }),
    });
    const page = await supervisor.get(path);
    expect([page.status, page.html.includes('class="sheet"')]).toEqual([200, false]);
    expect(page.text).toMatch(/字体.*经过/s);
  });

  test('a firm sees a paper from service on', async () => {
    const { path } = await notice({ addresseeId: callers.contractor.uscc });
    expect((await clerk.get(path)).status).toBe(404);
    expect((await clerk.get('/notices')).html).not.toContain('value="draft"');
    expect((await supervisor.get('/notices')).html).toContain('value="draft"');
  });
});
