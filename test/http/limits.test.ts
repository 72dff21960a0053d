import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
const MOST = 100_000_000_000_00;
const ACCOUNT = '32050165436000000456';
let app: TestApp;
let callers: Callers;
let settlementId: string;
let bank: Awaited<ReturnType<TestApp['bank']>>;

const project = (given: object = {}) => ({
  name: '海州安置房',
  regionCode: '320706',
  ownerUscc: callers.owner.uscc,
  contractorUscc: callers.contractor.uscc,
  fundSource: 'government',
  status: 'active',
  startsOn: '2026-01-01',
  ...given,
});
const contract = (given: object = {}) => ({
  signedOn: '2026-01-02',
  totalFen: 80_000_000_00,
  contractorSize: 'medium',
  ...given,
});
const account = (given: object = {}) => ({
  bankCode: '102',
  accountNo: ACCOUNT,
  accountName: '农民工工资专户',
  openedOn: '2026-01-15',
  ...given,
});
const claim = (given: object = {}) => ({
  level: 'whole',
  claimedFen: 1_00,
  deliveredOn: '2026-04-01',
  ...given,
});
const step = (given: object) => ({
  on: '2026-05-01',
  statedBy: 'contractor',
  step: 'payment-applied',
  ...given,
});
const person = (given: object = {}) => ({
  idNumber: makeIdNumber(1),
  name: '工人1',
  cardNo: makeCard(1),
  employerUscc: callers.contractor.uscc,
  enteredOn: '2026-02-01',
  ...given,
});

const send = (method: string, path: string, body: unknown) =>
  app.call(method, path, { key: callers.authority.key, body });

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  bank = await app.bank('102');
  expect((await send('PUT', '/projects/P-1', project())).status).toBe(200);
  expect((await send('PUT', '/projects/P-1/contract', contract())).status).toBe(200);
  expect((await send('POST', '/projects/P-1/wage-accounts', account())).status).toBe(201);
  const opened = await send('POST', '/projects/P-1/settlements', claim());
  settlementId = opened.body.settlementId;
});
afterAll(() => app.end());

describe('one amount is at most a hundred thousand million yuan', () => {
  test.each([
    ['totalFen', 'PUT', '/projects/P-1/contract', (fen: number) => contract({ totalFen: fen })],
    [
      'labourCostFen',
      'PUT',
      '/projects/P-1/contract',
      (fen: number) => contract({ labourCostFen: fen }),
    ],
    [
      'valueFen',
      'PUT',
      '/projects/P-1/progress/2026-03',
      (fen: number) => ({ valueFen: fen, confirmedOn: '2026-04-01' }),
    ],
    [
      'claimedFen',
      'POST',
      '/projects/P-1/settlements',
      (fen: number) => claim({ claimedFen: fen }),
    ],
    [
      'amountFen',
      'POST',
      '/settlements/{settlement}/steps',
      (fen: number) => step({ amountFen: fen }),
    ],
  ] as const)('%s', async (field, method, path, body) => {
    const to = path.replace('{settlement}', settlementId);
    for (const fen of [MOST + 1, Number.MAX_SAFE_INTEGER]) {
      const { status, body: answer } = await send(method, to, body(fen));
      expect([status, answer.errors], String(fen)).toMatchObject([
        422,
        [{ pointer: `/${field}`, code: 'amount-implausible', message: /一千亿元/ }],
      ]);
    }
    expect((await send(method, to, body(MOST))).status).toBeLessThan(300);
  });

  test('a bank’s amounts and balances, of either sign', async () => {
    const now = '2026-05-08T08:00:00+08:00';
    const balances = await bank.events('account.balance', [
      { accountNo: ACCOUNT, balanceFen: MOST, at: now },
      { accountNo: ACCOUNT, balanceFen: MOST + 1, at: now },
      { accountNo: ACCOUNT, balanceFen: -MOST - 1, at: now },
      { accountNo: ACCOUNT, balanceFen: 1, frozenFen: MOST + 1, at: now },
    ]);
    const payouts = await bank.events('payout.result', {
      endToEndId: 'X-1',
      outcome: 'paid',
      amountFen: MOST + 1,
      at: now,
    });
    expect(balances.body).toMatchObject({ accepted: 1 });
    expect(
      [...balances.body.rejected, ...payouts.body.rejected].map((r: { code: string }) => r.code),
    ).toEqual(new Array(4).fill('amount-implausible'));
  });

  test('a batch may sum up to more: its approval names the whole', async () => {
    const { body } = await send('PUT', '/payroll-batches/8-0/approval', { totalNetFen: MOST + 1 });
    expect(body.code).not.toBe('invalid-input');
  });
});

