import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusReport } from '../../src/adapters/iso20022/pain002.ts';
import { readBankMessage } from '../../src/adapters/iso20022/read.ts';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { itemsOfPain002 } from '../../src/http/bank-statuses.ts';
import { batchNo } from '../../src/lib/id.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const BATCH = batchNo(247, '2026-03', 1);
const reason = (code: string, text = '') =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${text && `<AddtlInf>${text}</AddtlInf>`}</StsRsnInf>`;

/** A pain.002 of one group, with the payments given. */
const report = (group: string, payments = '', original = BATCH) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>RPT-1</MsgId><CreDtTm>2026-03-20T10:00:00+08:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${original}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>
${payments}</CstmrPmtStsRpt></Document>`;
const payment = (inner: string, id = BATCH) =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${id}</OrgnlPmtInfId>${inner}</OrgnlPmtInfAndSts>`;
const transaction = (lineNo: number, status: string, why = '') =>
  `<TxInfAndSts><OrgnlEndToEndId>${BATCH}-${lineNo}</OrgnlEndToEndId><TxSts>${status}</TxSts>${why}</TxInfAndSts>`;

function items(xml: string) {
  const result = readBankMessage(Buffer.from(xml));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return itemsOfPain002(result.message as StatusReport);
}
const at = new Date('2026-03-20T10:00:00+08:00');

describe('a status report as items', () => {
  test('a group status alone speaks of the whole order named by its message', () => {
    expect(items(report(`<GrpSts>RJCT</GrpSts>${reason('AM04', '余额不足')}`))).toEqual({
      items: [
        {
          kind: 'order',
          index: 0,
          batchNo: BATCH,
          outcome: 'rejected',
          at,
          reasonCode: 'AM04',
          reasonText: '余额不足',
        },
      ],
      rejected: [],
    });
    for (const status of ['ACTC', 'ACCP', 'ACSP'])
      expect(items(report(`<GrpSts>${status}</GrpSts>`)).items, status).toMatchObject([
        { kind: 'order', batchNo: BATCH, outcome: 'accepted' },
      ]);
  });

  test('a status of the payment information goes before the group’s, its reason too', () => {
    const both = report(
      `<GrpSts>ACCP</GrpSts>`,
      payment(`<PmtInfSts>RJCT</PmtInfSts>${reason('AC06')}`),
    );
    expect(items(both).items).toMatchObject([
      { outcome: 'rejected', reasonCode: 'AC06', reasonText: '账户已冻结或止付' },
    ]);
    const group = report(`<GrpSts>RJCT</GrpSts>${reason('AM10')}`, payment(''));
    expect(items(group).items).toMatchObject([{ outcome: 'rejected', reasonCode: 'AM10' }]);
  });

  test('lines that are named come first, and the order behind them', () => {
    const some = report(
      '<GrpSts>RJCT</GrpSts>',
      payment(`<PmtInfSts>RJCT</PmtInfSts>${transaction(2, 'RJCT', reason('AC04'))}`),
    );
    expect(items(some).items).toMatchObject([
      { index: 0, kind: 'payout', endToEndId: `${BATCH}-2`, reasonCode: 'AC04' },
      { index: 1, kind: 'order', batchNo: BATCH, outcome: 'rejected' },
    ]);
    const part = report(
      '<GrpSts>PART</GrpSts>',
      payment(`<PmtInfSts>PART</PmtInfSts>${transaction(2, 'RJCT', reason('AC04'))}`),
    );
    expect(items(part).items.map((i) => i.kind)).toEqual(['payout']);
  });

  test('the batch is known by either id; neither known, the bank’s words are kept', () => {
    const rejected = '<PmtInfSts>RJCT</PmtInfSts>';
    for (const [xml, named] of [
      [report('', payment(rejected, 'BANK-1')), BATCH],
      [report('', payment(rejected), 'BANK-2'), BATCH],
      [report('', payment(rejected, 'BANK-1'), 'BANK-2'), 'BANK-1'],
    ] as const)
      expect(items(xml).items).toMatchObject([{ kind: 'order', batchNo: named }]);
  });

  test.each([
    ['that all were settled', '<GrpSts>ACSC</GrpSts>', 'status-not-by-line'],
    ['that all stand open', '<GrpSts>PDNG</GrpSts>', 'status-not-by-line'],
    ['that a second copy was refused', `<GrpSts>RJCT</GrpSts>${reason('DU01')}`, 'order-duplicate'],
    ['that it was sent twice', `<GrpSts>RJCT</GrpSts>${reason('AM05')}`, 'order-duplicate'],
  ])('%s touches no line', (_, group, code) => {
    expect(items(report(group))).toMatchObject({ items: [], rejected: [{ index: 0, code }] });
  });

  test('without a time nothing is said of when, and nothing is taken', () => {
    const timeless = report('<GrpSts>RJCT</GrpSts>').replace(/<CreDtTm>.*?<\/CreDtTm>/, '');
    expect(items(timeless)).toMatchObject({ items: [], rejected: [{ code: 'time-missing' }] });
  });
});

describe('through the bank’s door', () => {
  const db = freshDb();
  let app: TestApp;
  let callers: Callers;
  let bank: Awaited<ReturnType<TestApp['bank']>>;
  let posted: { batchId: string; batchNo: string };
  const people = [1, 2, 3].map((n) => ({
    idNumber: makeIdNumber(n),
    name: `工人${n}`,
    cardNo: makeCard(n),
  }));

  beforeAll(async () => {
    app = await makeApp(db(), { now: '2026-05-08T09:00:00+08:00' });
    callers = await app.callers();
    bank = await app.bank('102');
    const { uscc } = callers.contractor;
    const key = callers.authority.key;
    const project = {
      name: '海州安置房',
      regionCode: '320706',
      ownerUscc: callers.owner.uscc,
      contractorUscc: uscc,
      fundSource: 'government',
      status: 'active',
      startsOn: '2026-01-01',
    };
    const account = {
      bankCode: '102',
      accountNo: '32050165436000000456',
      accountName: '海州安置房农民工工资专户',
      openedOn: '2026-01-15',
    };
    const engagements = people.map((p) => ({ ...p, employerUscc: uscc, enteredOn: '2026-02-01' }));
    const lines = people.map((p) => ({ ...p, grossFen: 600_000, netFen: 600_000 }));
    await app.call('PUT', '/projects/P-1', { key, body: project });
    await app.call('POST', '/projects/P-1/wage-accounts', { key, body: account });
    await app.call('POST', '/projects/P-1/engagements', { key, body: { engagements } });
    const answer = await app.call('POST', '/projects/P-1/payroll-batches', {
      key: callers.contractor.key,
      body: { wageMonth: '2026-04', employerUscc: uscc, lines },
    });
    posted = answer.body;
    const act = (name: string, who: string, body?: unknown) =>
      app.call('PUT', `/payroll-batches/${posted.batchId}/${name}`, { key: who, body });
    await act('approval', callers.contractor.approver, { totalNetFen: 3 * 600_000 });
    expect((await act('order', callers.contractor.key)).status).toBe(200);
  });
  afterAll(() => app.end());

  const states = async () => {
    const { body } = await app.call('GET', `/payroll-batches/${posted.batchId}/lines`, {
      key: callers.contractor.key,
    });
    return body.items.map((l: { state: string }) => l.state);
  };
  const send = (group: string, day: string, id?: string, original = posted.batchNo) =>
    bank.xml(report(group, '', original).replace('2026-03-20', day), id);

  test('accepted, then refused, the whole order; the same report again changes nothing', async () => {
    expect((await send('<GrpSts>ACCP</GrpSts>', '2026-05-04')).body).toMatchObject({ accepted: 3 });
    expect(await states()).toEqual(['accepted', 'accepted', 'accepted']);
    const refused = `<GrpSts>RJCT</GrpSts>${reason('AM04')}`;
    const first = await send(refused, '2026-05-05', 'msg_refused');
    expect(first).toMatchObject({ status: 200, body: { accepted: 3, rejected: [] } });
    expect(await states()).toEqual(['rejected', 'rejected', 'rejected']);
    expect((await send(refused, '2026-05-05', 'msg_refused')).body).toEqual(first.body);
    expect((await send(refused, '2026-05-05')).body).toMatchObject({ accepted: 0, duplicates: 3 });
    const [row] = await app.ownerDb`select distinct reason_code, reason_text from we.payout_event
      where outcome = 'rejected'`;
    expect(row).toEqual({ reason_code: 'AM04', reason_text: '账户余额不足' });
  });

  test('an order nobody knows, or of another bank, is kept and tells nothing', async () => {
    const refused = '<GrpSts>RJCT</GrpSts>';
    const nobody = await send(refused, '2026-05-05', undefined, 'NOT-OURS-1');
    const stranger = await app.bank('308');
    const raw = report(refused, '', posted.batchNo).replace('2026-03-20', '2026-05-06');
    for (const answer of [nobody, await stranger.xml(raw)])
      expect(answer.body).toEqual({ accepted: 0, duplicates: 0, unmatched: 1, rejected: [] });
    const rows = await app.ownerDb`select bank_code, kind from we.bank_unmatched order by 1`;
    expect(rows.map((r) => [r.bank_code, r.kind])).toEqual([
      ['102', 'order'],
      ['308', 'order'],
    ]);
  });
});
