import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWorkbook } from '../../src/adapters/excel/workbook.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { xlsx } from '../adapters/excel/build-table.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aFirm, aSite, type Firm } from '../helpers/firm.ts';
import type { Seen } from '../helpers/pages.ts';
import { formIn, onceIn } from './sheet-form.ts';

// What a wage officer does with a table that was not taken: a returned table, a month that was filed before, an empty file.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let firm: Firm;
let site: Awaited<ReturnType<typeof aSite>>;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  site = await aSite(app, callers);
  firm = await aFirm(app, callers, makeUscc(77));
});
afterAll(() => app.end());

const CHECK = '/payrolls/new/check';
const HEADINGS = ['姓名', '身份证号', '工资卡号', '出勤天数', '应发工资', '实发工资'];

type Cells = (string | number)[];
const rows = (): Cells[] =>
  site.workers.map(({ name, idNumber, cardNo }) => [name, idNumber, cardNo, 20, 6000, 6000]);
const bad = () => rows().map((row, at) => (at === 1 ? row.with(0, '别人') : row));
const fileOf = (bytes: Uint8Array, name: string) => new File([Uint8Array.from(bytes)], name);
const table = async (of: Cells[], name = '三月工资.xlsx') =>
  fileOf(await xlsx([HEADINGS, ...of]), name);
const of = (wageMonth: string, more: Record<string, string | File> = {}) => ({
  projectCode: 'P-1',
  wageMonth,
  employerUscc: callers.contractor.uscc,
  ...more,
});

/** The returned table of a check, as it is saved after its cells were changed. */
async function saved(checked: Seen, change: (rows: Cells[]) => Cells[] = (same) => same) {
  const { bytes } = await firm.clerk.post('/payrolls/new/returned', formIn(checked));
  const [sheet] = (await readWorkbook(bytes)).sheets;
  const given = (sheet?.rows ?? []).map(({ cells }) => [...cells].map((cell) => cell?.text ?? ''));
  return fileOf(await xlsx(change(given)), 'refused-rows.xlsx');
}
const renamed = (given: Cells[]) =>
  given.map((row) => (row[0] === '别人' ? row.with(0, site.workers[1]?.name ?? '') : row));

const lines = async () => {
  const [found] = await app.ownerDb<{ n: number }[]>`
    select count(*)::int as n from we.payroll_line where withdrawn_on = 'infinity'`;
  return found?.n as number;
};

describe('a returned table, corrected', () => {
  test('goes back into the whole one, which is filed with everybody', async () => {
    const checked = await firm.clerk.post(CHECK, of('2026-03', { file: await table(bad()) }));
    expect(checked.text).toContain('姓名与本项目用工登记不一致');
    const file = await saved(checked, renamed);
    const whole = await firm.clerk.post(CHECK, { ...formIn(checked), file });
    expect(whole.text).toContain('退回表中的 1 行已放回 三月工资.xlsx');
    expect(whole.text).toContain('检查通过');
    expect(whole.text).toContain('18,000.00');
    const filed = await firm.clerk.post('/payrolls/new/submission', {
      ...formIn(whole),
      ...onceIn(whole),
    });
    expect(filed.to).toContain('done=batch-claimed');
    expect(await lines()).toBe(3);
  });

  test('wrong still names the row of the whole one', async () => {
    const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(bad()) }));
    const again = await firm.clerk.post(CHECK, { ...formIn(checked), file: await saved(checked) });
    expect(again.text).toContain('要改正的地方（1 处）');
    expect(again.html).toMatch(/data-name="行"[^>]*><span>3<\/span>/);
  });

  test('is not taken for a payroll of its few rows', async () => {
    const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(bad()) }));
    const file = await saved(checked, renamed);
    const alone = await firm.clerk.post(CHECK, of('2026-04', { file }));
    expect(alone.status).toBe(422);
    expect(alone.text).toContain('这是退回表，只有 1 行，不是整张工资表，未收');
    expect(alone.html).not.toContain('name="kept"');
  });

  test('with somebody added is placed nowhere, and the whole one is still there', async () => {
    const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(bad()) }));
    const file = await saved(checked, (given) => [...given, rows()[0] as Cells]);
    const form = formIn(checked);
    const lost = await firm.clerk.post(CHECK, { ...form, file });
    expect(lost.status).toBe(422);
    expect(lost.text).toContain('没有写明“原第几行”');
    expect(formIn(lost).kept).toBe(form.kept);
  });
});

