import { beforeEach, describe, expect, test } from 'vitest';
import { alertWeeks, districtLights } from '../../../src/domain/alerts/trends.ts';
import { inspector } from '../arrange.ts';
import { stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
// A Wednesday; its week began on 2026-06-15.
const DAY = '2026-06-17';
const DISTRICT = { ...inspector, region: { lo: 320706, hi: 320706 } };

beforeEach(async () => {
  await db.sql()`truncate we.alert`;
});

test('districts have the live cases by level and what they come to; one without projects is there too', async () => {
  const [one, also, other] = [
    await db.site({}, 320706),
    await db.site({}, 320706),
    await db.site({}, 320703),
  ];
  await db.site({}, 320798);
  const lead = await anAlert(db.at(), one, { level: 3, amountFen: 5 });
  const led = await anAlert(db.at(), one, { level: 3, amountFen: 100 });
  await db.sql()`update we.alert set follows = ${lead} where id = ${led}`;
  for (const given of [
    { level: 2, amountFen: 7, status: 'held' },
    { level: 2, amountFen: 1, status: 'replied' },
    { level: 1, amountFen: 2 },
    { level: 1, amountFen: 100, status: 'cleared' },
    { level: 1, amountFen: 100, status: 'dismissed' },
  ])
    await anAlert(db.at(), also, given);
  const lights = (actor = inspector) => db.look(actor, DAY, districtLights);
  const here = {
    ...{
      regionCode: '320706',
      name: '海州区',
      projects: 2,
      red: 1,
      orange: 2,
      yellow: 1,
      amountFen: 15,
    },
  };
  const there = {
    ...{
      regionCode: '320703',
      name: '连云区',
      projects: 1,
      red: 0,
      orange: 0,
      yellow: 0,
      amountFen: 0,
    },
  };
  const empty = { projects: 0, red: 0, orange: 0, yellow: 0, amountFen: 0 };
  const named = (
    [
      ['320707', '赣榆区'],
      ['320722', '东海县'],
      ['320723', '灌云县'],
      ['320724', '灌南县'],
      ['320771', '经济技术开发区'],
    ] as const
  ).map(([regionCode, name]) => ({ regionCode, name, ...empty }));
  const unnamed = { regionCode: '320798', name: '320798', ...empty, projects: 1 };
  expect(await lights()).toEqual([there, here, ...named, unnamed]);
  expect(await lights(DISTRICT)).toEqual([here]);
  await expect(lights(other.owner)).rejects.toMatchObject({ code: 'not-found' });
});

describe('weeks', () => {
  const weeks = (count: number, actor = inspector) =>
    db.look(actor, DAY, (work) => alertWeeks(work, count));
  const found = async (openedOn: string, clearedOn?: string, region = 320706) => {
    const given: AlertGiven = { openedOn, status: clearedOn ? 'cleared' : 'open' };
    const id = await anAlert(db.at(), await db.site({}, region), given);
    if (clearedOn) await db.sql()`update we.alert set cleared_on = ${clearedOn} where id = ${id}`;
  };

  test('run from Monday to Sunday, up to the day’s own', async () => {
    for (const day of ['2026-05-31', '2026-06-01', '2026-06-07', '2026-06-08', '2026-06-14', DAY])
      await found(day);
    await found('2026-05-01', '2026-06-01');
    await found('2026-05-01', '2026-06-14');
    await found('2026-05-01', '2026-06-15');
    await found('2026-05-01', '2026-05-31');
    expect(await weeks(3)).toEqual([
      { monday: '2026-06-01', opened: 2, cleared: 1 },
      { monday: '2026-06-08', opened: 2, cleared: 1 },
      { monday: '2026-06-15', opened: 1, cleared: 1 },
    ]);
    expect(await weeks(1)).toHaveLength(1);
  });

  test('without any are there too, and are of the caller’s region', async () => {
    await found('2026-06-01', '2026-06-02', 320703);
    const empty = { opened: 0, cleared: 0 };
    expect(await weeks(3, DISTRICT)).toEqual([
      { monday: '2026-06-01', ...empty },
      { monday: '2026-06-08', ...empty },
      { monday: '2026-06-15', ...empty },
    ]);
    const site = await db.site();
    await expect(weeks(3, site.owner)).rejects.toMatchObject({ code: 'not-found' });
  });
});
