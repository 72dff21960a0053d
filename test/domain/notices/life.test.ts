import { describe, expect, test } from 'vitest';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import {
  approveNotice,
  type Press,
  type Service,
  serveNotice,
  withdrawNotice,
} from '../../../src/domain/notices/life.ts';
import { getNotice, getNoticeWhole, noticeFile } from '../../../src/domain/notices/notices.ts';
import { putAuthoritySetting } from '../../../src/domain/registry/authorities.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { testVault } from '../../helpers/app.ts';
import { anAlert } from '../alerts/arrange-alert.ts';
import { companyActor, inspector, type Site } from '../arrange.ts';
import { duties, refusal, stageDb } from '../stage.ts';
import { aNotice, type NoticeGiven, press } from './arrange-notice.ts';

const db = stageDb();
const DAY = '2026-06-15';
const colleague = (site: Site) => ({ ...site.authority, holder: '另一位监察员' });

const notice = (site: Site, given: NoticeGiven = {}) => aNotice(db.at(), site, given);
const approve = (
  site: Site,
  id: string,
  given: { actor?: Site['authority']; by?: Press; day?: string } = {},
) =>
  db.act(given.actor ?? site.authority, given.day ?? DAY, (work) =>
    approveNotice(work, site.id, id, given.by ?? press),
  );
const serve = (
  site: Site,
  id: string,
  given: Partial<Service> = {},
  day = DAY,
  actor = site.authority,
) =>
  db.act(actor, day, (work) =>
    serveNotice(work, site.id, id, { how: 'in-person', on: DAY, takenBy: '收发室李某', ...given }),
  );
const withdraw = (site: Site, id: string, reason = '事实有误', actor = site.authority) =>
  db.act(actor, DAY, (work) => withdrawNotice(work, site.id, id, { reason }));
const row = async (id: string) => {
  const [found] = await db.sql()`select * from we.notice where id = ${id}`;
  return found as Record<string, unknown>;
};
const events = async (id: string) =>
  (await db.sql()`select name from we.event where subject = ${id} order by id`).map((e) => e.name);
const conflict = (status: string) => ({
  kind: 'conflict',
  code: 'notice-state',
  extra: { status },
});

