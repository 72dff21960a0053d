import { afterEach, beforeEach, expect, test } from 'vitest';
import { unquotable } from '../../../jobs/law.ts';
import { nodeFonts } from '../../../reports/node-fonts.ts';
import { drawNotice } from '../../../reports/notice.ts';
import { citedIn, type NoticeFacts, type NoticeLaw } from '../../../reports/notice-facts.ts';
import { composeNotice } from '../../../reports/notice-text.ts';
import { canonical } from '../../../src/domain/events.ts';
import { approveNotice, serveNotice } from '../../../src/domain/notices/life.ts';
import { putCompany } from '../../../src/domain/registry/companies.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { inspector, type Site } from '../../domain/arrange.ts';
import { aNotice, press } from '../../domain/notices/arrange-notice.ts';
import { duties, stageDb } from '../../domain/stage.ts';
import { insert } from '../../helpers/insert.ts';
import { noticeFacts } from '../../reports/facts.ts';
import { anAlertOf, DAY, noticesOf, sweepNight } from './stage-sweep.ts';

// law.md 10.1: the housing office hands what is the labour office's over to it (线索移送), never an order of its own.

const db = stageDb();
const HOUSING = inspector.org as string;
const LABOUR = '11320700MB0000002X';
const EMPLOYER = '91320706MA0EMPA0Y1';

