import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { reviewLate } from '../../../jobs/rules/s01-review-late.ts';
import { settlementPaymentLate } from '../../../jobs/rules/s05-payment-late.ts';
import { listObligations } from '../../../src/domain/duties/listing.ts';
import { refreshSettlements } from '../../../src/domain/settlement/refresh.ts';
import {
  getSettlement,
  listSettlements,
  openSettlement,
  type SettlementInput,
} from '../../../src/domain/settlement/settlements.ts';
import { addStep, type StepInput } from '../../../src/domain/settlement/steps.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { findings } from '../../helpers/rules.ts';
import { domainDb, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';

const claim: SettlementInput = {
  level: 'single',
  claimedFen: 4_000_000_00,
  deliveredOn: '2026-03-02',
};

async function opened(site: Site, given: Partial<SettlementInput> = {}) {
  const answer = await db.act(site.contractor, TODAY, (work) =>
    openSettlement(work, site.id, { ...claim, ...given }),
  );
  return { ...answer, uuid: parseId(answer.settlementId).id };
}

const stated = (site: Site, uuid: string, input: StepInput, actor: Actor = site.authority) =>
  db.act(actor, TODAY, (work) => addStep(work, site.id, uuid, input));

const versions = (uuid: string) => ownerOf(db.at())`
  select kind, version, nominal_day, due_day, amount_fen, met_fen, met_on, ended_why, terms_version
  from we.obligation where subject = ${uuid} order by kind desc, version`;

const live = (site: Site, uuid: string) =>
  db.look(site.authority, TODAY, async (work) => {
    const { items } = await listObligations(work, site.id, { limit: 50 });
    return items.filter((o) => o.subject.endsWith(uuid.replaceAll('-', '')));
  });

const eventNames = async (uuid: string) =>
  (await ownerOf(db.at())`select name from we.event where subject = ${uuid} order by id`).map(
    (e) => e.name,
  );

test('a delivered settlement gives the owner a review duty and leaves an event', async () => {
  const site = await db.site();
  const { settlementId, reviewDueOn, uuid } = await opened(site);
  expect(reviewDueOn).toBe('2026-03-23');
  expect(await live(site, uuid)).toEqual([
    {
      kind: 'settlement-review',
      subject: settlementId,
      period: '-',
      nominalDay: '2026-03-22',
      dueDay: '2026-03-23',
      provisional: false,
      amountFen: 0,
      metFen: 0,
      metOn: null,
      version: 1,
    },
  ]);
  expect(await eventNames(uuid)).toEqual(['settlement.opened']);
});

test('a progress settlement has no review duty', async () => {
  const site = await db.site();
  const { reviewDueOn, uuid } = await opened(site, { level: 'progress' });
  expect(reviewDueOn).toBeNull();
  expect(await versions(uuid)).toEqual([]);
});

test('the review counts from completeOn and takes the days of the contract in force', async () => {
  const site = await db.site({ reviewDays: 10, paymentDays: 7 });
  const { reviewDueOn, uuid } = await opened(site, { completeOn: '2026-03-09' });
  expect(reviewDueOn).toBe('2026-03-19');
  expect((await versions(uuid))[0]).toMatchObject({ terms_version: 1 });
  const view = await stated(site, uuid, {
    step: 'payment-applied',
    on: '2026-04-01',
    statedBy: 'contractor',
  });
  expect(view.paymentDueOn).toBe('2026-04-08');
});

test('the owner and a stranger cannot open a settlement', async () => {
  const site = await db.site();
  const other = await db.site();
  const open = (actor: Actor) =>
    db.act(actor, TODAY, (work) => openSettlement(work, site.id, claim));
  await expect(open(site.owner)).rejects.toMatchObject({ code: 'settlement-not-yours' });
  await expect(open(other.contractor)).rejects.toMatchObject({ code: 'not-found' });
});

test('days in the future, before the calendar and out of order are refused together', async () => {
  const site = await db.site();
  const open = (given: Partial<SettlementInput>) => opened(site, given);
  await expect(open({ deliveredOn: '2026-06-16' })).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/deliveredOn', code: 'day-in-future' }] },
  });
  await expect(open({ deliveredOn: TODAY })).resolves.toBeDefined();
  await expect(open({ deliveredOn: '2018-12-31' })).rejects.toMatchObject({
    extra: { errors: [{ code: 'day-too-early' }] },
  });
  await expect(open({ completeOn: '2026-03-01' })).rejects.toMatchObject({
    extra: { errors: [{ code: 'dates-disordered' }] },
  });
});

