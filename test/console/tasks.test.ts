import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTask } from '../../src/domain/tasks.ts';
import { xlsx } from '../adapters/excel/build-table.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aSite } from '../helpers/firm.ts';
import { makeVisitor, type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';

const at = freshDb();
const NOW = '2026-05-08T09:00:00+08:00';
const begun: Promise<unknown>[] = [];
let app: TestApp;
let callers: Callers;
let site: Awaited<ReturnType<typeof aSite>>;
let admin: Visitor;
let supervisor: Visitor;
let clerk: Visitor;
let colleague: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: NOW, outlast: (work) => begun.push(work.catch(() => {})) });
  callers = await app.callers();
  site = await aSite(app, callers);
  const of = (username: string, role: Parameters<typeof visitorOf>[1]['role'], companyId: string) =>
    visitorOf(app, { username, name: username, role, companyId });
  const { authority, contractor } = callers;
  admin = await of('admin', 'administrator', authority.uscc);
  supervisor = await of('fuze', 'supervisor', authority.uscc);
  clerk = await of('lizd', 'contractor-clerk', contractor.uscc);
  colleague = await of('zhoutl', 'contractor-clerk', contractor.uscc);
});
afterAll(() => app.end());
beforeEach(() => app.ownerDb`truncate we.task`);

/** Does something while nobody can read or write a table. */
async function without<T>(table: string, act: () => Promise<T>): Promise<T> {
  const other = postgres(at().ownerUrl, { max: 1, onnotice: () => {} });
  const lock = await other.reserve();
  await lock`begin`;
  await lock`lock table we.${other(table)} in access exclusive mode`;
  try {
    return await act();
  } finally {
    await lock`rollback`;
    lock.release();
    await other.end();
  }
}
const over = () => Promise.all(begun);
const eventsOf = ({ html }: Seen) =>
  html
    .split('\n\n')
    .filter(Boolean)
    .map((event) => JSON.parse(event.replace(/^data: /, '')));

async function rehearse(who = supervisor, given: Record<string, string> = {}) {
  const { html } = await who.get('/rules/W01');
  const set = Object.fromEntries(
    [...html.matchAll(/name="(set\/\w+)"[^>]*value="(\d+)"/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );
  const [name = '', value = ''] = Object.entries(set)[0] ?? [];
  return who.post('/rules/W01/rehearsal', {
    ...{ act: 'rehearsal', ...set, [name]: String(Number(value) + 1) },
    ...{ from: '2026-03-01', to: '2026-05-07', ...given },
  });
}

describe('a long rehearsal', () => {
  test('goes on after its answer, tells how far it is, survives its server, and shows what it found', async () => {
    const path = await without('obligation', async () => {
      const sent = await rehearse();
      expect([sent.status, sent.to]).toEqual([
        303,
        expect.stringMatching(/^\/tasks\/[0-9a-f-]{36}$/),
      ]);
      const to = sent.to as string;
      const page = await supervisor.get(to);
      expect(page.text).toContain('试算 W01 2026-03-01 — 2026-05-07');
      expect(page.html).toContain(`data-live="${to}/events"`);
      expect(page.html).toMatch(/<noscript>.*不会自动更新.*<\/noscript>/s);
      const rule = await supervisor.get('/rules/W01');
      expect(rule.html).toContain(`href="${to}"`);
      expect(rule.text).toMatch(/试算 W01 2026-03-01 — 2026-05-07 2026-05-08 09:00 正在进行/);
      // One at a time: it costs the night's role two statements a day.
      const again = await rehearse();
      expect([again.status, again.text.includes('上一次试算还在进行')]).toEqual([409, true]);
      return to;
    });
    await over();
    // Another process of the same program.
    const other = await makeApp(at(), { now: NOW });
    const visitor = makeVisitor(other);
    for (const [name, value] of supervisor.cookies) visitor.cookies.set(name, value);
    const ended = await visitor.get(path);
    await other.end();
    expect(ended.text).toContain('2026-03-01 — 2026-05-07');
    expect(ended.text).toContain('达到各等级的案件数');
    expect(ended.html).not.toContain('data-live');
    expect(eventsOf(await supervisor.get(`${path}/events`))).toMatchObject([
      { done: 68, steps: 68, ended: true, words: '完成 68 天，共 68 天。' },
    ]);
  });

  test('is nobody else’s: neither its page nor its events', async () => {
    const { to } = await without('obligation', () => rehearse());
    await over();
    for (const path of [to as string, `${to}/events`]) {
      for (const other of [admin, clerk]) expect((await other.get(path)).status).toBe(404);
      expect((await makeVisitor(app).get(path)).to).toMatch(/^\/sign-in/);
    }
    expect((await admin.get('/rules/W01')).html).not.toContain(to);
    expect((await supervisor.get('/tasks/1')).status).toBe(422);
    expect((await supervisor.get(`/tasks/${crypto.randomUUID()}`)).status).toBe(404);
  });

  test('that its process left says so, in both languages', async () => {
    const { to } = await without('obligation', () => rehearse());
    await over();
    await app.ownerDb`update we.task set status = 'running', told_at = clock_timestamp() - interval '2 minutes'`;
    const page = await supervisor.get(to as string);
    expect(page.text).toMatch(/进程已经停止，没有做完。停在：.*试算不改动任何内容，请重新试算/);
    expect(page.html).toContain('href="/rules/W01"');
    expect(page.html).not.toContain('data-live');
    expect(eventsOf(await supervisor.get(`${to}/events`))).toMatchObject([{ ended: true }]);
    await supervisor.get('/language/en?to=/');
    expect((await supervisor.get(to as string)).text).toContain('is gone; it did not end');
    await supervisor.get('/language/zh?to=/');
    // It stands in no way of another.
    expect((await rehearse()).status).toBe(200);
  });

  test('that is refused is so at once, and leaves nothing', async () => {
    expect((await rehearse(supervisor, { to: '2026-05-08' })).status).toBe(422);
    expect((await app.ownerDb`select from we.task`).length).toBe(0);
  });
});

const row = (n: number) => {
  const { name, idNumber, cardNo } = site.workers[n] as (typeof site.workers)[number];
  return [name, idNumber, cardNo, 20, 6000, 6000];
};
const HEADINGS = ['姓名', '身份证号', '工资卡号', '出勤天数', '应发工资', '实发工资'];
const form = async (wageMonth: string) => ({
  ...{ projectCode: 'P-1', wageMonth, employerUscc: callers.contractor.uscc },
  file: new File([Uint8Array.from(await xlsx([HEADINGS, row(0), row(1)]))], '工资.xlsx'),
});
const hiddenIn = ({ html }: Seen) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name as string, value as string],
    ),
  );

