import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { makeIdNumber } from '../../../src/demo/identities.ts';
import { decideRecord, endRecord, listRecords } from '../../../src/domain/site/decisions.ts';
import {
  type RecordInput,
  type RecordKind,
  stateRecord,
} from '../../../src/domain/site/records.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { companyActor, domainDb, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';
const cash = { form: 'cash', amountFen: 500_000_00, on: '2026-06-10' };
const officer = { role: 'wage-officer', name: '李四', idNumber: makeIdNumber(7), on: '2026-06-01' };

const state = (site: Site, kind: RecordKind, input: RecordInput, actor: Actor, day = TODAY) =>
  db.act(actor, day, (work) => stateRecord(work, site.id, kind, input));
const list = async (site: Site, actor: Actor = site.authority) =>
  (await db.look(actor, TODAY, (work) => listRecords(work, site.id, { limit: 50 }))).items;
const decide = (site: Site, recordId: string, accepted: boolean, actor = site.authority) =>
  db.act(actor, TODAY, (work) =>
    decideRecord(work, site.id, parseId(recordId).id, { accepted, reason: '核对无误' }),
  );
const end = (site: Site, recordId: string, until: string, actor: Actor) =>
  db.act(actor, TODAY, (work) => endRecord(work, site.id, parseId(recordId).id, { until }));
const eventsOf = async (site: Site) =>
  (
    await ownerOf(db.at())`select name from we.event
      where project_id = ${site.id} and name like 'site-record.%' order by id`
  ).map((e) => e.name);

test('what the contractor states of its deposit waits, and counts once it is confirmed', async () => {
  const site = await db.site();
  const { recordId, state: first } = await state(site, 'wage-deposit', cash, site.contractor);
  expect(first).toBe('waiting');
  expect(await list(site)).toMatchObject([
    {
      recordId,
      kind: 'wage-deposit',
      state: 'waiting',
      on: '2026-06-10',
      until: null,
      ...{ form: 'cash', amountFen: 500_000_00, statedBy: 'contractor' },
    },
  ]);
  expect(await decide(site, recordId, true)).toMatchObject({ state: 'effective' });
  expect(await decide(site, recordId, true)).toMatchObject({ state: 'effective' });
  await expect(decide(site, recordId, false)).rejects.toMatchObject({ code: 'record-state' });
  expect(await eventsOf(site)).toEqual(['site-record.stated', 'site-record.confirmed']);
});

test('what is refused stays so, and may be stated anew', async () => {
  const site = await db.site();
  const { recordId } = await state(site, 'wage-deposit', cash, site.contractor);
  expect(await decide(site, recordId, false)).toMatchObject({ state: 'refused' });
  expect(await decide(site, recordId, false)).toMatchObject({ state: 'refused' });
  await expect(decide(site, recordId, true)).rejects.toMatchObject({ code: 'record-state' });
  const again = await state(site, 'wage-deposit', cash, site.contractor);
  expect(again.recordId).not.toBe(recordId);
  expect(await eventsOf(site)).toEqual([
    ...['site-record.stated', 'site-record.refused', 'site-record.stated'],
  ]);
});

test('the same deposit again makes no version; the authority’s own word confirms one that waits', async () => {
  const site = await db.site();
  const first = await state(site, 'wage-deposit', cash, site.contractor);
  expect(await state(site, 'wage-deposit', cash, site.contractor)).toEqual(first);
  // A party that says it twice has not confirmed itself.
  expect(await eventsOf(site)).toEqual(['site-record.stated']);
  const said = await state(site, 'wage-deposit', cash, site.authority);
  expect(said).toEqual({ recordId: first.recordId, state: 'effective' });
  expect(await state(site, 'wage-deposit', cash, site.contractor)).toEqual(said);
  const more = await state(site, 'wage-deposit', { ...cash, amountFen: 1 }, site.contractor);
  expect(more.state).toBe('waiting');
  const rows = await ownerOf(db.at())`select version, amount_fen from we.site_record
    where project_id = ${site.id} order by version`;
  expect(rows.map((r) => [r.version, r.amount_fen])).toEqual([
    [1, 500_000_00],
    [2, 1],
  ]);
});

