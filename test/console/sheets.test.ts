import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../../src/demo/identities.ts';
import { utf8, workbookParts, xlsx, zip } from '../adapters/excel/build-table.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aFirm, aSite, type Firm } from '../helpers/firm.ts';
import { visitorOf } from '../helpers/pages.ts';
import { formIn, onceIn } from './sheet-form.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let firm: Firm;
let site: Awaited<ReturnType<typeof aSite>>;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  await app.bank('102');
  site = await aSite(app, callers);
  firm = await aFirm(app, callers, makeUscc(77));
});
afterAll(() => app.end());

const CHECK = '/payrolls/new/check';
const SUBMIT = '/payrolls/new/submission';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEADINGS = ['姓名', '身份证号', '工资卡号', '出勤天数', '应发工资', '实发工资'];

const row = (n: number, more: Partial<Record<string, string | number>> = {}) => {
  const worker = site.workers[n] as (typeof site.workers)[number];
  const { name = worker.name, id = worker.idNumber, net = 6000 } = more;
  return [name, id, worker.cardNo, 20, net, net];
};
const rows = () => [row(0), row(1), row(2)];

const fileOf = (bytes: Uint8Array | string, name = '三月工资.xlsx') =>
  new File([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)], name);
const table = async (of: (string | number)[][], headings = HEADINGS) =>
  fileOf(await xlsx([headings, ...of]));

const of = (wageMonth: string, more: Record<string, string | File> = {}) => ({
  projectCode: 'P-1',
  wageMonth,
  employerUscc: callers.contractor.uscc,
  ...more,
});

const batches = async () => {
  const [found] = await app.ownerDb<{ n: number }[]>`
    select count(*)::int as n from we.payroll_batch where status <> 'withdrawn'`;
  return found?.n as number;
};

describe('the form', () => {
  test('asks for the project first, then for month, employer and file', async () => {
    const first = await firm.clerk.get('/payrolls/new');
    expect(first.html).toContain('&lt;b&gt;海州&lt;/b&gt;安置房（P-1）');
    expect(first.html).not.toContain('type="file"');
    const second = await firm.clerk.get('/payrolls/new?projectCode=P-1');
    expect(second.html).toContain('type="file"');
    expect(second.html).toMatch(/<option value="2026-04" selected/);
    expect(second.text).toContain('施工单位1');
  });

  test('is the poster’s alone, and of own projects', async () => {
    expect((await firm.approver.get('/payrolls/new')).status).toBe(403);
    expect((await firm.owner.get('/payrolls/new')).status).toBe(403);
    expect((await firm.stranger.get('/payrolls/new?projectCode=P-1')).status).toBe(404);
    expect((await firm.stranger.get('/payrolls/new')).text).toContain('还没有登记项目');
    expect(
      (await firm.stranger.post(CHECK, of('2026-03', { file: await table(rows()) }))).status,
    ).toBe(404);
    expect((await firm.clerk.get('/payrolls/new?projectCode=%20')).status).toBe(422);
  });
});