describe('a payroll that takes long', () => {
  const check = async (month: string) =>
    without('payroll_batch', async () => clerk.post('/payrolls/new/check', await form(month)));

  test('is checked, then filed once however often it is sent, each at its own page', async () => {
    const sent = await check('2026-03');
    expect(sent.status).toBe(303);
    await over();
    const checked = await clerk.get(sent.to as string);
    expect(checked.text).toContain('检查通过，还没有提交');
    expect(checked.text).toContain('12,000.00');
    expect(checked.html).not.toContain(site.workers[0]?.idNumber);
    expect((await clerk.get('/payrolls/new?projectCode=P-1')).text).toMatch(
      /检查工资表 P-1 2026-03 2026-05-08 09:00 完成/,
    );
    const [kept] = await app.ownerDb<
      { cipher: string }[]
    >`select outcome_cipher as cipher from we.task`;
    expect(kept?.cipher).not.toContain(site.workers[0]?.idNumber);

    const once = /name="once" value="([^"]+)"/.exec(checked.html)?.[1] as string;
    const filing = { ...hiddenIn(checked), once };
    const first = await without('payroll_batch', () =>
      clerk.post('/payrolls/new/submission', filing),
    );
    expect(first.to).toMatch(/^\/tasks\//);
    await over();
    const filed = await clerk.get(first.to as string);
    expect([filed.status, filed.to]).toEqual([
      303,
      expect.stringMatching(/^\/payrolls\/batches\/.*done=batch-claimed$/),
    ]);
    expect((await clerk.post('/payrolls/new/submission', filing)).to).toBe(filed.to);
    expect((await app.ownerDb`select from we.payroll_batch`).length).toBe(1);
    // Late once more, when it was filed already: the first answer, and nothing breaks on a header too late.
    const late = await without('idempotent_answer', () =>
      clerk.post('/payrolls/new/submission', filing),
    );
    await over();
    expect((await clerk.get(late.to as string)).to).toBe(filed.to);
  });

  test('that is refused shows the form with the reason and the file', async () => {
    const sent = await check('2026-03');
    await over();
    const refused = await clerk.get(sent.to as string);
    expect(refused.text).toContain('的工资表已经报过');
    expect(refused.text).toContain('工资.xlsx');
    const { kept = '' } = hiddenIn(refused);
    const { file: _, ...other } = await form('2026-04');
    expect((await clerk.post('/payrolls/new/check', { ...other, kept })).text).toContain(
      '检查通过',
    );
    expect((await colleague.post('/payrolls/new/check', { ...other, kept })).status).toBe(422);
  });

  test('is its sender’s alone; whose server went is told what to look for', async () => {
    const { to } = await check('2026-04');
    await over();
    for (const other of [colleague, admin, supervisor])
      expect((await other.get(to as string)).status).toBe(404);
    await app.ownerDb`update we.task set status = 'running', told_at = clock_timestamp() - interval '2 minutes'`;
    expect((await clerk.get(to as string)).text).toContain('没有存入任何内容，请重新上传');
    await app.ownerDb`update we.task set kind = 'sheet-filing'`;
    expect((await clerk.get(to as string)).text).toContain('要么整张存入，要么没有存入');
  });

  test('whose database goes away in the middle says so, and stores nothing', async () => {
    const before = (await app.ownerDb`select from we.payroll_batch`).length;
    const to = await without('payroll_batch', async () => {
      const sent = await clerk.post('/payrolls/new/check', await form('2026-04'));
      await app.ownerDb`select pg_terminate_backend(pid) from pg_stat_activity
        where usename = 'we_app' and wait_event_type = 'Lock' and datname = current_database()`;
      return sent.to as string;
    });
    await over();
    const page = await clerk.get(to);
    expect(page.text).toContain('数据库暂时连接不上');
    expect((await app.ownerDb`select from we.payroll_batch`).length).toBe(before);
  });
});

