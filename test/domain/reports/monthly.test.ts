import { beforeEach, describe, expect, test } from 'vitest';
import type { Crosstab } from '../../../src/domain/reports/crosstab.ts';
import { type MonthlyAsk, monthlyReport } from '../../../src/domain/reports/monthly.ts';
import type { Day, Month } from '../../../src/lib/day.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { aCompany, aDuty, anEngagement, aProject, type Project } from '../../helpers/make.ts';
import { aLine } from '../../helpers/make-payroll.ts';
import { anAlert } from '../alerts/arrange-alert.ts';
import { companyActor, domainDb, inspector } from '../arrange.ts';
import { aNotice } from '../notices/arrange-notice.ts';

// The report of September 2026, drawn up on 2 October unless told otherwise: its last day is the 30th.

const db = domainDb();
const MONTH: Month = '2026-09';
const NOW: Day = '2026-10-02';
const tables =
  'alert, notice, payroll_line, payroll_batch, obligation, engagement, project_directory';

beforeEach(async () => {
  await sql().unsafe(`truncate we.${tables.replaceAll(', ', ', we.')}, we.project cascade`);
});
const at = () => db.at();
const sql = () => ownerOf(at());

const report = (given: Partial<MonthlyAsk> = {}, day = NOW, actor = inspector) =>
  db.look(actor, day, (work) =>
    monthlyReport(work, { month: MONTH, edition: 'internal', ...given }),
  );

/** Cells that are not empty, as `row column count fen workers`. */
const filled = ({ rows, columns, cells }: Crosstab) =>
  rows.flatMap((row, i) =>
    columns.flatMap((column, j) => {
      const cell = cells[i]?.[j];
      return cell?.count === 0
        ? []
        : [`${row} ${column} ${cell?.count} ${cell?.fen} ${cell?.workers}`];
    }),
  );

interface DutyGiven {
  dueDay?: Day;
  metOn?: Day;
  amountFen?: number | null;
  month?: Month;
  endedWhy?: string;
  /** Paid of it, on a day. */
  part?: [fen: number, on: Day];
}

async function wages(project: Project, given: DutyGiven = {}) {
  const { part, month = '2026-08', dueDay = '2026-09-15', amountFen = 1000, ...rest } = given;
  const employer = await aCompany(at());
  const key = { kind: 'wage', subject: employer, period: month, employerId: employer };
  const duty = await aDuty(at(), project, key, { ...rest, dueDay, amountFen });
  await aDuty(
    at(),
    project,
    { ...key, kind: 'payroll-sheet' },
    { dueDay: '2026-09-08', amountFen },
  );
  if (!part) return;
  const line = await aLine(at(), duty, { netFen: 1000, claimedOn: '2026-09-02' });
  await sql()`update we.payroll_line set paid_fen = ${part[0]}, final_on = ${part[1]} where batch_id = ${line.batchId}`;
}

const states = async (...args: Parameters<typeof report>) =>
  filled((await report(...args)).projects);