test('missing papers stop the clock once, and papers handed in again start it anew', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  const papers: Omit<StepInput, 'on'> = {
    step: 'papers-requested',
    statedBy: 'owner',
    missingPapers: ['竣工图'],
  };
  const stopped = await stated(site, uuid, { ...papers, on: '2026-03-10' });
  expect(stopped).toMatchObject({ reviewDueOn: null, clockStopped: true });
  expect(await live(site, uuid)).toMatchObject([{ dueDay: null, version: 2 }]);

  const again = await stated(site, uuid, {
    step: 'resubmitted',
    on: '2026-03-16',
    statedBy: 'contractor',
  });
  expect(again).toMatchObject({ reviewDueOn: '2026-04-07', clockStopped: false });
  const second = await stated(site, uuid, { ...papers, on: '2026-03-20' });
  expect(second.reviewDueOn).toBe('2026-04-07');
  expect((await versions(uuid)).map((v) => [v.version, v.due_day, v.ended_why])).toEqual([
    [1, '2026-03-23', 'superseded'],
    [2, 'infinity', 'superseded'],
    [3, '2026-04-07', null],
  ]);
});

test('an opinion heard of late meets the review on its own day', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, { step: 'confirmed', on: '2026-03-30', statedBy: 'owner' });
  expect(await live(site, uuid)).toMatchObject([{ metOn: '2026-03-30' }]);
  await stated(site, uuid, { step: 'opinion', on: '2026-03-20', statedBy: 'owner' });
  expect(await live(site, uuid)).toMatchObject([{ metOn: '2026-03-20', version: 1 }]);
});

test('a payment is met in parts, in any order of arrival', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  const paid = (on: string, amountFen: number) =>
    stated(site, uuid, { step: 'paid', on, amountFen, statedBy: 'contractor' });
  await paid('2026-04-20', 1_000_000_00);
  await stated(site, uuid, {
    step: 'payment-applied',
    on: '2026-04-01',
    statedBy: 'contractor',
    amountFen: 3_000_000_00,
  });
  expect(await live(site, uuid)).toMatchObject([
    { kind: 'settlement-review' },
    {
      kind: 'settlement-payment',
      dueDay: '2026-04-16',
      amountFen: 300_000_000,
      metFen: 100_000_000,
      metOn: null,
    },
  ]);
  expect((await paid('2026-04-10', 1_999_999_99)).status).toBe('due');
  const last = await paid('2026-04-18', 1);
  expect(last).toMatchObject({ status: 'paid', paidFen: 300_000_000, payableFen: 300_000_000 });
  expect((await live(site, uuid))[1]).toMatchObject({
    metFen: 300_000_000,
    metOn: '2026-04-20',
    version: 1,
  });
});

test('a confirmation changes the amount of an application that named none', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, { step: 'payment-applied', on: '2026-04-01', statedBy: 'contractor' });
  await stated(site, uuid, {
    step: 'confirmed',
    on: '2026-03-31',
    statedBy: 'owner',
    amountFen: 390_000_000,
  });
  const payments = (await versions(uuid)).filter((v) => v.kind === 'settlement-payment');
  expect(payments.map((v) => [v.amount_fen, v.ended_why])).toEqual([
    [400_000_000, 'superseded'],
    [390_000_000, null],
  ]);
});

