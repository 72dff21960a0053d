import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { faceOf, openFont } from '../../reports/fonts.ts';
import { missingGlyphs } from '../../reports/glyphs.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import type { NoticeFacts } from '../../reports/notice-facts.ts';
import { composeNotice } from '../../reports/notice-text.ts';
import { AREA, LINE, MM, PITCH } from '../../reports/page.ts';
import { Problem } from '../../src/lib/problem.ts';
import { linesOf, readSheets, type Text } from '../helpers/pdf.ts';
import { anAlert, noticeFacts } from './facts.ts';

const FONT_PACKAGE = '@expo-google-fonts/noto-serif-sc';
const fonts = nodeFonts();
const draw = (facts: NoticeFacts) => drawNotice(facts, fonts);
const read = async (facts: NoticeFacts) =>
  (await readSheets(draw(facts))).map(({ texts }) => texts);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const isPageNumber = (item: Text) => /^— \d+ —$/.test(item.text);
const isBody = (item: Text) => !isPageNumber(item) && item.size === 16;
const textOf = (pages: Text[][]) => pages.flatMap(linesOf).join('');

test('the text can be read back, every block of it', async () => {
  const facts = noticeFacts();
  const text = textOf(
    (await read(facts)).map((page) => page.filter((item) => !isPageNumber(item))),
  );
  for (const block of composeNotice(facts)) {
    if ('text' in block) expect(text).toContain(block.text);
    if (block.kind === 'table') {
      for (const cell of block.rows.flat())
        expect(text.replace(/\s/g, '')).toContain(cell.slice(0, 7));
    }
    if (block.kind === 'signature') expect(text).toContain(block.organisation);
  }
});

test('all text but page numbers and the head of a letter lies in the type area', async () => {
  const many = Array.from({ length: 20 }, (_, n) => anAlert({ subject: `第${n + 1}劳务有限公司` }));
  const pages = [
    ...(await read(noticeFacts({ alerts: many }))),
    ...(await read(noticeFacts())).slice(1),
  ];
  expect(pages.length).toBeGreaterThan(4);
  for (const item of pages.flat().filter((one) => !isPageNumber(one))) {
    expect(item.x).toBeGreaterThanOrEqual(AREA.left - 0.01);
    expect(item.x + item.width).toBeLessThanOrEqual(AREA.right + 0.3);
    expect(item.y - 0.88 * item.size).toBeGreaterThanOrEqual(AREA.top - 0.01);
    expect(item.y + 0.12 * item.size).toBeLessThanOrEqual(AREA.bottom + 0.01);
  }
});

test('a full line of Chinese holds 28 characters, a page 22 lines, on the grid', async () => {
  const facts = noticeFacts({ alerts: [anAlert({ sentence: '欠'.repeat(28 * 40) })] });
  const [, second = []] = await read(facts);
  const body = second.filter(isBody);
  expect(body).toHaveLength(22);
  for (const [index, item] of body.entries()) {
    expect(item.text).toBe('欠'.repeat(28));
    expect(item.x).toBeCloseTo(28 * MM, 1);
    expect(item.width).toBeCloseTo(27 * PITCH + 16, 1);
    const top = item.y - 0.88 * 16;
    expect(top).toBeCloseTo(AREA.top + index * LINE + (LINE - 16) / 2, 1);
  }
});

test('lines are justified: they end at the right of the type area', async () => {
  const [page = []] = await read(noticeFacts());
  const line = page.find((item) => item.text.startsWith('经农民工'));
  expect((line?.x ?? 0) + (line?.width ?? 0)).toBeCloseTo(AREA.right, 0);
  expect(line?.x).toBeCloseTo(AREA.left + 2 * PITCH, 1);
});

test('a line that would have to be pulled far apart is left ragged', async () => {
  const sentence = `批次编号${'A'.repeat(38)}已退回`;
  const [page = []] = await read(noticeFacts({ alerts: [anAlert({ subject: '', sentence })] }));
  const next = page.findIndex(({ text }) => text.startsWith('AAAA'));
  const before = page[next - 1] as Text;
  expect(before.text).toMatch(/批次编号$/);
  expect(before.x + before.width).toBeLessThan(AREA.right - 3 * 16);
});

test('page numbers: 4号, 7 mm below the type area, odd right and even left, one character in', async () => {
  const facts = noticeFacts({ alerts: Array.from({ length: 12 }, () => anAlert()) });
  const numbers = (await read(facts)).map((page) => page.filter(isPageNumber));
  expect(numbers.length).toBeGreaterThan(3);
  numbers.forEach(([number], index) => {
    expect(number?.text).toBe(`— ${index + 1} —`);
    expect(number?.size).toBe(14);
    const middle = (number?.y ?? 0) - 0.38 * 14;
    expect(middle).toBeCloseTo(AREA.bottom + 7 * MM, 0);
    if (index % 2 === 1) expect(number?.x).toBeCloseTo(AREA.left + 14, 1);
    else expect((number?.x ?? 0) + (number?.width ?? 0)).toBeCloseTo(AREA.right - 14, 1);
  });
});

