import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listFormats, MOST_ROWS } from '../../src/adapters/excel/list-file.ts';
import { readWorkbook } from '../../src/adapters/excel/workbook.ts';
import { rooms } from '../../src/console/console.ts';
import { makeIdNumber } from '../../src/demo/identities.ts';
import { roles } from '../../src/domain/people/roles.ts';
import { publicId } from '../../src/lib/id.ts';
import { anAlert } from '../domain/alerts/arrange-alert.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Seen, type Visitor, visitorOf } from '../helpers/pages.ts';
import { type WageSite, wageSite } from './arrange-wages.ts';

// Lists as files: the rows of their page, all of them, under its filters and for its readers.

const at = freshDb();
const PEOPLE = ['inspector', 'contractor-clerk', 'owner-clerk', 'administrator'] as const;
const visitors = {} as Record<(typeof PEOPLE)[number], Visitor>;
let app: TestApp;
let callers: Callers;
let site: WageSite;
let worker: { idNumber: string; name: string };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  site = await wageSite(app, at(), callers, 'P-1');
  await app.ownerDb`update we.project set name = '=1+1,"一期"' where code = 'P-1'`;
  worker = { idNumber: makeIdNumber(1), name: '@张三' };
  await site.wage({ engagementId: await site.engage(worker), month: '2026-05' });
  for (const [n, role] of PEOPLE.entries()) {
    const kind = roles[role].kind as 'authority' | 'contractor' | 'owner';
    const person = { username: `person${n}`, name: `张${n}`, role, companyId: callers[kind].uscc };
    visitors[role] = await visitorOf(app, person);
  }
}, 120_000);
afterAll(() => app.end());

async function alert(given: Parameters<typeof anAlert>[2] = {}) {
  const id = await anAlert(at(), site.project as never, { ruleId: 'M03', ...given });
  await app.ownerDb`update we.alert set facts = ${{ years: [], dutyCount: 1 } as never} where id = ${id}`;
}
const rowsOf = async ({ bytes }: Seen) =>
  (await readWorkbook(bytes)).sheets[0]?.rows.map(({ cells }) =>
    cells.map((cell) => cell?.text ?? ''),
  ) as string[][];
const lists = rooms.filter(({ about }) => about.file).map(({ about }) => about);

describe('every list is had as a file by whoever sees its page', () => {
  const cases = PEOPLE.flatMap((role) =>
    lists
      .filter(({ path }) => !path.includes(':'))
      .flatMap(({ path, grants }) =>
        listFormats.map((format) => {
          const has = (roles[role].grants as readonly string[]).some((grant) =>
            (grants as readonly string[]).includes(grant),
          );
          return [role, `${path}?as=${format}`, has] as const;
        }),
      ),
  );
  test.each(cases)('%s %s: %s', async (role, path, has) => {
    const answer = await visitors[role].get(path);
    expect(answer.status).toBe(has ? 200 : 403);
    if (!has) return;
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z]+-2026-06-15\.(csv|xlsx)"$/,
    );
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8$|sheet$/);
    expect((await rowsOf(answer))[0]?.length).toBeGreaterThan(4);
  });

  test('there are the lists that people work with', () => {
    expect(lists.map(({ path }) => path).toSorted()).toEqual([
      '/alerts',
      '/complaints',
      '/instalments',
      '/keys',
      '/messages',
      '/notices',
      '/parties',
      '/payrolls',
      '/payrolls/batches/:batchId',
      '/payrolls/of/:projectCode',
      '/payrolls/of/:projectCode/attendance',
      '/people',
      '/projects',
      '/runs',
      '/settlements',
    ]);
  });

  test('nobody gets one without signing in', async () => {
    const { makeVisitor } = await import('../helpers/pages.ts');
    expect((await makeVisitor(app).get('/alerts?as=csv')).to).toMatch(/^\/sign-in\?to=/);
  });

  test('a kind of file that there is not is refused; a page without a list is shown', async () => {
    expect((await visitors.inspector.get('/alerts?as=pdf')).status).toBe(422);
    expect((await visitors.inspector.get('/?as=csv')).headers.get('content-type')).toMatch(/html/);
  });
});

