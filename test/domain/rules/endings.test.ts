import { expect, test } from 'vitest';
import { acceptAlert, dismissAlert } from '../../../src/domain/alerts/closing.ts';
import type { Course, Pair } from '../../../src/domain/rules/course.ts';
import { endingsOf } from '../../../src/domain/rules/endings.ts';
import { aPayment } from '../../helpers/make-money.ts';
import { anAlert } from '../alerts/arrange-alert.ts';
import type { Site } from '../arrange.ts';
import { stageDb } from '../stage.ts';

const db = stageDb();
const LAST = '2026-06-30';
const PERIOD = '2026-05';

/** A case of the owner’s May instalment, due on 20 May: found from 21 May to 10 June unless told otherwise. */
const aCase = (site: Site, firstDay = '2026-05-21', lastDay = '2026-06-10'): Pair => {
  const reached = { yellow: firstDay, orange: null, red: null };
  const tried: Course = { firstDay, lastDay, level: 'yellow', reached, amountFen: 1 };
  return { projectId: site.id, subject: site.ownerId, period: PERIOD, tried, inForce: null };
};
const endOf = async (pair: Pair, duty: string | null = 'transfer') => {
  const rule = { id: 'F01', duty };
  const [ended] = await db.byNight('2026-07-20', (work) => endingsOf(work, rule, [pair], LAST));
  return ended?.ended;
};
/** The nights' alert of it. */
const alertOf = (
  site: Site,
  given: Parameters<typeof anAlert>[2] & { clearedOn?: string } = {},
) => {
  const { clearedOn, ...rest } = given;
  const key = { subject: site.ownerId, period: PERIOD, openedOn: '2026-05-21' };
  return anAlert(db.at(), site, { ...key, ...rest }).then(async (id) => {
    if (clearedOn)
      await db.sql()`update we.alert set status = 'cleared', cleared_on = ${clearedOn} where id = ${id}`;
    return id;
  });
};
/** Something came for the instalment; known on the day it came. */
const paid = async (site: Site, valueDay: string, amountFen = 1_00) => {
  const [duty] = await db.sql()<{ id: string }[]>`
    select we.duty_id(${site.id}::bigint, 'transfer', ${site.ownerId}, ${PERIOD}) as id`;
  const key = { kind: 'transfer', subject: site.ownerId, month: PERIOD, dueDay: '2026-05-20' };
  await aPayment(
    db.at(),
    { ...key, id: duty?.id as string, project: site },
    { valueDay, amountFen },
  );
};

test('found to the last day without an alert: open', async () => {
  const site = await db.site();
  expect(await endOf(aCase(site, '2026-05-21', LAST))).toBe('open');
});

test('an alert that stands is open, whether it is answered or held', async () => {
  for (const status of ['open', 'held', 'replied']) {
    const site = await db.site();
    await alertOf(site, { status });
    expect(await endOf(aCase(site)), status).toBe('open');
  }
});

test('no alert and found no more: met when something came after its first day, else corrected', async () => {
  const [met, before, wrong] = [await db.site(), await db.site(), await db.site()];
  await paid(met, '2026-05-22');
  await paid(before, '2026-05-21');
  await paid(wrong, '2026-06-01', -5);
  expect(await endOf(aCase(met))).toBe('met');
  expect(await endOf(aCase(before))).toBe('corrected');
  expect(await endOf(aCase(wrong))).toBe('corrected');
  expect(await endOf(aCase(wrong), null)).toBe('cleared');
  expect(await endOf(aCase(met), null)).toBe('cleared');
});

test('a cleared alert ends as its duty tells', async () => {
  const [met, wrong] = [await db.site(), await db.site()];
  await paid(met, '2026-06-10');
  for (const site of [met, wrong]) await alertOf(site, { clearedOn: '2026-06-11' });
  expect(await endOf(aCase(met))).toBe('met');
  expect(await endOf(aCase(wrong))).toBe('corrected');
  expect(await endOf(aCase(wrong), null)).toBe('cleared');
});

