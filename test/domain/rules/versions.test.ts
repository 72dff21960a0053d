import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import {
  listVersions,
  proposeVersion,
  releaseVersion,
  versionsInForce,
  withdrawVersion,
} from '../../../src/domain/rules/versions.ts';
import type { Day } from '../../../src/lib/day.ts';
import { companyActor, inspector } from '../arrange.ts';
import { refusal, stageDb } from '../stage.ts';

const db = stageDb();
const DAY = '2026-06-10';
const rule = { id: 'T01', params: { orangeDays: 5, redDays: 30 } };
const other: Actor = { ...inspector, id: 'key:other', holder: '监察负责人' };

const propose = (
  orangeDays: number,
  validFrom: Day,
  { as = inspector, day = DAY, of = rule } = {},
) =>
  db.act(as, day, (work) =>
    proposeVersion(work, of, { params: { orangeDays, redDays: 30 }, validFrom }),
  );
const release = (version: number, { as = other, day = DAY, of = rule } = {}) =>
  db.act(as, day, (work) => releaseVersion(work, of.id, version));
const withdraw = (version: number, { as = inspector, day = DAY } = {}) =>
  db.act(as, day, (work) => withdrawVersion(work, rule.id, version));
const inForce = (day: Day) => db.byNight(day, (work) => versionsInForce(work));
const events = async () => {
  const rows = await db.sql()<{ name: string; subject: string; body: string }[]>`
    select name, subject, body from we.event where name like 'rule-version.%' order by id`;
  return rows.map(({ name, subject }) => `${name} ${subject}`);
};

beforeEach(async () => {
  await db.sql()`truncate we.rule_version`;
  await db.sql()`delete from we.event where name like 'rule-version.%'`;
});

test('a version is proposed by one and released by another, and the trail has both', async () => {
  expect(await propose(3, '2026-06-12')).toEqual({
    version: 2,
    status: 'proposed',
    params: { orangeDays: 3, redDays: 30 },
    validFrom: '2026-06-12',
    proposedBy: '市监察员',
    proposedAt: '2026-06-10T04:00:00.000Z',
    releasedBy: null,
    releasedAt: null,
    withdrawnBy: null,
    withdrawnAt: null,
  });
  expect(await release(2)).toMatchObject({ status: 'released', releasedBy: '监察负责人' });
  expect(await events()).toEqual(['rule-version.proposed T01:2', 'rule-version.released T01:2']);
  const [event] = await db.sql()`select project_id, day, body::jsonb -> 'body' as body from we.event
    where name = 'rule-version.released'`;
  expect(event).toEqual({
    project_id: 0,
    day: DAY,
    body: { params: { orangeDays: 3, redDays: 30 }, validFrom: '2026-06-12' },
  });
});

test('it counts from its first day on, and only once released', async () => {
  await propose(3, '2026-06-12');
  expect(await inForce('2026-06-12')).toEqual({});
  await release(2);
  expect(await inForce('2026-06-11')).toEqual({});
  const third = { T01: { version: 2, params: { orangeDays: 3, redDays: 30 } } };
  expect(await inForce('2026-06-12')).toEqual(third);
  expect(await inForce('2027-06-12')).toEqual(third);
});

test('of several the latest first day counts, of one day the highest number, each rule by itself', async () => {
  await propose(3, '2026-06-25');
  await propose(4, '2026-06-15');
  await propose(6, '2026-06-20');
  await propose(7, '2026-06-20');
  await propose(9, '2026-06-30');
  const second = { ...rule, id: 'T02' };
  await propose(7, '2026-06-16', { of: second });
  for (const version of [5, 2, 3, 4]) await release(version);
  await release(2, { of: second });
  const at = async (day: Day) =>
    Object.entries(await inForce(day)).map(([id, { version }]) => `${id}:${version}`);
  expect(await at('2026-06-14')).toEqual([]);
  expect(await at('2026-06-15')).toEqual(['T01:3']);
  expect(await at('2026-06-19')).toEqual(['T01:3', 'T02:2']);
  expect(await at('2026-06-20')).toEqual(['T01:5', 'T02:2']);
  expect(await at('2026-06-24')).toEqual(['T01:5', 'T02:2']);
  expect(await at('2026-06-25')).toEqual(['T01:2', 'T02:2']);
  expect(await at('2026-06-30')).toEqual(['T01:2', 'T02:2']);
});

