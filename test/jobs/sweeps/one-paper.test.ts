import { afterEach, expect, test } from 'vitest';
import { sweepDrafts } from '../../../jobs/sweeps/drafts.ts';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import type { Site } from '../../domain/arrange.ts';
import { stageDb } from '../../domain/stage.ts';
import { insert } from '../../helpers/insert.ts';
import { alertOf, duty, short, withheld } from './due.ts';

// Which alerts share a paper: those of one instalment, whatever their levels (law.md 11.8).

const db = stageDb();
const DAY = '2026-07-02';

afterEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.notice_file`;
});

interface Given {
  level: number;
  period?: string;
  subject?: string;
  mainId?: string;
  status?: string;
  knownDay?: string;
}

const late = alertOf('F01', {
  ...duty,
  agreedFen: 296_000_00,
  balanceFen: 0,
  nextPayrollFen: null,
  wagesLate: false,
});
const notOpened = alertOf('A01', { ...duty, attended: false, wageDueDay: null });
const FACTS: Record<string, object> = {
  A01: notOpened.facts as object,
  F01: late.facts as object,
  F02: short('2026-05').facts as object,
  F08: withheld('2026-05').facts as object,
};

async function anAlert(site: Site, rule: string, given: Given): Promise<string> {
  const { level, period = '2026-05', status = 'open' } = given;
  const id = crypto.randomUUID();
  await insert(db.at(), 'alert', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    rule_id: rule,
    subject: given.subject ?? site.ownerId,
    period,
    episode: 1,
    status,
    held: status === 'held',
    level,
    found_level: level,
    due_day: '2026-06-10',
    facts: JSON.stringify({ ...FACTS[rule], period, knownDay: given.knownDay ?? '2026-05-01' }),
    audience: 'parties',
    main_id: given.mainId ?? site.ownerId,
    opened_on: DAY,
    risen_on: DAY,
    last_found_on: DAY,
  });
  return id;
}
const setAlert = (id: string, status: string, level: number) =>
  db.sql()`update we.alert set status = ${status}, held = ${status === 'held'}, level = ${level} where id = ${id}`;

let drawn: NoticeFacts[] = [];
const sweep = (day = DAY) => {
  drawn = [];
  const draw = (facts: NoticeFacts) => {
    drawn.push(facts);
    return Buffer.from(JSON.stringify(facts));
  };
  return db.byNight(day, (work) => sweepDrafts(work, draw));
};
const drafts = async () => {
  const rows = await db.sql()`
    select level, alert_ids as ids from we.notice where status = 'draft' order by level, addressee_id`;
  return rows.map((row) => [row.level, new Set(row.ids)]);
};

test('all of one instalment stand in one paper of the highest level, each with its own', async () => {
  const site = await db.site();
  const partly = await anAlert(site, 'F02', { level: 1 });
  const reason = await anAlert(site, 'F08', { level: 2 });
  expect(await sweep()).toMatchObject({ made: 1, drawn: 1 });
  expect(await drafts()).toEqual([[2, new Set([partly, reason])]]);
  expect(drawn[0]).toMatchObject({
    instrument: 'warning',
    level: 'orange',
    alerts: [
      { rule: 'F02', level: 'yellow' },
      { rule: 'F08', level: 'orange' },
    ],
  });
  expect(await sweep()).toMatchObject({ same: 1, made: 0, lapsed: 0 });
});

test('the lower one goes where the higher one is, whichever that is', async () => {
  const site = await db.site();
  const nothing = await anAlert(site, 'F01', { level: 3 });
  const reason = await anAlert(site, 'F08', { level: 2 });
  const elsewhere = await anAlert(site, 'F02', { level: 2, period: '2026-04' });
  await sweep();
  expect(await drafts()).toEqual([
    [2, new Set([elsewhere])],
    [3, new Set([nothing, reason])],
  ]);
});

test('another month, addressee, project or matter has its own paper', async () => {
  const [site, other] = [await db.site(), await db.site()];
  const partly = await anAlert(site, 'F02', { level: 1 });
  const apart = [
    await anAlert(site, 'F08', { level: 3, period: '2026-04' }),
    await anAlert(site, 'F08', { level: 3, mainId: site.contractorId }),
    await anAlert(other, 'F08', { level: 3 }),
    await anAlert(site, 'A01', { level: 3 }),
  ];
  await sweep();
  const papers = await drafts();
  expect(papers[0]).toEqual([1, new Set([partly])]);
  expect(new Set(papers.slice(1).flatMap(([, ids]) => [...(ids as Set<string>)]))).toEqual(
    new Set(apart),
  );
});

test('what is held, dismissed or not told yet draws nobody to its level', async () => {
  for (const given of [{ status: 'held' }, { status: 'dismissed' }, { knownDay: DAY }]) {
    const site = await db.site();
    const partly = await anAlert(site, 'F02', { level: 1 });
    await anAlert(site, 'F08', { level: 2, ...given });
    expect(await sweep()).toMatchObject({ made: 1, lapsed: 0 });
    expect(await drafts()).toEqual([[1, new Set([partly])]]);
    expect(await sweep()).toMatchObject({ same: 1, lapsed: 0 });
    await db.sql()`truncate we.alert, we.notice, we.notice_file`;
  }
});

test('a reason stated later takes the instalment to its paper; gone, the instalment goes back', async () => {
  const site = await db.site();
  const partly = await anAlert(site, 'F02', { level: 1 });
  await sweep();
  const reason = await anAlert(site, 'F08', { level: 2 });
  expect(await sweep('2026-07-03')).toMatchObject({ made: 1, lapsed: 1 });
  expect(await drafts()).toEqual([[2, new Set([partly, reason])]]);
  await setAlert(reason, 'cleared', 2);
  expect(await sweep('2026-07-04')).toMatchObject({ made: 1, lapsed: 1 });
  expect(await drafts()).toEqual([[1, new Set([partly])]]);
});

test('the paper rises with the highest of them and keeps the others', async () => {
  const site = await db.site();
  const partly = await anAlert(site, 'F02', { level: 1 });
  const reason = await anAlert(site, 'F08', { level: 2 });
  await sweep();
  await setAlert(partly, 'open', 3);
  expect(await sweep('2026-07-03')).toMatchObject({ made: 1, lapsed: 1, drawn: 1 });
  expect(await drafts()).toEqual([[3, new Set([partly, reason])]]);
});
