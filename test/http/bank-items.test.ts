import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CamtMessage } from '../../src/adapters/iso20022/camt-records.ts';
import type { StatusReport } from '../../src/adapters/iso20022/pain002.ts';
import { readBankMessage } from '../../src/adapters/iso20022/read.ts';
import { readEvents } from '../../src/http/bank-events.ts';
import { itemsOfCamt } from '../../src/http/bank-items.ts';
import { itemsOfPain002 } from '../../src/http/bank-statuses.ts';
import { batchNo } from '../../src/lib/id.ts';

const BATCH = batchNo(247, '2026-03', 1);
const ACCOUNT = '32050165436000000123';

/** A fixture with its batch number turned into one of ours. */
function message(name: string, change: (xml: string) => string = (xml) => xml) {
  const xml = readFileSync(`test/fixtures/iso20022/${name}.xml`, 'utf8').replaceAll(
    '7K2603001X',
    BATCH,
  );
  const result = readBankMessage(Buffer.from(change(xml)));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.message;
}
const camt = (name: string, change?: (xml: string) => string) =>
  itemsOfCamt(message(name, change) as CamtMessage);

test('a month’s statement gives its booked entries, the workers shown, the balance and the feed', () => {
  const { items, rejected } = camt('camt053-cny-month');
  expect(rejected).toEqual([]);
  const count = (kind: string) => items.filter((item) => item.kind === kind).length;
  expect([count('entry'), count('balance'), count('feed')]).toEqual([4, 1, 1]);
  expect(items.map((item) => item.index)).toEqual(items.map((_, index) => index));
  expect(items[0]).toMatchObject({
    kind: 'entry',
    accountNo: ACCOUNT,
    entryId: 'LYG20260305000001',
    direction: 'credit',
    amountFen: 100_000_00,
    bookedAt: new Date('2026-03-05T16:30:00Z'),
    valueDay: '2026-03-05',
    counterpartyName: '连云港云台山置业有限公司',
    counterpartyAccountNo: '32050165436000000999',
    purpose: undefined,
  });
  const payouts = items.filter((item) => item.kind === 'payout');
  expect(payouts.length).toBeGreaterThan(0);
  expect(payouts[0]).toMatchObject({
    endToEndId: `${BATCH}-1`,
    outcome: 'paid',
    at: new Date('2026-03-20T00:00:00+08:00'),
  });
  expect(items.find((item) => item.kind === 'balance')).toMatchObject({
    balanceFen: 68_484_50,
    at: new Date('2026-04-01T00:00:00+08:00'),
  });
  expect(items.find((item) => item.kind === 'feed')).toMatchObject({
    accountNo: ACCOUNT,
    through: '2026-03-31',
  });
});

test('a statement that ends at noon completes the day before', () => {
  const { items } = camt('camt053-cny-month', (xml) =>
    xml.replace('2026-03-31T23:59:59', '2026-03-31T12:00:00'),
  );
  expect(items.find((item) => item.kind === 'feed')).toMatchObject({ through: '2026-03-30' });
});

test('a wage that comes back is an entry of purpose return and a payout returned with its reason', () => {
  const { items } = camt('camt054-cny-return');
  expect(items).toMatchObject([
    {
      kind: 'entry',
      direction: 'credit',
      purpose: 'return',
      amountFen: 6000_25,
      batchNo: BATCH,
      endToEndId: `${BATCH}-2`,
      counterpartyName: '李𠮷安',
    },
    {
      kind: 'payout',
      outcome: 'returned',
      amountFen: 6000_25,
      endToEndId: `${BATCH}-2`,
      reasonCode: 'AC04',
      reasonText: '账户已销户',
      at: new Date('2026-03-22T00:59:01.500Z'),
    },
  ]);
});

test('ids that are not ours make no payouts', () => {
  const { items } = camt('camt054-cny-return', (xml) => xml.replaceAll(`${BATCH}-2`, 'NOT-OURS-2'));
  expect(items.map((item) => item.kind)).toEqual(['entry']);
});

test('an entry in another currency is rejected alone', () => {
  const { items, rejected } = camt('camt054-cny-return', (xml) =>
    xml.replaceAll('Ccy="CNY"', 'Ccy="USD"'),
  );
  expect(items).toEqual([]);
  expect(rejected).toMatchObject([{ index: 0, code: 'currency-not-cny' }]);
});