describe('the check', () => {
  test('shows columns and totals and stores nothing; then the file is filed without choosing it again', async () => {
    const before = await batches();
    const checked = await firm.clerk.post(CHECK, of('2026-03', { file: await table(rows()) }));
    expect(checked.status).toBe(200);
    expect(checked.text).toContain('检查通过，还没有提交');
    expect(checked.text).toContain('18,000.00');
    expect(formIn(checked)).toMatchObject({ 'column-A': 'name', 'column-F': 'net' });
    expect(await batches()).toBe(before);

    // Nothing personal lies open in the page between the two steps.
    expect(checked.html).not.toContain(site.workers[0]?.idNumber);

    const form = { ...formIn(checked), ...onceIn(checked) };
    const filed = await firm.clerk.post(SUBMIT, form);
    expect(filed.to).toMatch(/^\/payrolls\/batches\/.*done=batch-claimed$/);
    expect(await batches()).toBe(before + 1);
    // Sent twice, it is filed once and leads to the same batch.
    expect((await firm.clerk.post(SUBMIT, form)).to).toBe(filed.to);
    expect(await batches()).toBe(before + 1);
    const batch = await firm.clerk.get(filed.to as string);
    expect(batch.text).toContain('请另一人复核');
    expect(batch.text).toContain('18,000.00');
  });

  test('names every bad row and column at once, of the table and of the registry', async () => {
    const before = await batches();
    const bad = [row(0, { net: -1 }), row(1, { name: '别人<i>' }), row(2, { id: '320706' })];
    const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(bad) }));
    expect(checked.status).toBe(200);
    expect(checked.text).toContain('要改正的地方');
    expect(checked.html).toMatch(/data-name="行"[^>]*><span>2<\/span>/);
    expect(checked.html).toMatch(/data-name="行"[^>]*><span>3<\/span>/);
    expect(checked.html).toMatch(/data-name="行"[^>]*><span>4<\/span>/);
    expect(checked.text).toContain('姓名与本项目用工登记不一致');
    expect(checked.html).not.toContain('name="once"');
    expect(await batches()).toBe(before);

    const back = await firm.clerk.post('/payrolls/new/returned', formIn(checked));
    expect(back.status).toBe(200);
    expect(back.headers.get('content-type')).toBe(XLSX);
    expect(back.headers.get('content-disposition')).toContain('refused-rows.xlsx');

    // What is sent on in spite of it is refused, with its status.
    const forced = await firm.clerk.post(SUBMIT, { ...formIn(checked), once: 'forced' });
    expect(forced.status).toBe(422);
    expect(forced.text).toContain('整表未收');
    expect(await batches()).toBe(before);
  });

  test('of the corrected file goes on from there', async () => {
    const bad = [row(0), row(1, { name: '别人' })];
    const first = await firm.clerk.post(CHECK, of('2026-04', { file: await table(bad) }));
    const good = await table([row(0), row(1)]);
    const second = await firm.clerk.post(CHECK, { ...formIn(first), file: good });
    expect(second.text).toContain('检查通过');
  });

  test('finds what changed before it was filed', async () => {
    const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(rows()) }));
    await app.ownerDb`update we.engagement set name = '改了名' where name = '工人3'`;
    const filed = await firm.clerk.post(SUBMIT, { ...formIn(checked), ...onceIn(checked) });
    expect(filed.status).toBe(422);
    expect(filed.text).toContain('姓名与本项目用工登记不一致');
    await app.ownerDb`update we.engagement set name = '工人3' where name = '改了名'`;
    const again = await firm.clerk.post(SUBMIT, { ...formIn(filed), once: 'another' });
    expect(again.to).toContain('done=batch-claimed');
  });

  test('of a month that has one, or lies outside, is refused and keeps the file', async () => {
    const file = await table(rows());
    const taken = await firm.clerk.post(CHECK, of('2026-03', { file }));
    expect(taken.status).toBe(409);
    expect(taken.text).toContain('该单位 2026-03 的工资表已经报过');
    expect(taken.text).toContain('三月工资.xlsx');
    const { kept = '' } = formIn(taken);
    const moved = await firm.clerk.post(CHECK, of('2026-05', { kept }));
    expect(moved.text).toContain('检查通过');
    const outside = await firm.clerk.post(CHECK, of('2025-12', { kept }));
    expect(outside.status).toBe(422);
    expect(outside.text).toContain('工资月份应在');
  });

  test('without a file, or with one that was sealed for somebody else or altered, asks for it', async () => {
    const none = await firm.clerk.post(CHECK, of('2026-05', { file: fileOf('', '') }));
    expect(none.status).toBe(422);
    expect(none.text).toContain('请选择要上传的');
    const checked = await firm.clerk.post(CHECK, of('2026-05', { file: await table(rows()) }));
    const { kept = '' } = formIn(checked);
    const altered = `${kept.slice(0, 60)}${kept[60] === 'A' ? 'B' : 'A'}${kept.slice(61)}`;
    expect((await firm.clerk.post(CHECK, of('2026-05', { kept: altered }))).status).toBe(422);
    const colleague = await visitorOf(app, {
      ...{ username: 'zhoutl', name: '周同僚', role: 'contractor-clerk' },
      companyId: callers.contractor.uscc,
    });
    const taken = await colleague.post(CHECK, of('2026-05', { kept }));
    expect(taken.status).toBe(422);
    expect(taken.text).toContain('请选择要上传的');
  });
});

