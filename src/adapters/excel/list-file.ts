import { type Fen, formatYuan } from '../../lib/fen.ts';
import { packDeflated } from '../../lib/zip.ts';
import { columnLetters } from './cells.ts';
import { csvField, inert } from './inert.ts';

/** More rows of a list are not written into one file. */
export const MOST_ROWS = 100_000;

export type Value = string | number | null | undefined;

export interface FileColumn {
  name: string;
  /** Its numbers are fen, written as yuan. */
  yuan?: true;
}

/** A list on its way into a file: rows become text as they come, so that a long list is held once only. */
export interface ListWriter {
  mediaType: string;
  add(rows: readonly (readonly Value[])[]): void;
  end(): Promise<Uint8Array>;
}

export const listFormats = ['csv', 'xlsx'] as const;
export type ListFormat = (typeof listFormats)[number];

/** Begins a file with a row of headings. Texts that a spreadsheet would take for a formula get a leading apostrophe. */
export const beginList = (format: ListFormat, columns: readonly FileColumn[]): ListWriter =>
  format === 'csv' ? beginCsv(columns) : beginXlsx(columns);

const plainYuan = (fen: Fen): string => formatYuan(fen).replaceAll(',', '');

/** UTF-8 with a mark, without which Excel takes it for GB18030. */
function beginCsv(columns: readonly FileColumn[]): ListWriter {
  const lineOf = (fields: string[]) => `${fields.join(',')}\r\n`;
  const pieces = [`\u{feff}${lineOf(columns.map(({ name }) => csvField(name)))}`];
  const fieldOf = (value: Value, yuan: boolean): string => {
    if (typeof value === 'number') return yuan ? plainYuan(value) : String(value);
    return csvField(value ?? '');
  };
  return {
    mediaType: 'text/csv; charset=utf-8',
    add: (rows) => {
      const lines = rows.map((row) =>
        lineOf(columns.map(({ yuan }, at) => fieldOf(row[at], yuan === true))),
      );
      pieces.push(lines.join(''));
    },
    end: async () => Buffer.from(pieces.join('')),
  };
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OF_SHEETS = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const BOLD = 1;
const YUAN = 2;
const WIDTH = 18;

/** What an .xlsx is beside its one sheet (ECMA-376): cells have style 0, headings BOLD, amounts YUAN. */
const FRAME: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${OF_SHEETS}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OF_SHEETS}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${OF_SHEETS}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

function beginXlsx(columns: readonly FileColumn[]): ListWriter {
  let rowNumber = 0;
  const letters = columns.map((_, at) => columnLetters(at + 1));
  const rowOf = (cellAt: (at: number, place: string) => string): string => {
    rowNumber += 1;
    const cells = letters.map((letter, at) => cellAt(at, `${letter}${rowNumber}`));
    return `<row r="${rowNumber}">${cells.join('')}</row>`;
  };
  const pieces = [
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns.length}" width="${WIDTH}" customWidth="1"/></cols><sheetData>`,
    rowOf((at, place) => textCell(place, columns[at]?.name ?? '', BOLD)),
  ];
  return {
    mediaType: `${OF_SHEETS}.sheet`,
    add: (rows) => {
      const lines = rows.map((row) =>
        rowOf((at, place) => cellOf(place, row[at], columns[at]?.yuan === true)),
      );
      pieces.push(lines.join(''));
    },
    end: () =>
      packDeflated(
        new Map<string, string[]>([
          ...Object.entries(FRAME).map(([name, text]): [string, string[]] => [name, [text]]),
          ['xl/worksheets/sheet1.xml', [...pieces, '</sheetData></worksheet>']],
        ]),
      ),
  };
}

function cellOf(place: string, value: Value, yuan: boolean): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'string') return textCell(place, value, 0);
  return yuan
    ? `<c r="${place}" s="${YUAN}"><v>${plainYuan(value)}</v></c>`
    : `<c r="${place}"><v>${value}</v></c>`;
}

/** What XML has no sign for is left out. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const textCell = (place: string, text: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${inert(text)
    .replace(NOT_XML, '')
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] as string)}</t></is></c>`;
