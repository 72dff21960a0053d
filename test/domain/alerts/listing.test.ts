import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import type { AlertFilter } from '../../../src/domain/alerts/filter.ts';
import { getAlert, listAlerts } from '../../../src/domain/alerts/listing.ts';
import { parseId, publicId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { companyActor, domainDb, inspector, type Site } from '../arrange.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = domainDb();
const DAY = '2026-06-15';

const list = (
  filter: AlertFilter,
  page: { after?: string; limit?: number } = {},
  actor: Actor = inspector,
) => db.look(actor, DAY, (work) => listAlerts(work, filter, { limit: 50, ...page }));

const found = async (filter: AlertFilter, actor?: Actor) =>
  (await list(filter, {}, actor)).items.map((a) => parseId(a.alertId).id);

const alerts = (site: Site, ...given: AlertGiven[]) =>
  Promise.all(given.map((g) => anAlert(db.at(), site, g)));

test('the gravest come first, then by due day, those without one last, then by id', async () => {
  const site = await db.site();
  const low = '00000000-0000-4000-8000-000000000001';
  const high = '00000000-0000-4000-8000-000000000002';
  const [none, late, early, , , red] = await alerts(
    site,
    { dueDay: null },
    { dueDay: '2026-05-09' },
    { dueDay: '2026-05-07' },
    { id: high, dueDay: '2026-05-08' },
    { id: low, dueDay: '2026-05-08' },
    { level: 3, dueDay: '2026-06-01' },
  );
  expect(await found({ projectCode: site.code })).toEqual([red, early, low, high, late, none]);
});

test('pages of every size show each alert once, in the same order', async () => {
  const site = await db.site();
  const days = ['2026-05-07', '2026-05-07', '2026-05-08', null];
  const given = [1, 2, 3].flatMap((level) =>
    days.flatMap((dueDay) => [
      { level, dueDay },
      { level, dueDay, status: 'replied' },
    ]),
  );
  await alerts(site, ...given);
  for (const status of [undefined, 'open'] as const) {
    const filter: AlertFilter = { projectCode: site.code, status };
    const whole = await found(filter);
    expect(whole).toHaveLength(status ? 12 : 24);
    for (const limit of [1, 5, 12]) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const { items, next } = await list(filter, { limit, ...(after ? { after } : {}) });
        seen.push(...items.map((a) => parseId(a.alertId).id));
        after = next ?? undefined;
      } while (after !== undefined);
      expect(seen).toEqual(whole);
    }
  }
});

test('each filter leaves what it names', async () => {
  const site = await db.site({}, 320706, '板桥新村');
  const [f01, w01] = await alerts(
    site,
    { openedOn: '2026-06-01' },
    { ruleId: 'W01', level: 3, status: 'held', openedOn: '2026-06-03' },
  );
  const here = { projectCode: site.code };
  expect(await found({ ...here, rule: 'W01' })).toEqual([w01]);
  expect(await found({ ...here, level: 'yellow' })).toEqual([f01]);
  expect(await found({ ...here, status: 'held' })).toEqual([w01]);
  expect(await found({ ...here, openedFrom: '2026-06-02' })).toEqual([w01]);
  expect(await found({ ...here, openedFrom: '2026-06-03', openedTo: '2026-06-03' })).toEqual([w01]);
  expect(await found({ ...here, openedTo: '2026-06-01' })).toEqual([f01]);
  expect(await found({ projectCode: 'LYG-none' })).toEqual([]);
});

test('a search finds the beginning of a code, a part of a name, a company, and no wildcards', async () => {
  const site = await db.site({}, 320706, '花果山隧道');
  const [id] = await alerts(site, {});
  expect(await found({ q: site.code })).toEqual([id]);
  expect(await found({ q: '果山隧' })).toEqual([id]);
  expect(await found({ q: site.contractorId })).toEqual([id]);
  expect(await found({ q: site.contractorId.slice(0, 17) })).toEqual([]);
  expect(await found({ q: '果%隧' })).toEqual([]);
});

test('a word that names thousands of projects finds the same', async () => {
  const site = await db.site({}, 320706, '万象新城');
  const other = await db.site({}, 320706, '别处');
  const [id, second] = await alerts(site, {}, { dueDay: null });
  await alerts(other, {});
  await ownerOf(db.at())`insert into we.project_directory (code, project_id, region_code)
    select ${site.code} || '-' || n, 900000000 + n, 320706 from generate_series(1, 2001) n`;
  expect(await found({ q: site.code })).toEqual([id, second]);
  expect(await found({ q: `${site.code}-2` })).toEqual([]);
});