test('what a person closed keeps that end, also when it was found no more later', async () => {
  const [unfounded, accepted] = [await db.site(), await db.site()];
  const one = await alertOf(unfounded);
  const two = await alertOf(accepted);
  await db.act(unfounded.authority, '2026-06-01', (work) =>
    dismissAlert(work, unfounded.id, one, { reason: '已核实' }),
  );
  const until = { kind: 'force-majeure' as const, until: '2026-06-20', reason: '台风' };
  await db.act(accepted.authority, '2026-06-01', (work) =>
    acceptAlert(work, accepted.id, two, until),
  );
  const both = () => Promise.all([unfounded, accepted].map((site) => endOf(aCase(site))));
  expect(await both()).toEqual(['dismissed', 'accepted']);
  await db.sql()`update we.alert set status = 'cleared', cleared_on = '2026-06-11'
    where id in (${one}, ${two})`;
  expect(await both()).toEqual(['dismissed', 'accepted']);
});

test('what was closed and opened again is as if it had not been closed', async () => {
  const site = await db.site();
  const id = await alertOf(site);
  await db.act(site.authority, '2026-06-01', (work) =>
    dismissAlert(work, site.id, id, { reason: '已核实' }),
  );
  await db.sql()`update we.alert set status = 'open' where id = ${id}`;
  expect(await endOf(aCase(site))).toBe('open');
  await db.sql()`insert into we.event (project_id, at, day, actor, name, subject, body, digest)
    values (${site.id}, now(), '2026-06-05', 'job:night', 'alert.reopened', ${id}, '{}', 'x')`;
  await db.sql()`update we.alert set status = 'cleared', cleared_on = '2026-06-11' where id = ${id}`;
  expect(await endOf(aCase(site))).toBe('corrected');
});

test('the alert is one that stood while the case was found: the latest of them', async () => {
  const site = await db.site();
  const old = await alertOf(site, { openedOn: '2026-04-01', clearedOn: '2026-05-21' });
  const first = await alertOf(site, { openedOn: '2026-05-22', clearedOn: '2026-05-25' });
  await db.sql()`update we.alert set episode = 2 where id = ${first}`;
  const second = await alertOf(site, { openedOn: '2026-06-10', clearedOn: '2026-06-12' });
  await db.sql()`update we.alert set episode = 3 where id = ${second}`;
  const later = await alertOf(site, { openedOn: '2026-06-11', clearedOn: '2026-06-20' });
  await db.sql()`update we.alert set episode = 4 where id = ${later}`;
  const of = async (pair: Pair) => {
    const rule = { id: 'F01', duty: null };
    const [ended] = await db.byNight('2026-07-20', (work) => endingsOf(work, rule, [pair], LAST));
    return ended?.alertId;
  };
  expect(await of(aCase(site))).toBe(second);
  expect(await of(aCase(site, '2026-05-20', '2026-05-21'))).toBe(old);
  expect(await of(aCase(site, '2026-05-21', '2026-05-21'))).toBeNull();
  // Still found on the last day of the rehearsal: what came later is about it too.
  expect(await of(aCase(site, '2026-05-21', LAST))).toBe(later);
});

test('an alert of another rule about the same is not it', async () => {
  const site = await db.site();
  await alertOf(site, { ruleId: 'F02' });
  expect(await endOf(aCase(site))).toBe('corrected');
});

test('many cases are told in their order', async () => {
  const sites = [await db.site(), await db.site(), await db.site()];
  await paid(sites[1] as Site, '2026-06-01');
  const rule = { id: 'F01', duty: 'transfer' };
  const pairs = [2, 0, 1].map((n) => aCase(sites[n] as Site));
  const ended = await db.byNight('2026-07-20', (work) => endingsOf(work, rule, pairs, LAST));
  expect(ended.map((each) => [each.projectCode, each.ended])).toEqual([
    [sites[2]?.code, 'corrected'],
    [sites[0]?.code, 'corrected'],
    [sites[1]?.code, 'met'],
  ]);
});
