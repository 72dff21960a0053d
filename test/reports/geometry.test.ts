import { deflateSync, inflateSync } from 'node:zlib';
import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { composeNotice } from '../../reports/notice-text.ts';
import { sampleNotices } from '../../reports/samples.ts';
import { type Bar, readSheets, type Sheet, type Text } from '../helpers/pdf.ts';
import { anAlert, noticeFacts } from './facts.ts';

// GB/T 9704-2012 as law.md 10 has it, in millimetres from the sheet's top left. The numbers are the standard's, not the
// program's; half a millimetre is allowed.

const MM = 72 / 25.4;
const SLACK = 0.5 * MM;
const AREA = { left: 28 * MM, top: 37 * MM, right: (28 + 156) * MM, bottom: (37 + 225) * MM };
const LINE = (225 / 22) * MM;
const PITCH = (156 / 28) * MM;
const RED = '#d7000f';

const near = (is: number, meant: number, slack = SLACK) => {
  expect(is).toBeGreaterThan(meant - slack);
  expect(is).toBeLessThan(meant + slack);
};
/** Top and foot of a text's square: a Chinese font's baseline lies 0.88 below the top. */
const topOf = ({ y, size }: Text) => y - 0.88 * size;
const footOf = (text: Text) => topOf(text) + text.size;
const rightOf = ({ x, width }: Text | Bar) => x + width;
const isFolio = ({ text }: Text) => /^— \d+ —$/.test(text);
const isRed = ({ colour }: Text | Bar) => colour === RED;
const isHan = (text: Text) => text.size === 16;

const drawn = await Promise.all(
  sampleNotices().map(async ({ name, facts }) => {
    const sheets = await readSheets(drawNotice(facts, nodeFonts()));
    const letter = facts.instrument !== 'warning';
    return { name, facts, sheets, letter, first: sheets[0] as Sheet, last: sheets.at(-1) as Sheet };
  }),
);
type Drawn = (typeof drawn)[number];
const letters = drawn.filter(({ letter }) => letter);
const commons = drawn.filter(({ letter }) => !letter);

/** The parts of the head, told by colour, size and order. */
function headOf({ first, facts }: Drawn) {
  const marks = first.texts.filter((text) => isRed(text));
  const number = first.texts.find(
    ({ text }) => text === (facts.number ?? '（草稿，未编号）'),
  ) as Text;
  const titles = first.texts.filter((text) => text.size === 22 && !isRed(text));
  const bars = first.bars.filter(isRed).sort((a, b) => a.y - b.y);
  return {
    marks,
    mark: marks[0] as Text,
    markFoot: footOf(marks.at(-1) as Text),
    number,
    titles,
    bars,
  };
}

