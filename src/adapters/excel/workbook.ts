import { Problem } from '../../lib/problem.ts';
import type { Workbook } from './cells.ts';
import { readCsv } from './csv.ts';
import { readXlsx } from './xlsx.ts';

const OLE2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/**
 * Reads .xlsx (ECMA-376) or .csv (RFC 4180; UTF-8, else GB18030) into visible sheets of cell texts.
 * What the bytes are is decided by the bytes; a file name plays no part.
 * @throws Problem `file-empty`, `file-old-xls`, `file-encrypted`, `file-macro`, `file-binary-workbook`,
 * `file-html`, `file-encoding`, `file-not-spreadsheet`, `file-damaged`, `file-too-large`,
 * `too-many-rows`
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  if (bytes.length === 0)
    throw new Problem('invalid', 'file-empty', '文件是空的，请重新选择文件。');
  if (startsWith(bytes, OLE2)) throw oleRefusal(bytes);
  if (startsWith(bytes, ZIP)) return { format: 'xlsx', sheets: await readXlsx(bytes) };
  if (UTF16.some((mark) => startsWith(bytes, mark))) {
    throw new Problem(
      'invalid',
      'file-encoding',
      '文件是 UTF-16 编码的文本，请另存为 .xlsx 或“CSV UTF-8（逗号分隔）”后再上传。',
    );
  }
  if (bytes.includes(0) || startsWith(bytes, [...Buffer.from('%PDF')])) {
    throw new Problem('invalid', 'file-not-spreadsheet', '这不是表格文件，请上传 .xlsx 或 .csv。');
  }
  return { format: 'csv', sheets: [readCsv(bytes)] };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function oleRefusal(bytes: Uint8Array): Problem {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new Problem(
      'invalid',
      'file-encrypted',
      '文件设有密码，请在 Excel 或 WPS 中取消打开密码，另存为 .xlsx 后再上传。',
    );
  }
  return new Problem(
    'invalid',
    'file-old-xls',
    '这是旧版 .xls 文件，请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传；只改扩展名不行。',
  );
}
