import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard, makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aFirm, aSite, type Firm } from '../helpers/firm.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let firm: Firm;
let site: Awaited<ReturnType<typeof aSite>>;
let bank: Awaited<ReturnType<TestApp['bank']>>;

const NET = 599_900;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  bank = await app.bank('102');
  site = await aSite(app, callers);
  firm = await aFirm(app, callers, makeUscc(77));
});
afterAll(() => app.end());

interface Posted {
  batchId: string;
  batchNo: string;
}

/** A payroll as somebody of the firm's office filed it over the interface. */
async function filed(wageMonth: string): Promise<Posted> {
  const { uscc, key } = callers.contractor;
  const lines = site.workers.map((w) => ({
    ...w,
    workDays: 20,
    grossFen: NET + 100,
    deductions: [{ kind: 'tax', amountFen: 100 }],
    netFen: NET,
  }));
  const body = { wageMonth, employerUscc: uscc, lines };
  const answer = await app.call('POST', '/projects/P-1/payroll-batches', { key, body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const approval = (totalNetFen = 3 * NET) => ({ act: 'approval', totalNetFen: String(totalNetFen) });

async function ordered(wageMonth: string): Promise<Posted> {
  const posted = await filed(wageMonth);
  const base = `/payrolls/batches/${posted.batchId}`;
  expect((await firm.approver.post(`${base}/approval`, approval())).to).toContain('batch-approved');
  expect((await firm.clerk.post(`${base}/order`, { act: 'order' })).to).toContain('batch-ordered');
  return posted;
}

const result = (endToEndId: string, outcome: string, more: object = {}) => ({
  endToEndId,
  outcome,
  amountFen: NET,
  at: '2026-05-08T08:00:00+08:00',
  ...more,
});

describe('wage months', () => {
  test('of all own projects, with what is owed, paid and not filed yet; names are no markup', async () => {
    const page = await firm.clerk.get('/payrolls');
    expect(page.status).toBe(200);
    expect(page.html).toContain('&lt;b&gt;海州&lt;/b&gt;安置房');
    expect(page.html).not.toContain('<b>海州</b>');
    expect(page.text).toMatch(/2026-03 .*? 2026-04-15 .*? 已过发放日 23 天，仍未报工资表/);
    // So does the project's own page, in its grid.
    expect((await firm.clerk.get('/projects/P-1')).text).toMatch(
      /逾期未履行，应于 2026-04-15 23 天/,
    );
    expect(page.html).toContain('/payrolls/new?projectCode=P-1&amp;wageMonth=2026-03');
  });

  test('who approves sees them and files nothing', async () => {
    const page = await firm.approver.get('/payrolls');
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('/payrolls/new');
  });

  test('another firm’s clerk sees none, and an owner has no such page', async () => {
    expect((await firm.stranger.get('/payrolls')).text).toContain('没有未发清的工资月份');
    expect((await firm.owner.get('/payrolls')).status).toBe(403);
  });

  test('filters and cursors made by hand are refused', async () => {
    expect((await firm.clerk.get('/payrolls?open=maybe')).status).toBe(422);
    expect((await firm.clerk.get('/payrolls?after=x')).status).toBe(422);
    expect((await firm.clerk.get('/payrolls?open=false')).text).toContain('没有符合条件的工资月份');
    const months = async (query: string) =>
      [
        ...(await firm.clerk.get(`/payrolls${query}`)).html.matchAll(/of\/P-1\?month=([\d-]+)/g),
      ].map(([, month]) => month);
    expect(await months('')).toEqual(['2026-02', '2026-03', '2026-04', '2026-05']);
    expect(await months('?open=all')).toEqual((await months('?open=true')).toReversed());
  });
});

describe('one project', () => {
  test('tells its batches, the money for the next pay day, and leads to attendance and alerts', async () => {
    const { batchNo } = await filed('2026-02');
    const page = await firm.clerk.get('/payrolls/of/P-1');
    expect(page.status).toBe(200);
    expect(page.text).toContain(batchNo);
    expect(page.text).toMatch(/3 人未签字确认/);
    expect(page.text).toContain('资金能否发到下一个发放日');
    // 3 people × 5,999.00 are missing: the account is empty.
    expect(page.text).toContain('17,997.00');
    expect(page.html).toContain('/payrolls/of/P-1/attendance');
    expect(page.html).toContain('/alerts?projectCode=P-1&amp;status=open');
    const other = await firm.clerk.get('/payrolls/of/P-1?month=2026-01');
    expect(other.text).toContain('还没有工资批次');
  });

  test('another’s or none is not found; a bad month is refused', async () => {
    expect((await firm.stranger.get('/payrolls/of/P-1')).status).toBe(404);
    expect((await firm.clerk.get('/payrolls/of/NONE')).status).toBe(404);
    expect((await firm.clerk.get('/payrolls/of/P-1?month=2026-13')).status).toBe(422);
  });
});

describe('a batch', () => {
  test('is approved by another, ordered, its file is had, and each payment is followed', async () => {
    const posted = await filed('2026-03');
    const base = `/payrolls/batches/${posted.batchId}`;
    const fresh = await firm.clerk.get(base);
    expect(fresh.text).toContain('待复核');
    expect(fresh.html).not.toContain(`${base}/approval`);
    expect(fresh.html).not.toContain('order.xml');
    expect((await firm.approver.get(base)).html).toContain(`${base}/approval`);
    // Each reads what the batch waits for.
    expect(fresh.text).toContain('等待本单位复核人复核');
    expect((await firm.approver.get(base)).text).not.toContain('等待本单位复核人复核');
    const waits = async (who: Firm['clerk']) => (await who.get('/payrolls')).html.includes(base);
    expect([await waits(firm.approver), await waits(firm.clerk)]).toEqual([true, false]);
    // So does a subcontractor's, which the contractor pays for; who employs acts on none.
    const employs = (uscc: string) => app.ownerDb`
      update we.payroll_batch set employer_id = ${uscc} where batch_no = ${posted.batchNo}`;
    await employs(makeUscc(77));
    expect([await waits(firm.approver), await waits(firm.stranger)]).toEqual([true, false]);
    await employs(callers.contractor.uscc);

    expect((await firm.approver.post(`${base}/approval`, approval())).to).toBe(
      `${base}?done=batch-approved`,
    );
    expect([await waits(firm.approver), await waits(firm.clerk)]).toEqual([false, true]);
    await employs(makeUscc(77));
    expect([await waits(firm.clerk), await waits(firm.stranger)]).toEqual([true, false]);
    await employs(callers.contractor.uscc);
    expect((await firm.clerk.get(base)).html).toContain(`${base}/order`);
    expect((await firm.clerk.post(`${base}/order`, { act: 'order' })).to).toContain('done');
    const after = await firm.clerk.get(base);
    expect(after.html).toContain(`/api/v1/payroll-batches/${posted.batchId}/order.xml`);
    expect((await firm.approver.get(base)).html).not.toContain('order.xml');

    await bank.events('payout.result', [
      result(`${posted.batchNo}-1`, 'paid'),
      result(`${posted.batchNo}-2`, 'returned', { reasonCode: 'AC04' }),
    ]);
    const followed = await firm.clerk.get(base);
    expect(followed.text).toContain('已到账 2026-05-08');
    expect(followed.text).toContain('账户已销户');
    expect(followed.text).toContain('请本人另报一张卡');
    const failed = await firm.clerk.get(`${base}?state=returned`);
    expect(failed.text).toContain('工人2');
    expect(failed.text).not.toContain('工人1');
  });

  test('in another state, with another total or by its own poster an act is refused on the page', async () => {
    const posted = await filed('2026-04');
    const base = `/payrolls/batches/${posted.batchId}`;
    const early = await firm.clerk.post(`${base}/order`, { act: 'order' });
    expect(early.status).toBe(409);
    expect(early.text).toContain('不能这样操作');
    const other = await firm.approver.post(`${base}/approval`, approval(1));
    expect(other.status).toBe(409);
    expect(other.text).toContain('请刷新后再审批');
    expect((await firm.clerk.post(`${base}/approval`, approval())).status).toBe(403);
    expect((await firm.approver.post(`${base}/order`, { act: 'order' })).status).toBe(403);

    const mute = await firm.clerk.post(`${base}/withdrawal`, { act: 'withdrawal', reason: '' });
    expect(mute.status).toBe(422);
    const reason = '天数有误 <i>';
    const gone = await firm.clerk.post(`${base}/withdrawal`, { act: 'withdrawal', reason });
    expect(gone.to).toBe(`${base}?done=batch-withdrawn`);
    const after = await firm.clerk.get(base);
    expect(after.text).toContain('已撤回');
    expect(after.html).not.toContain(`${base}/withdrawal`);
  });

  test('signatures and pay slips are told of all its lines but some', async () => {
    const posted = await filed('2026-05');
    const base = `/payrolls/batches/${posted.batchId}`;
    const late = { act: 'confirmations', confirmedOn: '2026-05-09', except: '' };
    const refused = await firm.clerk.post(`${base}/confirmations`, late);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('日期晚于今天');
    const wrong = { act: 'confirmations', confirmedOn: '2026-05-08', except: '2、9' };
    const unknown = await firm.clerk.post(`${base}/confirmations`, wrong);
    expect(unknown.status).toBe(422);
    expect(unknown.html).toContain('value="2、9"');

    const most = { act: 'confirmations', confirmedOn: '2026-05-08', except: '2' };
    expect((await firm.clerk.post(`${base}/confirmations`, most)).to).toContain('batch-confirmed');
    expect((await firm.clerk.get(base)).text).toMatch(/未签字确认 1 人/);
    const slips = { act: 'slips', issuedOn: '2026-05-08', except: '1 3' };
    expect((await firm.clerk.post(`${base}/slips`, slips)).to).toContain('batch-slips');
    expect((await firm.clerk.get(base)).text).toMatch(/未给工资清单 2 人/);
    await firm.clerk.post(`${base}/slips`, { ...slips, except: '' });
    expect((await firm.clerk.get(base)).text).not.toContain('未给工资清单');
    expect((await firm.approver.post(`${base}/slips`, slips)).status).toBe(403);
    await firm.clerk.post(`${base}/withdrawal`, { act: 'withdrawal', reason: '重报' });
  });

  test('another firm finds none of it, nor who is not signed in', async () => {
    const { batchId } = await filed('2026-05');
    const base = `/payrolls/batches/${batchId}`;
    expect((await firm.stranger.get(base)).status).toBe(404);
    const act = await firm.stranger.post(`${base}/withdrawal`, { act: 'withdrawal', reason: 'x' });
    expect(act.status).toBe(404);
    expect((await firm.clerk.get('/payrolls/batches/nothing')).status).toBe(404);
    // An owner of the project reads, and acts on nothing.
    const seen = await firm.owner.get(base);
    expect(seen.status).toBe(200);
    expect(seen.html).not.toContain(`${base}/`);
  });
});

describe('payments that failed', () => {
  const failed = async (month = '2026-03') => {
    const [row] = await app.ownerDb<{ batch_no: string; id: string }[]>`
      select batch_no, replace(id::text, '-', '') as id from we.payroll_batch
      where wage_month = ${`${month}-01`} and kind = 'regular' and status <> 'withdrawn'`;
    const seen = await firm.clerk.get(`/payrolls/of/P-1?month=${month}`);
    const [, batchId] = /\/payrolls\/batches\/(\w+-[0-9a-f]{32})/.exec(seen.html) ?? [];
    return { batchNo: row?.batch_no as string, base: `/payrolls/batches/${batchId}` };
  };

  test('are sent again to a new card, and rescued once that is paid', async () => {
    const { base } = await failed();
    const waits = async (who: Firm['clerk']) =>
      /没有发成、等您补发的工资.*?\/resend">1 笔/s.test((await who.get('/payrolls')).html);
    const all = () => Promise.all([firm.clerk, firm.approver, firm.stranger].map(waits));
    expect(await all()).toEqual([true, false, false]);
    expect((await firm.clerk.get(base)).html).toContain(`${base}/resend`);
    const form = await firm.clerk.get(`${base}/resend`);
    expect(form.text).toContain('工人2');
    expect(form.text).not.toContain('工人1');

    const bad = await firm.clerk.post(`${base}/resend`, { line: '2', 'card-2': '123' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('第 2 行');
    expect(bad.html).toContain('value="123"');
    expect((await firm.clerk.post(`${base}/resend`, {})).text).toContain('请至少勾选一笔');
    expect((await firm.clerk.post(`${base}/resend`, { line: '1' })).status).toBe(422);
    expect((await firm.clerk.post(`${base}/resend`, { line: '9' })).text).toContain('没有第 9 行');

    // What was not ticked stays so when the form comes back.
    const one = await firm.clerk.post(`${base}/resend`, { line: '9' });
    expect(one.html).not.toMatch(/value="2" checked/);
    expect(form.html).toMatch(/value="2" checked/);

    const once = 'a-key-of-this-form';
    const sent = { once, line: '2', 'card-2': makeCard(91) };
    const again = await firm.clerk.post(`${base}/resend`, sent);
    expect(again.to).toContain('done=batch-resent');
    expect((await firm.clerk.post(`${base}/resend`, sent)).to).toBe(again.to);
    expect(await all()).toEqual([false, false, false]);
    expect((await firm.clerk.get(`${base}/resend`)).text).toContain('没有可以补发的');

    const path = (again.to as string).split('?')[0] as string;
    const paying = await firm.clerk.get(path);
    expect(paying.text).toContain('补发');
    expect(paying.text).toContain(makeCard(91).slice(-4));
    const [, no] = /工资表 (\w+)/.exec(paying.text) as RegExpExecArray;
    await firm.approver.post(`${path}/approval`, approval(NET));
    await firm.clerk.post(`${path}/order`, { act: 'order' });
    // The second card fails too: it waits for its clerk once more, until it is paid.
    const second = { at: '2026-05-08T08:20:00+08:00', reasonCode: 'AC04' };
    await bank.events('payout.result', [result(`${no}-1`, 'rejected', second)]);
    expect(await all()).toEqual([true, false, false]);
    await bank.events('payout.result', [
      result(`${no}-1`, 'paid', { at: '2026-05-08T08:30:00+08:00' }),
    ]);
    expect(await all()).toEqual([false, false, false]);
    const rescued = await firm.clerk.get(`${base}?state=returned`);
    expect(rescued.text).toMatch(new RegExp(`已补发（${no}） ：已到账`));
    // Nothing is left to send again.
    expect(rescued.html).not.toContain(`${base}/resend`);
  });

  test('are nobody else’s to send', async () => {
    const { base } = await failed();
    expect((await firm.approver.get(`${base}/resend`)).status).toBe(403);
    expect((await firm.stranger.get(`${base}/resend`)).status).toBe(404);
    expect((await firm.stranger.post(`${base}/resend`, { line: '2' })).status).toBe(404);
  });

  test('of a batch that is being paid and none of which failed have no form', async () => {
    const { batchId } = await ordered('2026-06');
    const page = await firm.clerk.get(`/payrolls/batches/${batchId}`);
    expect(page.html).not.toContain('/resend');
  });

  test('do not go to the very card that the bank called closed', async () => {
    const last4 = site.workers[1]?.cardNo.slice(-4) as string;
    const { batchNo, base } = await failed('2026-06');
    const outcomes = [result(`${batchNo}-2`, 'rejected', { reasonCode: 'AC04' })];
    await bank.events('payout.result', [...outcomes, result(`${batchNo}-3`, 'rejected')]);
    const path = `${base}/resend`;
    expect((await firm.clerk.get(path)).text).toContain(`原卡尾号 ${last4}，留空发到尾号 ${last4}`);
    const same = await firm.clerk.post(path, 'line=2&line=3');
    expect(same.status).toBe(422);
    expect(same.text).toContain(`第 2 行：尾号 ${last4} 的卡银行说已销户或无效`);
    expect(same.text).not.toContain('第 3 行：');
    // Once another card is registered, that is where it goes.
    const register = (to: string) => app.ownerDb`
      update we.engagement_card c set card_last4 = ${to} from we.engagement e where e.id = c.engagement_id and e.name = '工人2'`;
    await register('4321');
    expect((await firm.clerk.get(path)).text).toContain('留空发到尾号 4321');
    const sent = await firm.clerk.post(path, 'line=2&line=3');
    expect(sent.to).toContain('done=batch-resent');
    await register(last4);
  });
});

describe('attendance against payroll', () => {
  test('names who attended and is in no payroll, who never attended, and whose days differ', async () => {
    const key = callers.contractor.key;
    const days = (worker: number, count: number) =>
      Array.from({ length: count }, (_, day) => ({
        idNumber: site.workers[worker]?.idNumber,
        at: `2026-03-${String(day + 1).padStart(2, '0')}T07:00:00+08:00`,
        direction: 'in',
      }));
    const records = [...days(0, 20), ...days(1, 18)];
    const sent = await app.call('POST', '/projects/P-1/attendance', { key, body: { records } });
    expect(sent.status).toBe(200);
    const page = await firm.clerk.get('/payrolls/of/P-1/attendance?month=2026-03');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('工人1 ');
    expect(page.text).toMatch(/工人2 .* 18 20 5,999.00 .*工资表天数多于考勤/);
    expect(page.text).toMatch(/工人3 .*有工资，没有考勤/);
    const all = await firm.clerk.get('/payrolls/of/P-1/attendance?month=2026-03&show=all');
    expect(all.text).toMatch(/工人1 .* 一致/);
    // The one payroll of April was withdrawn.
    const gone = await firm.clerk.get('/payrolls/of/P-1/attendance?month=2026-04&show=all');
    expect(gone.text).toMatch(/工人1 .* — — — — 没有考勤，也没有工资/);
    const none = await firm.clerk.get('/payrolls/of/P-1/attendance?month=2026-01&show=all');
    expect(none.text).toContain('没有登记用工的人员');
  });

  test('is not another’s, and takes no month that is none', async () => {
    expect((await firm.stranger.get('/payrolls/of/P-1/attendance')).status).toBe(404);
    expect((await firm.owner.get('/payrolls/of/P-1/attendance')).status).toBe(403);
    expect((await firm.clerk.get('/payrolls/of/P-1/attendance?month=now')).status).toBe(422);
  });
});