test('a region is named by two, four or six digits', async () => {
  const [haizhou, donghai] = [await db.site({}, 320706), await db.site({}, 320722)];
  const [here, there] = [
    await anAlert(db.at(), haizhou, { ruleId: 'W05' }),
    await anAlert(db.at(), donghai, { ruleId: 'W05' }),
  ];
  const regions = async (regionCode: string) => new Set(await found({ rule: 'W05', regionCode }));
  expect(await regions('32')).toEqual(new Set([here, there]));
  expect(await regions('3207')).toEqual(new Set([here, there]));
  expect(await regions('320722')).toEqual(new Set([there]));
  expect(await regions('33')).toEqual(new Set());
});

test('an authority sees its region, a party its projects, nobody the authority’s own alerts', async () => {
  const site = await db.site();
  const other = await db.site();
  const employer = '91320706MB00000001';
  const [open, secret, ofEmployer] = await alerts(
    site,
    {},
    { audience: 'authority' },
    { ruleId: 'W01', employerId: employer },
  );
  const here = { projectCode: site.code };
  const set = async (actor: Actor) => new Set(await found(here, actor));
  expect(await set(inspector)).toEqual(new Set([open, secret, ofEmployer]));
  expect(await set(site.owner)).toEqual(new Set([open, ofEmployer]));
  expect(await set(companyActor(employer))).toEqual(new Set([ofEmployer]));
  expect(await set(other.owner)).toEqual(new Set());
  expect(await set({ ...inspector, region: { lo: 320100, hi: 320199 } })).toEqual(new Set());
});

test('a settlement is spoken of by the id its contractor was given', async () => {
  const site = await db.site();
  const settlement = randomUUID();
  const [id = ''] = await alerts(site, { ruleId: 'S01', subject: settlement, period: '-' });
  const alert = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, id));
  expect(alert).toMatchObject({
    alertId: publicId(site.id, id),
    ruleId: 'S01',
    level: 'yellow',
    subject: publicId(site.id, settlement),
    projectCode: site.code,
    facts: { daysLate: 12 },
    history: [],
  });
});

test.each([
  ['A02', true],
  ['A03', true],
  ['A05', true],
  ['A06', true],
  ['M02', true],
  ['A01', false],
  ['A04', false],
  ['A07', false],
])('the subject of %s is an account by its public id: %s', async (ruleId, isAccount) => {
  const site = await db.site();
  const account = randomUUID();
  const [id = ''] = await alerts(site, { ruleId, subject: account, period: '-' });
  const alert = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, id));
  expect(alert.subject).toBe(isAccount ? publicId(site.id, account) : account);
});

test('an alert of another project is not found', async () => {
  const site = await db.site();
  const other = await db.site();
  const [id = ''] = await alerts(site, {});
  const asked = db.look(other.owner, DAY, (work) => getAlert(work, site.id, id));
  await expect(asked).rejects.toMatchObject({ code: 'not-found' });
});

test('a page of open alerts reads the index, not the table', async () => {
  const site = await db.site();
  await ownerOf(db.at())`
    insert into we.alert (project_id, id, region_code, owner_id, contractor_id, rule_id, subject, period, episode, status, held,
      level, found_level, due_day, facts, audience, opened_on, risen_on, last_found_on)
    select ${site.id}, md5('bulk' || n)::uuid, 320706, ${site.ownerId}, ${site.contractorId}, 'W03', 'bulk' || n, '-', 1, 'open', false,
      1 + n % 3, 1, '2026-01-01'::date + n % 300, '{}', 'parties', '2026-06-01', '2026-06-01', '2026-06-01'
    from generate_series(1, 20000) n`;
  await ownerOf(db.at())`analyze we.alert`;
  const { next } = await list({ status: 'open' }, { limit: 50 });
  const text = await db.look(inspector, DAY, async (work) => {
    const sql = work.sql as unknown as (first: TemplateStringsArray, ...rest: unknown[]) => never;
    let plan: { 'QUERY PLAN': string }[] = [];
    const explaining = (first: TemplateStringsArray, ...rest: unknown[]) => {
      const query = sql(first, ...rest);
      if (!first[0]?.includes('with shown')) return query;
      return work.sql`explain ${query}`.then((rows) => {
        plan = rows as never;
        return [];
      });
    };
    const page = { limit: 50, after: next as string };
    await listAlerts({ ...work, sql: explaining as never }, { status: 'open' }, page);
    return plan.map((line) => line['QUERY PLAN']).join('\n');
  });
  expect(text).toContain('alert_page');
  expect(text).not.toMatch(/(?:Bitmap Heap|Seq) Scan on alert/);
});
