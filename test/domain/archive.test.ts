import { beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { type Actor, write } from '../../db/work.ts';
import { detachMonths } from '../../src/domain/archive.ts';
import { checkMonth } from '../../src/domain/payroll/checks.ts';
import { checkCaches } from '../../src/domain/rebuild.ts';
import { newSealKey, readSealKey } from '../../src/lib/signer.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ownerOf } from '../helpers/insert.ts';
import { aProject, aWageDuty, type Project } from '../helpers/make.ts';
import { aLine } from '../helpers/make-payroll.ts';

const at = freshDb();
const signer = readSealKey(newSealKey());
const DAY = '2026-06-15';
const NOW = new Date(`${DAY}T04:00:00Z`);
const operator: Actor = {
  id: 'operator',
  holder: 'operator',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

const as = <T>(db: Db, fn: Parameters<typeof write<T>>[4]) => write(db, operator, NOW, DAY, fn);
const detach = (before: string) => as(ownerOf(at()), (work) => detachMonths(work, before, signer));
const months = async () =>
  (
    await ownerOf(at())<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'we.payroll_line'::regclass order by 1`
  ).map(({ name }) => name.slice(-7));

let project: Project;

beforeAll(async () => {
  project = await aProject(at(), { startsOn: '2019-02-01' });
  const met = await aWageDuty(at(), {
    project,
    month: '2021-03',
    dueDay: '2021-04-15',
    metOn: '2021-04-14',
  });
  await aLine(at(), met, { claimedOn: '2021-04-01' });
  const open = await aWageDuty(at(), { project, month: '2021-05', dueDay: '2021-06-15' });
  await aLine(at(), open, { claimedOn: '2021-06-01' });
});

describe('detaching old months', () => {
  test('what lies within three years stays', async () => {
    await expect(detach('2023-07')).rejects.toMatchObject({ code: 'month-kept' });
    await expect(detach('2023-06')).rejects.toMatchObject({ code: 'month-open' });
  });

  test('a month with an open wage duty stays, and nothing was moved', async () => {
    await expect(detach('2021-06')).rejects.toMatchObject({ code: 'month-open' });
    expect((await months())[0]).toBe('2019_01');
  });

  test('the application may not detach anything', async () => {
    const app = openDb(at().appUrl, testVault, 1);
    await expect(as(app, (work) => detachMonths(work, '2021-05', signer))).rejects.toMatchObject({
      code: '42501',
    });
    await app.end();
  });

  test('the months before go to the archive with their lines, once', async () => {
    expect(await detach('2021-05')).toBe(28);
    expect((await months())[0]).toBe('2021_05');
    const [kept] = await ownerOf(at())`
      select (select count(*)::int from we_archive.payroll_line_2021_03) as archived,
        (select count(*)::int from we.payroll_line) as here`;
    expect(kept).toEqual({ archived: 1, here: 1 });
    expect(await detach('2021-05')).toBe(0);
    const events = await ownerOf(at())`select body from we.event where name = 'months.detached'`;
    expect(events.map(({ body }) => JSON.parse(body).body)).toEqual([
      { before: '2021-05', months: 28, keyId: signer.id, signature: expect.any(String) },
    ]);
  });

  test('no later start makes them again, and no payroll of such a month is taken', async () => {
    await migrateDatabase(at().ownerUrl, { today: DAY });
    expect((await months())[0]).toBe('2021_05');
    const check = (month: string) =>
      as(ownerOf(at()), (work) => checkMonth(work, project.id, month));
    await expect(check('2021-04')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(check('2021-05')).resolves.toBeUndefined();
  });

  test('what the batches and duties of those months say is not taken for wrong', async () => {
    const reports = await as(ownerOf(at()), checkCaches);
    const examples = reports.flatMap((report) => report.examples.map((example) => example.id));
    const [batch] = await ownerOf(
      at(),
    )`select id from we.payroll_batch where wage_month = '2021-03-01'`;
    expect(batch).toBeDefined();
    expect(examples).not.toContain(batch?.id);
    expect(examples.join()).not.toContain('2021-03');
    expect(reports.find((report) => report.cache === 'batch-totals')).toMatchObject({
      checked: 1,
      wrong: 0,
    });
  });
});