test('what the owner says it paid meets nothing until evidence comes', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, {
    step: 'payment-applied',
    on: '2026-04-01',
    statedBy: 'contractor',
    amountFen: 500,
  });
  const said: StepInput = { step: 'paid', on: '2026-04-02', statedBy: 'owner', amountFen: 500 };
  expect((await stated(site, uuid, said, site.owner)).status).toBe('due');
  const proved = await stated(site, uuid, { ...said, evidence: ['回单 20260402-1'] }, site.owner);
  expect(proved).toMatchObject({ status: 'paid', paidFen: 500 });
});

test('the same step again changes nothing', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  const paid: StepInput = {
    step: 'paid',
    on: '2026-04-02',
    statedBy: 'contractor',
    amountFen: 500,
  };
  const first = await stated(site, uuid, paid, site.contractor);
  expect(await stated(site, uuid, paid, site.contractor)).toEqual(first);
  expect(await stated(site, uuid, { ...paid, evidence: ['回单'] }, site.contractor)).toEqual(first);
  expect(await eventNames(uuid)).toEqual(['settlement.opened', 'settlement.step-stated']);
  const other = await stated(site, uuid, { ...paid, reasonText: '第二笔' }, site.contractor);
  expect(other.paidFen).toBe(1_000);
});

test('a party speaks for itself only, the authority for anyone', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  const opinion: StepInput = { step: 'opinion', on: '2026-03-20', statedBy: 'owner' };
  await expect(stated(site, uuid, opinion, site.contractor)).rejects.toMatchObject({
    code: 'step-not-yours',
  });
  await expect(
    stated(site, uuid, { ...opinion, statedBy: 'contractor' }, site.owner),
  ).rejects.toMatchObject({ kind: 'forbidden', code: 'step-not-yours' });
  await expect(
    stated(site, uuid, { ...opinion, statedBy: 'authority' }, site.owner),
  ).rejects.toMatchObject({ code: 'step-not-yours' });
  await expect(stated(site, uuid, opinion, site.owner)).resolves.toMatchObject({
    status: 'reviewed',
  });
  await expect(stated(site, uuid, { ...opinion, on: '2026-03-21' })).resolves.toBeDefined();
});

test('the owner does not end or start its own duty to pay', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  for (const step of ['withdrawn', 'payment-applied']) {
    await expect(
      stated(site, uuid, { step, on: '2026-04-01', statedBy: 'owner' }, site.owner),
    ).rejects.toMatchObject({ code: 'step-not-yours' });
  }
});

test('a step before delivery, in the future, or a payment without amount is refused', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  const refused = (input: Partial<StepInput>) =>
    expect(stated(site, uuid, { step: 'opinion', on: '2026-03-20', statedBy: 'owner', ...input }))
      .rejects;
  await refused({ on: '2026-03-01' }).toMatchObject({
    extra: { errors: [{ code: 'day-before-delivery' }] },
  });
  await refused({ on: '2026-06-16' }).toMatchObject({
    extra: { errors: [{ code: 'day-in-future' }] },
  });
  await refused({ step: 'paid' }).toMatchObject({
    extra: { errors: [{ code: 'amount-missing' }] },
  });
  await expect(
    stated(site, uuid, { step: 'opinion', on: '2026-03-02', statedBy: 'owner' }),
  ).resolves.toBeDefined();
  await expect(
    stated(site, uuid, { step: 'opinion', on: TODAY, statedBy: 'owner' }),
  ).resolves.toBeDefined();
});

test('a withdrawal ends both duties; later steps are a conflict that says what is', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, { step: 'payment-applied', on: '2026-04-01', statedBy: 'contractor' });
  const view = await stated(site, uuid, {
    step: 'withdrawn',
    on: '2026-04-10',
    statedBy: 'contractor',
  });
  expect(view).toMatchObject({ status: 'withdrawn', reviewDueOn: null, paymentDueOn: null });
  expect(await live(site, uuid)).toEqual([]);
  await expect(
    stated(site, uuid, { step: 'opinion', on: '2026-04-10', statedBy: 'owner' }),
  ).rejects.toMatchObject({
    kind: 'conflict',
    code: 'settlement-state',
    extra: { status: 'withdrawn', since: '2026-04-10' },
  });
});