describe('projects by what became of their wages', () => {
  test.each<[string, DutyGiven]>([
    ['on-time 1 1000', { metOn: '2026-09-15' }],
    ['late 1 1000', { metOn: '2026-09-16' }],
    ['late 1 1000', { metOn: '2026-09-30' }],
    ['none 1 1000', { metOn: '2026-10-01' }],
    ['none 1 1000', {}],
    ['part 1 1000', { part: [400, '2026-09-30'] }],
    ['none 1 1000', { part: [400, '2026-10-01'] }],
    ['unclaimed 1 0', { amountFen: null }],
    ['nothing-due 1 0', { metOn: '2026-08-31', dueDay: '2026-08-31' }],
    ['on-time 1 1000', { metOn: '2026-09-01', dueDay: '2026-09-01' }],
    ['none 1 1000', { dueDay: '2026-09-30', month: '2026-09' }],
    ['none 1 1000', { dueDay: '2026-09-30', month: '2026-10' }],
    ['nothing-due 1 0', { dueDay: '2026-10-01', month: '2026-09' }],
    ['nothing-due 1 0', { endedWhy: 'nothing-owed' }],
  ])('%s of %j', async (expected, given) => {
    await wages(await aProject(at()), given);
    const { projects, summary } = await report();
    expect(filled(projects)).toEqual([`320706 ${expected} ${given.part ? 1 : 0}`]);
    const whole = /^(on-time|late)/.test(expected);
    expect(summary.paidFen).toBe(whole ? 1000 : expected.startsWith('part') ? 400 : 0);
  });

  test('the worst of its employers decides, and something paid to one is a part', async () => {
    const [late, part, none] = [await aProject(at()), await aProject(at()), await aProject(at())];
    await wages(late, { metOn: '2026-09-15' });
    await wages(late, { metOn: '2026-09-18' });
    await wages(part, { metOn: '2026-09-15' });
    await wages(part);
    await wages(none);
    await wages(none, { amountFen: null });
    const { projects, summary } = await report();
    expect(filled(projects)).toEqual([
      '320706 late 1 2000 0',
      '320706 part 1 2000 0',
      '320706 none 1 1000 0',
    ]);
    expect(summary).toEqual({
      registered: 3,
      due: 3,
      paying: 2,
      paidInFull: 1,
      onTime: 0,
      dueFen: 5000,
      paidFen: 3000,
      workers: 0,
    });
  });

  test('re-sends are no second payment, and a withdrawn line paid nothing', async () => {
    const project = await aProject(at());
    await wages(project, { part: [400, '2026-09-20'] });
    await sql()`insert into we.payroll_line select (jsonb_populate_record(l, jsonb_build_object('line_no', 2, 'kind', 'resend'))).* from we.payroll_line l`;
    await sql()`insert into we.payroll_line select (jsonb_populate_record(l, jsonb_build_object('line_no', 3, 'withdrawn_on', '2026-09-30'))).* from we.payroll_line l where line_no = 1`;
    expect((await report()).summary.paidFen).toBe(400);
  });

  test('finished projects count where wages were due, those of another region or of later never', async () => {
    const finished = await aProject(at(), { status: 'finished' });
    await aProject(at(), { status: 'finished' });
    await wages(finished, { metOn: '2026-09-15' });
    await aProject(at(), { status: 'suspended' });
    await aProject(at(), { region: 320800 });
    for (const startsOn of [null, '2026-10-01', '2026-09-30']) {
      const { id } = await aProject(at(), { startsOn });
      await sql()`update we.project set known_at = '2026-10-01T00:01:00+08:00' where id = ${id}`;
    }
    const { id } = await aProject(at(), { startsOn: null });
    await sql()`update we.project set known_at = '2026-09-30T23:59:00+08:00' where id = ${id}`;
    expect(await states()).toEqual(['320706 on-time 1 1000 0', '320706 nothing-due 3 0 0']);
  });

  test('who is on a site on the last day is counted', async () => {
    const project = await aProject(at());
    await anEngagement(at(), project, project.contractorId, { enteredOn: '2026-09-30' });
    await anEngagement(at(), project, project.contractorId, { enteredOn: '2026-10-01' });
    await anEngagement(at(), project, project.contractorId, { exitedOn: '2026-09-30' });
    await anEngagement(at(), project, project.contractorId, { exitedOn: '2026-10-01' });
    expect((await report()).summary.workers).toBe(2);
  });

  test('districts stand in the order of their codes, and a district may be asked for', async () => {
    for (const region of [320722, 320703, 320722]) await aProject(at(), { region });
    expect(await states()).toEqual(['320703 nothing-due 1 0 0', '320722 nothing-due 2 0 0']);
    expect(await states({ region: '320722' })).toEqual(['320722 nothing-due 2 0 0']);
    expect(await report({ region: '320722' })).toMatchObject({
      region: '320722',
      day: '2026-09-30',
    });
  });
});

