import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../db/work.ts';
import { type Rehearsal, type RehearsedCase, rehearse } from '../../jobs/rehearse.ts';
import type { Rule } from '../../jobs/rule.ts';
import { rulebook, ruleOf } from '../../jobs/rulebook.ts';
import { prepareRules, rulesInTurn, runRule } from '../../jobs/run.ts';
import { acceptAlert, dismissAlert } from '../../src/domain/alerts/closing.ts';
import { withdrawBatch } from '../../src/domain/payroll/acts.ts';
import { daysOf } from '../../src/lib/day.ts';
import { parseId } from '../../src/lib/id.ts';
import { inspector, night } from '../domain/arrange.ts';
import { payout, refusal, rowCounts, type Stage, stageDb } from '../domain/stage.ts';

const db = stageDb();
const FROM = '2026-07-06';
const TO = '2026-07-30';
// Wages of June are due on Wednesday 15 July. Three sites: on the first they come on the 24th, on the second the payroll is
// withdrawn on the 20th, on the third nothing happens at all.
let late: Stage;
let taken: Stage;
let silent: Stage;

const feeds = async (day: string) => {
  for (const stage of [late, taken, silent])
    await db.bank(stage, [{ kind: 'feed', accountNo: stage.accountNo, through: day }], { day });
};

async function events(day: string) {
  if (day === '2026-07-20') {
    await db.act(taken.contractor, day, (work) =>
      withdrawBatch(work, taken.id, parseId(batches.taken).id, { reason: '人数有误' }),
    );
  }
  if (day === '2026-07-24')
    await db.bank(
      late,
      [1, 2, 3].map((line) => payout(paidLate, line, 'paid', day)),
      { day },
    );
}

const batches = { taken: '' };
let paidLate: { batchNo: string };

beforeAll(async () => {
  late = await db.stage();
  taken = await db.stage();
  silent = await db.stage();
  const claimed = await db.claim(late);
  await db.order(late, claimed);
  paidLate = claimed;
  batches.taken = (await db.claim(taken)).batchId;
  await db.claim(silent);
  for (const day of daysOf(FROM, TO)) {
    await events(day);
    await feeds(day);
    const since = await db.byNight(day, (work) => prepareRules(work));
    for (const rule of rulesInTurn().flat())
      await db.byNight(day, (work) => runRule(work, rule, since));
  }
}, 120_000);

beforeEach(async () => {
  await db.sql()`truncate we.rule_version`;
});

const tried = (
  rule: string,
  set: object,
  given: { from?: string; to?: string; by?: Actor; patienceMs?: number } = {},
): Promise<Rehearsal> => {
  const { from = FROM, to = TO, by = night, patienceMs } = given;
  const deps = { db: db.night(), now: new Date('2026-07-31T09:00:00+08:00'), today: '2026-07-31' };
  return rehearse(
    { ...deps, by, ...(patienceMs !== undefined && { patienceMs }) },
    { rule, set: { ...set }, from, to },
  );
};
const on = (result: Rehearsal, stage: Stage) =>
  result.cases.find(({ projectCode }) => projectCode === stage.code) as RehearsedCase;

/** What the nights' own trail says of a rule: each key's first day at each level, and its last. */
async function written(rule: Rule) {
  const rows = await db.sql()<{ key: string; day: string; level: number | null }[]>`
    select concat_ws(' ', d.code, a.subject, a.period) as key, e.day,
      case e.name when 'alert.cleared' then null else (e.body::jsonb #>> '{body,level}')::int end as level
    from we.alert a join we.event e on e.project_id = a.project_id and e.subject = a.id::text
    join we.project_directory d on d.project_id = a.project_id
    where a.rule_id = ${rule.id} order by e.id`;
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, told]) => {
      const reached = (n: number) => told.find(({ level }) => level !== null && level >= n)?.day;
      return [key, [1, 2, 3].map((n) => reached(n) ?? null)];
    }),
  );
}

