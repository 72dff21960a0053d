import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { makeVisitor, type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';

const at = freshDb();
const DAY = '2026-06-14';
const PATH = `/progress/night/${DAY}`;
const outlasting: Promise<unknown>[] = [];
let app: TestApp;
let admin: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), {
    now: '2026-06-15T09:00:00+08:00',
    outlast: (work) => {
      outlasting.push(work);
    },
  });
  const { authority } = await app.callers();
  const of = (username: string, role: 'administrator' | 'inspector') =>
    visitorOf(app, { username, name: username, role, companyId: authority.uscc });
  admin = await of('admin', 'administrator');
  inspector = await of('sun', 'inspector');
});
afterAll(() => app.end());
beforeEach(() => app.ownerDb`truncate we.job_run, we.job_step`);

async function run(given: { day?: string; status?: string; failure?: string; done?: string[] }) {
  const { day = DAY, status = 'running', failure = null, done = [] } = given;
  await app.ownerDb`
    insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of, steps, failure)
    values ('night', ${day}, ${status}, gen_random_uuid(), clock_timestamp() + interval '2 minutes', now(), now(), 61, ${failure})`;
  for (const [n, name] of done.entries())
    await app.ownerDb`insert into we.job_step values ('night', ${day}, ${name}, clock_timestamp() - ${10 - n} * interval '1 second')`;
}
const eventsOf = ({ html }: Seen) =>
  html
    .split('\n\n')
    .filter(Boolean)
    .map((event) => JSON.parse(event.replace(/^data: /, '')));

describe('the page of a run', () => {
  test('tells how far it is, of what and what ended last, in both languages, without a script', async () => {
    await run({ done: ['unfold', 'W01'] });
    const page = await admin.get(PATH);
    expect(page.text).toContain(`${DAY}：完成 2 步，共 61 步，刚完成“W01 月工资逾期未发”`);
    expect(page.html).toMatch(/<progress[^>]* max="61" value="2"/);
    expect(page.html).toContain(`data-live="${PATH}/events"`);
    expect(page.html).toMatch(/<noscript>.*不会自动更新.*<\/noscript>/s);
    expect(page.html).toContain(`<a href="${PATH}">刷新`);
    await admin.get('/language/en?to=/');
    expect((await admin.get(PATH)).text).toContain('2 steps done of 61');
    await admin.get('/language/zh?to=/');
  });

  test('of missed days: the one at work, and it is not over with that', async () => {
    await run({ day: '2026-06-13', done: ['texts'] });
    expect((await admin.get(PATH)).text).toContain(
      '2026-06-13：完成 1 步，共 61 步，刚完成“核对条文效力”',
    );
    await app.ownerDb`update we.job_run set status = 'done'`;
    expect((await admin.get(PATH)).html).toContain('data-live');
    await run({ status: 'done' });
    const page = await admin.get(PATH);
    expect(page.text).toContain(`${DAY} 的任务已经完成`);
    expect(page.html).not.toContain('data-live');
  });

  test('that failed says why; one whose process is gone, that nothing happens', async () => {
    await run({ status: 'failed', failure: '<b>磁盘满</b>' });
    const failed = await admin.get(PATH);
    expect(failed.html).toContain('&lt;b&gt;磁盘满&lt;/b&gt;');
    await app.ownerDb`update we.job_run set status = 'running', lease_until = clock_timestamp() - interval '1 minute 5 seconds'`;
    expect((await admin.get(PATH)).text).toContain('已有 3 分钟没有完成新的步骤');
    await app.ownerDb`update we.job_run set lease_until = clock_timestamp() - interval '55 seconds'`;
    expect((await admin.get(PATH)).text).not.toContain('没有完成新的步骤');
  });

  test('is there before the run begins, and for who may run one', async () => {
    expect((await admin.get(PATH)).text).toContain('还没有开始');
    await run({ day: '2026-06-15' });
    expect((await admin.get(PATH)).text).toContain('还没有开始');
    await run({});
    for (const path of [PATH, `${PATH}/events`]) {
      expect((await inspector.get(path)).status).toBe(403);
      expect((await makeVisitor(app).get(path)).status).toBe(303);
    }
    expect((await admin.get('/progress/seal/2026-06-14')).status).toBe(422);
    expect((await admin.get('/runs')).html).toContain(`href="${PATH}"`);
  });
});

describe('its events', () => {
  test('come as it goes on, and end with it', async () => {
    await run({ done: ['unfold'] });
    const listening = admin.get(`${PATH}/events`);
    await sleep(300);
    await app.ownerDb`insert into we.job_step values ('night', ${DAY}, 'texts', clock_timestamp())`;
    await sleep(1_200);
    await app.ownerDb`update we.job_run set status = 'done'`;
    const answer = await listening;
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(answer);
    expect(events.map(({ done }) => done)).toEqual([1, 2, 2]);
    expect(events.map(({ ended }) => ended)).toEqual([false, false, true]);
    expect(events[0]).toMatchObject({ steps: 61, words: expect.stringContaining('生成义务') });
  });

  test('of a run that failed are one', async () => {
    await run({ status: 'failed', failure: '断电' });
    expect(eventsOf(await admin.get(`${PATH}/events`))).toMatchObject([{ ended: true }]);
  });
});

describe('a run that is begun from the page', () => {
  const begin = () => admin.post('/runs', { job: 'night', day: DAY, once: crypto.randomUUID() });

  test('and takes long goes on after the answer, which leads to its progress', async () => {
    const other = postgres(at().ownerUrl, { max: 1 });
    const lock = await other.reserve();
    await lock`begin`;
    await lock`lock table we.due_chain in access exclusive mode`;
    const sent = await begin();
    expect([sent.status, sent.to]).toEqual([303, PATH]);
    expect((await admin.get('/runs')).text).toContain(`${DAY} 的任务正在运行`);
    await lock`rollback`;
    lock.release();
    await other.end();
    expect(outlasting).toHaveLength(1);
    await outlasting[0];
    expect((await admin.get(PATH)).text).toContain(`${DAY} 的任务已经完成`);
  }, 60_000);

  test('of a day that has not come is refused at once', async () => {
    const sent = await admin.post('/runs', { job: 'night', day: '2026-06-16', once: '1' });
    expect(sent.status).toBe(422);
    expect(outlasting).toHaveLength(1);
  });
});
