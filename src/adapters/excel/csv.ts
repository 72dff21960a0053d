import { CsvError, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { Problem } from '../../lib/problem.ts';
import { type Cell, MAX_DATA_ROWS, type Sheet, type SheetRow, tooManyRows } from './cells.ts';

const ROWS_BESIDE_DATA = 1_000;
const MAX_CELLS = 2_000_000;
const MAX_RECORD_LENGTH = 200_000;

/**
 * Reads comma- or tab-separated text (RFC 4180): UTF-8 with or without mark when it decodes as such,
 * else GB18030. Rows count records, as Excel does, so a line break inside quotes starts no new row.
 * @throws Problem `file-html`, `file-encoding`, `file-damaged`, `file-too-large`, `too-many-rows`
 */
export function readCsv(bytes: Uint8Array): Sheet {
  const text = decode(bytes);
  if (/^\s*<(!doctype|html|table|\?xml|head|meta)/i.test(text)) {
    throw new Problem(
      'invalid',
      'file-html',
      '这是网页格式的表格，请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。',
    );
  }
  const start = text.slice(0, 10_000);
  const delimiter = occurrences(start, '\t') > occurrences(start, ',') ? '\t' : ',';
  if (occurrences(text, delimiter) > MAX_CELLS) {
    throw new Problem('invalid', 'file-too-large', '表格的列过多，请删除多余的列后再上传。');
  }
  const rows: SheetRow[] = [];
  for (const [index, record] of parseRecords(text, delimiter).entries()) {
    const cells = record.map((value): Cell | undefined =>
      value.trim() === '' ? undefined : { text: value, kind: 'text' },
    );
    if (cells.some((cell) => cell !== undefined)) rows.push({ number: index + 1, cells });
  }
  if (rows.length > MAX_DATA_ROWS + ROWS_BESIDE_DATA) throw tooManyRows();
  return { name: 'CSV', rows };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      'gb18030',
    );
    if (!text.includes('\u{fffd}')) return text;
  }
  throw new Problem(
    'invalid',
    'file-encoding',
    '文件的文字编码认不出来，请另存为 .xlsx 或“CSV UTF-8（逗号分隔）”后再上传。',
  );
}

function parseRecords(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      max_record_size: MAX_RECORD_LENGTH,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `第 ${error.lines} 行附近` : '';
    throw new Problem(
      'invalid',
      'file-damaged',
      `CSV 文件${line}的引号不成对，请改正，或另存为 .xlsx 后再上传。`,
    );
  }
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
