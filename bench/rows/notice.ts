import PDFDocument from 'pdfkit';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { alternate, median } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { aNotice } from '../sample-notice.ts';

const A_ROUND = 40;
const ROUNDS = 9;
const AIM_A_SECOND = 100;

type Call = [name: string, args: unknown[]];
const CALLS = [
  'registerFont',
  'font',
  'fontSize',
  'fillColor',
  'text',
  'rect',
  'fill',
  'addPage',
  'switchToPage',
];

/**
 * What a paper asks of pdfkit: its options and calls, noted while it is drawn. Calls that pdfkit makes
 * of itself are left out.
 */
function noted(draw: () => void): { options: object; calls: Call[] } {
  const proto = PDFDocument.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const own = new Map(CALLS.map((name) => [name, proto[name] as (...args: unknown[]) => unknown]));
  const calls: Call[] = [];
  let depth = 0;
  let options: object = {};
  for (const [name, method] of own) {
    proto[name] = function noting(this: { options: object }, ...args: unknown[]) {
      options = this.options;
      if (depth === 0) calls.push([name, args]);
      depth += 1;
      try {
        return method.apply(this, args);
      } finally {
        depth -= 1;
      }
    };
  }
  draw();
  for (const [name, method] of own) proto[name] = method;
  return { options, calls };
}

/** The same page by pdfkit alone: no facts read, no lines broken, no digest made. */
function replay({ options, calls }: { options: object; calls: Call[] }): number {
  const doc = new PDFDocument({ ...options });
  const methods = doc as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, args] of calls) methods[name]?.(...args);
  doc.end();
  let bytes = 0;
  for (let chunk = doc.read(); chunk !== null; chunk = doc.read())
    bytes += (chunk as Buffer).length;
  return bytes;
}

async function run(): Promise<Measured> {
  const fonts = nodeFonts();
  const draw = (i: number) => drawNotice(aNotice(i), fonts).length;
  // The first page is drawn before any is noted: pdfkit adds what it asks of itself only then.
  const size = draw(0);
  let at = 1;
  const pages = Array.from({ length: A_ROUND }, (_, i) => noted(() => draw(i)));
  const copied = replay(pages[0] as (typeof pages)[number]);
  if (Math.abs(copied - size) > size / 20) {
    throw new Error(`the floor draws another page: ${copied} bytes instead of ${size}`);
  }
  const { ours, floor } = await alternate(ROUNDS, {
    ours: async () => {
      for (let i = 0; i < A_ROUND; i++) draw(at++);
    },
    floor: async () => {
      for (const page of pages) replay(page);
    },
  });
  const each = median(ours) / A_ROUND;
  const aSecond = 1000 / each;
  return {
    ours: `${ms(each)} (${Math.round(aSecond)}/s)`,
    floor: ms(median(floor) / A_ROUND),
    ratio: median(ours) / median(floor),
    memoryMb: null,
    met: aSecond >= AIM_A_SECOND,
    more: { bytes: size, ours, floor },
  };
}

/** 文书: one notice of one page, fonts parsed once. */
export const notice: Row = {
  name: 'notice',
  what: '一份通知书；底线为 pdfkit 以共享字体画同一页',
  aim: '≥ 100/s a process',
  run,
};