test('nobody releases what he proposed; the same release again is no second one', async () => {
  await propose(3, '2026-06-12');
  expect((await refusal(release(2, { as: inspector }))).code).toBe('two-persons');
  const first = await release(2);
  expect(await release(2, { day: '2026-06-20' })).toEqual(first);
  expect(await events()).toHaveLength(2);
  const third = { ...other, holder: '第三人' };
  expect(await refusal(release(2, { as: third }))).toMatchObject({
    code: 'version-state',
    extra: { status: 'released' },
  });
});

test('a first day is today or later, when proposed and when released', async () => {
  const past = await refusal(propose(3, '2026-06-09'));
  expect(past).toMatchObject({
    code: 'invalid-input',
    errors: [{ pointer: '/validFrom', code: 'day-past' }],
  });
  await propose(3, DAY);
  expect((await refusal(release(2, { day: '2026-06-11' }))).code).toBe('version-late');
  expect((await release(2)).status).toBe('released');
});

test('a proposal is withdrawn by anybody who may propose, what is released is not', async () => {
  await propose(3, '2026-06-12');
  const first = await withdraw(2, { as: other });
  expect(first).toMatchObject({ status: 'withdrawn', withdrawnBy: '监察负责人' });
  expect(await withdraw(2, { as: other, day: '2026-06-11' })).toEqual(first);
  expect((await refusal(withdraw(2))).code).toBe('version-state');
  expect((await refusal(release(2))).code).toBe('version-state');
  expect(await inForce('2026-06-12')).toEqual({});
  await propose(4, '2026-06-12');
  await release(3);
  expect((await refusal(withdraw(3))).code).toBe('version-state');
  expect(await events()).toEqual([
    'rule-version.proposed T01:2',
    'rule-version.withdrawn T01:2',
    'rule-version.proposed T01:3',
    'rule-version.released T01:3',
  ]);
});

test('bad parameters are refused with every place, and nothing is kept', async () => {
  const given = { params: { orangeDays: 400, redDay: 3 }, validFrom: '2026-06-12' };
  const { errors } = await refusal(
    db.act(inspector, DAY, (work) => proposeVersion(work, rule, given)),
  );
  expect(errors.map(({ pointer }) => pointer)).toEqual([
    '/params/orangeDays',
    '/params/redDays',
    '/params/redDay',
  ]);
  expect(await events()).toEqual([]);
});

test('what is not there is hidden', async () => {
  expect((await refusal(release(2))).code).toBe('not-found');
  expect((await refusal(withdraw(2))).code).toBe('not-found');
});

test('only who is responsible for every project changes a rule', async () => {
  await db.site({}, 320703);
  await db.site({}, 320724);
  const within = (lo: number, hi: number) => ({ ...inspector, region: { lo, hi } });
  const firm = companyActor('91320706MA00000009');
  await propose(3, '2026-06-12', { as: within(320703, 320724) });
  for (const as of [within(320704, 320799), within(320700, 320723), firm]) {
    expect((await refusal(propose(3, '2026-06-12', { as }))).code).toBe('rule-not-yours');
    expect((await refusal(release(2, { as }))).code).toBe('rule-not-yours');
    expect((await refusal(withdraw(2, { as }))).code).toBe('rule-not-yours');
  }
});

test('a firm is shown what was released, and nobody’s name', async () => {
  await propose(3, '2026-06-12');
  await propose(4, '2026-06-13');
  await release(2);
  const shown = async (actor: Actor) => {
    const versions = await db.look(actor, DAY, (work) => listVersions(work));
    return versions.get('T01')?.map((v) => [v.version, v.proposedBy, v.releasedBy]);
  };
  expect(await shown(inspector)).toEqual([
    [2, '市监察员', '监察负责人'],
    [3, '市监察员', null],
  ]);
  expect(await shown(companyActor('91320706MA00000009'))).toEqual([[2, null, null]]);
});

test('proposals of one moment get numbers of their own', async () => {
  const made = await Promise.all([3, 4, 6].map((days) => propose(days, '2026-06-12')));
  expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
});