test('a letter has its head 30 mm from the sheet’s top and no number on its first page', async () => {
  const [first = [], second = []] = await read(
    noticeFacts({ instrument: 'reminder', level: 'yellow' }),
  );
  const mark = first.find((item) => item.text === '连云港市住房和城乡建设局');
  expect((mark?.y ?? 0) - 0.88 * (mark?.size ?? 0)).toBeCloseTo(30 * MM, 1);
  expect(mark?.font).toBe('NotoSerifSC-Black');
  expect(first.some(isPageNumber)).toBe(false);
  expect(second.some(isPageNumber)).toBe(true);
});

test('the head of the common form is red and 35 mm below the type area’s top', async () => {
  const [first = []] = await read(noticeFacts());
  const mark = first[0];
  expect((mark?.y ?? 0) - 0.88 * (mark?.size ?? 0)).toBeCloseTo(AREA.top + 35 * MM, 1);
  expect(mark?.colour).toBe('#d7000f');
});

test('no line of a long notice starts with closing or ends with opening punctuation', async () => {
  const sentence = '（一）“欠付”的，应当补发；（二）《协议》约定“逾期”的，从其约定。'.repeat(12);
  for (let pad = 0; pad < 8; pad++) {
    const alerts = [anAlert({ sentence: '甲'.repeat(pad) + sentence })];
    for (const item of (await read(noticeFacts({ alerts }))).flat().filter(isBody)) {
      expect(item.text).not.toMatch(/^[、。，；：）》”]/);
      expect(item.text).not.toMatch(/[（《“]$/);
    }
  }
});

test('a table of 60 rows goes on over pages, its head repeated, no row lost or parted', async () => {
  const alerts = Array.from({ length: 60 }, (_, n) =>
    anAlert({ sentence: '详见附表。', subject: '', amounts: { gapFen: (n + 1) * 100_00 } }),
  );
  const pages = await read(noticeFacts({ alerts }));
  const isCell = (item: Text) => item.size < 13 && item.text !== '金额单位：元';
  const tables = pages.map((page) => page.filter(isCell)).filter((cells) => cells.length > 0);
  expect(tables.length).toBeGreaterThan(1);
  const gaps = tables.flatMap((cells) => {
    expect(cells.filter((cell) => cell.text === '差额')).toHaveLength(1);
    expect(cells[0]?.text).toBe('序号');
    return cells.map((cell) => cell.text).filter((text) => /\.00$/.test(text));
  });
  expect(gaps).toHaveLength(60);
  expect([gaps[0], gaps[59]]).toEqual(['100.00', '6,000.00']);
});

test('amounts of 99,999,999,999.99 in three columns fit, with room for their names', async () => {
  const fen = 9_999_999_999_999;
  const alert = anAlert({ amounts: { dueFen: fen, paidFen: fen, gapFen: fen } });
  const cells = (await read(noticeFacts({ alerts: [alert] })))
    .flat()
    .filter((item) => item.text === '99,999,999,999.99');
  expect(cells).toHaveLength(3);
  const [a, b, c] = cells;
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThan(b?.x ?? 0);
  expect((b?.x ?? 0) + (b?.width ?? 0)).toBeLessThan(c?.x ?? 0);
  expect(a?.size).toBeGreaterThanOrEqual(7);
});

test('names of 120 characters are printed whole', async () => {
  const long = '海州湾新区农民工工资保障示范'.repeat(9).slice(0, 120);
  const name = `${long.slice(0, 116)}有限公司`;
  const facts = noticeFacts({
    instrument: 'supervision',
    addressee: { name },
    project: { code: '3207062603150001', name: long },
    authority: { name: long.slice(0, 40) },
  });
  const text = textOf(await read(facts));
  expect(text).toContain(`${name}：`);
  expect(text).toContain(`关于${long}农民工工资支付问题的督办函`);
  expect(text).toContain(long.slice(0, 40));
  for (const item of (await read(facts)).flat()) expect(item.x + item.width).toBeLessThan(190 * MM);
});

test('rare characters of names are drawn and read back', async () => {
  const name = '𬱖䶮㛃·𬸚𬭎𬙊𫓧𬒈鿍劳务';
  expect(textOf(await read(noticeFacts({ addressee: { name } })))).toContain(`${name}：`);
});

test('a character that only a later font has is drawn by it, on the same baseline and without a gap', async () => {
  const load = (file: string) =>
    openFont(readFileSync(createRequire(import.meta.url).resolve(`${FONT_PACKAGE}/${file}`)));
  const regular = load('400Regular/NotoSerifSC_400Regular.ttf');
  const lacking = { ...regular, has: (code: number) => code !== 0x9f3b && regular.has(code) };
  const body = faceOf([lacking, load('700Bold/NotoSerifSC_700Bold.ttf')]);
  const bytes = drawNotice(noticeFacts({ addressee: { name: '王鼻公司' } }), {
    ...fonts,
    faces: { ...fonts.faces, body },
  });
  const page = (await readSheets(bytes))[0]?.texts ?? [];
  const at = page.findIndex((item) => item.text === '王');
  const [before, rare, after] = page.slice(at, at + 3);
  expect(rare).toMatchObject({ text: '鼻', font: 'NotoSerifSC-Bold', y: before?.y });
  expect(after).toMatchObject({ text: '公司：', font: 'NotoSerifSC-Regular', y: before?.y });
  expect((rare?.x ?? 0) - (before?.x ?? 0)).toBeCloseTo(PITCH, 1);
  expect((after?.x ?? 0) - (rare?.x ?? 0)).toBeCloseTo(PITCH, 1);
});

