import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { noted, replay } from '../pdf-calls.ts';
import { alternate, median } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { aNotice } from '../sample-notice.ts';

const A_ROUND = 40;
const ROUNDS = 9;
const AIM_A_SECOND = 100;

async function run(): Promise<Measured> {
  const fonts = nodeFonts();
  const draw = (i: number) => drawNotice(aNotice(i), fonts).length;
  // The first page is drawn before any is noted: pdfkit adds what it asks of itself only then.
  const size = draw(0);
  let at = 1;
  const pages = Array.from({ length: A_ROUND }, (_, i) => noted(() => draw(i)));
  const copied = replay(pages[0] as (typeof pages)[number]);
  // The tree of tags and the outline are not repeated.
  if (Math.abs(copied - size) > size / 10) {
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