describe.each(drawn)('$name', (paper) => {
  const { facts, sheets, first, last, letter } = paper;

  test('sheets are A4; all text but the mark of a letter and page numbers lies in the type area', () => {
    for (const sheet of sheets) {
      near(sheet.width, 210 * MM, 0.1);
      near(sheet.height, 297 * MM, 0.1);
      for (const text of sheet.texts.filter((one) => !isFolio(one) && !isRed(one))) {
        expect(text.x, text.text).toBeGreaterThan(AREA.left - 0.1);
        expect(rightOf(text), text.text).toBeLessThan(AREA.right + SLACK);
        expect(topOf(text), text.text).toBeGreaterThan(AREA.top - 0.1);
        expect(footOf(text), text.text).toBeLessThan(AREA.bottom + 0.1);
      }
    }
  });

  test('text of 3号 stands on the grid of 22 lines, its rows 28 characters wide', () => {
    const { number } = headOf(paper);
    const rows = sheets.flatMap(({ texts }) => texts.filter((one) => isHan(one) && !isRed(one)));
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows.filter((one) => one !== number)) {
      const lines = (topOf(row) + 8 - AREA.top) / LINE - 0.5;
      expect(Math.abs(lines - Math.round(lines)) * LINE, row.text).toBeLessThan(SLACK);
      expect([...row.text].length, row.text).toBeLessThanOrEqual(56);
    }
  });

  test('type: 3号 body, 2号 title, 4号 page numbers and 版记; nothing else above the tables’ sizes', () => {
    const sizes = new Set(
      sheets.flatMap(({ texts }) => texts.filter((one) => !isRed(one)).map(({ size }) => size)),
    );
    for (const size of sizes) expect([22, 16, 14, 12, 10.5, 9, 8, 7]).toContain(size);
    const { titles, marks } = headOf(paper);
    for (const text of [...titles, ...marks]) expect(text.font).toBe('NotoSerifSC-Black');
    for (const sheet of sheets) {
      const headings = sheet.texts.filter(
        ({ text, size }) => size === 16 && /^[一二三四五六七八九十]+、/.test(text),
      );
      for (const heading of headings) expect(heading.font).toBe('NotoSerifSC-Bold');
    }
  });

  test('page numbers: 4号, the dashes 7 mm below the type area, odd right and even left, one character in', () => {
    sheets.forEach((sheet, index) => {
      const folios = sheet.texts.filter(isFolio);
      if (letter && index === 0) {
        expect(folios).toEqual([]);
        return;
      }
      expect(folios.map(({ text }) => text)).toEqual([`— ${index + 1} —`]);
      const [folio] = folios as [Text];
      expect(folio.size).toBe(14);
      near(folio.y - 0.38 * 14, AREA.bottom + 7 * MM);
      if (index % 2 === 0) near(rightOf(folio), AREA.right - 14);
      else near(folio.x, AREA.left + 14);
    });
  });

  test('the title is centred on the grid, two lines below what is before it where the mark has its full size, the addressee one below', () => {
    const { marks, titles, number, bars } = headOf(paper);
    for (const line of titles) near(line.x + line.width / 2, 105 * MM + 1 * MM, 1 * MM + SLACK);
    const before = letter ? footOf(number) : (bars[0] as Bar).y + (bars[0] as Bar).height;
    const title = titles[0] as Text;
    const gap = (topOf(title) - (LINE - title.size) / 2 - before) / LINE;
    near(gap, 2, marks.length === 1 && marks[0]?.size === (letter ? 33 : 46) ? 0.02 : 0.55);
    const addressee = first.texts.find(
      ({ x, y, size }) =>
        size === 16 && Math.abs(x - AREA.left) < 0.1 && y > (titles.at(-1) as Text).y,
    ) as Text;
    near((addressee.y - (titles.at(-1) as Text).y) / LINE, 2, 0.1);
    expect(facts.addressee.name.startsWith(addressee.text.slice(0, 8))).toBe(true);
  });

  test('the first page bears text of the body', () => {
    expect(
      first.texts.some(
        ({ text, x }) => text.startsWith('经农民工') && Math.abs(x - AREA.left - 2 * PITCH) < SLACK,
      ),
    ).toBe(true);
  });

  test('the date stands four characters in from the right, the organisation over it', () => {
    const sheet = sheets.find(({ texts }) =>
      texts.some(({ text }) => text === dateOf(facts.issuedOn)),
    ) as Sheet;
    const date = sheet.texts
      .filter(({ text, size }) => size === 16 && text === dateOf(facts.issuedOn))
      .at(-1) as Text;
    near(rightOf(date), AREA.right - 4 * PITCH, SLACK + 0.3);
    const above = sheet.texts.filter(
      ({ size, y }) => size === 16 && Math.abs(y - date.y + LINE) < 1,
    );
    expect(above).toHaveLength(1);
    const [organisation] = above as [Text];
    const centred = organisation.x + organisation.width / 2 - (date.x + date.width / 2);
    const atTheEdge = Math.abs(rightOf(organisation) - (AREA.right - 2 * PITCH)) < SLACK;
    expect(Math.abs(centred) < SLACK || atTheEdge).toBe(true);
  });

  test('版记: at the foot of the last page; ruled and with 印发 unless it is a letter', () => {
    const wide = (sheet: Sheet) =>
      sheet.bars.filter(
        (bar) =>
          !isRed(bar) &&
          bar.height < 1.3 &&
          bar.width > 155 * MM &&
          bar.y > AREA.bottom - 120 &&
          sheet === last,
      );
    const small = last.texts.filter(({ size, y }) => size === 14 && y < AREA.bottom);
    if (letter) {
      expect(small.some(({ text }) => text.startsWith('抄送：'))).toBe(facts.copies.length > 0);
      expect(last.texts.some(({ text }) => text.endsWith('印发'))).toBe(false);
      return;
    }
    const rules = wide(last).filter(({ height }) => Math.abs(height - 0.5) > 0.05);
    const millimetres = rules
      .sort((a, b) => a.y - b.y)
      .map(({ height }) => Number((height / MM).toFixed(2)));
    expect(millimetres).toEqual(facts.copies.length > 0 ? [0.35, 0.25, 0.35] : [0.35, 0.35]);
    const end = rules.at(-1) as Bar;
    near(end.y + end.height, AREA.bottom, 0.1);
    near(end.width, 156 * MM, 0.1);
    near(end.x, AREA.left, 0.1);
    const [left, right] = small.slice(-2) as [Text, Text];
    near(left.x, AREA.left + 14, 0.1);
    near(rightOf(right), AREA.right - 14, 0.1);
    expect(right.text).toBe(facts.issuedOn ? `${dateOf(facts.issuedOn)}印发` : '（未印发）');
  });

  test('no line begins with closing or ends with opening punctuation', () => {
    for (const { text, size } of sheets.flatMap(({ texts }) => texts)) {
      if (size !== 16) continue;
      expect(text).not.toMatch(/^[、。，；：！？）〕》”]/);
      expect(text).not.toMatch(/[（〔《“]$/);
    }
  });

  test('another parser reads all that was meant', () => {
    const read = sheets
      .flatMap(({ texts }) => texts.filter((one) => !isFolio(one)).map(({ text }) => text))
      .join('')
      .replace(/\s/g, '');
    for (const block of composeNotice(facts)) {
      if ('text' in block) expect(read).toContain(block.text.replace(/\s/g, ''));
      if (block.kind === 'head') for (const phrase of block.title) expect(read).toContain(phrase);
      if (block.kind === 'annexes') for (const name of block.names) expect(read).toContain(name);
      if (block.kind === 'table')
        for (const cell of block.rows.flat())
          expect(read).toContain([...cell.replace(/\s/g, '')].slice(0, 4).join(''));
    }
  });
});