async function alert(
  given: Parameters<typeof anAlert>[2] & { clearedOn?: Day; facts?: object } = {},
) {
  const project = await aProject(at());
  const { clearedOn, facts = { workers: 3 }, ...rest } = given;
  const site = {
    ...project,
    code: '',
    authority: inspector,
    owner: inspector,
    contractor: inspector,
  };
  const id = await anAlert(at(), site, {
    ruleId: 'W01',
    dueDay: '2026-09-15',
    openedOn: '2026-09-16',
    ...rest,
    ...(clearedOn && { status: 'cleared' }),
  });
  await sql()`update we.alert set cleared_on = ${clearedOn ?? null}, facts = ${JSON.stringify(facts)}::jsonb where id = ${id}`;
  return project;
}

describe('arrears', () => {
  test.each<[Day, string]>([
    ['2026-09-23', '7'],
    ['2026-09-22', '30'],
    ['2026-08-31', '30'],
    ['2026-08-30', '90'],
    ['2026-07-02', '90'],
    ['2026-07-01', 'older'],
  ])('due on %s they are %s days old', async (dueDay, age) => {
    await alert({ dueDay, ruleId: 'W02', level: 3 });
    const { wageArrears, transferArrears } = await report();
    expect(filled(wageArrears)).toEqual([`red ${age} 1 1000 3`]);
    expect(filled(transferArrears)).toEqual([]);
  });

  test('what lived on the last day counts, and only wages as wages', async () => {
    await alert({ openedOn: '2026-09-30', level: 1 });
    await alert({ openedOn: '2026-10-01', level: 1 });
    await alert({ clearedOn: '2026-10-01', level: 2 });
    await alert({ clearedOn: '2026-09-30', level: 2 });
    await alert({ clearedOn: '2026-10-02', openedOn: '2026-10-01', level: 2 });
    await alert({ status: 'dismissed', level: 3 });
    await alert({ status: 'held', level: 3 });
    await alert({ status: 'replied', level: 3 });
    await alert({ ruleId: 'F01', facts: {} });
    await alert({ ruleId: 'F02', facts: {}, clearedOn: '2026-10-01' });
    for (const ruleId of ['W03', 'W05', 'W08', 'F03']) await alert({ ruleId });
    const { wageArrears, transferArrears } = await report();
    expect(filled(wageArrears)).toEqual([
      'red 30 2 2000 6',
      'orange 30 1 1000 3',
      'yellow 30 1 1000 3',
    ]);
    expect(filled(transferArrears)).toEqual(['yellow 30 2 2000 0']);
  });

  test('of a district only its own are told, of parties the ten that owe most', async () => {
    const region = 320703;
    const other = await alert({ amountFen: 9_000 });
    await sql()`update we.alert set region_code = ${region} where project_id = ${other.id}`;
    const gone = await alert({ clearedOn: '2026-10-01' });
    await sql()`update we.alert set region_code = ${region} where project_id = ${gone.id}`;
    expect(filled((await report({ region: '320706' })).wageArrears)).toEqual([]);
    expect((await report({ region: '320703' })).topParties?.contractors).toHaveLength(2);
    const projects: Project[] = [];
    for (let n = 1; n <= 11; n += 1) projects.push(await alert({ amountFen: n * 100 }));
    const least = projects[0] as Project;
    // Twice as many alerts, and projects, for the same money.
    const second = await alert({ amountFen: 1 });
    await sql()`update we.alert set contractor_id = ${least.contractorId} where project_id = ${second.id}`;
    const { topParties } = await report({ region: '320706' });
    expect(topParties?.contractors.map(({ fen }) => fen)).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => n * 100),
    );
  });

  test('a party’s alerts on one project are of one project; parties that owe the same go by their codes', async () => {
    const contractorId = await aCompany(at(), { kinds: ['contractor'] });
    const [one, two] = [await alert(), await alert()];
    await sql()`update we.alert set contractor_id = ${contractorId}, project_id = ${one.id} where project_id in (${one.id}, ${two.id})`;
    const equal = [await alert({ amountFen: 2_000 }), await alert({ amountFen: 2_000 })];
    const { topParties } = await report();
    const codes = [contractorId, ...equal.map((project) => project.contractorId)].sort();
    expect(topParties?.contractors.map(({ uscc }) => uscc)).toEqual(codes);
    expect(topParties?.contractors.find(({ uscc }) => uscc === contractorId)).toMatchObject({
      ...{ projects: 1, count: 2, fen: 2_000 },
    });
  });

  test('the parties with the most come first', async () => {
    const contractorId = await aCompany(at(), { name: '云台建设', kinds: ['contractor'] });
    const small = await alert({ amountFen: 500 });
    const big = await alert({ amountFen: 600 });
    await sql()`update we.alert set contractor_id = ${contractorId} where project_id = ${big.id}`;
    const owed = await alert({ ruleId: 'F01', amountFen: 7, facts: {} });
    const { topParties } = await report();
    expect(topParties?.contractors).toEqual([
      { uscc: contractorId, name: '云台建设', projects: 1, count: 1, fen: 600, workers: 3 },
      expect.objectContaining({ uscc: small.contractorId, fen: 500 }),
    ]);
    expect(topParties?.owners).toMatchObject([{ uscc: owed.ownerId, fen: 7, workers: 0 }]);
  });
});