describe('a month that was filed before', () => {
  test('says which batch, where it is, and what can be done, in words of the page', async () => {
    const taken = await firm.clerk.post(CHECK, of('2026-03', { file: await table(rows()) }));
    expect(taken.status).toBe(409);
    const [batch] = await app.ownerDb<
      { no: string }[]
    >`select batch_no as no from we.payroll_batch`;
    expect(taken.text).toContain(`批次号 ${batch?.no}`);
    expect(taken.html).toContain('/payrolls/of/P-1?month=2026-03');
    expect(taken.text).not.toMatch(/supplement|correction/);
    expect(taken.html).toContain('name="kind" value="supplement"');
  });

  test('says so before anybody corrects its rows', async () => {
    const taken = await firm.clerk.post(CHECK, of('2026-03', { file: await table(bad()) }));
    expect(taken.status).toBe(409);
    expect(taken.text).not.toContain('要改正的地方');
  });

  test('takes a supplement, and warns of whom it names a second time', async () => {
    const { kept = '' } = formIn(
      await firm.clerk.post(CHECK, of('2026-03', { file: await table(rows().slice(0, 1)) })),
    );
    const checked = await firm.clerk.post(CHECK, of('2026-03', { kept, kind: 'supplement' }));
    expect(checked.text).toContain('检查通过');
    expect(checked.text).toContain('种类 补充');
    expect(checked.text).toContain('第 2 行 A 列：该工人已在本月工资表内');
    const form = { ...formIn(checked), ...onceIn(checked) };
    expect((await firm.clerk.post('/payrolls/new/submission', form)).to).toContain('batch-claimed');
    const kinds =
      await app.ownerDb`select kind from we.payroll_batch order by claimed_at, batch_no`;
    expect(kinds).toEqual([{ kind: 'regular' }, { kind: 'supplement' }]);
    expect((await firm.clerk.post(CHECK, of('2026-04', { kept, kind: 'resend' }))).status).toBe(
      422,
    );
  });

  test('is asked for a supplement nowhere else', async () => {
    const form = await firm.clerk.get('/payrolls/new?projectCode=P-1');
    expect(form.html).not.toContain('name="kind"');
  });
});

test('a file of no bytes is called empty', async () => {
  const empty = await firm.clerk.post(CHECK, of('2026-04', { file: new File([], '四月.xlsx') }));
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('文件是空的');
});

test('the begun template follows the month and the employer chosen in the form', async () => {
  const form = await firm.clerk.get('/payrolls/new?projectCode=P-1');
  expect(form.html).toMatch(
    /<button[^>]*form="sheet"[^>]*formmethod="get"[^>]*formaction="\/payrolls\/template.xlsx"/,
  );
  const people = async (query: string) => {
    const { bytes } = await firm.clerk.get(`/payrolls/template.xlsx?${query}`);
    return (await readWorkbook(bytes)).sheets[0]?.rows.length;
  };
  // As the browser sends the form: with what the template has no use for.
  const asked = `projectCode=P-1&wageMonth=2026-03&employerUscc=${callers.contractor.uscc}&file=`;
  expect(await people(asked)).toBe(4);
  expect(await people(asked.replace('2026-03', '2026-01'))).toBe(1);
});

test('known headings are chosen beforehand where the heading was not found, and what was told stays', async () => {
  const own = ['师傅', '身份证号', '工资卡号', '出勤天数', '应发工资', '拿到'];
  const file = fileOf(await xlsx([own, ...rows()]), '四月.xlsx');
  const lost = await firm.clerk.post(CHECK, of('2026-04', { file }));
  expect(formIn(lost)).toMatchObject({
    'column-A': 'none',
    'column-B': 'idNumber',
    'column-F': 'none',
  });
  const half = await firm.clerk.post(CHECK, { ...formIn(lost), 'column-F': 'net' });
  expect(half.text).toContain('没有认出工资表的表头');
  expect(formIn(half)).toMatchObject({ 'column-E': 'gross', 'column-F': 'net' });
  const told = await firm.clerk.post(CHECK, { ...formIn(half), 'column-A': 'name' });
  expect(told.text).toContain('检查通过');
});

test('a page that answers a form says where it is found again, with its choices', async () => {
  const checked = await firm.clerk.post(CHECK, of('2026-04', { file: await table(rows()) }));
  const here = /<body data-here="([^"]+)"/.exec(checked.html)?.[1]?.replaceAll('&amp;', '&');
  expect(here).toBe(
    `/payrolls/new?projectCode=P-1&wageMonth=2026-04&employerUscc=${callers.contractor.uscc}`,
  );
  const back = await firm.clerk.get(here as string);
  expect(back.html).toMatch(/<option value="2026-04" selected/);
  expect(back.html).not.toContain('data-here');
  expect(checked.html).toContain(`to=${encodeURIComponent(here as string)}`);
});
