import { afterEach, expect, test } from 'vitest';
import { sweepDrafts } from '../../jobs/sweeps/drafts.ts';
import type { NoticeFacts } from '../../reports/notice-facts.ts';
import { record } from '../../src/domain/events.ts';
import { sealBlock } from '../../src/domain/trail/seal.ts';
import { newSealKey, readSealKey } from '../../src/lib/signer.ts';
import { sha256 } from '../../src/lib/vault.ts';
import type { Site } from '../domain/arrange.ts';
import { rowCounts, stageDb } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { insert, next } from '../helpers/insert.ts';

const db = stageDb();
const DAY = '2026-07-02';

afterEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.notice_file`;
});

interface Given {
  status?: string;
  level?: number;
  audience?: string;
  mainId?: string | null;
  knownDay?: string;
  attested?: boolean;
  dueDay?: string;
}

/** An alert of A01 as the night left it. */
async function anAlert(site: Site, given: Given = {}): Promise<string> {
  const { status = 'open', level = 1, audience = 'parties', dueDay = '2026-06-20' } = given;
  const id = crypto.randomUUID();
  await insert(db.at(), 'alert', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    rule_id: 'A01',
    subject: `subject-${next()}`,
    period: '-',
    episode: 1,
    status,
    held: status === 'held',
    level,
    found_level: level,
    due_day: dueDay,
    facts: JSON.stringify({
      day: DAY,
      dueDay,
      daysLate: 12,
      attended: false,
      wageDueDay: null,
      knownDay: given.knownDay ?? '2026-06-01',
      ...(given.attested === undefined ? {} : { attested: given.attested }),
    }),
    audience,
    main_id: given.mainId === undefined ? site.contractorId : given.mainId,
    opened_on: DAY,
    risen_on: DAY,
    last_found_on: DAY,
  });
  return id;
}
const setAlert = (id: string, status: string, level = 1) =>
  db.sql()`update we.alert set status = ${status}, held = ${status === 'held'}, level = ${level} where id = ${id}`;

let drawn: NoticeFacts[] = [];
const sweep = async (day = DAY, draw?: (facts: NoticeFacts) => Uint8Array) => {
  drawn = [];
  const paint = (facts: NoticeFacts) => {
    drawn.push(facts);
    return Buffer.from(`%PDF of ${JSON.stringify(facts)}`);
  };
  return db.byNight(day, (work) => sweepDrafts(work, draw ?? paint));
};
const notices = () =>
  db.sql()`select * from we.notice order by drafted_on, level, status`.then((rows) => [...rows]);

test('a new alert makes one draft for its addressee, drawn and kept with its digest', async () => {
  const site = await db.site();
  const id = await anAlert(site);
  expect(await sweep()).toMatchObject({ made: 1, drawn: 1, undrawn: 0, lapsed: 0 });
  const [notice] = await notices();
  expect(notice).toMatchObject({
    status: 'draft',
    instrument: 'reminder',
    level: 1,
    addressee_id: site.contractorId,
    alert_ids: [id],
    number: null,
    drafted_on: DAY,
  });
  const [file] = await db.sql()`select * from we.notice_file`;
  expect(file?.facts_digest).toBe(notice?.facts_digest);
  expect(sha256(file?.bytes as Uint8Array)).toBe(notice?.sha256);
  const facts = JSON.parse(testVault.open(notice?.facts_cipher as string));
  expect(facts).toEqual(JSON.parse(JSON.stringify(drawn[0])));
  expect(facts).toMatchObject({
    approved: false,
    number: null,
    dataTime: `${DAY}T23:59:59+08:00`,
    project: { code: site.code },
    addressee: { uscc: site.contractorId },
  });
});

test('a paper is of the authority nearest to the project', async () => {
  for (const [uscc, lo, hi] of [
    ['11320700MB0000093X', 320700, 320799],
    ['11320706MB0000094X', 320706, 320706],
    ['11320703MB0000095X', 320703, 320703],
  ] as const)
    await db.sql()`insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
      values (${uscc}, ${`主管${uscc}`}, '{authority}', ${lo}, ${hi}, now())`;
  const [near, far] = [await db.site({}, 320706), await db.site({}, 320707)];
  for (const site of [near, far]) await anAlert(site);
  await sweep();
  const names = new Map(drawn.map((facts) => [facts.project.code, facts.authority.name]));
  expect([names.get(near.code), names.get(far.code)]).toEqual([
    '主管11320706MB0000094X',
    '主管11320700MB0000093X',
  ]);
  await db.sql()`delete from we.company where 'authority' = any(kinds)`;
});

test('a paper names the newest block sealed by its data time, whatever was sealed since', async () => {
  const signer = readSealKey(newSealKey());
  const tell = () => db.byNight(DAY, (work) => record(work, 0, 'thing.told', 'x'));
  const seal = (day: string) => db.byNight(day, (work) => sealBlock(work, signer));
  await tell();
  const block = await seal(DAY);
  await anAlert(await db.site());
  await tell();
  await seal('2026-07-03');
  await sweep();
  expect(drawn).toMatchObject([{ trail: { blockNo: block?.blockNo, hash: block?.hash } }]);
  await tell();
  await seal('2026-07-03');
  expect(await sweep()).toMatchObject({ same: 1, refreshed: 0 });
});

test('the same day again draws nothing and changes nothing', async () => {
  await anAlert(await db.site());
  await sweep();
  const before = await notices();
  const counts = await rowCounts(db);
  expect(await sweep()).toMatchObject({ made: 0, refreshed: 0, same: 1, drawn: 0 });
  expect(drawn).toEqual([]);
  expect(await notices()).toEqual(before);
  expect(await rowCounts(db)).toEqual(counts);
});

test('the next night refreshes the facts of a draft without drawing it; a new alert is drawn', async () => {
  const site = await db.site();
  await anAlert(site);
  await sweep();
  const [first] = await notices();
  expect(await sweep('2026-07-03')).toMatchObject({ refreshed: 1, drawn: 0 });
  const [second] = await notices();
  expect(second).toMatchObject({ id: first?.id, drafted_on: DAY, refreshed_on: '2026-07-03' });
  expect(second?.facts_digest).not.toBe(first?.facts_digest);
  await anAlert(site);
  expect(await sweep('2026-07-04')).toMatchObject({ refreshed: 1, drawn: 1 });
  expect(drawn[0]?.alerts).toHaveLength(2);
  expect(await notices()).toHaveLength(1);
});

test('each level has its own instrument, each addressee and project its own draft', async () => {
  const [site, other] = [await db.site(), await db.site()];
  for (const level of [1, 2, 3]) await anAlert(site, { level });
  await anAlert(site, { mainId: site.ownerId });
  await anAlert(other);
  expect(await sweep()).toMatchObject({ made: 5 });
  const rows = await notices();
  expect(
    rows
      .filter((r) => r.addressee_id === site.contractorId)
      .map((r) => r.instrument)
      .sort(),
  ).toEqual(['reminder', 'supervision', 'warning']);
});

test('an alert that rises goes to the next instrument, and the paper it leaves behind lapses', async () => {
  const site = await db.site();
  const id = await anAlert(site);
  await sweep();
  await setAlert(id, 'open', 2);
  expect(await sweep('2026-07-03')).toMatchObject({ made: 1, drawn: 1, lapsed: 1 });
  expect((await notices()).map((n) => [n.instrument, n.status, n.lapsed_on])).toEqual([
    ['reminder', 'lapsed', '2026-07-03'],
    ['warning', 'draft', null],
  ]);
});

test('a draft lapses when all its alerts are cleared, dismissed or held, not before', async () => {
  for (const gone of ['cleared', 'dismissed', 'held']) {
    const site = await db.site();
    const [a, b] = [await anAlert(site), await anAlert(site)];
    await sweep();
    await setAlert(a, gone);
    expect(await sweep()).toMatchObject({ lapsed: 0, refreshed: 1 });
    await setAlert(b, gone);
    expect(await sweep()).toMatchObject({ lapsed: 1, made: 0 });
    await db.sql()`truncate we.alert, we.notice, we.notice_file`;
  }
});

test('a draft that lapsed and is due again on the same day is a new paper', async () => {
  const site = await db.site();
  const id = await anAlert(site);
  await sweep();
  await setAlert(id, 'cleared');
  await sweep();
  await setAlert(id, 'open');
  expect(await sweep()).toMatchObject({ made: 1 });
  expect((await notices()).map((n) => n.status).sort()).toEqual(['draft', 'lapsed']);
  await setAlert(id, 'cleared');
  await sweep();
  await setAlert(id, 'open');
  expect(await sweep()).toMatchObject({ made: 1 });
  expect(new Set((await notices()).map((n) => n.id)).size).toBe(3);
});

test('held, answered-by-nobody, house-only and unattested alerts make no paper; a replied one does', async () => {
  const site = await db.site();
  await anAlert(site, { status: 'held' });
  await anAlert(site, { status: 'dismissed' });
  await anAlert(site, { status: 'cleared' });
  await anAlert(site, { audience: 'authority' });
  await anAlert(site, { mainId: null });
  await anAlert(site, { attested: false });
  expect(await sweep()).toMatchObject({ made: 0 });
  await anAlert(site, { status: 'replied' });
  expect(await sweep()).toMatchObject({ made: 1 });
  expect(drawn[0]?.alerts).toHaveLength(1);
});

test('a silenced alert makes no paper through its last day; a draft about it alone lapses', async () => {
  const site = await db.site();
  const id = await anAlert(site);
  await sweep();
  await db.sql()`update we.alert set silenced_until = '2026-07-04' where id = ${id}`;
  expect(await sweep('2026-07-03')).toMatchObject({ made: 0, lapsed: 1 });
  expect(await sweep('2026-07-04')).toMatchObject({ made: 0, lapsed: 0 });
  expect(await sweep('2026-07-05')).toMatchObject({ made: 1 });
});

test('after a withdrawal the same alerts make another paper, after a service they do not', async () => {
  const site = await db.site();
  await anAlert(site);
  await sweep();
  await db.sql()`update we.notice set status = 'served'`;
  expect(await sweep('2026-07-03')).toMatchObject({ made: 0 });
  await db.sql()`update we.notice set status = 'withdrawn'`;
  expect(await sweep('2026-07-03')).toMatchObject({ made: 1 });
});

test('a red paper tells which papers about its alerts were served before; others tell nothing', async () => {
  const site = await db.site();
  const id = await anAlert(site, { level: 2 });
  await sweep();
  await db.sql()`update we.notice set status = 'overdue', number = '预警〔2026〕9号', issued_on = '2026-07-02'`;
  const other = await anAlert(site, { level: 2 });
  await sweep('2026-07-03');
  expect(drawn.map((facts) => facts.earlier)).toEqual([undefined]);
  for (const each of [id, other]) await setAlert(each, 'open', 3);
  await sweep('2026-07-04');
  expect(drawn.map((facts) => facts.earlier)).toEqual([
    [{ number: '预警〔2026〕9号', issuedOn: '2026-07-02', unresolved: '至今没有经认可的回复' }],
  ]);
  await anAlert(site, { level: 3, mainId: site.ownerId });
  await sweep('2026-07-05');
  expect(drawn.map((facts) => facts.earlier)).toEqual([undefined]);
});

test('what was learnt late makes no paper on that day, but on the next', async () => {
  const site = await db.site();
  await anAlert(site, { knownDay: DAY, dueDay: '2026-07-01' });
  expect(await sweep(DAY)).toMatchObject({ made: 0 });
  expect(await sweep('2026-07-03')).toMatchObject({ made: 1 });
  await db.sql()`truncate we.alert, we.notice, we.notice_file`;
  await anAlert(site, { knownDay: DAY, dueDay: DAY });
  expect(await sweep(DAY)).toMatchObject({ made: 1 });
});

test('a name that no font can draw leaves the draft undrawn; another failure stops the night', async () => {
  await anAlert(await db.site());
  const missing = () => {
    throw Object.assign(new Error('no glyph'), { code: 'missing-glyph' });
  };
  expect(await sweep(DAY, missing)).toMatchObject({ made: 1, undrawn: 1, drawn: 0 });
  expect((await notices())[0]).toMatchObject({ status: 'draft', sha256: null });
  await anAlert(await db.site());
  const broken = () => {
    throw new Error('disk full');
  };
  await expect(sweep(DAY, broken)).rejects.toThrow('disk full');
  expect(await notices()).toHaveLength(1);
});