test('a step from before a withdrawal may come after it, and leaves one withdrawn version', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, { step: 'withdrawn', on: '2026-04-10', statedBy: 'contractor' });
  await stated(site, uuid, { step: 'opinion', on: '2026-04-09', statedBy: 'owner' });
  expect((await versions(uuid)).map((v) => [v.version, v.met_on, v.ended_why])).toEqual([
    [1, '2026-04-09', 'withdrawn'],
  ]);
});

test('a withdrawal dated before a known step is a conflict', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, { step: 'opinion', on: '2026-04-09', statedBy: 'owner' });
  await expect(
    stated(site, uuid, { step: 'withdrawn', on: '2026-04-08', statedBy: 'contractor' }),
  ).rejects.toMatchObject({
    code: 'settlement-state',
    extra: { status: 'opinion', since: '2026-04-09' },
  });
});

test('steps written at the same time get numbers of their own', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await Promise.all(
    ['2026-03-20', '2026-03-21', '2026-03-22'].map((on) =>
      stated(site, uuid, { step: 'opinion', on, statedBy: 'owner' }),
    ),
  );
  const rows = await ownerOf(db.at())`
    select seq from we.settlement_step where settlement_id = ${uuid} order by seq`;
  expect(rows.map((r) => r.seq)).toEqual([1, 2, 3]);
});

test('free text stays out of the trail', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, {
    step: 'delay-stated',
    on: '2026-03-20',
    statedBy: 'owner',
    reasonCode: 'AUD-FIN',
    reasonText: '等评审结果再说',
  });
  const [event] = await ownerOf(db.at())`
    select body from we.event where subject = ${uuid} and name = 'settlement.step-stated'`;
  expect(event?.body).toContain('AUD-FIN');
  expect(event?.body).not.toContain('评审结果');
  const view = await db.look(site.owner, TODAY, (work) => getSettlement(work, site.id, uuid));
  expect(view.steps[0]).toMatchObject({ on: '2026-03-20', reasonText: '等评审结果再说' });
});

test('the duties are those that rules S01 and S05 read', async () => {
  const site = await db.site();
  const { uuid } = await opened(site);
  await stated(site, uuid, {
    step: 'payment-applied',
    on: '2026-04-01',
    statedBy: 'contractor',
    amountFen: 900,
  });
  await stated(site, uuid, {
    step: 'paid',
    on: '2026-04-03',
    statedBy: 'contractor',
    amountFen: 400,
  });
  const found = (rule: typeof reviewLate | typeof settlementPaymentLate, day: string) =>
    findings(db.at(), rule as typeof reviewLate, day, site.id);
  expect(await found(reviewLate, '2026-03-24')).toMatchObject([
    { subject: uuid, level: 'orange', dueDay: '2026-03-23' },
  ]);
  expect(await found(settlementPaymentLate, '2026-04-16')).toEqual([]);
  expect(await found(settlementPaymentLate, '2026-04-17')).toMatchObject([
    { subject: uuid, amountFen: 500 },
  ]);
});

test('a settlement opened before the contract was known gets its periods afterwards', async () => {
  const site = await db.site({ reviewDays: 10 });
  const { uuid } = await opened(site);
  await ownerOf(
    db.at(),
  )`update we.contract_terms set review_days = 12 where project_id = ${site.id}`;
  await db.act(site.authority, TODAY, (work) => refreshSettlements(work, site.id));
  const [view] = await db.look(site.authority, TODAY, (work) => listSettlements(work, site.id));
  expect(view?.reviewDueOn).toBe('2026-03-16');
  expect(await versions(uuid)).toHaveLength(2);
});
