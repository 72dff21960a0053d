import { AREA, LINE, type Look, MM, type Paper, PITCH, RED, SHEET, SIZE } from './page.ts';
import { putParagraph } from './paragraph.ts';
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
/**
 * The largest mark, whose size is the office's choice (7.2.4, 10.1): so large that the title stands on the grid just two lines below what is
 * before it. One that is made smaller to fit moves the title by up to half a line.
 */
const MARK = { letter: 33, common: 46, early: 38 };
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
    else putCommonHead(paper, organisation, number, form);
    if (!form.early) paper.snap('nearest');
  }
  putTitle(paper, title, form);
}

/**
 * 10.1: mark 30 mm from the sheet's top, double red lines of 170 mm under it and at the foot, number at the right under
 * the first, title two lines below it.
 */
function putLetterHead(paper: Paper, organisation: string, number: string, { early }: Form): void {
  const bottom = putMark(paper, organisation, {
    top: 30 * MM,
    width: LETTER_WIDTH,
    most: early ? MARK.early : MARK.letter,
  });
  const left = (SHEET.width - LETTER_WIDTH) / 2;
  const line = bottom + 4 * MM;
  paper.rule(left, line, LETTER_WIDTH, THICK, RED);
  paper.rule(left, line + OFFSET, LETTER_WIDTH, THIN, RED);
  const foot = SHEET.height - 20 * MM;
  paper.rule(left, foot - OFFSET - THIN, LETTER_WIDTH, THIN, RED);
  paper.rule(left, foot - THICK, LETTER_WIDTH, THICK, RED);
  const pitch = early ? LINE : SIZE.body;
  paper.y = early ? line + 8 : line + OFFSET + THIN + (SIZE.body * 7) / 8;
  paper.part('P', () => putParagraph(paper, { ...BODY, text: number, align: 'right', pitch }));
  paper.y += (early ? 1.5 : 2) * LINE;
}

/** 7.2.4 to 7.3.1: mark 35 mm below the type area's top, number two lines below it, red line 4 mm below that. */
function putCommonHead(paper: Paper, organisation: string, number: string, { early }: Form): void {
  const bottom = putMark(paper, organisation, {
    top: AREA.top + 35 * MM,
    width: AREA.width,
    most: early ? MARK.early : MARK.common,
  });
  paper.y = bottom + 2 * LINE;
  const centred = { ...BODY, text: number, align: 'center', pitch: SIZE.body } as const;
  paper.part('P', () => putParagraph(paper, centred));
  paper.rule(AREA.left, paper.y + 4 * MM, AREA.width, 1.2, RED);
  paper.y += 4 * MM + 2 * LINE;
}

/** The organisation's name in red, as large as it fits on one line; a very long one on two. Gives its foot. */
function putMark(
  paper: Paper,
  name: string,
  { top, width, most }: { top: number; width: number; most: number },
): number {
  const measure = (size: number) => (text: string) => paper.width(text, { face: 'title', size });
  const fitting = Math.floor(Math.min(most, (most * width) / measure(most)(name)));
  const size = Math.max(fitting, 20);
  const lines = balanceLines(name, measure(size), width);
  paper.part('P', () => {
    for (const [index, line] of lines.entries()) {
      const x = (SHEET.width - measure(size)(line)) / 2;
      paper.put(line, x, top + index * size * 1.25, { face: 'title', size, colour: RED });
    }
  });
  return top + (lines.length * 1.25 - 0.25) * size;
}

function putTitle(paper: Paper, phrases: readonly string[], { early }: Form): void {
  const look: Look = { face: 'title', size: SIZE.title };
  const centred = { ...BODY, ...look, tracking: 0, align: 'center' } as const;
  const measure = (text: string) => paper.width(text, look);
  const balanced = (text: string) => balanceLines(text, measure, AREA.width);
  const whole = balanced(phrases.join(''));
  const lines = whole.length === 1 ? whole : phrases.flatMap(balanced);
  const pitch = early ? LINE * 1.15 : LINE;
  paper.part('H1', () => putParagraph(paper, { ...centred, text: phrases.join(''), pitch }, lines));
  paper.y += early ? LINE / 2 : LINE;
  paper.snap();
}
