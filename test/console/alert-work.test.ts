import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicId } from '../../src/lib/id.ts';
import { type AlertGiven, anAlert } from '../domain/alerts/arrange-alert.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aWageDuty } from '../helpers/make.ts';
import { makeVisitor, type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

// What somebody of the office who has never seen the pages looks for on them.

const at = freshDb();
let app: TestApp;
let callers: Callers;
const people = {} as Record<'inspector' | 'first' | 'second' | 'auditor', Visitor>;
let site: { id: number; ownerId: string; contractorId: string; region: number };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const { key, uscc: companyId } = callers.authority;
  await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project where code = 'P-1'`;
  const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
  site = { ...(row as { id: number; region: number }), ...parties };
  for (const [who, name, role] of [
    ['inspector', '孙监察', 'inspector'],
    ['first', '钱负责', 'supervisor'],
    ['second', '周副科', 'supervisor'],
    ['auditor', '郑审计', 'auditor'],
  ] as const)
    people[who] = await visitorOf(app, { username: who, name, role, companyId });
});
afterAll(() => app.end());

const alert = async ({ facts = { years: [], dutyCount: 1 }, ...given }: AlertGiven = {}) => {
  const id = await anAlert(at(), site as never, { ruleId: 'M03', ...given });
  await app.ownerDb`update we.alert set facts = ${facts as never} where id = ${id}`;
  return { id, path: `/alerts/${publicId(site.id, id)}` };
};

describe('the list', () => {
  test('is of those that live, unless all are asked for', async () => {
    const [open, held, cleared] = [
      await alert({ level: 3 }),
      await alert({ level: 3, status: 'held' }),
      await alert({ level: 3, status: 'cleared' }),
    ];
    const live = await people.inspector.get('/alerts');
    for (const { path } of [open, held]) expect(live.html).toContain(path);
    expect(live.html).not.toContain(cleared.path);
    expect((await people.inspector.get('/alerts?status=all')).html).toContain(cleared.path);
    const csv = await people.inspector.get('/alerts?as=csv');
    expect(csv.text).not.toContain('已解除');
    expect((await people.inspector.get('/alerts?status=all&as=csv')).text).toContain('已解除');
  });

  test('shows as many cases of a district as the overview counts', async () => {
    const leader = await alert({ level: 2 });
    const follower = await alert({ level: 2 });
    await app.ownerDb`update we.alert set follows = ${leader.id} where id = ${follower.id}`;
    const to = `/alerts?regionCode=${site.region}&cases=true`;
    expect((await people.inspector.get('/overview')).html.replaceAll('&amp;', '&')).toContain(to);
    const list = await people.inspector.get(to);
    expect(list.html).toContain(leader.path);
    expect(list.html).not.toContain(follower.path);
  });

  test('tells the conditions that no field of its form shows, keeps them, and lets each be taken away', async () => {
    const page = await people.inspector.get(
      '/alerts?projectCode=P-1&due=true&level=red&rule=ZZZ&assignedTo=%E5%AD%99%E7%9B%91%E5%AF%9F',
    );
    for (const words of ['项目 P-1', '办理期限已到的', '规则 ZZZ', '孙监察 经办的'])
      expect(page.text).toContain(words);
    expect(page.html).toContain('<input type="hidden" name="projectCode" value="P-1"/>');
    expect(page.html).toContain('<input type="hidden" name="due" value="true"/>');
    const without = '/alerts?level=red&amp;rule=ZZZ&amp;projectCode=P-1&amp;assignedTo=';
    expect(page.html).toContain(`href="${without}`);
    expect((await people.inspector.get('/alerts?level=red')).text).not.toContain('另有条件');
  });

  test('leads an office to what it has in hand, and offers its districts by name', async () => {
    await app.ownerDb`insert into we.region (code, name) values (${site.region}, '新区') on conflict do nothing`;
    const page = await people.inspector.get('/alerts');
    expect(page.html).toContain('href="/alerts?assignedTo=%E5%AD%99%E7%9B%91%E5%AF%9F"');
    expect(page.html).toMatch(new RegExp(`<option value="${site.region}">`));
  });

  test('names the firm and leads to the project', async () => {
    const page = await people.inspector.get('/alerts');
    expect(page.html).toContain('<a href="/projects/P-1">');
    expect(page.text).toContain(await nameOf(callers.owner.uscc));
  });
});

const nameOf = async (uscc: string) => {
  const [row] = await app.ownerDb<
    { name: string }[]
  >`select name from we.company where uscc = ${uscc}`;
  return row?.name as string;
};

describe('today', () => {
  const ran = async (day: string) => {
    await app.ownerDb`delete from we.job_run`;
    await app.ownerDb`insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of)
      values ('night', ${day}, 'done', gen_random_uuid(), now(), now(), ${day})`;
    return (await people.inspector.get('/')).text;
  };
  const clockAt = (time: string) => app.setNow(`2026-06-15T${time}:00+08:00`);

  test('says that nights are missing, and how many, once the schedule has given up', async () => {
    try {
      expect(await ran('2026-06-14')).not.toContain('没有完成');
      expect(await ran('2026-06-13')).toContain('已有 1 夜没有完成，预警停在 2026-06-13');
      expect(await ran('2026-05-31')).toContain('已有 14 夜没有完成');
      clockAt('04:59');
      expect(await ran('2026-06-13')).not.toContain('没有完成');
      expect(await ran('2026-06-12')).toContain('已有 1 夜');
      clockAt('05:00');
      expect(await ran('2026-06-13')).toContain('已有 1 夜');
    } finally {
      clockAt('09:00');
    }
  });

  test('calls last night what was last night', async () => {
    expect(await ran('2026-06-14')).toContain('昨夜新增');
    const old = await ran('2026-06-01');
    expect(old).toContain('当夜新增');
    expect(old).not.toContain('昨夜');
  });

  test('names the firm of a case, and leads to its project', async () => {
    await alert({ level: 3, amountFen: 9_000_000_00 });
    const page = await people.inspector.get('/');
    expect(page.html).toContain('<a href="/projects/P-1">');
    expect(page.text).toContain(await nameOf(callers.owner.uscc));
  });
});

