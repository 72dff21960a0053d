import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { readText } from '../helpers/pdf.ts';
import { projectOf, workersOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let key: string;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-10-02T09:00:00+08:00' });
  callers = await app.callers();
  key = callers.authority.key;
  const project = { key, body: projectOf(callers) };
  expect((await app.call('PUT', '/projects/P-1', project)).status).toBe(200);
});
afterAll(() => app.end());

const get = (path: string, by = key) => app.call('GET', `/reports/${path}`, { key: by });

describe('the monthly report', () => {
  test('has its figures', async () => {
    const { status, body } = await get('monthly?month=2026-10');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ month: '2026-10', edition: 'internal', region: '3207', day: '2026-10-01' },
      authority: '人社局1',
      projects: { rows: ['320706'] },
      summary: { registered: 1, due: 0 },
      topParties: { contractors: [], owners: [] },
    });
    app.setNow('2026-10-03T09:00:00+08:00');
    const next = await get('monthly?month=2026-10&edition=public');
    expect(next.body).toMatchObject({ day: '2026-10-02', topParties: null });
    expect(next.body.projects).toMatchObject({ rows: ['320706'] });
    expect(next.body.summary).toMatchObject({ registered: null });
  });

  test('is drawn, and drawn again the same', async () => {
    const [once, again] = [
      await get('monthly.pdf?month=2026-09'),
      await get('monthly.pdf?month=2026-09'),
    ];
    expect(once.status).toBe(200);
    expect(once.headers.get('content-type')).toBe('application/pdf');
    expect(once.headers.get('content-disposition')).toBe(
      'inline; filename="monthly-3207-2026-09-internal.pdf"',
    );
    expect(again.headers.get('etag')).toBe(once.headers.get('etag'));
    expect(await readText(once.body)).toContain('农民工工资支付统计月报');
  });

  test('comes as a workbook', async () => {
    const { status, headers, body } = await get('monthly.xlsx?month=2026-09&region=320706');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(Buffer.from(body.subarray(0, 2)).toString()).toBe('PK');
    expect(headers.get('content-disposition')).toContain('monthly-320706-2026-09-internal.xlsx');
  });

  test.each(['monthly', 'monthly.pdf', 'monthly.xlsx'])(
    '%s is refused to firms and others',
    async (path) => {
      const month = `${path}?month=2026-09`;
      for (const by of [callers.owner.key, callers.contractor.key]) {
        const { status, body } = await get(month, by);
        expect([status, body.code]).toEqual([403, 'grant-missing']);
      }
      const beyond = await get(`${month}&region=3208`);
      expect([beyond.status, beyond.body.code]).toEqual([403, 'region-not-yours']);
      const nobody = await app.call('GET', `/reports/${month}`);
      expect(nobody.status).toBe(401);
    },
  );

  test.each([
    ['', '/query/month'],
    ['?month=2026-13', '/query/month'],
    ['?month=2026-09&region=320', '/query/region'],
    ['?month=2026-09&edition=secret', '/query/edition'],
    ['?month=2026-09&sort=up', '/query/sort'],
  ])('of %j is wrong', async (query, pointer) => {
    const { status, body } = await get(`monthly${query}`);
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  test('of a month to come is wrong', async () => {
    const { status, body } = await get('monthly.pdf?month=2026-11');
    expect([status, body.code]).toEqual([422, 'month-future']);
  });
});

describe('the book of a project and the statement of a worker', () => {
  let statement: string;
  let strange: string;

  beforeAll(async () => {
    const engage = async (code: string) => {
      const body = {
        engagements: workersOf(1).map((worker) => ({
          ...worker,
          employerUscc: callers.contractor.uscc,
          enteredOn: '2026-09-01',
        })),
      };
      const asked = { key: callers.contractor.key, body };
      const made = await app.call('POST', `/projects/${code}/engagements`, asked);
      return made.body.engagementIds[0] as string;
    };
    await app.call('PUT', '/projects/P-2', { key, body: projectOf(callers) });
    statement = `/projects/P-1/workers/${await engage('P-1')}/wage-statement.pdf`;
    strange = `/projects/P-1/workers/${await engage('P-2')}/wage-statement.pdf`;
  });

  test.each(['book', 'statement'])(
    'the %s is drawn for the authority and the main parties',
    async (which) => {
      const path = which === 'book' ? '/projects/P-1/book.pdf' : statement;
      for (const by of [key, callers.owner.key, callers.contractor.key]) {
        const { status, headers, body } = await app.call('GET', path, { key: by });
        expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
        const text = await readText(body);
        expect(text).toContain(which === 'book' ? '项目工资支付监测档案' : '农民工工资对账单');
        for (const { idNumber, cardNo } of workersOf(1)) {
          expect(text).not.toContain(idNumber);
          expect(text).not.toContain(cardNo);
        }
      }
    },
  );

  test('they are refused to others, and without the grant', async () => {
    const uscc = makeUscc(77);
    await app.newCompany(uscc, '别的单位', ['contractor']);
    const stranger = await app.newKey(uscc, '劳资员');
    const blind = await app.newKey(callers.contractor.uscc, '劳资员', ['attendance:post']);
    for (const path of ['/projects/P-1/book.pdf', statement]) {
      expect((await app.call('GET', path, { key: stranger })).status).toBe(404);
      expect((await app.call('GET', path, { key: blind })).body.code).toBe('grant-missing');
      expect((await app.call('GET', path)).status).toBe(401);
    }
  });

  test('a worker of another project is not found under this one, nor is a month that is none', async () => {
    expect((await app.call('GET', strange, { key })).status).toBe(404);
    const wrong = await app.call('GET', `${statement}?to=2026-00`, { key });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/query/to']);
    expect((await app.call('GET', '/projects/P-9/book.pdf', { key })).status).toBe(404);
  });
});