describe('settlements that are stuck', () => {
  const S = { subject: 'a', period: '-', facts: {} };
  test.each<[string, Parameters<typeof alert>[0][]]>([
    ['unstated review 1 1000 0', [{ ...S, ruleId: 'S01', dueDay: '2026-09-29' }]],
    ['unstated payment 1 1000 0', [{ ...S, ruleId: 'S05' }]],
    ['AUD-FIN reason-only 1 1000 0', [{ ...S, ruleId: 'S02', facts: { reasonCode: 'AUD-FIN' } }]],
    ['suspected reason-only 1 1000 0', [{ ...S, ruleId: 'S03' }]],
    ['AUD-NEW reason-only 1 1000 0', [{ ...S, ruleId: 'S02', facts: { reasonCode: 'AUD-NEW' } }]],
    ['banned reason-only 1 1000 0', [{ ...S, ruleId: 'S10' }]],
  ])('%s', async (expected, given) => {
    for (const one of given) await alert(one);
    expect(filled((await report()).settlements)).toEqual([expected]);
  });

  test('not yet due, or of an instalment: not stuck', async () => {
    await alert({ ...S, ruleId: 'S01', dueDay: '2026-09-30' });
    await alert({ ...S, ruleId: 'S03', period: '2026-08' });
    expect(filled((await report()).settlements)).toEqual([]);
  });

  test('each settlement counts once, with its gravest pretext and its largest amount', async () => {
    const first = await alert({ ...S, ruleId: 'S01' });
    const others = [
      { ...S, ruleId: 'S05', amountFen: 5000 },
      { ...S, ruleId: 'S02', facts: { reasonCode: 'AUD-GOV' } },
      { ...S, ruleId: 'S03' },
      { ...S, ruleId: 'S10' },
    ];
    for (const one of others) await alert(one);
    expect(filled((await report()).settlements)).toHaveLength(5);
    await sql()`update we.alert set project_id = ${first.id}`;
    expect(filled((await report()).settlements)).toEqual(['AUD-GOV payment 1 5000 0']);
    await sql()`delete from we.alert where rule_id = 'S02'`;
    expect(filled((await report()).settlements)).toEqual(['suspected payment 1 5000 0']);
  });
});

