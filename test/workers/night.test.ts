import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { schedule } from '../../jobs/schedule.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { urlsOf } from '../helpers/db.ts';
import { workerUrl } from '../helpers/door.ts';
import { projectOf, workersOf } from '../helpers/site.ts';

// On the database behind the Worker's own Hyperdrive bindings: a cron event tells it nothing else.

let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  const urls = urlsOf(inject('clusterUrl'), inject('boundDatabase') ?? '');
  app = await makeApp(urls, { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  const key = callers.authority.key;
  const engagements = workersOf(2).map((w) => ({
    ...w,
    employerUscc: callers.contractor.uscc,
    enteredOn: '2026-02-01',
  }));
  const contract = {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    labourCostFen: 2_000_000_00,
    payDay: 15,
    payMonthOffset: 1,
  };
  await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
  await app.call('PUT', '/projects/P-1/contract', { key, body: contract });
  await app.call('POST', '/projects/P-1/engagements', { key, body: { engagements } });
});
afterAll(() => app.end());

/** Lets a cron trigger fire, as Cloudflare would at that instant. */
async function fire(cron: string, at: string) {
  const url = new URL('/cdn-cgi/handler/scheduled', workerUrl() ?? '');
  url.searchParams.set('cron', cron);
  url.searchParams.set('time', String(Date.parse(at)));
  return (await fetch(url)).status;
}
const cronOf = (job: string) => schedule.find((each) => each.job === job)?.cron ?? '';
const list = async (path: string) =>
  (await app.call('GET', path, { key: callers.authority.key })).body.items;

test('the cron event of a night opens alerts, of the day that had ended when it was due', async () => {
  expect(await list('/alerts')).toEqual([]);
  // 00:30 in Shanghai, and an hour late: the day stays the same.
  expect(await fire(cronOf('night'), '2026-05-08T16:30:00Z')).toBe(200);
  expect(await list('/job-runs')).toMatchObject([
    { job: 'night', day: '2026-05-08', status: 'done' },
  ]);
  expect((await list('/alerts')).length).toBeGreaterThan(0);
  expect(await fire(cronOf('night'), '2026-05-08T17:30:00Z')).toBe(200);
  expect(await list('/job-runs')).toHaveLength(1);
});

test('another event runs its own job; one that is not in the schedule runs none', async () => {
  expect(await fire(cronOf('partitions'), '2026-05-08T17:00:00Z')).toBe(200);
  expect(await fire('1 2 3 4 5', '2026-05-08T17:00:00Z')).toBe(200);
  const jobs = (await list('/job-runs')).map((run: { job: string }) => run.job);
  expect(jobs.sort()).toEqual(['night', 'partitions']);
});

/** A PDF with its streams inflated: the two runtimes pack them differently, so places and lengths differ. */
const inflated = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/\/Length \d+\n/g, '')
    .replace(/stream\n(.*?)\nendstream/gs, (_, data: string) => {
      const packed = Buffer.from(data, 'latin1');
      return (packed[0] === 0x78 ? inflateSync(packed) : packed).toString('latin1');
    })
    .replace(/\nxref\n.*/s, '');

test('a notice that workerd drew holds what Node draws from the same facts', async () => {
  expect(await fire(cronOf('night'), '2026-05-09T16:30:00Z')).toBe(200);
  const notices = await list('/notices');
  expect(notices.length).toBeGreaterThan(0);
  for (const { noticeId } of notices) {
    const key = callers.authority.key;
    const { body } = await app.call('GET', `/notices/${noticeId}.pdf`, { key });
    const id = noticeId.slice(noticeId.indexOf('-') + 1);
    const [row] = await app.ownerDb`
      select facts_cipher from we.notice where replace(id::text, '-', '') = ${id.replaceAll('-', '')}`;
    const facts = JSON.parse(testVault.open(row?.facts_cipher));
    const drawn = await app.deps.draw(facts);
    expect(body.length).toBeGreaterThan(10_000);
    expect(inflated(body) === inflated(drawn)).toBe(true);
    const other = await app.deps.draw({ ...facts, replyDays: facts.replyDays + 1 });
    expect(inflated(body) === inflated(other)).toBe(false);
  }
});