test('movements add up: the same again is another one', async () => {
  const site = await db.site();
  const used = { amountFen: 100, on: '2026-06-10' };
  const one = await state(site, 'deposit-used', used, site.authority);
  const two = await state(site, 'deposit-used', used, site.authority);
  expect(one.recordId).not.toBe(two.recordId);
});

test.each<[RecordKind, 'owner' | 'contractor', string]>([
  ['wage-deposit', 'owner', 'record-not-yours'],
  ['wage-deposit', 'contractor', 'waiting'],
  ['payment-guarantee', 'owner', 'waiting'],
  ['payment-guarantee', 'contractor', 'waiting'],
  ['deposit-used', 'contractor', 'record-not-yours'],
  ['deposit-used', 'owner', 'record-not-yours'],
  ['deposit-restored', 'contractor', 'waiting'],
  ['deposit-restored', 'owner', 'record-not-yours'],
  ['site-person', 'contractor', 'effective'],
  ['site-person', 'owner', 'record-not-yours'],
  ['stop-work', 'contractor', 'waiting'],
  ['stop-work', 'owner', 'record-not-yours'],
  ['board-check', 'contractor', 'waiting'],
  ['board-check', 'owner', 'record-not-yours'],
])('%s by the %s: %s', async (kind, who, expected) => {
  const site = await db.site();
  const input = kind === 'site-person' ? officer : cash;
  const told = await state(site, kind, input, site[who]).then(
    (answer) => answer.state,
    (problem) => problem.code,
  );
  expect(told).toBe(expected);
  expect((await state(site, kind, input, site.authority)).state).toBe('effective');
});

test('only the authority finds how much is to be deposited', async () => {
  const site = await db.site();
  const found = { ...cash, requiredFen: 0 };
  await expect(state(site, 'wage-deposit', found, site.contractor)).rejects.toMatchObject({
    code: 'authority-only',
  });
  expect((await state(site, 'wage-deposit', found, site.authority)).state).toBe('effective');
});

test.each<[string, RecordKind, RecordInput, string | null]>([
  ['of today', 'wage-deposit', { ...cash, on: TODAY }, null],
  ['of tomorrow', 'wage-deposit', { ...cash, on: '2026-06-16' }, '/paidOn day-in-future'],
  [
    'a guarantee of tomorrow',
    'payment-guarantee',
    { form: 'surety', on: '2026-06-16' },
    '/providedOn day-in-future',
  ],
  ['money used tomorrow', 'deposit-used', { amountFen: 1, on: '2026-06-16' }, '/on day-in-future'],
  ['over on its day', 'wage-deposit', { ...cash, until: cash.on }, null],
  ['over before', 'wage-deposit', { ...cash, until: '2026-06-09' }, '/expiresOn dates-disordered'],
  ['without an amount', 'wage-deposit', { form: 'cash', on: TODAY }, '/amountFen amount-missing'],
  ['exempt without one', 'wage-deposit', { form: 'exempt', on: TODAY }, null],
  ['a stop announced', 'stop-work', { on: '2026-09-01', reason: '高温' }, null],
  [
    'a visitor for seven days',
    'site-person',
    { ...officer, role: 'visitor', until: '2026-06-07' },
    null,
  ],
  [
    'a visitor for eight',
    'site-person',
    { ...officer, role: 'visitor', until: '2026-06-08' },
    '/until visit-too-long',
  ],
  ['a visitor for good', 'site-person', { ...officer, role: 'visitor' }, '/until visit-too-long'],
])('%s', async (_, kind, input, fault) => {
  const site = await db.site();
  const told = await state(site, kind, input, site.authority).then(
    () => null,
    ({ code, extra }) =>
      [code, ...extra.errors.map((e: Record<string, string>) => `${e.pointer} ${e.code}`)].join(
        ': ',
      ),
  );
  expect(told).toBe(fault && `invalid-input: ${fault}`);
});