describe('alerts', () => {
  test('all under the filters of the page, beyond its fifty; the page says how to get them', async () => {
    for (let n = 0; n < 51; n++) await alert({ level: 2, amountFen: 1_000_05 });
    await alert({ level: 3, dueDay: null });
    const page = await visitors.inspector.get('/alerts?level=orange&cases=true');
    expect(page.html).toContain('href="/alerts?level=orange&amp;cases=true&amp;as=xlsx"');
    expect(page.text).toContain('至多 100,000 行');
    const rows = await rowsOf(await visitors.inspector.get('/alerts?level=orange&as=xlsx'));
    expect(rows).toHaveLength(52);
    expect(rows[0]?.slice(0, 3)).toEqual(['等级', '规则', '预警']);
    expect(rows[1]?.[0]).toBe('橙色');
    expect(rows[1]?.[7]).toBe('1000.05');
  });

  test('what was typed by others is no formula, and stays in its field', async () => {
    const csv = await visitors.inspector.get('/alerts?level=red&as=csv');
    expect([...csv.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.html).toContain(`P-1,"'=1+1,""一期""",`);
  });

  test('headings and words are the reader’s', async () => {
    await visitors.inspector.get('/language/en?to=/');
    const rows = await rowsOf(await visitors.inspector.get('/alerts?level=red&as=csv'));
    await visitors.inspector.get('/language/zh?to=/');
    expect([rows[0]?.[0], rows[1]?.[0]]).toEqual(['Level', 'Red']);
  });

  test('of what is the authority’s only a firm gets nothing', async () => {
    await alert({ level: 1, audience: 'authority' });
    const clerk = await rowsOf(
      await visitors['contractor-clerk'].get('/alerts?level=yellow&as=csv'),
    );
    const office = await rowsOf(await visitors.inspector.get('/alerts?level=yellow&as=csv'));
    expect([clerk.length, office.length]).toEqual([1, 2]);
  });

  test('a filter by hand that means nothing is refused, as on the page', async () => {
    expect((await visitors.inspector.get('/alerts?level=pink&as=csv')).status).toBe(422);
  });
});

describe('workers', () => {
  const files = async () => {
    const { contractorId } = site.project;
    const [batch] = await app.ownerDb<{ id: string }[]>`select id from we.payroll_batch`;
    const batchId = publicId(site.project.id, batch?.id as string);
    expect(contractorId).toBe(callers.contractor.uscc);
    return [
      `/payrolls/batches/${batchId}?as=csv`,
      '/payrolls/of/P-1/attendance?month=2026-05&show=all&as=csv',
    ];
  };

  test('by name and the last four of their numbers, which is all', async () => {
    for (const path of await files()) {
      const answer = await visitors['contractor-clerk'].get(path);
      expect(answer.status).toBe(200);
      const [, row] = await rowsOf(answer);
      expect(row).toContain("'@张三");
      expect(row).toContain(worker.idNumber.slice(-4));
      expect(answer.html).not.toContain(worker.idNumber.slice(6, 14));
    }
  });

  test('of a project that is not his a clerk gets what he gets of none', async () => {
    const other = await visitors['contractor-clerk'].get('/payrolls/of/P-2/attendance?as=csv');
    const batches = await visitors['contractor-clerk'].get('/payrolls/of/P-2?as=csv');
    expect([other.status, batches.status]).toEqual([404, 404]);
    const own = await visitors['contractor-clerk'].get('/payrolls/of/P-1?month=2026-05&as=csv');
    expect(await rowsOf(own)).toHaveLength(2);
    const before = await visitors['contractor-clerk'].get('/payrolls/of/P-1?month=2026-04&as=csv');
    expect(await rowsOf(before)).toHaveLength(1);
  });
});

describe(`${MOST_ROWS} rows`, () => {
  beforeAll(async () => {
    const sql = app.ownerDb;
    const [own] = await sql<{ names: string[] }[]>`
      select array_agg(column_name::text) as names from information_schema.columns
      where table_schema = 'we' and table_name = 'alert' and is_generated = 'NEVER'`;
    const columns = sql(own?.names ?? []);
    await sql`
      insert into we.alert (${columns}) select ${columns} from (
        select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'subject', n, 'status', 'dismissed'))).*
        from we.alert a, generate_series(1, ${MOST_ROWS}) n where a.level = 3) copied`;
    await app.ownerDb`analyze we.alert`;
  }, 120_000);

  test.each(listFormats)(
    'are one file, and it is whole: %s',
    async (format) => {
      const begun = performance.now();
      const answer = await visitors.inspector.get(`/alerts?status=dismissed&as=${format}`);
      expect(answer.status).toBe(200);
      expect(performance.now() - begun).toBeLessThan(60_000);
      if (format === 'csv') expect(answer.html.match(/\r\n/g)).toHaveLength(MOST_ROWS + 1);
      else expect(answer.bytes.length).toBeGreaterThan(100_000);
    },
    120_000,
  );

  test('one more is refused with what to do, and no row is left out in silence', async () => {
    await alert({ status: 'dismissed' });
    const answer = await visitors.inspector.get('/alerts?status=dismissed&as=csv');
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('请加上条件');
    expect(answer.html).toContain('<main');
  }, 120_000);
});