describe('columns under names of one’s own', () => {
  const OWN = ['工友', '证件', '卡', '天', '毛工资', '到手'];

  test('are told once by hand and known from then on, for this firm', async () => {
    const file = await table(rows(), OWN);
    const lost = await firm.clerk.post(CHECK, of('2026-05', { file }));
    expect(lost.status).toBe(200);
    expect(lost.text).toContain('没有认出工资表的表头');
    const form = formIn(lost);
    expect(Object.keys(form)).toContain('column-F');
    const told = await firm.clerk.post(CHECK, {
      ...form,
      'column-A': 'name',
      'column-B': 'idNumber',
      'column-C': 'cardNo',
      'column-D': 'workDays',
      'column-E': 'gross',
      'column-F': 'net',
    });
    expect(told.text).toContain('检查通过');
    const next = await firm.clerk.post(CHECK, of('2026-05', { file: await table(rows(), OWN) }));
    expect(next.text).toContain('检查通过');
    const kept = await app.ownerDb`select distinct company_id from we.sheet_heading`;
    expect(kept).toEqual([{ company_id: callers.contractor.uscc }]);
    const [event] =
      await app.ownerDb`select count(*)::int as n from we.event where name = 'sheet-headings.kept'`;
    expect(event?.n).toBe(1);
  });

  test('a column is left out, and changed on the way to filing it is checked again first', async () => {
    const headings = [...HEADINGS, '借支'];
    const with100 = rows().map((one) => [...one, 100]);
    const file = await table(with100, headings);
    const checked = await firm.clerk.post(CHECK, of('2026-05', { file }));
    expect(checked.text).toContain('应发减去各项扣款不等于实发');
    expect(formIn(checked)['column-G']).toBe('deduction:advance');
    const before = await batches();
    // As the page offers it: a form leaves out what is empty.
    const [, unused = ''] = /<option value="([^"]+)"[^>]*>不使用/.exec(checked.html) ?? [];
    const changed = { ...formIn(checked), once: 'too-early', 'column-G': unused };
    const again = await firm.clerk.post(SUBMIT, changed);
    expect(again.text).toContain('检查通过，还没有提交');
    expect(await batches()).toBe(before);
  });
});

describe('files that are no wage table', () => {
  const part = workbookParts('<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>');
  const bomb = new Uint8Array(300 * 1024 * 1024);

  test.each([
    ['with macros', () => zip([...part, { name: 'xl/vbaProject.bin', content: utf8('x') }]), '宏'],
    [
      'a zip bomb',
      () => zip([...part, { name: 'xl/media/a.bin', content: bomb }]),
      '过大|太大|超过',
    ],
    ['a PDF', () => utf8('%PDF-1.7'), '不是表格文件'],
    ['a web page', () => utf8('<html><table><tr><td>姓名'), '网页'],
  ])('%s are refused with the cure', async (_, make, words) => {
    const file = fileOf(make());
    const refused = await firm.clerk.post(CHECK, of('2026-05', { file }));
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(new RegExp(words));
    expect(refused.html).toContain('type="file"');
    expect(refused.html).not.toContain('name="kept"');
  });

  test('of more than half the limit, and of more than all of it, are refused by size', async () => {
    const half = fileOf(new Uint8Array(16 * 1024 * 1024));
    const large = await firm.clerk.post(CHECK, of('2026-05', { file: half }));
    expect(large.status).toBe(413);
    expect(large.text).toContain('网页一次最多受理 15 MB');
    const whole = fileOf(new Uint8Array(60 * 1024 * 1024));
    const larger = await firm.clerk.post(CHECK, of('2026-05', { file: whole }));
    expect(larger.status).toBe(413);
    expect(larger.text).toContain('一次最多 30 MB');
  });
});

describe('templates', () => {
  test('are read as they are; the begun one has the people and their days', async () => {
    const empty = await firm.clerk.get('/payrolls/template.xlsx');
    expect(empty.headers.get('content-type')).toBe(XLSX);
    const base = '/payrolls/template.xlsx?projectCode=P-1&wageMonth=2026-03';
    expect((await firm.clerk.get(base)).status).toBe(200);
    expect((await firm.stranger.get(base)).status).toBe(404);
    expect((await firm.approver.get(base)).status).toBe(403);
    expect((await firm.clerk.get('/payrolls/template.xlsx?wageMonth=x')).status).toBe(422);
  });
});
