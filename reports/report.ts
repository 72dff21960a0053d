import { formatYuan } from '../src/lib/fen.ts';
import { sha256 } from '../src/lib/vault.ts';
import { putBlocks } from './blocks.ts';
import { chartHeight, isDrawable, makeDrawing, putChart } from './chart.ts';
import type { Fonts } from './fonts.ts';
import { requireGlyphs } from './glyphs.ts';
import { AREA, LINE, type Look, type Paper, SIZE } from './page.ts';
import { putParagraph } from './paragraph.ts';
import { openBook } from './press.ts';
import type { DataTable, Figured, Section } from './sections.ts';
import { balanceLines, cleanText } from './setting.ts';
import { putTable, type Table, tableHeight, tableLead } from './table.ts';

/** A report that is read, not served: no red head, no number. */
export interface Report {
  title: string;
  /** Lines under the title. */
  under: string[];
  author: string;
  /** The instant that the file carries. */
  at: Date;
  sections: Section[];
}

const CENTRED = { tracking: 0, first: 0, rest: 0, right: 0, align: 'center' } as const;
const NAME: Look = { face: 'strong', size: 10.5 };

/**
 * Draws a report as PDF/A-1b: title, then each section with its words, its charts and their tables. The same report gives the same bytes.
 * @throws Problem `missing-glyph` for a character that is in none of the fonts; it says which and in what text
 */
export async function drawReport(report: Report, fonts: Fonts): Promise<Uint8Array> {
  const clean = cleaned(report);
  requireGlyphs(clean, fonts);
  const book = openBook(fonts, {
    title: [clean.title, ...clean.under].join(' '),
    author: clean.author,
    at: clean.at,
    keywords: `facts sha256 ${sha256(JSON.stringify(clean))}; fonts ${fonts.names.join(', ')}`,
  });
  const paper = book.paper({ firstNumbered: true, mark: clean.title });
  putTitle(paper, clean);
  for (const section of clean.sections) await putSection(paper, section, fonts);
  paper.close();
  return book.finish();
}

/** Every text of it as the paper can set it. */
const cleaned = (report: Report): Report => ({
  ...(JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'string' ? cleanText(value) : value,
  ) as Report),
  at: report.at,
});

function putTitle(paper: Paper, { title, under }: Report): void {
  const look: Look = { face: 'title', size: SIZE.title };
  const lines = balanceLines(title, (text) => paper.width(text, look), AREA.width);
  const heading = { ...CENTRED, ...look, text: title, pitch: LINE * 1.15 };
  paper.part('H1', () => putParagraph(paper, heading, lines));
  for (const text of under) {
    const line = { ...CENTRED, face: 'body', size: SIZE.small, text, pitch: LINE } as const;
    paper.part('P', () => putParagraph(paper, line));
  }
  paper.y += LINE / 2;
  paper.snap();
}

async function putSection(paper: Paper, section: Section, fonts: Fonts): Promise<void> {
  const { heading, paragraphs, figures } = section;
  const first = figures[0];
  const lead = first?.chart ? chartHeight(first.chart) : leadOf(paper, first?.tables[0]);
  if (paragraphs.length === 0 && !paper.fits(LINE + lead)) paper.turn();
  putBlocks(
    paper,
    [
      { kind: 'heading', text: heading },
      ...paragraphs.map((text) => ({ kind: 'paragraph' as const, text })),
    ],
    { letter: false, early: false },
  );
  for (const figured of figures) await putFigured(paper, figured, fonts);
  paper.y += figures.length > 0 ? LINE / 2 : 0;
  paper.snap();
}

/** The chart goes first, unless the page has room left for the tables alone. */
async function putFigured(paper: Paper, { chart, tables }: Figured, fonts: Fonts): Promise<void> {
  const drawing = chart && isDrawable(chart) ? await makeDrawing(chart, fonts) : null;
  const later = chart && !paper.fits(chartHeight(chart)) && paper.fits(leadOf(paper, tables[0]));
  const put = () => chart && drawing && putChart(paper, chart, drawing);
  if (!later) put();
  for (const table of tables) putNamedTable(paper, table);
  if (later) put();
}

const NAMED = LINE;
/** What of a named table stands together: its head and first row, of a short one all. */
function leadOf(paper: Paper, table: DataTable | undefined): number {
  if (!table) return 0;
  const drawn = drawnTable(table);
  const whole = tableHeight(paper, drawn);
  return NAMED + (whole < AREA.height / 2 ? whole : tableLead(paper, drawn));
}

function putNamedTable(paper: Paper, table: DataTable): void {
  if (!paper.fits(leadOf(paper, table))) paper.turn();
  const top = paper.take(NAMED) + (NAMED - NAME.size) / 2 + 3;
  const x = AREA.left + (AREA.width - paper.width(table.title, NAME)) / 2;
  paper.mark(table.title, 2);
  paper.part('H3', () => paper.put(table.title, x, top, NAME));
  putTable(paper, drawnTable(table));
}

const ALIGN = { text: 'left', count: 'right', yuan: 'right', middle: 'center' } as const;

/** The first column of words takes what the others leave. */
function drawnTable({ columns, rows, even = false }: DataTable): Table {
  const flexible = columns.findIndex(({ kind }) => kind === 'text');
  return {
    columns: columns.map(({ title, kind }, index) => ({
      title,
      align: ALIGN[kind],
      flexible: even || index === Math.max(flexible, 0),
    })),
    rows: rows.map((row) =>
      row.map((value, index) => {
        if (value === null) return '*';
        if (typeof value === 'string') return value;
        return columns[index]?.kind === 'yuan' ? formatYuan(value) : String(value);
      }),
    ),
  };
}