describe('one alert', () => {
  test('names the firm it is about and leads to all of its alerts, and to its rule', async () => {
    const firm = callers.contractor.uscc;
    const own = await people.inspector.get(
      (await alert({ subject: firm, period: '2026-03' })).path,
    );
    expect(own.html).toContain(`<a href="/alerts?q=${firm}">${await nameOf(firm)}</a>`);
    const addressed = await people.inspector.get((await alert({ subject: '2026-05' })).path);
    expect(addressed.html).toContain(`<a href="/alerts?q=${callers.owner.uscc}">`);
    expect(addressed.html).toContain('<a href="/rules/M03">');
  });

  test('a duty that is not due yet is not called unmet', async () => {
    const firm = callers.contractor.uscc;
    const of = { project: site as never, employerId: firm };
    await aWageDuty(at(), {
      ...of,
      month: '2026-04',
      dueDay: '2026-06-14',
      sheetDay: '2026-06-14',
    });
    await aWageDuty(at(), {
      ...of,
      month: '2026-05',
      dueDay: '2026-06-15',
      sheetDay: '2026-06-15',
    });
    const rows = async (period: string) =>
      (await people.inspector.get((await alert({ subject: firm, period })).path)).text;
    expect(await rows('2026-04')).toContain('尚未履行完毕');
    const ahead = await rows('2026-05');
    expect(ahead).toContain('未到期');
    expect(ahead).not.toContain('尚未履行完毕');
  });

  test('what one person proposed stands at its head; another confirms it, on the same terms', async () => {
    const { id, path } = await alert({ level: 3 });
    const until = '2026-07-01';
    await people.first.post(`${path}/silence`, { act: 'silence', until, reason: '正在调解' });
    const own = await people.first.get(path);
    expect(own.text).toMatch(/钱负责 2026-06-15 提请暂缓文书至 2026-07-01，须另一人确认/);
    expect(own.text).not.toContain('确认暂缓文书');
    const watching = await people.inspector.get(path);
    expect(watching.text).toContain('提请暂缓文书');
    expect(watching.text).not.toContain('确认暂缓文书');
    const other = await people.second.get(path);
    expect(other.html).toContain(`<input type="hidden" name="until" value="${until}"/>`);
    const empty = await people.second.post(`${path}/silence`, { act: 'confirm-silence', until });
    expect(empty.status).toBe(422);
    expect(empty.html).toMatch(/<details open="">\s*<summary>确认暂缓文书/);
    const done = await people.second.post(`${path}/silence`, {
      ...{ act: 'confirm-silence', until, reason: '同意' },
    });
    expect(done.to).toBe(`${path}?done=silenced`);
    const [row] =
      await app.ownerDb`select silenced_until::text as until from we.alert where id = ${id}`;
    expect(row?.until).toBe(until);
    expect((await people.second.get(path)).text).not.toContain('须另一人确认后生效。 正在调解');
  });

  test('a proposal made when it was smaller waits no more', async () => {
    const { id, path } = await alert({ level: 3, amountFen: 100 });
    await people.first.post(`${path}/dismissal`, { act: 'dismissal', reason: '重复' });
    expect((await people.second.get(path)).text).toContain('确认核销');
    await app.ownerDb`update we.alert set amount_fen = 101 where id = ${id}`;
    expect((await people.second.get(path)).text).not.toContain('确认核销');
  });

  test('a reply that was judged is not offered to be judged again', async () => {
    const { path } = await alert();
    await people.first.post(`${path}/reply`, { act: 'reply', text: '单位来电说明' });
    expect((await people.first.get(path)).html).toContain(`action="${path}/verdict"`);
    await people.first.post(`${path}/verdict`, {
      act: 'verdict',
      accepted: 'true',
      reason: '属实',
    });
    expect((await people.first.get(path)).html).not.toContain(`action="${path}/verdict"`);
  });

  test('it is given to people who may do something about it', async () => {
    const { html } = await people.first.get((await alert()).path);
    const [, offered = ''] =
      /<select id="assignment-holder"[^>]*>(.*?)<\/select>/s.exec(html) ?? [];
    expect(offered).toContain('孙监察');
    expect(offered).toContain('周副科');
    expect(offered).not.toContain('郑审计');
  });
});

describe('what an address says was done', () => {
  test.each(['constructor', 'toString', '请拨打 12345'])(
    'is not said where it is none: %s',
    async (done) => {
      const page = await makeVisitor(app).get(`/sign-in?done=${encodeURIComponent(done)}`);
      expect(page.status).toBe(200);
      expect(page.html).not.toContain('banner');
    },
  );

  test('a review of a pretext has words', async () => {
    expect((await people.first.get('/settlements?done=reviewed')).text).toContain('复核意见已保存');
  });
});
