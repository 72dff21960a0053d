import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf, workersOf } from '../helpers/site.ts';

// Wages of March were paid on a payroll; of April only attendance is told. Friday, 8 May: wages of April are due on the 15th,
// six working days ahead (the 9th, a Saturday, is worked).

const at = freshDb();
let app: TestApp;
let callers: Callers;
const ACCOUNT = '32050165436000000456';
const [one, two] = workersOf(2);

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-04-30T09:00:00+08:00' });
  callers = await app.callers();
  const bank = await app.bank('102');
  const { authority, contractor } = callers;
  const send = async (method: string, path: string, key: string, body?: unknown) => {
    const answer = await app.call(method, path, { key, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await send('PUT', '/projects/P-1', authority.key, projectOf(callers));
  await send('PUT', '/projects/P-1/contract', authority.key, {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    payDay: 15,
    payMonthOffset: 1,
  });
  const account = {
    bankCode: '102',
    accountNo: ACCOUNT,
    accountName: '专户',
    openedOn: '2026-01-15',
  };
  await send('POST', '/projects/P-1/wage-accounts', authority.key, account);
  const engagements = [one, two].map((w) => ({
    ...w,
    employerUscc: contractor.uscc,
    enteredOn: '2026-03-02',
  }));
  await send('POST', '/projects/P-1/engagements', authority.key, { engagements });
  const attended = (days: string[]) =>
    send('POST', '/projects/P-1/attendance', contractor.key, {
      records: days.map((day) => ({
        idNumber: one?.idNumber,
        at: `${day}T07:30:00+08:00`,
        direction: 'in',
      })),
    });
  await attended(['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']);
  const lines = [
    { ...one, workDays: 4, grossFen: 1_000_00, netFen: 1_000_00 },
    { ...two, workDays: 10, grossFen: 3_000_00, netFen: 3_000_00 },
  ];
  const { batchId, batchNo, totalNetFen } = await send(
    'POST',
    '/projects/P-1/payroll-batches',
    contractor.key,
    {
      wageMonth: '2026-03',
      employerUscc: contractor.uscc,
      lines,
    },
  );
  await send('PUT', `/payroll-batches/${batchId}/approval`, contractor.approver, { totalNetFen });
  await send('PUT', `/payroll-batches/${batchId}/order`, contractor.key);
  await bank.events('payout.result', [
    {
      endToEndId: `${batchNo}-1`,
      outcome: 'paid',
      amountFen: 1_000_00,
      at: '2026-04-30T08:00:00+08:00',
    },
    {
      endToEndId: `${batchNo}-2`,
      outcome: 'paid',
      amountFen: 3_000_00,
      at: '2026-04-30T08:00:00+08:00',
    },
  ]);
  await attended(['2026-04-01', '2026-04-02']);
  await bank.events('entry.booked', {
    accountNo: ACCOUNT,
    entryId: 'e1',
    direction: 'credit',
    amountFen: 400_00,
    bookedAt: '2026-04-20T10:00:00+08:00',
  });
  const balance = { accountNo: ACCOUNT, balanceFen: 400_00, frozenFen: 100_00 };
  await bank.events('account.balance', { ...balance, at: '2026-04-21T10:00:00+08:00' });
});
afterAll(() => app.end());

const get = (path: string, key: string) => app.call('GET', path, { key });

test('tells what the open months need, what is there, and how such figures came true', async () => {
  app.setNow('2026-05-08T09:00:00+08:00');
  const { status, body } = await get('/projects/P-1/runway', callers.owner.key);
  expect(status).toBe(200);
  expect(body).toEqual({
    day: '2026-05-08',
    balanceFen: 300_00,
    frozenFen: 100_00,
    months: [
      {
        period: '2026-04',
        dueDay: '2026-05-15',
        workingDaysLeft: 6,
        workers: 1,
        needFen: 500_00,
        forecastFen: 500_00,
        unknownEmployers: 0,
        earlierFen: 0,
        certainFen: 0,
        shortFen: 200_00,
      },
    ],
    // March was the first month: there was nothing to take its rate from.
    accuracy: { missPerMille: null, months: [] },
  });
});

test('looks as many working days ahead as is asked for', async () => {
  const near = await get('/projects/P-1/runway?aheadDays=5', callers.owner.key);
  expect(near.body).toMatchObject({ balanceFen: 300_00, frozenFen: 100_00, months: [] });
  const just = await get('/projects/P-1/runway?aheadDays=6', callers.owner.key);
  expect(just.body.months).toHaveLength(1);
});

test('shows next month by how much this month’s figure was out', async () => {
  const { contractor } = callers;
  const claim = {
    wageMonth: '2026-04',
    employerUscc: contractor.uscc,
    lines: [{ ...one, workDays: 2, grossFen: 625_00, netFen: 625_00 }],
  };
  const posted = await app.call('POST', '/projects/P-1/payroll-batches', {
    key: contractor.key,
    body: claim,
  });
  expect(posted.status).toBe(201);
  app.setNow('2026-06-08T09:00:00+08:00');
  const { body } = await get('/projects/P-1/runway', callers.authority.key);
  expect(body.months[0]).toMatchObject({
    period: '2026-04',
    workingDaysLeft: -16,
    shortFen: 325_00,
  });
  expect(body.accuracy).toEqual({
    missPerMille: 200,
    months: [
      {
        period: '2026-04',
        employerUscc: contractor.uscc,
        forecastFen: 500_00,
        payrollFen: 625_00,
      },
    ],
  });
});

test('is refused without leave to read, and hidden from who has nothing to do with the project', async () => {
  const { authority } = callers;
  const some = await app.newKey(authority.uscc, '无权', ['calendar:write']);
  expect((await get('/projects/P-1/runway', some)).body.code).toBe('grant-missing');
  const other = await app.callers().then(() => app.newKey(authority.uscc, '乙'));
  expect((await get('/projects/NONE/runway', other)).body.code).toBe('not-found');
});

test.each(['0', '31', '1.5', 'x', ''])('aheadDays=%s is wrong', async (aheadDays) => {
  const answer = await get(`/projects/P-1/runway?aheadDays=${aheadDays}`, callers.owner.key);
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
  expect(answer.body.errors[0].pointer).toBe('/query/aheadDays');
});
