import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageKey, paths } from '../../src/console/frame/paths.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ACCOUNT, aSite } from '../helpers/firm.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { aBank } from '../helpers/people.ts';

const at = freshDb();
const OWN = makeUscc(700);
const OTHER = makeUscc(701);
let app: TestApp;
let callers: Callers;
let clerk: Visitor;
let other: Visitor;
let bank: Awaited<ReturnType<TestApp['bank']>>;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  await aSite(app, callers);
  await aBank(app, '102', OWN);
  await aBank(app, '105', OTHER);
  const of = (username: string, companyId: string) =>
    visitorOf(app, { username, name: username, role: 'bank-clerk', companyId });
  clerk = await of('clerk', OWN);
  other = await of('other', OTHER);
  bank = await app.bank('102');
});
afterAll(() => app.end());

let entries = 0;
const entry = (given: object = {}) => {
  entries += 1;
  return {
    ...{ accountNo: ACCOUNT, entryId: `e-${entries}`, direction: 'credit', amountFen: 100_00 },
    ...{ bookedAt: '2026-06-12T10:00:00+08:00', ...given },
  };
};
const one = (id: string) => paths.message(messageKey(id));

describe('the home', () => {
  test('tells how the bank stands, and leads to its queues', async () => {
    await bank.events('entry.booked', entry());
    const page = await clerk.get('/feeds');
    expect(page.text).toMatch(
      /1 未销户的专户 1 数据未齐的专户 0 未处理完的报文 0 未匹配的数据 0 近半年无法识别的报文/,
    );
    expect(page.text).toMatch(/2026-06 0 \/ 1 1 3 天内 — — /);
    expect(page.text).toMatch(/安置房 P-1 0456/);
    expect(page.html).toContain('&lt;b&gt;海州&lt;/b&gt;');
    expect((await clerk.get('/')).to).toBe('/feeds');
  });

  test('has nothing of another bank', async () => {
    const page = await other.get('/feeds');
    expect(page.text).toMatch(/0 未销户的专户/);
    expect(page.text).not.toContain('P-1');
  });

  test('of an organisation that is no bank yet says so', async () => {
    await app.newCompany(makeUscc(702), '新银行', ['bank']);
    const loose = await visitorOf(app, {
      ...{ username: 'loose', name: '新人', role: 'bank-clerk', companyId: makeUscc(702) },
    });
    for (const path of ['/feeds', '/messages', '/unmatched', one('x')]) {
      const page = await loose.get(path);
      expect([page.status, page.text.includes('尚未与银行代码对应')]).toEqual([403, true]);
    }
  });

  test('opens neither projects nor what an administrator has', async () => {
    for (const path of ['/projects', '/alerts', '/banks', '/keys', '/people'])
      expect((await clerk.get(path)).status).toBe(403);
  });
});

