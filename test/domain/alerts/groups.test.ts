import { beforeEach, expect, test } from 'vitest';
import { type Grouping, groupAlerts } from '../../../src/domain/alerts/groups.ts';
import { companyActor, inspector, type Site } from '../arrange.ts';
import { stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';
beforeEach(async () => {
  await db.sql()`truncate we.alert`;
});
const alert = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, given);
const groups = (
  by: Grouping,
  actor = inspector,
  page: { limit: number; after?: string } = { limit: 50 },
) => db.look(actor, DAY, (work) => groupAlerts(work, by, page));

test('projects come with their counts, the gravest first; what is closed or follows is not counted', async () => {
  const [mild, grave] = [await db.site(), await db.site()];
  await alert(mild, { level: 2, amountFen: 5, dueDay: '2026-05-02' });
  await alert(grave, { level: 3, amountFen: 3, dueDay: '2026-05-04' });
  await alert(grave, { level: 3, amountFen: 4, dueDay: '2026-05-03' });
  const lead = await alert(grave, { level: 1, amountFen: 1, status: 'held', dueDay: null });
  await alert(grave, { status: 'cleared' });
  await alert(grave, { status: 'dismissed' });
  const led = await alert(grave);
  await db.sql()`update we.alert set follows = ${lead} where id = ${led}`;
  const { items } = await groups('project');
  expect(items).toEqual([
    {
      key: grave.code,
      name: expect.stringContaining(grave.code),
      red: 2,
      orange: 0,
      yellow: 1,
      amountFen: 8,
      dueDay: '2026-05-03',
    },
    {
      key: mild.code,
      name: expect.stringContaining(mild.code),
      red: 0,
      orange: 1,
      yellow: 0,
      amountFen: 5,
      dueDay: '2026-05-02',
    },
  ]);
});

test('parties are counted over projects, those of alerts without an employer not as employers', async () => {
  const site = await db.site();
  await alert(site, { ruleId: 'W01', employerId: site.contractorId });
  await alert(site, { level: 3 });
  expect((await groups('owner')).items).toMatchObject([{ key: site.ownerId, red: 1, yellow: 1 }]);
  expect((await groups('contractor')).items).toMatchObject([
    { key: site.contractorId, name: `施工单位${site.code}` },
  ]);
  expect((await groups('employer')).items).toMatchObject([
    { key: site.contractorId, red: 0, yellow: 1 },
  ]);
});

test('they go by red, then orange, then yellow, over the ends of pages', async () => {
  // The gravest is registered last.
  const levels = [[3, 1], [3], [2, 2], [2, 1, 1], [2, 1], [1]];
  const codes: string[] = [];
  for (const some of levels.toReversed()) {
    const site = await db.site();
    for (const level of some) await alert(site, { level });
    codes.unshift(site.code);
  }
  const seen: string[] = [];
  for (let after: string | undefined, n = 0; n < levels.length; n += 1) {
    const { items, next } = await groups('project', inspector, {
      limit: 1,
      ...(after && { after }),
    });
    seen.push(...items.map(({ key }) => key));
    after = next ?? undefined;
  }
  expect(seen).toEqual(codes);
});

test('a subcontractor is told a project by its code alone', async () => {
  const site = await db.site();
  const employerId = '91320706MA00009901';
  await alert(site, { ruleId: 'W01', employerId });
  await alert(site, { ruleId: 'W01' });
  expect((await groups('project', companyActor(employerId))).items).toMatchObject([
    { key: site.code, name: null, yellow: 1 },
  ]);
});

test('page follows page, and each sees its own', async () => {
  const sites = [await db.site(), await db.site(), await db.site()];
  for (const site of sites) await alert(site);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { items, next } = await groups('project', inspector, {
      limit: 1,
      ...(after && { after }),
    });
    seen.push(...items.map((item) => item.key));
    after = next;
  } while (after !== null);
  expect(seen).toEqual(sites.map((site) => site.code).sort());
  expect((await groups('project', sites[0]?.owner)).items.map((item) => item.key)).toEqual([
    sites[0]?.code,
  ]);
});