describe('with the parameters in force', () => {
  const withParams = rulebook.filter(({ params }) => Object.keys(params as object).length > 0);

  test.each(withParams)('$id finds exactly what the nights found', async (rule) => {
    const [name, value] = Object.entries(rule.params as object)[0] as [string, number];
    const result = await tried(rule.id, { [name]: value });
    expect(result).toMatchObject({ complete: true, through: TO, inForce: [{ version: 1 }] });
    for (const { tried: mine, inForce } of result.cases) expect(mine).toEqual(inForce);
    // Subjects that are ids of ours are told with their project in front, outside and here.
    const found = result.cases.map(({ projectCode, subject, period, tried: mine }) => [
      [projectCode, subject.replace(/^[0-9A-Z]+-(?=[0-9a-f]{32}$)/, ''), period].join(' '),
      [mine?.reached.yellow, mine?.reached.orange, mine?.reached.red],
    ]);
    const byNights = Object.entries(await written(rule)).map(([key, days]) => [
      key.replace(/(?<=[0-9a-f])-(?=[0-9a-f]{4})/g, ''),
      days,
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(byNights));
  });

  test('the nights found something to compare', async () => {
    expect(Object.keys(await written(ruleOf('W01') as Rule))).toHaveLength(3);
    expect(Object.keys(await written(ruleOf('F01') as Rule)).length).toBeGreaterThan(0);
  });
});

test('each day is told as it ends', async () => {
  const told: [number, number | null][] = [];
  const deps = { db: db.night(), now: new Date('2026-07-31T09:00:00+08:00'), today: '2026-07-31' };
  const tell = (done: number, total: number | null) => told.push([done, total]);
  const asked = { rule: 'W01', set: { orangeDays: 3 }, from: '2026-07-06', to: '2026-07-08' };
  await rehearse({ ...deps, by: night, tell }, asked);
  expect(told).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

describe('W01 orange from three days late instead of five', () => {
  test('reaches orange on the 18th instead of the 20th; yellow and red stay', async () => {
    const result = await tried('W01', { orangeDays: 3 });
    expect(on(result, late)).toMatchObject({
      subject: late.employerId,
      period: '2026-06',
      foundBy: 'both',
      tried: {
        firstDay: '2026-07-16',
        lastDay: '2026-07-23',
        level: 'orange',
        reached: { yellow: '2026-07-16', orange: '2026-07-18', red: null },
        amountFen: 3 * 5_900_00,
      },
      inForce: { reached: { yellow: '2026-07-16', orange: '2026-07-20', red: null } },
      daysEarlier: { yellow: 0, orange: 2, red: null },
    });
  });

  test('one that ended on the 20th came as far only with it; ends are told by the duty', async () => {
    const result = await tried('W01', { orangeDays: 3 });
    expect(on(result, taken)).toMatchObject({
      tried: { lastDay: '2026-07-19', level: 'orange' },
      inForce: { lastDay: '2026-07-19', level: 'yellow' },
      daysEarlier: { yellow: 0, orange: null, red: null },
    });
    expect([late, taken, silent].map((stage) => on(result, stage).ended)).toEqual([
      'met',
      'corrected',
      'open',
    ]);
    expect(result.counts).toEqual({
      both: { met: 1, corrected: 1, open: 1 },
      'only-tried': {},
      'only-in-force': {},
    });
    expect(result.falseAlarms).toEqual({ tried: 1, inForce: 1 });
    expect(result.levels).toEqual({
      yellow: {
        tried: 3,
        inForce: 3,
        earlier: { cases: 0, days: 0 },
        later: { cases: 0, days: 0 },
      },
      orange: {
        tried: 3,
        inForce: 2,
        earlier: { cases: 2, days: 4 },
        later: { cases: 0, days: 0 },
      },
      red: { tried: 0, inForce: 0, earlier: { cases: 0, days: 0 }, later: { cases: 0, days: 0 } },
    });
  });

  test('the other way round it is later by as much', async () => {
    const result = await tried('W01', { orangeDays: 6 });
    expect(on(result, late).daysEarlier.orange).toBe(-1);
    expect(result.levels.orange.later).toEqual({ cases: 2, days: 2 });
  });

  test('where they differ comes first', async () => {
    const { cases } = await tried('W01', { redDays: 12 }, { to: '2026-07-27' });
    expect(cases[0]?.projectCode).toBe(silent.code);
    expect(cases[0]?.tried?.reached.red).toBe('2026-07-27');
  });
});

describe('versions', () => {
  test('a rule is compared with the version in force on each day', async () => {
    const version = {
      ...{ rule_id: 'W01', number: 2, valid_from: '2026-07-18' },
      ...{ params: '{"orangeDays":3,"redDays":30,"manyWorkers":10,"redFen":6000000}' },
      ...{ proposed_by: '甲', released_by: '乙', proposed_at: new Date(), released_at: new Date() },
    };
    await db.sql()`insert into we.rule_version ${db.sql()(version)}`;
    const result = await tried('W01', { orangeDays: 1 });
    expect(result.inForce.map(({ version: number, from }) => [number, from])).toEqual([
      [1, FROM],
      [2, '2026-07-18'],
    ]);
    expect(on(result, late)).toMatchObject({
      tried: { reached: { orange: '2026-07-16' } },
      inForce: { reached: { orange: '2026-07-18' } },
      daysEarlier: { orange: 2 },
    });
    // What is not tried is as in force on each day.
    expect(on(await tried('W01', { redDays: 12 }), late).tried?.reached.orange).toBe('2026-07-18');
  });
});

test('looks at the region of who asks, or at all', async () => {
  const elsewhere = { ...inspector, region: { lo: 320300, hi: 320399 } };
  expect((await tried('W01', { orangeDays: 3 }, { by: inspector })).cases).toHaveLength(3);
  expect((await tried('W01', { orangeDays: 3 }, { by: elsewhere })).cases).toEqual([]);
});

test('writes nothing', async () => {
  const before = await rowCounts(db);
  await tried('W01', { orangeDays: 3 });
  expect(await rowCounts(db)).toEqual(before);
});

test('out of patience it ends with the days done, at least one', async () => {
  const result = await tried('W01', { orangeDays: 3 }, { patienceMs: 0 });
  expect(result).toMatchObject({ complete: false, from: FROM, through: FROM, cases: [] });
});

test('one day alone is a period', async () => {
  const result = await tried('W01', { orangeDays: 3 }, { from: '2026-07-16', to: '2026-07-16' });
  expect(result).toMatchObject({ complete: true, through: '2026-07-16' });
  expect(on(result, late).ended).toBe('met');
});

describe('is refused', () => {
  const errorsOf = async (set: object, given = {}) =>
    (await refusal(tried('W01', set, given))).errors.map(({ pointer, code }) => [pointer, code]);

  test('a rule that there is none of', async () => {
    expect((await refusal(tried('W99', { orangeDays: 3 }))).code).toBe('not-found');
  });

  test('nothing to try, a parameter of no kind, one out of bounds, levels turned round', async () => {
    expect(await errorsOf({})).toEqual([['/set', 'param-missing']]);
    expect(await errorsOf({ orange: 3 })).toEqual([['/set/orange', 'param-unknown']]);
    expect(await errorsOf({ orangeDays: -1 })).toEqual([['/set/orangeDays', 'param-invalid']]);
    expect(await errorsOf({ redDays: 4 })).toEqual([['/set/redDays', 'param-order']]);
  });

  test('a period turned round, to come, or longer than a year', async () => {
    const set = { orangeDays: 3 };
    expect(await errorsOf(set, { from: TO, to: FROM })).toEqual([['/to', 'days-disordered']]);
    // The day itself is not over yet.
    expect(await errorsOf(set, { to: '2026-07-31' })).toEqual([['/to', 'day-future']]);
    expect(await errorsOf(set, { from: '2025-07-29' })).toEqual([['/from', 'days-too-many']]);
    expect(await errorsOf(set, { from: '2025-07-29', to: '2026-08-01' })).toHaveLength(2);
  });
});

test('a dismissed case is a false alarm of whoever finds it, an excused one of nobody', async () => {
  const alertOf = async (rule: string) => {
    const [row] = await db.sql()<{ id: string }[]>`
      select id from we.alert where project_id = ${silent.id} and rule_id = ${rule}`;
    return row?.id ?? '';
  };
  const [short, unpaid] = [await alertOf('F03'), await alertOf('W01')];
  const second = { ...silent.authority, holder: '监察负责人' };
  const excuse = { kind: 'force-majeure', until: '2026-08-31', reason: '台风' } as const;
  for (const actor of [silent.authority, second])
    await db.act(actor, '2026-07-31', (work) =>
      dismissAlert(work, silent.id, short, { reason: '另有资金' }),
    );
  await db.act(silent.authority, '2026-07-31', (work) =>
    acceptAlert(work, silent.id, unpaid, excuse),
  );

  const excused = await tried('W01', { orangeDays: 3 });
  expect(excused.counts.both).toEqual({ met: 1, corrected: 1, accepted: 1 });
  expect(excused.falseAlarms).toEqual({ tried: 1, inForce: 1 });
  // Nine working days before the pay day; in force are seven, from the 6th on.
  const earlier = { from: '2026-07-02', to: '2026-07-02' };
  const dismissed = await tried('F03', { yellowWorkingDays: 9 }, earlier);
  expect(dismissed.counts['only-tried']).toMatchObject({ dismissed: 1 });
  expect(dismissed.falseAlarms).toEqual({ tried: 1, inForce: 0 });
});