describe('messages', () => {
  test('are listed with what came of them; ids are no markup and may hold anything', async () => {
    const id = 'a/b?c=<i>&d';
    await bank.events('entry.booked', [entry(), entry({ amountFen: -1 })], id);
    const page = await clerk.get('/messages');
    expect(page.text).toMatch(/2026-06-15 09:00 JSON 事件 已处理 计入 1，不受理 1/);
    expect(page.html).toContain('a/b?c=&lt;i&gt;&amp;d');
    const shown = await clerk.get(one(id));
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('第 2 项');
    expect(shown.html).not.toContain(ACCOUNT);
    expect(shown.text).toContain('****************0456');
    expect(shown.text).not.toContain('重新处理');
  });

  test('are had as a file, under the filter of the page, of the own bank alone', async () => {
    const { html } = await clerk.get('/messages?status=done&as=csv');
    expect(html).toMatch(
      /\na\/b\?c=<i>&d,2026-06-15[^,]*,2026-06-15[^,]*,JSON 事件,已处理,1,0,0,1,/,
    );
    expect((await clerk.get('/messages?status=refused&as=csv')).html).not.toContain('a/b?c=');
    expect((await other.get('/messages?as=csv')).html).not.toContain('a/b?c=');
  });

  test('by status; a status that is none is refused', async () => {
    await bank.events('entry.shut', entry(), 'odd');
    const odd = await clerk.get('/messages?status=refused');
    expect([odd.text.includes(' odd '), odd.text.includes('已处理 计入')]).toEqual([true, false]);
    // Where in the message, and why; the home counts it and leads here.
    expect(odd.text).toMatch(/无法识别 \/\S+：/);
    const home = await clerk.get('/feeds');
    expect(home.html).toMatch(/href="\/messages\?status=refused"[^>]*>\s*<b>1<\/b>/);
    expect((await clerk.get(one('odd'))).html).toContain('href="/messages"');
    expect((await clerk.get('/messages?status=received')).text).toContain('没有这样的报文');
    expect((await clerk.get('/messages?status=lost')).status).toBe(422);
    expect((await clerk.get('/messages?after=x')).status).toBe(422);
  });

  test('lead to what of them is not matched', async () => {
    await bank.events('entry.booked', entry({ accountNo: '32050165436000009999' }), 'waits');
    expect((await clerk.get(one('waits'))).text).toContain('看还没有匹配的数据');
    await bank.events('entry.booked', entry(), 'matched');
    expect((await clerk.get(one('matched'))).text).not.toContain('看还没有匹配的数据');
  });

  test('of another bank are neither listed nor found', async () => {
    expect((await other.get('/messages')).text).toContain('没有这样的报文');
    expect((await other.get(one('odd'))).status).toBe(404);
    expect((await other.post(`${one('odd')}/replay`)).status).toBe(404);
    expect((await clerk.get('/messages/x')).status).toBe(404);
  });

  test('in XML are shown in their own characters', async () => {
    await bank.xml(
      '<?xml version="1.0" encoding="UTF-8"?><Odd>余额 6222021234567890123</Odd>',
      'x-1',
    );
    const page = await clerk.get(one('x-1'));
    expect(page.text).toContain('余额 ***************0123');
    expect(page.text).toContain('无法识别');
  });
});

describe('reading a message again', () => {
  const again = (messageId: string) =>
    clerk.post(`${one(messageId)}/replay`, { act: 'replay', once: crypto.randomUUID() });

  test('finishes one that was cut short', async () => {
    await bank.events('entry.booked', entry(), 'cut');
    await app.ownerDb`update we.bank_message set status = 'received', answer_cipher = null, finished_at = null where message_id = 'cut'`;
    expect((await clerk.get('/feeds')).text).toContain('1 未处理完的报文');
    expect((await clerk.get(one('cut'))).text).toContain('重新处理');
    const sent = await again('cut');
    expect(sent.to).toBe(`${one('cut')}?done=replayed`);
    const page = await clerk.get(sent.to as string);
    expect(page.text).toContain('该报文已重新处理');
    expect(page.text).toContain('重复 1');
    const twice = await again('cut');
    expect([twice.status, twice.text.includes('已处理完毕')]).toEqual([409, true]);
  });

  test('tells again why one was not understood', async () => {
    const page = await again('odd');
    expect(page.status).toBe(422);
    expect(page.text).toContain('报文无法识别');
    expect(page.html).toContain(`action="${one('odd')}/replay"`);
    expect((await clerk.get(one('odd'))).text).toContain('无法识别');
  });
});

describe('what is not matched', () => {
  test('waits under its account or batch until there is one', async () => {
    const later = '6222021234567890123';
    await bank.events('entry.booked', entry({ accountNo: later }), 'early');
    const page = await clerk.get('/unmatched');
    expect(page.text).toMatch(
      /流水 尾号 0123 的专户 2026-06-12 100\.00 元 early 第 1 项 2026-06-15 09:00 0 天/,
    );
    expect(page.html).not.toContain(later);
    await app.ownerDb`update we.bank_unmatched set received_at = received_at - interval '3 days'`;
    expect((await clerk.get('/unmatched')).text).toContain('3 天');
    expect((await other.get('/unmatched')).text).toContain('没有未匹配的数据');
    expect((await clerk.get('/unmatched?after=x')).status).toBe(422);
  });

  test('reads in English, as all of these do', async () => {
    clerk.cookies.set('language', 'en');
    expect((await clerk.get('/unmatched')).text).toContain('the account ending in 0123');
    expect((await clerk.get('/messages')).text).toContain('not matched 1');
    expect((await clerk.get('/feeds')).text).toContain('Messages not understood');
    expect((await clerk.get(one('odd'))).text).toContain('Read again');
    clerk.cookies.delete('language');
  });
});