const dateOf = (day: string | null) => {
  if (day === null) return '（未签发）';
  const [year, month, on] = day.split('-').map(Number);
  return `${year}年${month}月${on}日`;
};

describe('信函格式', () => {
  test.each(letters)(
    '$name: the mark 30 mm from the sheet’s top, double lines of 170 mm under it and at the foot',
    (paper) => {
      const { marks, mark, markFoot, number, bars } = headOf(paper);
      near(topOf(mark), 30 * MM);
      for (const line of marks) near(line.x + line.width / 2, 105 * MM);
      expect(bars).toHaveLength(4);
      const [thick, thin, thinBelow, thickBelow] = bars as [Bar, Bar, Bar, Bar];
      for (const bar of bars) {
        near(bar.width, 170 * MM);
        near(bar.x, 20 * MM);
      }
      near(thick.y - markFoot, 4 * MM);
      expect(thick.height).toBeGreaterThan(1.5 * thin.height);
      expect(thickBelow.height).toBeGreaterThan(1.5 * thinBelow.height);
      near(thickBelow.y + thickBelow.height, (297 - 20) * MM);
      near(rightOf(number), AREA.right, SLACK + 0.3);
      expect(number.y).toBeGreaterThan(thin.y);
      for (const sheet of paper.sheets.slice(1)) expect(sheet.bars.filter(isRed)).toEqual([]);
    },
  );
});

describe('the common form', () => {
  test.each(commons)(
    '$name: the mark 35 mm below the type area’s top, the number two lines below it, a red line 4 mm below that',
    (paper) => {
      const { mark, markFoot, number, bars } = headOf(paper);
      near(topOf(mark), AREA.top + 35 * MM);
      near((topOf(number) - markFoot) / LINE, 2, 0.05);
      near(number.x + number.width / 2, 106 * MM);
      expect(bars).toHaveLength(1);
      const [line] = bars as [Bar];
      near(line.y - footOf(number), 4 * MM);
      near(line.x, AREA.left);
      near(line.width, 156 * MM);
    },
  );

  test('an office with a short name has the title just two lines below the red line', async () => {
    const facts = noticeFacts({ template: 'notice-3', authority: { name: '虚构市住建局' } });
    const [first] = await readSheets(drawNotice(facts, nodeFonts()));
    const { marks, titles, bars } = headOf({ first, facts } as Drawn);
    const [mark, title, line] = [marks[0], titles[0], bars[0]] as [Text, Text, Bar];
    expect(mark.size).toBe(46);
    near(topOf(title) - (LINE - 22) / 2 - line.y - line.height, 2 * LINE);
  });
});

describe('annexes', () => {
  test.each(drawn.filter(({ facts }) => facts.instrument === 'referral'))(
    '$name: named after the body, each on a page of its own, 附件 in 黑体 on line 1, its title on line 3',
    ({ sheets }) => {
      const texts = sheets.flatMap((sheet) => sheet.texts);
      const [named, second] = texts.filter(({ text }) => /^(附件：1\. |2\. 劳动)/.test(text)) as [
        Text,
        Text,
      ];
      near(named.x, AREA.left + 2 * PITCH);
      near(second.x, AREA.left + 5 * PITCH);
      expect(named.text + second.text).not.toMatch(/[。；]$/);
      for (const label of ['附件1', '附件2']) {
        const sheet = sheets.find((one) => one.texts.some(({ text }) => text === label)) as Sheet;
        const [first, title] = sheet.texts as [Text, Text];
        expect(first).toMatchObject({ text: label, size: 16, font: 'NotoSerifSC-Bold' });
        near(first.x, AREA.left);
        near(topOf(first) + 8, AREA.top + LINE / 2);
        near(topOf(title) + 11, AREA.top + 2.5 * LINE);
        expect(title.size).toBe(22);
      }
      const order = texts.findIndex(({ text }) => text === '附件2');
      expect(
        texts
          .slice(order)
          .map(({ text }) => text)
          .join(''),
      ).toContain('限期改正指令书只能由人力资源社会保障部门依法作出。');
    },
  );
});