test('a character that no font has is refused with its place, and nothing is drawn', () => {
  const facts = noticeFacts({ addressee: { name: '𠮷林建工' }, copies: ['正常公司', '𠂢公司'] });
  expect(missingGlyphs(facts, fonts)).toEqual([
    { pointer: '/addressee/name', character: '𠮷', codePoint: 'U+20BB7' },
    { pointer: '/copies/1', character: '𠂢', codePoint: 'U+200A2' },
  ]);
  const refusal = (() => {
    try {
      return draw(facts);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ kind: 'invalid', code: 'missing-glyph' });
  expect((refusal as Problem).detail).toBe('字体中没有“𠮷”（U+20BB7），见 /addressee/name');
});

test('the signature never stands alone on a page', async () => {
  for (let lines = 1; lines <= 24; lines++) {
    const alerts = [anAlert({ sentence: '欠'.repeat(28 * lines) })];
    const pages = await read(noticeFacts({ instrument: 'reminder', alerts, copies: [] }));
    const last = pages.at(-1)?.filter((item) => !isPageNumber(item)) ?? [];
    expect(last.some((item) => item.text === '系统生成，经审核并加盖印章后生效。')).toBe(true);
    expect(last.some((item) => item.text === '（未签发）')).toBe(true);
  }
});

test('nor is it parted from the names of the annexes and the last words of the body', async () => {
  const annexed = {
    ...({ template: 'notice-3', instrument: 'referral', replyDays: 0 } as const),
    ...{ copies: [], evidence: [{ name: '平台数据' }] },
  };
  for (let lines = 1; lines <= 24; lines++) {
    const alerts = [anAlert({ sentence: '欠'.repeat(28 * lines) })];
    const pages = await read(noticeFacts({ ...annexed, alerts }));
    const signed = pages.find((items) => items.some(({ text }) => text === '（未签发）'));
    const texts = signed?.map(({ text }) => text) ?? [];
    expect(texts).toContain('系统生成，经审核并加盖印章后生效。');
    expect(texts).toContain('附件：证据清单');
  }
});

const TEMPLATES = ['notice-1', 'notice-3'] as const;

test.each(TEMPLATES)(
  'the same facts give the same bytes, also with their keys in another order: %s',
  (template) => {
    const facts = noticeFacts({ template });
    const turned = Object.fromEntries(Object.entries(facts).reverse()) as unknown as NoticeFacts;
    const bytes = draw(facts);
    expect(sha256(draw(facts))).toBe(sha256(bytes));
    expect(sha256(draw(turned))).toBe(sha256(bytes));
    expect(sha256(draw(noticeFacts({ template, replyDays: 6 })))).not.toBe(sha256(bytes));
  },
);

test('a character keeps its code though an earlier notice used the glyph for another (⿐, 鼻)', async () => {
  expect(textOf(await read(noticeFacts({ addressee: { name: '⿐公司' } })))).toContain('⿐公司：');
  expect(textOf(await read(noticeFacts({ addressee: { name: '鼻公司' } })))).toContain('鼻公司：');
});

test.each(TEMPLATES)('another process draws the same bytes: %s', (template) => {
  const at = (path: string) =>
    JSON.stringify(new URL(`../../reports/${path}`, import.meta.url).href);
  const script = `
    import { readFileSync } from 'node:fs';
    import { createHash } from 'node:crypto';
    const { drawNotice } = await import(${at('notice.ts')});
    const { nodeFonts } = await import(${at('node-fonts.ts')});
    const facts = JSON.parse(readFileSync(0, 'utf8'));
    console.log(createHash('sha256').update(drawNotice(facts, nodeFonts())).digest('hex'));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const other = spawnSync(process.execPath, args, {
    input: JSON.stringify(noticeFacts({ template })),
    encoding: 'utf8',
  });
  expect(other.stderr).toBe('');
  expect(other.stdout.trim()).toBe(sha256(draw(noticeFacts({ template }))));
});

test('the metadata names title, author, language, fonts, the facts and their time', () => {
  const source = Buffer.from(draw(noticeFacts({ authority: { name: '甲<乙>&局' } }))).toString(
    'latin1',
  );
  expect(source.match(/D:20261022155959Z/g)).toHaveLength(2);
  expect(source).toContain('/Lang (zh-CN)');
  expect(source).toContain('NotoSerifSC-Regular');
  const xmp = Buffer.from(source, 'latin1').toString('utf8');
  expect(xmp).toContain('农民工工资支付预警通知书</rdf:li>');
  expect(xmp).toContain('<rdf:li>甲＜乙＞＆局</rdf:li>');
  expect(xmp).toContain('<pdfaid:part>1</pdfaid:part>');
});
