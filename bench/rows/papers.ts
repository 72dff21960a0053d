import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawPrintRun } from '../../reports/notice.ts';
import { drawOverThreads } from '../../src/commands/drawing.ts';
import { noted, replay } from '../pdf-calls.ts';
import { alternate, median } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { aNotice } from '../sample-notice.ts';

const NOTICES = 200;
const ROUNDS = 5;
const AIM_A_SECOND = 100;
const THREADS = [1, 2];

const facts = () => Array.from({ length: NOTICES }, (_, i) => aNotice(i));
const meta = { title: '合并打印', author: '虚构市住房和城乡建设局', at: new Date(0) };

/** Notices a second, each into a file of its own, drawn by so many threads; their start counts. */
async function overThreads(threads: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'papers-'));
  try {
    const tasks = facts().map((notice, i) => ({
      path: join(folder, `${i}.pdf`),
      kind: 'notice' as const,
      factsText: JSON.stringify(notice),
    }));
    const begun = performance.now();
    let refused = 0;
    await drawOverThreads(tasks, { threads, fontDir: '' }, ({ refusal }) => {
      if (refusal !== null) refused += 1;
    });
    if (refused > 0) throw new Error(`${refused} notices were not drawn`);
    return Math.round((NOTICES * 1000) / (performance.now() - begun));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(): Promise<Measured> {
  const fonts = nodeFonts();
  const notices = facts();
  const draw = () => drawPrintRun({ ...meta, notices }, fonts).length;
  const size = draw();
  const calls = noted(draw);
  const copied = replay(calls);
  // The tree of tags and the outline are not repeated: they are half of the file.
  if (copied > size || copied < size / 3)
    throw new Error(`the floor draws other pages: ${copied} bytes instead of ${size}`);
  const { ours, floor } = await alternate(ROUNDS, {
    ours: async () => void draw(),
    floor: async () => void replay(calls),
  });
  const aSecond = (NOTICES * 1000) / median(ours);
  const threads: Record<string, number> = {};
  for (const n of THREADS)
    threads[`${n} thread(s), a file each, per second`] = await overThreads(n);
  return {
    ours: `${ms(median(ours) / NOTICES)} (${Math.round(aSecond)}/s)`,
    floor: ms(median(floor) / NOTICES),
    ratio: median(ours) / median(floor),
    memoryMb: null,
    met: aSecond >= AIM_A_SECOND,
    more: { bytes: size, notices: NOTICES, threads, ours, floor },
  };
}

/** 合并打印: the drafts of a night in one file. */
export const papers: Row = {
  name: 'papers',
  what: '200 件通知书合并为一个文件；底线为 pdfkit 以共享字体画同样的页',
  aim: '≥ 100/s a process',
  run,
};