test('a person leaves once; the authority may correct the day', async () => {
  const site = await db.site();
  const { recordId } = await state(site, 'site-person', officer, site.contractor);
  await expect(end(site, recordId, '2026-05-31', site.contractor)).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await end(site, recordId, '2026-06-12', site.contractor)).toMatchObject({
    until: '2026-06-12',
  });
  expect(await end(site, recordId, '2026-06-12', site.contractor)).toMatchObject({
    until: '2026-06-12',
  });
  await expect(end(site, recordId, '2026-06-13', site.contractor)).rejects.toMatchObject({
    code: 'record-state',
  });
  await expect(end(site, recordId, '2026-06-13', site.owner)).rejects.toMatchObject({
    code: 'record-not-yours',
  });
  expect(await end(site, recordId, '2026-06-13', site.authority)).toMatchObject({
    until: '2026-06-13',
  });
  expect(await eventsOf(site)).toEqual([
    ...['site-record.stated', 'site-record.ended', 'site-record.ended'],
  ]);
});

test('a person may leave on the day he came', async () => {
  const site = await db.site();
  const { recordId } = await state(site, 'site-person', officer, site.contractor);
  expect((await end(site, recordId, officer.on, site.contractor)).until).toBe(officer.on);
});

test('a deposit has no end to be told', async () => {
  const site = await db.site();
  const { recordId } = await state(site, 'wage-deposit', cash, site.authority);
  await expect(end(site, recordId, TODAY, site.authority)).rejects.toMatchObject({
    code: 'record-state',
  });
});

test('a party decides nothing, and others find nothing', async () => {
  const site = await db.site();
  const other = await db.site();
  const { recordId } = await state(site, 'wage-deposit', cash, site.contractor);
  await expect(decide(site, recordId, true, site.contractor)).rejects.toMatchObject({
    code: 'authority-only',
  });
  await expect(decide(other, recordId, true, other.authority)).rejects.toMatchObject({
    code: 'not-found',
  });
  const subcontractor = companyActor('91320706MA9999999X');
  await expect(list(site, subcontractor)).rejects.toMatchObject({ code: 'not-found' });
  await expect(state(site, 'site-person', officer, subcontractor)).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await list(site, site.owner)).toHaveLength(1);
});

test('an identity number lies sealed, and no event holds it or the name', async () => {
  const site = await db.site();
  await state(site, 'site-person', officer, site.contractor);
  const [row] = await ownerOf(db.at())`select * from we.site_record where project_id = ${site.id}`;
  expect(row?.id_last4).toBe(officer.idNumber.slice(-4));
  expect(JSON.stringify(row)).not.toContain(officer.idNumber);
  const events = await ownerOf(db.at())`select body from we.event where project_id = ${site.id}`;
  expect(JSON.stringify(events)).not.toContain(officer.idNumber);
  expect(JSON.stringify(events)).not.toContain('李四');
});

test('pages follow each other, the latest day first', async () => {
  const site = await db.site();
  for (const on of ['2026-06-03', '2026-06-01', '2026-06-02', '2026-06-02'])
    await state(site, 'stop-work', { on, reason: '雨' }, site.authority);
  const days: string[] = [];
  let after: string | undefined;
  do {
    const page = await db.look(site.owner, TODAY, (work) =>
      listRecords(work, site.id, { after, limit: 2 }),
    );
    days.push(...page.items.map((item) => item.on));
    after = page.next ?? undefined;
  } while (after);
  expect(days).toEqual(['2026-06-03', '2026-06-02', '2026-06-02', '2026-06-01']);
});
