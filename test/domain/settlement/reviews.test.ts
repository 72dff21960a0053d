import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { stateDelay } from '../../../src/domain/settlement/delays.ts';
import { reviewPretext, type Statement } from '../../../src/domain/settlement/reviews.ts';
import { openSettlement } from '../../../src/domain/settlement/settlements.ts';
import { addStep, type StepInput } from '../../../src/domain/settlement/steps.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';
const words: StepInput = {
  step: 'delay-stated',
  on: '2026-04-01',
  statedBy: 'owner',
  reasonText: '县审计局还没审完，剩余款等审计后付',
};

async function stepped(site: Site, input: StepInput = words) {
  const opened = await db.act(site.contractor, TODAY, (work) =>
    openSettlement(work, site.id, { level: 'unit', claimedFen: 900_00, deliveredOn: '2026-03-02' }),
  );
  const { id } = parseId(opened.settlementId);
  const view = await db.act(site.owner, TODAY, (work) => addStep(work, site.id, id, input));
  return { statement: { id, seq: 1 }, view };
}

const reviewed = (
  site: Site,
  statement: Statement,
  confirmed: boolean,
  actor?: Actor,
  day = TODAY,
) =>
  db.act(actor ?? site.authority, day, (work) =>
    reviewPretext(work, site.id, statement, { confirmed, reason: '已与建设单位核对' }),
  );

const kept = (id: string) => ownerOf(db.at())`
  select step_seq, seq, confirmed, on_day, actor from we.pretext_review where statement_id = ${id} order by seq`;

test('a step keeps what was read in its words, with their place', async () => {
  const site = await db.site();
  const { statement, view } = await stepped(site);
  const verdict = {
    pretext: true,
    kind: '国家审计',
    effect: '不付款',
    score: 0.97,
    span: { start: 1, end: 17, text: '审计局还没审完，剩余款等审计后付' },
    rule: 'condition',
    excuse: null,
  };
  expect(view.steps[0]).toMatchObject({ verdict });
  const [event] = await ownerOf(db.at())`
    select body from we.event where subject = ${statement.id} and name = 'settlement.step-stated'`;
  expect(event?.body).toContain('国家审计');
  expect(event?.body).not.toContain('审计局');
});

test.each([['资料不齐'], [undefined]])(
  'harmless words (%s) leave no verdict',
  async (reasonText) => {
    const site = await db.site();
    const { statement, view } = await stepped(site, { ...words, reasonText });
    expect(view.steps[0]?.verdict).toBeNull();
    await expect(reviewed(site, statement, true)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'nothing-to-review',
    });
  },
);

test('the same words again are the same step', async () => {
  const site = await db.site();
  const { statement } = await stepped(site);
  const again = await db.act(site.owner, TODAY, (work) =>
    addStep(work, site.id, statement.id, words),
  );
  expect(again.steps).toHaveLength(1);
});

test('a review is kept with who, when and what; the words of it are sealed', async () => {
  const site = await db.site();
  const { statement } = await stepped(site);
  expect(await reviewed(site, statement, true)).toEqual({
    confirmed: true,
    reviewedOn: TODAY,
    reviewedBy: site.authority.holder,
  });
  expect(await kept(statement.id)).toEqual([
    { step_seq: 1, seq: 1, confirmed: true, on_day: TODAY, actor: site.authority.holder },
  ]);
  const [event] = await ownerOf(db.at())`
    select body from we.event where subject = ${statement.id} and name = 'pretext.reviewed'`;
  expect(JSON.parse(event?.body).body).toMatchObject({ step: 1, confirmed: true });
  expect(event?.body).not.toContain('核对');
});

test('the same finding again changes nothing, another one is kept beside it', async () => {
  const site = await db.site();
  const { statement } = await stepped(site);
  await reviewed(site, statement, true);
  const again = await reviewed(site, statement, true, undefined, '2026-06-16');
  expect(again.reviewedOn).toBe(TODAY);
  await reviewed(site, statement, false, undefined, '2026-06-17');
  expect((await kept(statement.id)).map((r) => [r.seq, r.confirmed, r.on_day])).toEqual([
    [1, true, TODAY],
    [2, false, '2026-06-17'],
  ]);
});

test('two reviews at once are kept one after the other', async () => {
  const site = await db.site();
  const { statement } = await stepped(site);
  await Promise.all([reviewed(site, statement, true), reviewed(site, statement, false)]);
  expect((await kept(statement.id)).map((r) => r.seq)).toEqual([1, 2]);
});

test('only the authority reviews, and only what is there', async () => {
  const site = await db.site();
  const other = await db.site();
  const { statement } = await stepped(site);
  for (const party of [site.owner, site.contractor]) {
    await expect(reviewed(site, statement, false, party)).rejects.toMatchObject({
      code: 'authority-only',
    });
  }
  await expect(reviewed(site, { ...statement, seq: 2 }, true)).rejects.toMatchObject({
    code: 'nothing-to-review',
  });
  await expect(reviewed(other, statement, true)).rejects.toMatchObject({ code: 'not-found' });
  await expect(reviewed(site, { ...statement, seq: 0 }, true)).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await kept(statement.id)).toEqual([]);
});

test('a delay keeps what was read, and is reviewed in the same way', async () => {
  const site = await db.site();
  const { delayId, verdict } = await db.act(site.owner, TODAY, (work) =>
    stateDelay(work, site.id, {
      period: '2026-05',
      on: TODAY,
      statedBy: 'owner',
      reasonText: '财政评审未完成，人工费用暂不拨付',
    }),
  );
  expect(verdict).toMatchObject({ pretext: true, kind: '财政评审', effect: '停拨人工费' });
  const { id } = parseId(delayId);
  await reviewed(site, { id, seq: 0 }, true);
  expect((await kept(id)).map((r) => [r.step_seq, r.confirmed])).toEqual([[0, true]]);
});