describe('a day lies in this century', () => {
  const cases: [string, string, string, (day: string) => unknown][] = [
    ['startsOn', 'PUT', '/projects/P-2', (day) => project({ startsOn: day })],
    ['endsOn', 'PUT', '/projects/P-2', (day) => project({ endsOn: day })],
    ['permitOn', 'PUT', '/projects/P-2', (day) => project({ permitOn: day })],
    ['signedOn', 'PUT', '/projects/P-1/contract', (day) => contract({ signedOn: day })],
    ['openedOn', 'POST', '/projects/P-1/wage-accounts', (day) => account({ openedOn: day })],
    ['filedOn', 'POST', '/projects/P-1/wage-accounts', (day) => account({ filedOn: day })],
    ['deliveredOn', 'POST', '/projects/P-1/settlements', (day) => claim({ deliveredOn: day })],
    [
      'engagements/0/enteredOn',
      'POST',
      '/projects/P-1/engagements',
      (day) => ({ engagements: [person({ enteredOn: day })] }),
    ],
    [
      'confirmedOn',
      'PUT',
      '/projects/P-1/progress/2026-03',
      (day) => ({ valueFen: 1, confirmedOn: day }),
    ],
  ];

  test.each(cases)('%s', async (field, method, path, body) => {
    for (const day of ['1999-12-31', '2100-01-01', '9999-12-31', '0001-01-01']) {
      const { status, body: answer } = await send(method, path, body(day));
      expect([status, answer.errors], day).toMatchObject([
        422,
        [{ pointer: `/${field}`, code: 'day-invalid', message: /2000-01-01 至 2099-12-31/ }],
      ]);
    }
  });

  test('its first and its last day are days like others', async () => {
    const given = { startsOn: '2000-01-01', endsOn: '2099-12-31', permitOn: '2000-01-01' };
    expect((await send('PUT', '/projects/P-3', project(given))).body).toMatchObject(given);
    const terms = contract({
      signedOn: '2000-01-01',
      labourCostFen: 1_00,
      transferDay: 10,
      payDay: 15,
    });
    expect((await send('PUT', '/projects/P-3/contract', terms)).status).toBe(200);
  });

  test('months, instants and the days in a list or a query too', async () => {
    const progress = { valueFen: 1, confirmedOn: '2026-04-01' };
    for (const month of ['1999-12', '2100-01']) {
      const { body } = await send('PUT', `/projects/P-1/progress/${month}`, progress);
      expect(body.errors).toMatchObject([{ pointer: '/path/month', code: 'month-invalid' }]);
    }
    const records = [
      { idNumber: makeIdNumber(1), at: '2100-01-01T08:00:00+08:00', direction: 'in' },
    ];
    const attended = await app.call('POST', '/projects/P-1/attendance', {
      key: callers.contractor.key,
      body: { records },
    });
    expect(attended.body.errors).toMatchObject([
      { pointer: '/records/0/at', code: 'instant-invalid' },
    ]);
    const listed = await app.call('GET', '/alerts?openedFrom=2100-01-01', {
      key: callers.authority.key,
    });
    expect(listed.body.errors).toMatchObject([
      { pointer: '/query/openedFrom', code: 'day-invalid' },
    ]);
    const year = await send('PUT', '/calendar/2100', { days: [], source: 'x' });
    expect(year.body.errors[0]).toMatchObject({ pointer: '/path/year', code: 'year-invalid' });
  });

  test('a bank’s days, in JSON and in XML', async () => {
    const entry = {
      accountNo: ACCOUNT,
      entryId: 'e1',
      direction: 'credit',
      amountFen: 1,
      bookedAt: '2026-05-08T08:00:00+08:00',
      valueDay: '2100-01-01',
    };
    const { body } = await bank.events('entry.booked', entry);
    expect(body.rejected).toMatchObject([{ index: 0, code: 'day-invalid' }]);
    const xml = (valueDay: string, no: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.04"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>N-${no}</MsgId><CreDtTm>2026-05-08T08:00:00+08:00</CreDtTm></GrpHdr>
<Ntfctn><Id>N-${no}</Id><CreDtTm>2026-05-08T08:00:00+08:00</CreDtTm><Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id></Acct>
<Ntry><Amt Ccy="CNY">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-05-07</Dt></BookgDt><ValDt><Dt>${valueDay}</Dt></ValDt><AcctSvcrRef>R-${no}</AcctSvcrRef>
<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
    expect((await bank.xml(xml('1999-12-31', '1'))).body.rejected).toMatchObject([
      { index: 0, code: 'day-invalid' },
    ]);
    expect((await bank.xml(xml('2026-05-07', '2'))).body).toMatchObject({
      accepted: 1,
      rejected: [],
    });
  });
});