describe('approval', () => {
  test('draws the number, freezes the facts with it and keeps the bytes with their hash', async () => {
    const site = await db.site();
    const id = await notice(site);
    const view = await approve(site, id);
    expect(view).toMatchObject({ status: 'approved', issuedOn: DAY, servedOn: null });
    expect(view.number).toMatch(/^预警〔2026〕\d+号$/);
    const stored = await row(id);
    const facts = JSON.parse(testVault.open(stored.facts_cipher as string)) as NoticeFacts;
    expect(facts).toMatchObject({ number: view.number, approved: true, issuedOn: DAY });
    const file = await db.look(site.authority, DAY, (work) => noticeFile(work, site.id, id));
    expect(sha256(file.kept as Uint8Array)).toBe(view.sha256);
    expect(stored.facts_digest).toBe(press.digest(facts));
    expect(await events(id)).toEqual(['notice.approved']);
  });

  test('numbers begin with the authority’s own word, and each instrument has its series', async () => {
    const site = await db.site();
    const org = '11320700MB0000077X';
    const actor = { ...site.authority, org };
    await db.act(actor, DAY, (work) => putAuthoritySetting(work, org, { numberWord: '连建' }));
    const numbers: (string | null)[] = [];
    for (const level of [1, 2, 3, 3])
      numbers.push(
        (await approve(site, await notice(site, { level, authorityId: org }), { actor })).number,
      );
    expect(numbers).toEqual([
      '连建提示〔2026〕1号',
      '连建预警〔2026〕1号',
      '连建督办〔2026〕1号',
      '连建督办〔2026〕2号',
    ]);
  });

  test('a new year begins at one', async () => {
    const site = await db.site();
    const org = '11320700MB0000078X';
    const actor = { ...site.authority, org };
    const one = async (day: string) =>
      (await approve(site, await notice(site, { authorityId: org }), { actor, day })).number;
    expect([await one('2026-12-31'), await one('2027-01-01')]).toEqual([
      '预警〔2026〕1号',
      '预警〔2027〕1号',
    ]);
  });

  test('the approver’s own again changes nothing; another’s is a conflict that says what is', async () => {
    const site = await db.site();
    const id = await notice(site);
    const first = await approve(site, id);
    expect(await approve(site, id)).toEqual(first);
    await expect(approve(site, id, { actor: colleague(site) })).rejects.toMatchObject(
      conflict('approved'),
    );
    expect(await events(id)).toHaveLength(1);
  });

  test('a party does not approve, nor another authority than the one that signs', async () => {
    const site = await db.site();
    const id = await notice(site);
    expect(await refusal(approve(site, id, { actor: site.owner }))).toMatchObject({
      code: 'not-found',
    });
    const served = await notice(site, { status: 'served' });
    expect(await refusal(approve(site, served, { actor: site.owner }))).toMatchObject({
      code: 'authority-only',
    });
    const district = { ...site.authority, org: '11320706MB0000001X' };
    expect(await refusal(approve(site, id, { actor: district }))).toMatchObject({
      code: 'notice-not-yours',
    });
    const nobodys = { ...site.authority, org: null };
    expect(await refusal(approve(site, id, { actor: nobodys }))).toMatchObject({
      code: 'authority-only',
    });
    expect((await row(id)).status).toBe('draft');
  });

  test('the approver’s own again changes nothing whatever became of the paper, but for a withdrawal', async () => {
    const site = await db.site();
    const id = await notice(site);
    await approve(site, id);
    await serve(site, id);
    for (const status of ['served', 'answered', 'overdue']) {
      await db.sql()`update we.notice set status = ${status} where id = ${id}`;
      expect(await approve(site, id)).toMatchObject({ status });
      await expect(approve(site, id, { actor: colleague(site) })).rejects.toMatchObject(
        conflict(status),
      );
    }
    await withdraw(site, id);
    await expect(approve(site, id)).rejects.toMatchObject(conflict('withdrawn'));
  });

  test('of a paper without an authority the approver’s becomes the one that signs', async () => {
    const site = await db.site();
    const id = await notice(site, { authorityId: null });
    await approve(site, id);
    expect((await row(id)).authority_id).toBe(inspector.org);
  });

  test.each(['lapsed', 'served', 'withdrawn'])(
    'a paper that is %s is not approved',
    async (status) => {
      const site = await db.site();
      const id = await notice(site, { status });
      await expect(approve(site, id)).rejects.toMatchObject(conflict(status));
    },
  );

  test.each([
    ['2026-06-14', null],
    [DAY, 'notice-outdated'],
  ])('nor one with an alert silenced through today: through %s, %s', async (until, code) => {
    const site = await db.site();
    const silenced = await anAlert(db.at(), site);
    await db.sql()`update we.alert set silenced_until = ${until} where id = ${silenced}`;
    const approved = approve(site, await notice(site, { alertIds: [silenced] }));
    if (code === null) expect(await approved).toMatchObject({ status: 'approved' });
    else expect((await refusal(approved)).code).toBe(code);
  });

  test.each(['cleared', 'dismissed', 'held'])(
    'nor one with an alert that is %s since the night',
    async (status) => {
      const site = await db.site();
      const open = await anAlert(db.at(), site);
      const gone = await anAlert(db.at(), site, { status });
      expect(
        await refusal(approve(site, await notice(site, { alertIds: [open, gone] }))),
      ).toMatchObject({
        code: 'notice-outdated',
        extra: { alerts: 1 },
      });
      const replied = await anAlert(db.at(), site, { status: 'replied' });
      expect(
        await approve(site, await notice(site, { level: 3, alertIds: [open, replied] })),
      ).toMatchObject({ status: 'approved' });
    },
  );

  test('what may not be quoted on the day, or cannot be drawn, leaves draft and number as they were', async () => {
    const site = await db.site();
    const org = '11320700MB0000079X';
    const actor = { ...site.authority, org };
    const id = await notice(site, { authorityId: org });
    const expired = {
      ...press,
      unquotable: (_: unknown, day: string) => (day === DAY ? ['《连政规发》'] : []),
    };
    expect(await refusal(approve(site, id, { actor, by: expired }))).toMatchObject({
      code: 'law-expired',
    });
    const broken = { ...press, draw: () => Promise.reject(new Error('no glyph')) };
    await expect(approve(site, id, { actor, by: broken })).rejects.toThrow('no glyph');
    expect(await row(id)).toMatchObject({ status: 'draft', number: null });
    expect((await approve(site, id, { actor })).number).toBe('预警〔2026〕1号');
  });

  test('of twenty at once each gets its own number, without a gap', async () => {
    const site = await db.site();
    const org = '11320700MB0000080X';
    const actor = { ...site.authority, org };
    const ids = await Promise.all(
      Array.from({ length: 20 }, () =>
        db.site().then(async (other) => ({ other, id: await notice(other, { authorityId: org }) })),
      ),
    );
    const views = await Promise.all(
      ids.map(({ other, id }) => approve(other, id, { actor: { ...actor, projects: [other.id] } })),
    );
    const numbers = views.map((view) => Number(/〕(\d+)号$/.exec(view.number as string)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('of two at once on one paper one is a conflict, and one number is drawn', async () => {
    const site = await db.site();
    const org = '11320700MB0000081X';
    const actor = { ...site.authority, org };
    const id = await notice(site, { authorityId: org });
    const both = await Promise.allSettled([
      approve(site, id, { actor }),
      approve(site, id, { actor: { ...actor, holder: '另一位' } }),
    ]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    const next = await approve(site, await notice(site, { authorityId: org }), { actor });
    expect(next.number).toBe('预警〔2026〕2号');
  });
});

describe('service', () => {
  test.each([
    // A Monday; five working days later the next Monday, for the dragon boat festival lies between (2026-06-19 to 21).
    [2, '2026-06-15', '2026-06-23'],
    [3, '2026-06-15', '2026-06-17'],
    [3, '2026-06-17', '2026-06-22'],
    [1, '2026-06-12', '2026-06-22'],
  ])('of level %i on %s is to be answered by %s', async (level, on, due) => {
    const site = await db.site();
    const id = await notice(site, { level });
    await approve(site, id, { day: '2026-06-12' });
    const view = await serve(site, id, { on }, '2026-06-17');
    expect(view).toMatchObject({
      status: 'served',
      servedOn: on,
      servedHow: 'in-person',
      replyDueOn: due,
    });
    expect(await duties(db, site.id, 'notice-reply')).toMatchObject([
      {
        subject: id,
        period: '-',
        due,
        nominal: due,
        amountFen: 0,
        metOn: 'infinity',
        provisional: false,
      },
    ]);
  });

  test('lets the addressee see the paper, and nobody who took it', async () => {
    const site = await db.site();
    const id = await notice(site);
    await approve(site, id);
    const look = (actor: Site['owner']) =>
      db.look(actor, DAY, (work) => getNoticeWhole(work, site.id, id));
    await expect(look(site.owner)).rejects.toMatchObject({ code: 'not-found' });
    await serve(site, id);
    const seen = await look(site.owner);
    expect(seen.history.map((item) => [item.name, item.holder])).toEqual([
      ['notice.approved', null],
      ['notice.served', null],
    ]);
    await expect(look(site.contractor)).rejects.toMatchObject({ code: 'not-found' });
    const own = await look(site.authority);
    expect(own.history.at(-1)).toMatchObject({
      holder: inspector.holder,
      body: { text: '收发室李某', how: 'in-person' },
    });
    const [event] =
      await db.sql()`select body from we.event where subject = ${id} and name = 'notice.served'`;
    expect(event?.body).not.toContain('李某');
  });

  test('needs an approved paper and a day between approval and today', async () => {
    const site = await db.site();
    const id = await notice(site);
    await expect(serve(site, id)).rejects.toMatchObject(conflict('draft'));
    await approve(site, id);
    for (const [on, code] of [
      ['2026-06-14', 'day-before-issue'],
      ['2026-06-16', 'day-future'],
    ] as const) {
      expect(await refusal(serve(site, id, { on }))).toMatchObject({
        code: 'invalid-input',
        errors: [{ pointer: '/on', code }],
      });
    }
    expect(await refusal(serve(site, id, {}, DAY, site.owner))).toMatchObject({
      code: 'not-found',
    });
    const district = { ...site.authority, org: '11320706MB0000001X' };
    expect(await refusal(serve(site, id, {}, DAY, district))).toMatchObject({
      code: 'notice-not-yours',
    });
    const first = await serve(site, id);
    expect(await serve(site, id)).toEqual(first);
    await expect(serve(site, id, { takenBy: '别人' })).rejects.toMatchObject(conflict('served'));
    await expect(serve(site, id, {}, DAY, colleague(site))).rejects.toMatchObject(
      conflict('served'),
    );
    expect(await events(id)).toEqual(['notice.approved', 'notice.served']);
  });
});

describe('withdrawal', () => {
  test('ends the wait and keeps the number; the same again changes nothing', async () => {
    const site = await db.site();
    const id = await notice(site);
    const { number } = await approve(site, id);
    await serve(site, id);
    expect(await withdraw(site, id)).toMatchObject({
      status: 'withdrawn',
      number,
      withdrawnOn: DAY,
    });
    expect(await duties(db, site.id, 'notice-reply')).toEqual([]);
    expect(await withdraw(site, id)).toMatchObject({ status: 'withdrawn' });
    await expect(withdraw(site, id, '另有理由')).rejects.toMatchObject(conflict('withdrawn'));
    expect(await events(id)).toEqual(['notice.approved', 'notice.served', 'notice.withdrawn']);
    await expect(serve(site, id)).rejects.toMatchObject(conflict('withdrawn'));
    const next = await approve(site, await notice(site));
    expect(next.number).not.toBe(number);
  });

  test('before service it never was the addressee’s to see; after it, it stays so', async () => {
    const site = await db.site();
    const [early, late] = [await notice(site), await notice(site, { level: 3 })];
    for (const id of [early, late]) await approve(site, id);
    await serve(site, late);
    for (const id of [early, late]) await withdraw(site, id);
    const look = (id: string) => db.look(site.owner, DAY, (work) => getNotice(work, site.id, id));
    await expect(look(early)).rejects.toMatchObject({ code: 'not-found' });
    expect(await look(late)).toMatchObject({ status: 'withdrawn' });
  });

  test('is for approved, served and overdue papers, by the authority that signed', async () => {
    const site = await db.site();
    for (const status of ['draft', 'lapsed', 'answered']) {
      await expect(withdraw(site, await notice(site, { status }))).rejects.toMatchObject(
        conflict(status),
      );
    }
    expect(await withdraw(site, await notice(site, { status: 'overdue' }))).toMatchObject({
      status: 'withdrawn',
    });
    const district = { ...site.authority, org: '11320706MB0000001X' };
    const id = await notice(site, { status: 'served' });
    expect(await refusal(withdraw(site, id, '', district))).toMatchObject({
      code: 'notice-not-yours',
    });
    expect(
      await refusal(withdraw(site, id, '', companyActor(site.ownerId, [site.id]))),
    ).toMatchObject({ code: 'authority-only' });
  });
});
