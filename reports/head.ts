import {
  AREA,
  LINE,
  type Look,
  MM,
  type Paper,
  PITCH,
  putParagraph,
  RED,
  SHEET,
  SIZE,
} from './page.ts';
import { balanceLines } from './setting.ts';

/** 信函格式 (for a 函) or the common form with the large head (for a 通知书); `early`: as drawn before notice-3. */
export interface Form {
  letter: boolean;
  early: boolean;
}

/** Without an organisation it is the title alone. */
interface Head {
  organisation?: string;
  number?: string;
  title: readonly string[];
}

/** Width of the letter's red lines (10.1). */
const LETTER_WIDTH = 170 * MM;
/** The letter's two red lines, thick and thin, and where the second begins. */
const [THICK, THIN, OFFSET] = [1.5, 0.6, 3];
const BODY = {
  face: 'body',
  size: SIZE.body,
  tracking: PITCH - SIZE.body,
  first: 0,
  rest: 0,
  right: 0,
  pitch: LINE,
} as const;

/** 发文机关标志, 发文字号, red lines and title; leaves `y` one line below the title. */
export function putHead(
  paper: Paper,
  { organisation, number = '', title }: Head,
  form: Form,
): void {
  if (organisation !== undefined) {
    if (form.letter) putLetterHead(paper, organisation, number, form);
    else putCommonHead(paper, organisation, number);
    if (!form.early) paper.snap('nearest');
  }
  putTitle(paper, title, form);
}

/**
 * 10.1: mark 30 mm from the sheet's top, double red lines of 170 mm under it and at the foot, number at the right under
 * the first, title two lines below it.
 */
function putLetterHead(paper: Paper, organisation: string, number: string, { early }: Form): void {
  const bottom = putMark(paper, organisation, 30 * MM, LETTER_WIDTH);
  const left = (SHEET.width - LETTER_WIDTH) / 2;
  const line = bottom + 4 * MM;
  paper.rule(left, line, LETTER_WIDTH, THICK, RED);
  paper.rule(left, line + OFFSET, LETTER_WIDTH, THIN, RED);
  const foot = SHEET.height - 20 * MM;
  paper.rule(left, foot - OFFSET - THIN, LETTER_WIDTH, THIN, RED);
  paper.rule(left, foot - THICK, LETTER_WIDTH, THICK, RED);
  const pitch = early ? LINE : SIZE.body;
  paper.y = early ? line + 8 : line + OFFSET + THIN + (SIZE.body * 7) / 8;
  putParagraph(paper, { ...BODY, text: number, align: 'right', pitch });
  paper.y += (early ? 1.5 : 2) * LINE;
}

/** 7.2.4 to 7.3.1: mark 35 mm below the type area's top, number two lines below it, red line 4 mm below that. */
function putCommonHead(paper: Paper, organisation: string, number: string): void {
  paper.y = putMark(paper, organisation, AREA.top + 35 * MM, AREA.width) + 2 * LINE;
  putParagraph(paper, { ...BODY, text: number, align: 'center', pitch: SIZE.body });
  paper.rule(AREA.left, paper.y + 4 * MM, AREA.width, 1.2, RED);
  paper.y += 4 * MM + 2 * LINE;
}

/** The organisation's name in red, as large as it fits on one line; a very long one on two. Gives its foot. */
function putMark(paper: Paper, name: string, top: number, width: number): number {
  const measure = (size: number) => (text: string) => paper.width(text, { face: 'title', size });
  const fitting = Math.floor(Math.min(38, (38 * width) / measure(38)(name)));
  const size = Math.max(fitting, 20);
  let y = top;
  for (const line of balanceLines(name, measure(size), width)) {
    const x = (SHEET.width - measure(size)(line)) / 2;
    paper.put(line, x, y, { face: 'title', size, colour: RED });
    y += size * 1.25;
  }
  return y - size * 0.25;
}

function putTitle(paper: Paper, phrases: readonly string[], { early }: Form): void {
  const look: Look = { face: 'title', size: SIZE.title };
  const centred = { ...BODY, ...look, tracking: 0, align: 'center' } as const;
  const measure = (text: string) => paper.width(text, look);
  const balanced = (text: string) => balanceLines(text, measure, AREA.width);
  const whole = balanced(phrases.join(''));
  const lines = whole.length === 1 ? whole : phrases.flatMap(balanced);
  const pitch = early ? LINE * 1.15 : LINE;
  putParagraph(paper, { ...centred, text: phrases.join(''), pitch }, lines);
  paper.y += early ? LINE / 2 : LINE;
  paper.snap();
}