describe('the seal', () => {
  test.each(drawn)('$name: over name and date, 42 mm, from approval on', ({ facts, sheets }) => {
    const images = sheets.flatMap((sheet) => sheet.images);
    if (!facts.approved) return expect(images).toEqual([]);
    expect(images).toHaveLength(1);
    const [seal] = images as [Bar];
    expect(seal.colour).toBe(RED);
    near(seal.width, 42 * MM);
    near(seal.height, 42 * MM);
    const sheet = sheets.find((one) => one.images.length > 0) as Sheet;
    const date = sheet.texts
      .filter(({ text, size }) => size === 16 && text === dateOf(facts.issuedOn))
      .at(-1) as Text;
    near(seal.x + seal.width / 2, date.x + date.width / 2);
    const organisation = sheet.texts.find(
      ({ y, size }) => size === 16 && Math.abs(y - date.y + LINE) < 1,
    ) as Text;
    const middle = seal.y + seal.height / 2;
    expect(topOf(organisation) + 8).toBeGreaterThan(middle);
    expect(footOf(date)).toBeLessThan(seal.y + seal.height);
    const before = Math.max(
      ...sheet.texts.filter(({ y, size }) => size === 16 && y < organisation.y - 1).map(footOf),
    );
    expect(seal.y - before).toBeLessThan(LINE);
    expect(seal.y).toBeGreaterThan(before);
  });
});

test('a seal that is not round stands with its middle where a round one has it', async () => {
  const { facts } = drawn.find(({ name }) => name === 'warning-long') as Drawn;
  const round = facts.seal as NonNullable<typeof facts.seal>;
  const rows = inflateSync(Buffer.from(round.bits, 'base64')).subarray(0, 60 * 320);
  const seal = { width: 480, height: 320, bits: deflateSync(rows).toString('base64') };
  const boxes = await Promise.all(
    [round, seal].map(async (one) => {
      const sheets = await readSheets(drawNotice({ ...facts, seal: one }, nodeFonts()));
      return sheets.flatMap(({ images }) => images)[0] as Bar;
    }),
  );
  const [first, second] = boxes.map(({ y, height }) => y + height / 2) as [number, number];
  near(second, first, 0.1);
  near(boxes[1]?.height ?? 0, 28 * MM, 0.1);
});

test.each(drawn.filter(({ facts }) => facts.verify))(
  '$name: the QR code is read back as its address, beside the code',
  ({ facts, sheets }) => {
    const { code, url } = facts.verify as { code: string; url: string };
    const sheet = sheets.find(({ texts }) =>
      texts.some(({ text }) => text === `核验码：${code}`),
    ) as Sheet;
    const row = Math.min(
      ...sheet.bars.filter(({ height }) => height > 1.2).map(({ height }) => height),
    );
    const fields = sheet.bars.filter(
      (bar) => Math.abs(bar.height - row) < 0.01 && bar.x < AREA.left + 20 * MM,
    );
    const top = Math.min(...fields.map(({ y }) => y));
    const scale = 4;
    const side = Math.round((18 * MM) / row) * scale + 8 * scale;
    const data = new Uint8Array(side * side * 3).fill(255);
    for (const { x, y, width } of fields) {
      const [from, to] = [x - AREA.left, x + width - AREA.left].map(
        (at) => Math.round((at / row) * scale) + 4 * scale,
      ) as [number, number];
      const down = Math.round(((y - top) / row) * scale) + 4 * scale;
      for (let line = down; line < down + scale; line++)
        data.fill(0, (line * side + from) * 3, (line * side + to) * 3);
    }
    expect(decodeQR({ width: side, height: side, data })).toBe(url);
    expect(sheet.texts.map(({ text }) => text)).toContain(url);
  },
);

test('no line of a paragraph stands alone at a page’s foot or head, wherever the page ends', async () => {
  const parted = new Set<string>();
  for (let lines = 2; lines <= 24; lines++) {
    const template = 'notice-3';
    const alerts = [anAlert({ sentence: '前'.repeat(28 * lines) })];
    const facts = noticeFacts({
      template,
      instrument: 'reminder',
      alerts,
      addition: '欠'.repeat(28 * 4),
      asks: ['欠'.repeat(28 * 3)],
    });
    for (const { texts } of await readSheets(drawNotice(facts, nodeFonts()))) {
      const rows = texts
        .filter(({ text }) => /^欠+。?$/.test(text))
        .map(({ text, y }) => ({ text, y }));
      parted.add(String(rows.length));
      expect(rows).not.toHaveLength(1);
    }
  }
  expect(parted.size).toBeGreaterThan(2);
});
