import type { WorkerList } from '../src/domain/notices/workers.ts';
import { formatChinese, startOf } from '../src/lib/day.ts';
import { formatYuan } from '../src/lib/fen.ts';
import { type Block, putBlocks } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { requireGlyphs } from './glyphs.ts';
import { openBook } from './press.ts';
import { cleanText } from './setting.ts';
import type { Column } from './table.ts';

const COLUMNS: Column[] = [
  { title: '序号', align: 'center' },
  { title: '姓名', align: 'left', flexible: true },
  { title: '身份证号后四位', align: 'center' },
  { title: '用人单位', align: 'left', flexible: true },
  { title: '工资月份', align: 'center' },
  { title: '未付金额', align: 'right' },
];

/**
 * Draws the list as an annex. With a password only who knows it can open the file (AES, 256 bits); without, it is PDF/A-1b.
 * @throws Problem `missing-glyph`
 */
export function drawWorkerList(list: WorkerList, fonts: Fonts, password?: string): Uint8Array {
  requireGlyphs(list, fonts);
  const title = '涉及人员名单';
  const book = openBook(fonts, {
    title,
    author: cleanText(list.projectName),
    at: startOf(list.day),
    keywords: list.masked ? 'masked' : 'for the authority only',
    ...(password !== undefined && { password }),
  });
  const paper = book.paper({ firstNumbered: true });
  putBlocks(paper, composeList(list, title), { letter: true, early: false });
  paper.close();
  return book.finish();
}

function composeList(list: WorkerList, title: string): Block[] {
  const { projectName, number, day, masked, workers } = list;
  const total = workers.reduce((sum, { owedFen }) => sum + owedFen, 0);
  const people = `${workers.length}人次，合计${formatYuan(total)}元`;
  const about = `${number ?? '（草稿，未编号）'}，${cleanText(projectName)}。截至${formatChinese(day)}仍未付至本人账户的工资：${people}。`;
  const whom = masked
    ? '姓名已隐去部分，仅供核对，不得另作他用。'
    : '本名单含个人信息，仅供主管部门使用，不得提供给用人单位。';
  const rows = workers.map((worker, index) => [
    String(index + 1),
    cleanText(worker.name),
    worker.idLast4,
    cleanText(worker.employerName),
    worker.period,
    formatYuan(worker.owedFen),
  ]);
  return [
    { kind: 'annex', label: '附件', title },
    { kind: 'paragraph', text: about },
    { kind: 'paragraph', text: whom, strong: true, keep: true },
    { kind: 'table', columns: COLUMNS, rows, note: '金额单位：元' },
  ];
}
