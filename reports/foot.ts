import encodeQR from 'qr';
import type { Stencil } from './document.ts';
import type { Form } from './head.ts';
import { AREA, LINE, type Look, MM, type Paper, PITCH, RED, SIZE } from './page.ts';
import { linesOf, type Paragraph, putParagraph } from './paragraph.ts';
import { balanceLines, breakLines } from './setting.ts';

interface Signature {
  organisation: string;
  date: string;
  seal?: Stencil | undefined;
}

const LOOK: Look = { face: 'body', size: SIZE.body, tracking: PITCH - SIZE.body };
/** Across, as the seals of a city's offices are. */
const SEAL = 42 * MM;
/** From what goes before to the seal's top; so little that it ends above the line after the date. */
const SEAL_DROP = LINE / 10;

/**
 * 7.3.5: date four characters in from the right, organisation centred over it, room for the seal above. The seal lies over
 * both, which stand a little below its middle, its top within a line of what goes before.
 */
export function putSignature(paper: Paper, block: Signature): void {
  const organisation = organisationLines(paper, block);
  const date = paper.width(block.date, LOOK);
  const dateLeft = AREA.right - 4 * PITCH - date;
  const start = paper.take(signatureHeight(paper, block));
  const top = start + 2 * LINE + (LINE - SIZE.body) / 2;
  paper.part('P', () => {
    for (const [index, line] of organisation.entries()) {
      const width = paper.width(line, LOOK);
      const centred = dateLeft + date / 2 - width / 2;
      const x = Math.min(centred, AREA.right - 2 * PITCH - width);
      paper.put(line, x, top + index * LINE, LOOK);
    }
  });
  const under = top + organisation.length * LINE;
  paper.part('P', () => paper.put(block.date, dateLeft, under, LOOK));
  const { seal } = block;
  if (!seal) return;
  const height = (SEAL * seal.height) / seal.width;
  const above = start + SEAL_DROP + (organisation.length - 1) * LINE - (height - SEAL) / 2;
  const left = dateLeft + date / 2 - SEAL / 2;
  paper.part('Figure', () => paper.stencil(seal, left, above, SEAL, RED), {
    alt: `${block.organisation}印章`,
  });
}

/** Of the signature with the two lines above it. */
export function signatureHeight(paper: Paper, block: Signature): number {
  return (3 + organisationLines(paper, block).length) * LINE;
}

function organisationLines(paper: Paper, block: Signature): string[] {
  const measure = (text: string) => paper.width(text, LOOK);
  return balanceLines(block.organisation, measure, AREA.width - 2 * PITCH);
}

export const VERIFY_HEIGHT = 2 * LINE;
const QR_SIDE = 18 * MM;
const CAPTION: Look = { face: 'body', size: 10.5 };

/** The QR code at the left of the type area, the code and what it is for beside it; the code alone where no address is known. */
export function putVerify(paper: Paper, { code, url }: { code: string; url: string }): void {
  const top = paper.take(VERIFY_HEIGHT) + (VERIFY_HEIGHT - QR_SIDE) / 2;
  if (url !== '')
    paper.part('Figure', () => paper.raster(AREA.left, top, QR_SIDE, fieldsOf(url)), {
      alt: `二维码：${url}`,
    });
  const left = url === '' ? AREA.left : AREA.left + QR_SIDE + 4 * MM;
  const measure = (piece: string) => paper.width(piece, CAPTION);
  const texts = [`核验码：${code}`, ...(url === '' ? [] : [url, VERIFY_TEXT])];
  const parts = texts.map((text) =>
    breakLines(text, measure, AREA.right - left, AREA.right - left),
  );
  const count = parts.flat().length;
  const pitch = Math.min(CAPTION.size * 1.4, VERIFY_HEIGHT / count);
  let y = top + (QR_SIDE - count * pitch) / 2;
  for (const lines of parts)
    paper.part('P', () => {
      for (const line of lines) {
        paper.put(line, left, y, CAPTION);
        y += pitch;
      }
    });
}

const VERIFY_TEXT =
  '扫描二维码或者访问上述网址，可核对本文书的文号、日期、主送单位、页数和文件校验值，以及是否有效。';

/** The QR code without its margin: the paper round it is white. */
function fieldsOf(url: string): boolean[][] {
  const framed = encodeQR(url, 'raw', { ecc: 'medium', border: 1 });
  return framed.slice(1, -1).map((row) => row.slice(1, -1));
}

interface Copies {
  text: string;
  imprint?: { organisation: string; date: string };
}

/** Lines of the 版记 (7.4.1): 首条 and 末条 thick, those between thin. */
const [THICK, THIN] = [0.35 * MM, 0.25 * MM];
const LEADING = SIZE.small * 1.5;

/** 4号, one character in from both sides. */
function copiesParagraph(text: string): Paragraph {
  return {
    face: 'body',
    size: SIZE.small,
    tracking: 0,
    text: `抄送：${text}。`,
    first: SIZE.small,
    rest: 4 * SIZE.small,
    right: SIZE.small,
    align: 'justify',
    pitch: LEADING,
  };
}

/** The height of the 版记 with its rules. */
export function copiesHeight(paper: Paper, { text, imprint }: Copies, form: Form): number {
  const lines = text === '' ? 0 : linesOf(paper, copiesParagraph(text)).length;
  const more = imprint && !form.letter ? printerLines(paper, imprint).length : 0;
  return (lines + more) * LEADING + 4;
}

/** 7.4: 版记 at the foot of the last page, 4号, one character in from both sides; ruled unless it is a letter. */
export function putCopies(paper: Paper, block: Copies, form: Form): void {
  const height = copiesHeight(paper, block, form);
  if (!paper.fits(height)) paper.turn();
  paper.y = Math.max(paper.y, AREA.bottom - height + 2);
  if (!form.letter) {
    paper.rule(AREA.left, paper.y - 1, AREA.width, THICK);
    paper.rule(AREA.left, AREA.bottom - THICK, AREA.width, THICK);
  }
  if (block.text !== '') paper.part('P', () => putParagraph(paper, copiesParagraph(block.text)));
  if (form.letter || !block.imprint) return;
  if (block.text !== '') paper.rule(AREA.left, paper.y, AREA.width, THIN);
  putImprint(paper, block.imprint);
}

type Imprint = NonNullable<Copies['imprint']>;
const SMALL: Look = { face: 'body', size: SIZE.small };

/** 印发机关 at the left, 印发日期 at the right, one character in. */
function putImprint(paper: Paper, imprint: Imprint): void {
  const lines = printerLines(paper, imprint);
  const top = paper.take(lines.length * LEADING) + (LEADING - SIZE.small) / 2;
  paper.part('P', () => {
    for (const [index, line] of lines.entries())
      paper.put(line, AREA.left + SIZE.small, top + index * LEADING, SMALL);
  });
  const right = AREA.right - SIZE.small - paper.width(imprint.date, SMALL);
  const last = top + (lines.length - 1) * LEADING;
  paper.part('P', () => paper.put(imprint.date, right, last, SMALL));
}

/** 印发机关, beside its date on one line or, where its name is too long, on several. */
function printerLines(paper: Paper, { organisation, date }: Imprint): string[] {
  const measure = (text: string) => paper.width(text, SMALL);
  return balanceLines(organisation, measure, AREA.width - 3 * SIZE.small - measure(date));
}
