import { afterEach, describe, expect, test } from 'vitest';
import { draftsDue, lapseDrafts } from '../../../src/domain/notices/draft.ts';
import type { Sharing } from '../../../src/domain/notices/sharing.ts';
import { type AlertGiven, anAlert } from '../alerts/arrange-alert.ts';
import type { Site } from '../arrange.ts';
import { stageDb } from '../stage.ts';
import { aNotice } from './arrange-notice.ts';

// Which alerts stand in one paper, and which paper stays: what the night's sweep is told by the database.

const db = stageDb();
const DAY = '2026-06-15';
const SHARING: Sharing = { matters: { F01: 'transfer', F08: 'transfer' }, joint: ['W01', 'S02'] };
const [OWING, OTHER] = ['subject', 'another subject'];

afterEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.notice_file`;
});

const alert = (site: Site, ruleId: string, level: number, given: AlertGiven = {}) =>
  anAlert(db.at(), site, { ruleId, level, subject: OWING, ...given });
const unattest = (id: string) =>
  db.sql()`update we.alert set facts = facts || '{"attested": false}' where id = ${id}`;
const papers = async () => {
  const due = await db.byNight(DAY, (work) => draftsDue(work, SHARING));
  return due
    .map(({ level, alerts }) => [level, ...alerts.map(({ rule }) => rule)].join(' '))
    .sort();
};
const lapsed = () => db.byNight(DAY, (work) => lapseDrafts(work, SHARING));

describe('alerts of one matter that name one duty', () => {
  test.each<[string, AlertGiven, string[]]>([
    ['stand in the paper of the highest among them', {}, ['3 F01 F08']],
    ['of another month apart', { period: '2026-04' }, ['1 F01', '3 F08']],
    ['of another subject, too', { subject: OTHER }, ['1 F01', '3 F08']],
    ['of another matter, too', { ruleId: 'F02' }, ['1 F01', '3 F02']],
    ['none of it is lifted by one for the authority only', { audience: 'authority' }, ['1 F01']],
    ['nor by one that was closed', { status: 'dismissed' }, ['1 F01']],
  ])('%s', async (_, given, expected) => {
    const site = await db.site();
    await alert(site, 'F01', 1);
    await alert(site, 'F08', 3, given);
    expect(await papers()).toEqual(expected);
  });

  test('an alert that nobody attests lifts none, and one of another project neither', async () => {
    const [site, other] = [await db.site(), await db.site()];
    await alert(site, 'F01', 1);
    await unattest(await alert(site, 'F08', 3));
    expect(await papers()).toEqual(['1 F01']);
    await alert(other, 'F08', 2);
    expect(await papers()).toEqual(['1 F01', '2 F08']);
  });
});

describe('a draft', () => {
  const draft = (site: Site, level: number, alertIds: string[], status = 'draft') =>
    aNotice(db.at(), site, { level, alertIds, status });

  test('stays while an alert of it stands at its level, told or not', async () => {
    const site = await db.site();
    const id = await alert(site, 'F02', 1);
    await draft(site, 1, [id]);
    await unattest(id);
    expect(await lapsed()).toBe(0);
    await db.sql()`update we.alert set level = 2 where id = ${id}`;
    expect(await lapsed()).toBe(1);
  });

  test('lapses where its alerts stand in the paper of a higher one of their duty', async () => {
    const site = await db.site();
    const id = await alert(site, 'F01', 1);
    await draft(site, 1, [id]);
    expect(await lapsed()).toBe(0);
    await alert(site, 'F08', 2);
    expect(await lapsed()).toBe(1);
  });

  test('a paper that was approved or served never lapses', async () => {
    const site = await db.site();
    for (const status of ['approved', 'served', 'overdue', 'answered', 'withdrawn'])
      await draft(site, 2, [], status);
    expect(await lapsed()).toBe(0);
    await draft(site, 1, []);
    expect(await lapsed()).toBe(1);
    expect(await lapsed()).toBe(0);
  });

  test('of another project’s or addressee’s alerts is none of ours', async () => {
    const [site, other] = [await db.site(), await db.site()];
    const id = await alert(site, 'F02', 1);
    await draft(other, 1, [id]);
    expect(await lapsed()).toBe(1);
  });
});

describe('what is fresh', () => {
  const about = (site: Site, ids: string[], given: Parameters<typeof aNotice>[2] = {}) =>
    aNotice(db.at(), site, { level: 1, alertIds: ids, status: 'served', ...given });

  test.each<[string, Parameters<typeof aNotice>[2], string[]]>([
    ['not what stands in a paper of this level and addressee', {}, []],
    ['what stands in one of another level', { level: 2 }, ['1 F02']],
    ['what another addressee was told', { addresseeId: '91320706MB00000009' }, ['1 F02']],
    ['what stood in a paper that lapsed', { status: 'lapsed' }, ['1 F02']],
    ['or was withdrawn', { status: 'withdrawn' }, ['1 F02']],
    ['not what waits for its service', { status: 'approved' }, []],
    ['what a paper does not name', { alertIds: [] }, ['1 F02']],
  ])('is %s', async (_, given, expected) => {
    const site = await db.site();
    const id = await alert(site, 'F02', 1);
    await about(site, [id], given);
    expect(await papers()).toEqual(expected);
  });

  test('what another project was told is fresh here; an open draft is due whatever is in it', async () => {
    const [site, other] = [await db.site(), await db.site()];
    const id = await alert(site, 'F02', 1);
    await about(other, [id]);
    expect(await papers()).toEqual(['1 F02']);
    await about(site, [id], { status: 'draft' });
    expect(await papers()).toEqual(['1 F02']);
  });
});

test('a referral that names an alert tells its addressee nothing', async () => {
  const site = await db.site();
  const id = await alert(site, 'F02', 3);
  const paper = await aNotice(db.at(), site, { level: 3, alertIds: [id], status: 'served' });
  expect(await papers()).toEqual([]);
  await db.sql()`update we.notice set instrument = 'referral' where id = ${paper}`;
  expect(await papers()).toEqual(['3 F02']);
});

test('of alerts some of which were told all are in the paper, by rule, month and subject', async () => {
  const site = await db.site();
  const told = await alert(site, 'F02', 1, { subject: 'b', period: '2026-05' });
  await aNotice(db.at(), site, { level: 1, alertIds: [told], status: 'served' });
  await alert(site, 'F05', 1, { subject: 'a', period: '2026-03' });
  await alert(site, 'F02', 1, { subject: 'a', period: '2026-06' });
  await alert(site, 'F02', 1, { subject: 'a', period: '2026-05' });
  const [due] = await db.byNight(DAY, (work) => draftsDue(work, SHARING));
  expect(due?.alerts.map(({ rule, period, subject }) => `${rule} ${period} ${subject}`)).toEqual([
    ...['F02 2026-05 a', 'F02 2026-05 b', 'F02 2026-06 a', 'F05 2026-03 a'],
  ]);
});

test('earlier papers are those about the same alerts that the same addressee was served, by their days', async () => {
  const site = await db.site();
  const [id, second] = [
    await alert(site, 'F02', 2),
    await alert(site, 'F02', 2, { subject: OTHER }),
  ];
  const paper = async (
    number: string,
    given: Parameters<typeof aNotice>[2] = {},
    on = '2026-06-01',
  ) => {
    const made = await aNotice(db.at(), site, {
      ...{ level: 1, status: 'served', alertIds: [id], number },
      ...given,
    });
    await db.sql()`update we.notice set issued_on = ${on} where id = ${made}`;
  };
  await paper('1号', {}, '2026-06-02');
  await paper('2号', { status: 'answered' });
  await paper('3号', { status: 'overdue', alertIds: [second] });
  await paper('4号', { status: 'withdrawn' });
  await paper('5号', { status: 'approved' });
  await paper('6号', { addresseeId: '91320706MB00000009' });
  await paper('7号', { alertIds: ['00000000-0000-4000-8000-000000000001'] });
  const [due] = await db.byNight(DAY, (work) => draftsDue(work, SHARING));
  expect(due?.earlier?.map(({ number, answered }) => `${number} ${answered}`)).toEqual([
    ...['2号 true', '3号 false', '1号 false'],
  ]);
});

test('a paper is the nearest authority’s; a company that has a region is none', async () => {
  const site = await db.site();
  await alert(site, 'F02', 1);
  const office = (uscc: string, kind: string, lo: number, hi: number) => db.sql()`
    insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
    values (${uscc}, ${uscc}, ${[kind]}::text[], ${lo}, ${hi}, now())`;
  await office('11320700MB0000111X', 'authority', 320700, 320799);
  await office('91320706MA00001112', 'contractor', 320706, 320706);
  const signer = async () => {
    const [due] = await db.byNight(DAY, (work) => draftsDue(work, SHARING));
    return due?.authorityId;
  };
  expect(await signer()).toBe('11320700MB0000111X');
  await office('11320799MB0000113X', 'authority', 320706, 320706);
  expect(await signer()).toBe('11320799MB0000113X');
  await db.sql()`delete from we.company where uscc in ('11320700MB0000111X', '91320706MA00001112', '11320799MB0000113X')`;
});
