import { expect, test } from 'vitest';
import { openDb } from '../../../db/client.ts';
import type { Actor } from '../../../db/work.ts';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import { approveNotice, serveNotice, withdrawNotice } from '../../../src/domain/notices/life.ts';
import { verifyPaper } from '../../../src/domain/notices/verifying.ts';
import { hashOfCode, newVerifyCode } from '../../../src/lib/verify-code.ts';
import { testVault } from '../../helpers/app.ts';
import { companyActor, type Site } from '../arrange.ts';
import { noonOf, refusal, stageDb } from '../stage.ts';
import { aNotice, type NoticeGiven, press } from './arrange-notice.ts';

const db = stageDb();
const DAY = '2026-06-15';

async function approved(site: Site, given: NoticeGiven = {}, publicUrl: string | null = null) {
  const id = await aNotice(db.at(), site, given);
  const view = await db.act(site.authority, DAY, (work) =>
    approveNotice(work, site.id, id, { ...press, publicUrl }),
  );
  const [row] = await db.sql()`select * from we.notice where id = ${id}`;
  const facts = JSON.parse(testVault.open(row?.facts_cipher as string)) as NoticeFacts;
  return { id, view, row, verify: facts.verify as { code: string; url: string } };
}

async function verify(code: string) {
  const app = openDb(db.at().appUrl, testVault, 1);
  return verifyPaper(app, noonOf(DAY), code).finally(() => app.end());
}

test('an approved paper has a code in its frozen facts, of which only the hash is kept beside it', async () => {
  const site = await db.site();
  const one = await approved(site, {}, 'https://wage.example');
  expect(one.verify.url).toBe(`https://wage.example/verify/${one.verify.code}`);
  expect(one.row).toMatchObject({ code_hash: hashOfCode(one.verify.code), pages: 2 });
  const listed =
    await db.sql()`select project_id, notice_id from we.notice_directory where code_hash = ${one.row?.code_hash}`;
  expect([...listed]).toEqual([{ project_id: site.id, notice_id: one.id }]);
  const [event] = await db.sql()`select body from we.event where subject = ${one.id}`;
  expect(event?.body).not.toContain(one.verify.code);
  const two = await approved(site, { level: 1 });
  expect(two.verify.code).not.toBe(one.verify.code);
  expect(two.verify.url).toBe('');
});

test('a draft has none', async () => {
  const site = await db.site();
  const id = await aNotice(db.at(), site);
  const [row] = await db.sql()`select code_hash, facts_cipher from we.notice where id = ${id}`;
  expect(row?.code_hash).toBeNull();
  expect(testVault.open(row?.facts_cipher as string)).not.toContain('"verify"');
});

test('whoever shows the code is told what the paper says of itself, and no more', async () => {
  const site = await db.site();
  const { view, verify: drawn } = await approved(site, {
    facts: { addressee: { name: '甲建设有限公司', uscc: site.ownerId } },
  });
  expect(await verify(drawn.code)).toEqual({
    code: drawn.code,
    instrument: 'warning',
    kind: '农民工工资支付预警通知书',
    number: view.number,
    issuedOn: DAY,
    addressee: '甲建设有限公司',
    pages: 2,
    sha256: view.sha256,
    inForce: true,
  });
});

test.each([
  [1, '提示函'],
  [2, '农民工工资支付预警通知书'],
  [3, '督办函'],
])('level %i is a %s', async (level, kind) => {
  const { verify: drawn } = await approved(await db.site(), { level });
  expect((await verify(drawn.code)).kind).toBe(kind);
});

test('it is in force from approval through service, until it is withdrawn', async () => {
  const site = await db.site();
  const { id, verify: drawn } = await approved(site);
  const inForce = async () => (await verify(drawn.code)).inForce;
  expect(await inForce()).toBe(true);
  const service = { how: 'post', on: DAY, takenBy: '收发室' } as const;
  await db.act(site.authority, DAY, (work) => serveNotice(work, site.id, id, service));
  expect(await inForce()).toBe(true);
  for (const status of ['answered', 'overdue']) {
    await db.sql()`update we.notice set status = ${status} where id = ${id}`;
    expect(await inForce(), status).toBe(true);
  }
  const reason = { reason: '事实有误' };
  await db.act(site.authority, DAY, (work) => withdrawNotice(work, site.id, id, reason));
  expect(await inForce()).toBe(false);
});

test('a code of no paper and a mistyped one are refused alike, whatever there is', async () => {
  const { verify: drawn } = await approved(await db.site());
  const wrong = drawn.code.replace(/.$/, (ch) => (ch === '0' ? '1' : '0'));
  expect(await refusal(verify(wrong))).toMatchObject({ code: 'code-mistyped' });
  expect(await refusal(verify(newVerifyCode()))).toMatchObject({ code: 'paper-unknown' });
});

test('the holder of a code reads that one row of the database, and writes none', async () => {
  const [site, other] = [await db.site(), await db.site()];
  const mine = await approved(site);
  await approved(site, { level: 3 });
  await approved(other);
  const holder: Actor = {
    ...companyActor(''),
    id: `paper:${mine.row?.code_hash}`,
    org: null,
  };
  const stranger = { ...holder, id: `paper:${hashOfCode(newVerifyCode())}` };
  const bare = { ...holder, id: 'paper:' };
  const tables = await db.sql()<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'we'::regnamespace and relrowsecurity and not relispartition
      and relname not in ('notice', 'due_chain', 'two_sites', 'event')`;
  expect(tables.length).toBeGreaterThan(40);
  for (const [actor, ids] of [
    [holder, [mine.id]],
    [stranger, []],
    [bare, []],
  ] as const) {
    await db.look(actor, DAY, async ({ sql }) => {
      const seen = await sql<{ id: string }[]>`select id from we.notice`;
      expect(seen.map(({ id }) => id)).toEqual(ids);
      for (const { name } of tables)
        expect((await sql`select from we.${sql(name)}`).count, name).toBe(0);
    });
    await db.act(actor, DAY, async ({ sql }) => {
      expect((await sql`update we.notice set status = 'withdrawn'`).count).toBe(0);
    });
  }
  // Nobody else's name reads as a code's holder.
  const firm = companyActor(`paper:${mine.row?.code_hash}`);
  expect(await db.look(firm, DAY, ({ sql }) => sql`select from we.notice`)).toHaveLength(0);
});

test('a code is listed once: another paper cannot be put under it', async () => {
  const site = await db.site();
  const { row } = await approved(site);
  const again = db.act(
    site.authority,
    DAY,
    ({ sql }) =>
      sql`insert into we.notice_directory (code_hash, project_id, notice_id) values (${row?.code_hash}, ${site.id}, gen_random_uuid())`,
  );
  await expect(again).rejects.toMatchObject({ code: '23505' });
  const moved = db.act(
    site.authority,
    DAY,
    ({ sql }) => sql`update we.notice_directory set project_id = 0`,
  );
  await expect(moved).rejects.toMatchObject({ code: '42501' });
});