async function anAuthority(uscc: string, name: string, lo = 320700, hi = 320799) {
  await db.sql()`insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
    values (${uscc}, ${name}, '{authority}', ${lo}, ${hi}, ${DAY})
    on conflict (uscc) do update set name = excluded.name, kinds = excluded.kinds, region_lo = ${lo}, region_hi = ${hi}`;
}
beforeEach(async () => {
  await anAuthority(HOUSING, '虚构市住房和城乡建设局');
  await db.act(inspector, DAY, (work) =>
    putCompany(work, EMPLOYER, { name: '虚构劳务公司', kinds: ['contractor'] }),
  );
});
afterEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.notice_file, we.obligation`;
  await db.sql()`delete from we.company where 'authority' = any(kinds)`;
});

const referrals = async () =>
  (await noticesOf(db)).filter(({ instrument }) => instrument === 'referral');
const drawnReferral = (drawn: NoticeFacts[]) =>
  drawn.find(({ instrument }) => instrument === 'referral') as NoticeFacts;
const textOf = (facts: NoticeFacts) => JSON.stringify(composeNotice(facts));

test('what is the labour office’s goes to it, with parties, facts, provisions and a list of evidence', async () => {
  const site = await db.site();
  const given = { subject: EMPLOYER, period: '-', amountFen: 120_000_00 };
  const ids = [await anAlertOf(db, site, 'W09', given), await anAlertOf(db, site, 'W10', given)];
  const { counts, drawn } = await sweepNight(db);
  expect(counts).toMatchObject({ made: 1, drawn: 1 });
  expect((await referrals()).map(({ to, alerts, status }) => ({ to, alerts, status }))).toEqual([
    { to: '-', alerts: new Set(ids), status: 'draft' },
  ]);
  const facts = drawnReferral(drawn);
  expect(facts).toMatchObject({
    level: 'red',
    authority: { name: '虚构市住房和城乡建设局' },
    addressee: { name: '虚构市人力资源和社会保障局' },
    replyDays: 0,
    approved: false,
    parties: [
      { role: '建设单位', uscc: site.ownerId },
      { role: '施工总承包单位', uscc: site.contractorId },
      { role: '用人单位', name: '虚构劳务公司', uscc: EMPLOYER },
    ],
  });
  const [stored] = await db.sql()`select facts from we.alert where id = ${ids[0] as string}`;
  expect(facts.evidence?.[0]?.sha256).toBe(sha256(canonical(stored?.facts)));
  expect(facts.laws.length).toBeGreaterThan(0);
  const text = textOf(facts);
  for (const part of [
    '主体信息',
    '有关事实',
    '涉嫌条款',
    '证据清单',
    '移送意见',
    '工资支付隐患线索的移送函',
  ])
    expect(text).toContain(part);
  // No answer is waited for, so no term is printed.
  expect(text).not.toMatch(/个工作日内|逾期未/);
});

test('the labour office that is registered is named by its code; where it signs itself nothing is handed over', async () => {
  await anAuthority(LABOUR, '虚构市人力资源和社会保障局');
  const site = await db.site();
  await anAlertOf(db, site, 'W09', { subject: EMPLOYER, period: '-' });
  // The signing office is the first by code of those as near.
  await sweepNight(db);
  expect((await referrals()).map(({ to }) => to)).toEqual([LABOUR]);
  await db.sql()`truncate we.notice, we.notice_file`;
  await db.sql()`delete from we.company where uscc = ${HOUSING}`;
  await sweepNight(db);
  expect(await referrals()).toEqual([]);
});

test('of two labour offices the nearest is named', async () => {
  const site = await db.site();
  const place = Number(site.region);
  await anAuthority(LABOUR, '虚构市人力资源和社会保障局');
  await anAuthority('11320799MB0000003X', '虚构区人力资源和社会保障局', place, place);
  // Nearer still, so that it signs.
  await anAuthority(HOUSING, '虚构区住房和城乡建设局', place, place);
  await anAlertOf(db, site, 'W09', { subject: EMPLOYER, period: '-' });
  await sweepNight(db);
  expect((await referrals()).map(({ to }) => to)).toEqual(['11320799MB0000003X']);
});

test('a later referral does not list an earlier one as evidence', async () => {
  const site = await db.site();
  const given = { subject: EMPLOYER, period: '-' };
  await anAlertOf(db, site, 'W09', given);
  await sweepNight(db);
  const id = (await referrals())[0]?.id as string;
  await db.act(site.authority, DAY, (work) => approveNotice(work, site.id, id, press));
  const service = { how: 'in-person', on: DAY, takenBy: '收发室' } as const;
  await db.act(site.authority, DAY, (work) => serveNotice(work, site.id, id, service));
  await anAlertOf(db, site, 'W10', given);
  const { evidence } = drawnReferral((await sweepNight(db, '2026-07-03')).drawn);
  expect(evidence?.length).toBeGreaterThan(1);
  expect(evidence?.map(({ name }) => name).join('|')).not.toContain('移送');
});

test('draft data of an order: what is owed here, counted once, and that only the labour office may issue it', async () => {
  const site = await db.site();
  const given = { subject: EMPLOYER, period: '-', amountFen: 120_000_00 };
  await anAlertOf(db, site, 'W09', given);
  await anAlertOf(db, site, 'W10', given);
  const facts = drawnReferral((await sweepNight(db)).drawn);
  expect(facts.orders).toMatchObject([{ respondent: { uscc: EMPLOYER }, amountFen: 120_000_00 }]);
  expect(unquotable(citedIn(facts), DAY)).toEqual([]);
  const text = textOf(facts);
  expect(text).toContain('《劳动保障监察条例》第二十六条（供参考');
  expect(text).toContain('《劳动保障监察条例》第二十六条、第三十条（供参考');
  expect(text).toContain('劳动报酬120,000.00元');
  expect(text).toContain('不是限期改正指令书');
  expect(text).toContain('限期改正指令书只能由人力资源社会保障部门依法作出');
  expect(text.match(/由人力资源社会保障部门填写/g)?.length).toBeGreaterThanOrEqual(4);
  expect(drawNotice(facts, nodeFonts()).length).toBeGreaterThan(10_000);
});

test('an order’s provisions that are not in force are left to the labour office, and refused in a draft that names them', () => {
  const order = { respondent: { name: '虚构劳务有限公司' }, found: [], amountFen: 1 };
  const named = { title: '《劳动保障监察条例》', article: '第二十六条', text: '' };
  const facts = (grounds: NoticeLaw[]) =>
    noticeFacts({
      ...{ instrument: 'referral', template: 'notice-3' },
      laws: [],
      orders: [{ ...order, grounds, penalties: grounds }],
    });
  expect(textOf(facts([])).match(/由人力资源社会保障部门填写/g)).toHaveLength(6);
  expect(textOf(facts([named])).match(/由人力资源社会保障部门填写/g)).toHaveLength(4);
  const gone = { ...named, article: '第二十七条' };
  for (const named of [{ grounds: [gone] }, { penalties: [gone] }]) {
    const draft = noticeFacts({ laws: [], orders: [{ ...order, ...named }] });
    expect(unquotable(citedIn(draft), DAY)).toEqual(['《劳动保障监察条例》第二十七条']);
  }
});

async function overdue(
  site: Site,
  instrument: 'supervision' | 'warning',
  alertIds: string[],
  due = '2026-07-01',
) {
  const level = instrument === 'supervision' ? 3 : 2;
  const id = await aNotice(db.at(), site, {
    ...{
      instrument,
      level,
      alertIds,
      status: 'overdue',
      number: '虚建督办〔2026〕3号',
      servedOn: '2026-06-25',
    },
    addresseeId: site.contractorId,
  });
  await db.sql()`update we.notice set issued_on = '2026-06-24' where id = ${id}`;
  await insert(db.at(), 'obligation', {
    ...{
      project_id: site.id,
      id: crypto.randomUUID(),
      version: 1,
      kind: 'notice-reply',
      subject: id,
      period: '-',
    },
    ...{ region_code: site.region, owner_id: site.ownerId, contractor_id: site.contractorId },
    ...{
      nominal_day: due,
      due_day: due,
      provisional: false,
      met_fen: 0,
      open_count: 0,
      known_at: '2026-06-25',
    },
  });
  return id;
}

test('a supervision that nobody answered is handed over with what it named, the paper among the evidence', async () => {
  const site = await db.site();
  const late = await anAlertOf(db, site, 'W01', { subject: EMPLOYER, amountFen: 68_400_00 });
  const settlement = await anAlertOf(db, site, 'S02');
  const unnamed = await anAlertOf(db, site, 'A01');
  await overdue(site, 'supervision', [late, settlement]);
  const { drawn } = await sweepNight(db);
  // Settlement is no matter of the labour office.
  expect((await referrals()).map(({ alerts }) => alerts)).toEqual([new Set([late])]);
  expect(unnamed).toBeDefined();
  const facts = drawnReferral(drawn);
  expect(facts.earlier).toEqual([
    { number: '虚建督办〔2026〕3号', issuedOn: '2026-06-24', unresolved: '至今没有经认可的回复' },
  ]);
  expect(facts.evidence?.map(({ name }) => name).join('|')).toContain('虚建督办〔2026〕3号督办函');
  expect(facts.orders).toMatchObject([
    { respondent: { uscc: EMPLOYER }, amountFen: 68_400_00, workers: 20 },
  ]);
});

test.each([
  ['a warning unanswered', 'warning', '2026-07-01', {}],
  ['a term that ends today', 'supervision', DAY, {}],
  ['an alert that is orange again', 'supervision', '2026-07-01', { level: 2 }],
  ['an alert that is held', 'supervision', '2026-07-01', { status: 'held' }],
  ['an alert silenced through today', 'supervision', '2026-07-01', { silencedUntil: DAY }],
] as const)('%s is not handed over', async (_, instrument, due, given) => {
  const site = await db.site();
  const late = await anAlertOf(db, site, 'W01', given);
  await overdue(site, instrument, [late], due);
  await sweepNight(db);
  expect(await referrals()).toEqual([]);
});

test('the same night again changes nothing; a draft lapses when nothing is left; what was handed over is not again', async () => {
  const site = await db.site();
  const id = await anAlertOf(db, site, 'W09', { subject: EMPLOYER, period: '-' });
  await sweepNight(db);
  expect((await sweepNight(db)).counts).toMatchObject({ same: 1, made: 0, lapsed: 0 });
  await db.sql()`update we.alert set status = 'cleared' where id = ${id}`;
  expect((await sweepNight(db, '2026-07-03')).counts).toMatchObject({ lapsed: 1, made: 0 });
  await db.sql()`update we.alert set status = 'open' where id = ${id}`;
  await sweepNight(db, '2026-07-04');
  const [draft] = (await referrals()).filter(({ status }) => status === 'draft');
  await db.act(site.authority, '2026-07-04', (work) =>
    approveNotice(work, site.id, draft?.id as string, press),
  );
  expect((await sweepNight(db, '2026-07-05')).counts).toMatchObject({ made: 0, refreshed: 0 });
});

test('its number has a series of its own, and its service starts no clock', async () => {
  const site = await db.site();
  await anAlertOf(db, site, 'W09', { subject: EMPLOYER, period: '-' });
  await sweepNight(db);
  const [draft] = await referrals();
  const id = draft?.id as string;
  const view = await db.act(site.authority, DAY, (work) => approveNotice(work, site.id, id, press));
  expect(view.number).toMatch(/^移送〔2026〕\d+号$/);
  const service = { how: 'in-person', on: DAY, takenBy: '收发室' } as const;
  const served = await db.act(site.authority, DAY, (work) =>
    serveNotice(work, site.id, id, service),
  );
  expect(served).toMatchObject({ status: 'served', replyDueOn: null });
  expect(await duties(db, site.id, 'notice-reply')).toEqual([]);
});