test('without a bank’s number, the same entry has the same id in every message, and twins differ', () => {
  const bare = (xml: string) => xml.replace(/<c:AcctSvcrRef>.*?<\/c:AcctSvcrRef>/, '');
  const idOf = (xml: (text: string) => string) =>
    camt('camt054-cny-return', xml).items.flatMap((i) => (i.kind === 'entry' ? [i.entryId] : []));
  const [once] = idOf(bare);
  expect(once).toMatch(/^h-[0-9a-f]{32}$/);
  expect(idOf(bare)).toEqual([once]);
  const entry = /<c:Ntry>[\s\S]*<\/c:Ntry>/;
  const twins = idOf((xml) => bare(xml).replace(entry, (one) => one + one));
  expect(twins).toEqual([once, `${once}#2`]);
  expect(idOf((xml) => bare(xml).replaceAll('6000.25', '6000.26'))).not.toEqual([once]);
});

test('a status report says what it says of each line, with or without amounts', () => {
  const { items, rejected } = itemsOfPain002(message('pain002-cny-part') as StatusReport);
  expect(items).toMatchObject([
    {
      index: 0,
      kind: 'payout',
      endToEndId: `${BATCH}-1`,
      outcome: 'paid',
      amountFen: 6500_25,
      at: new Date('2026-03-20T02:00:00Z'),
    },
    // Without an amount the line's own order counts.
    { index: 1, kind: 'payout', amountFen: undefined },
    { index: 2, kind: 'payout', amountFen: undefined },
  ]);
  expect(rejected).toEqual([]);
});

const events = (body: unknown) =>
  readEvents(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const timestamp = '2026-09-15T09:00:00+08:00';
const entry = {
  accountNo: ACCOUNT,
  entryId: 'E1',
  direction: 'credit',
  amountFen: 1,
  bookedAt: timestamp,
};

test('data is one object or an array; what banks add is kept out of the way', () => {
  const one = events({ type: 'entry.booked', timestamp, data: { ...entry, branch: { code: 7 } } });
  const many = events({
    type: 'entry.booked',
    timestamp,
    data: [entry, { ...entry, entryId: 'E2' }],
  });
  expect(one).toMatchObject({
    items: [{ index: 0, kind: 'entry', entryId: 'E1', bookedAt: new Date(timestamp) }],
    rejected: [],
  });
  expect(many).toMatchObject({ items: [{ index: 0 }, { index: 1, entryId: 'E2' }] });
});

test('a bad item is rejected alone, with its place and without its values', () => {
  const bad = {
    ...entry,
    accountNo: '32050165436000000123456789012345678901',
    amountFen: 0,
    direction: undefined,
  };
  const reading = events({ type: 'entry.booked', timestamp, data: [entry, bad] });
  expect(reading).toMatchObject({
    items: [{ index: 0 }],
    rejected: [{ index: 1, code: expect.any(String) }],
  });
  const text = JSON.stringify('rejected' in reading && reading.rejected);
  expect(text).toMatch(/accountNo：.*direction：缺少必填项.*amountFen：/);
  expect(text).not.toContain('3205016543');
});

test('a masked account of the other side is left out, not refused', () => {
  const reading = events({
    type: 'entry.booked',
    timestamp,
    data: { ...entry, counterpartyAccountNo: '6222****1234' },
  });
  expect(reading).toMatchObject({ items: [{ counterpartyAccountNo: undefined }] });
});

test.each([
  ['no JSON', '{', 'invalid-json'],
  ['an unknown type', { type: 'loan.granted', timestamp, data: entry }, 'value-not-allowed'],
  ['no timestamp', { type: 'entry.booked', data: entry }, 'field-missing'],
  [
    'a field beside data',
    { type: 'entry.booked', timestamp, data: entry, extra: 1 },
    'unknown-field',
  ],
  [
    'more than 5,000 items',
    { type: 'entry.booked', timestamp, data: new Array(5001).fill(entry) },
    'too-many-items',
  ],
])('a message with %s is not understood', (_, body, code) => {
  const reading = events(body);
  expect(reading).toMatchObject({ faults: [{ code }] });
});
