import iconv from 'iconv-lite';
import { formatYuan } from '../lib/fen.ts';
import type { PayrollBody, PayrollRow } from './story-actions.ts';

const HEADINGS = [
  '序号',
  '姓名',
  '身份证号',
  '出勤天数',
  '应发工资',
  '借支',
  '伙食费',
  '实发工资',
  '银行卡号',
];
const BOUNDARY = 'wage-table-7d1f4c';
const LINE_END = '\r\n';

/** A wage table as a form with a CSV file; GB18030 as Chinese Excel writes it, or UTF-8. */
export function payrollForm(body: PayrollBody, encoding: 'utf-8' | 'gb18030') {
  const rows = [HEADINGS, ...body.lines.map(cellsOf)];
  const text = rows.map((cells) => cells.join(',')).join(LINE_END) + LINE_END;
  const file = encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text);
  const parts = [
    part('name="wageMonth"', Buffer.from(body.wageMonth)),
    part('name="employerUscc"', Buffer.from(body.employerUscc)),
    part('name="file"; filename="payroll.csv"', file, 'text/csv'),
    Buffer.from(`--${BOUNDARY}--${LINE_END}`),
  ];
  return {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    bytes: new Uint8Array(Buffer.concat(parts)),
  };
}

function cellsOf(line: PayrollRow, at: number): string[] {
  const deducted = (kind: string) =>
    yuan(line.deductions.find((deduction) => deduction.kind === kind)?.amountFen ?? 0);
  return [
    String(at + 1),
    line.name,
    line.idNumber,
    String(line.workDays ?? 0),
    yuan(line.grossFen),
    deducted('advance'),
    deducted('meals'),
    yuan(line.netFen),
    line.cardNo,
  ];
}

function yuan(fen: number): string {
  return formatYuan(fen).replaceAll(',', '');
}

function part(disposition: string, content: Buffer, type?: string): Buffer {
  const typeLine = type === undefined ? '' : `Content-Type: ${type}${LINE_END}`;
  const head = `--${BOUNDARY}${LINE_END}Content-Disposition: form-data; ${disposition}${LINE_END}${typeLine}${LINE_END}`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from(LINE_END)]);
}