describe('what a command is at', () => {
  async function rotation(end?: 'done') {
    const actor = { id: 'command', holder: 'command', org: null, bank: null, region: null };
    const place = { db: app.db, actor: { ...actor, grants: [], projects: [] } };
    const of = { kind: 'rotation', about: '2' } as const;
    const task = makeTask({ ...place, now: new Date(NOW), day: '2026-05-08' }, of);
    task.tell(1200, 5000);
    await task.begin();
    if (end) {
      task.tell(5000, 5000);
      await task.done({ rows: 5000 });
    }
    return `/tasks/${task.id}`;
  }

  test('an administrator sees, with its numbers, and when it was stopped how to go on', async () => {
    const to = await rotation();
    expect((await admin.get('/runs')).text).toMatch(
      /更换数据密钥（换为版本 2） 2026-05-08 09:00 正在进行 完成 1,200 行，共 5,000 行/,
    );
    expect((await admin.get('/runs')).text).toContain('更换数据密钥（换为版本 2）正在进行，看进度');
    const page = await admin.get(to);
    expect(page.html).toMatch(/<progress[^>]* max="5000" value="1200"/);
    await app.ownerDb`update we.task set told_at = clock_timestamp() - interval '2 minutes'`;
    expect((await admin.get('/runs')).text).toContain('中断');
    expect((await admin.get(to)).text).toContain(
      '停在：完成 1,200 行，共 5,000 行。再次运行 npm run rotate 即接着做',
    );
    const again = await admin.get(await rotation('done'));
    expect(again.text).toContain('已经完成。完成 5,000 行，共 5,000 行');
  });

  test('nobody else does', async () => {
    const to = await rotation();
    for (const other of [supervisor, clerk]) expect((await other.get(to)).status).toBe(404);
    expect((await supervisor.get('/runs')).status).toBe(403);
  });

  test('the night’s papers are counted on the page of the run', async () => {
    await app.ownerDb`insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of, steps)
      values ('night', '2026-05-07', 'running', gen_random_uuid(), clock_timestamp() + interval '2 minutes' - interval '10 minutes', now(), now(), 61)`;
    expect((await admin.get('/progress/night/2026-05-07')).text).toContain('没有完成新的步骤');
    await rotation();
    await app.ownerDb`update we.task set kind = 'drafts', about = '2026-05-07', holder = 'job:night'`;
    const { text } = await admin.get('/progress/night/2026-05-07');
    expect(text).toContain('起草文书：完成 1,200 件，共 5,000 件');
    expect(text).not.toContain('没有完成新的步骤');
    await app.ownerDb`update we.task set about = '2026-05-06'`;
    expect((await admin.get('/progress/night/2026-05-07')).text).not.toContain('起草文书');
  });
});