describe('notices', () => {
  test.each<[string, Record<string, Day>]>([
    ['unserved', { issued_on: '2026-09-01' }],
    ['unserved', { issued_on: '2026-09-30', served_on: '2026-10-01' }],
    ['waiting', { issued_on: '2026-09-10', served_on: '2026-09-30', reply_due_on: '2026-09-30' }],
    ['overdue', { issued_on: '2026-09-10', served_on: '2026-09-11', reply_due_on: '2026-09-29' }],
    ['answered', { issued_on: '2026-09-10', served_on: '2026-09-11', replied_on: '2026-09-30' }],
    ['waiting', { issued_on: '2026-09-10', served_on: '2026-09-11', replied_on: '2026-10-01' }],
    ['accepted', { issued_on: '2026-09-10', replied_on: '2026-09-29', accepted_on: '2026-09-30' }],
    ['answered', { issued_on: '2026-09-10', replied_on: '2026-09-29', accepted_on: '2026-10-01' }],
    [
      'withdrawn',
      { issued_on: '2026-09-10', accepted_on: '2026-09-29', withdrawn_on: '2026-09-30' },
    ],
  ])('%s by %j', async (outcome, days) => {
    await aNoticeWith(days);
    expect(filled((await report()).notices)).toEqual([`warning ${outcome} 1 0 0`]);
  });

  test('drafts and papers of other months and regions are not counted', async () => {
    await aNoticeWith({});
    await aNoticeWith({ issued_on: '2026-08-31' });
    await aNoticeWith({ issued_on: '2026-10-01' });
    await aNoticeWith({ issued_on: '2026-09-10' }, 320800);
    expect(filled((await report()).notices)).toEqual([]);
  });

  async function aNoticeWith(days: Record<string, Day>, region = 320706) {
    const id = await aNotice(at(), await aProject(at(), { region }));
    for (const [column, day] of Object.entries(days))
      await sql()`update we.notice set ${sql()(column)} = ${day} where id = ${id}`;
  }
});

describe('the month', () => {
  test('of the running month what has ended counts', async () => {
    await wages(await aProject(at()), { metOn: '2026-09-16' });
    expect(await report({}, '2026-09-16')).toMatchObject({ day: '2026-09-15' });
    expect(await states({}, '2026-09-16')).toEqual(['320706 none 1 1000 0']);
    expect(await states({}, '2026-09-17')).toEqual(['320706 late 1 1000 0']);
    expect(await states({}, '2026-09-15')).toEqual(['320706 nothing-due 1 0 0']);
  });

  test('a month without a day that has ended is refused, and so are other regions and firms', async () => {
    await expect(report({}, '2026-09-01')).rejects.toMatchObject({ code: 'month-future' });
    expect(await report({}, '2026-09-02')).toMatchObject({ day: '2026-09-01' });
    for (const region of ['32', '3208', '320800'])
      await expect(report({ region })).rejects.toMatchObject({ code: 'region-not-yours' });
    const firm = companyActor('91320706MA00000001');
    await expect(report({}, NOW, firm)).rejects.toMatchObject({ code: 'authority-only' });
  });
});

describe('the public edition', () => {
  test('names nobody and shows no count of one or two, nor what tells one', async () => {
    for (let n = 0; n < 4; n += 1) await wages(await aProject(at()), { metOn: '2026-09-15' });
    await wages(await aProject(at()), { metOn: '2026-09-20' });
    for (let n = 0; n < 5; n += 1) await wages(await aProject(at()));
    const { projects, summary, topParties } = await report({ edition: 'public' });
    expect(projects.cells[0]?.map(({ count }) => count)).toEqual([null, null, 0, 5, 0, 0, 10]);
    expect(projects.cells[0]?.[1]).toEqual({ count: null, fen: null, workers: null });
    expect(summary).toMatchObject({ registered: 10, due: null, paidInFull: null, onTime: null });
    expect(summary).toMatchObject({ paidFen: null, dueFen: 10_000 });
    expect(topParties).toBeNull();
  });

  test('of three cases with two workers nothing is shown', async () => {
    for (let n = 0; n < 2; n += 1) await alert({ facts: { workers: 1 } });
    await alert({ facts: {} });
    const { wageArrears } = await report({ edition: 'public' });
    expect(wageArrears.cells[2]?.[1]).toEqual({ count: null, fen: null, workers: null });
    await alert({ facts: { workers: 1 } });
    expect((await report({ edition: 'public' })).wageArrears.cells[2]?.[1]?.count).toBe(4);
  });
});
