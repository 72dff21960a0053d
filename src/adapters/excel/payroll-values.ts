import { isMonth, type Month } from '../../lib/day.ts';
import { type Fen, parseYuan } from '../../lib/fen.ts';
import { readBankCard, readIdNumber, readUscc } from '../../lib/identity.ts';
import { halfWidth } from '../../lib/text.ts';
import type { Cell } from './cells.ts';

/**
 * What a cell says, or why it is not accepted. Messages are Chinese, name the cure and never repeat
 * the cell's text: it may be an identity or a card number.
 */
export type Reading<Value> = { value: Value } | { code: string; message: string };

const MAX_TEXT = 100;
const SIXTEEN_DIGITS = 1e15;

/** A name without padding blanks (张　三) and with one form of the dot in 阿依·古丽. */
export function readName(cell: Cell): Reading<string> {
  const text = halfWidth(cell.text)
    .trim()
    .replace(/^'/, '')
    .replace(/[•・．･‧]/g, '·');
  const name = /[a-z]/i.test(text) ? text.replace(/\s+/g, ' ') : text.replace(/\s+/g, '');
  if (cell.kind !== 'text') return bad('name-not-text', '姓名单元格不是文字，请填写姓名。');
  if (name.length > MAX_TEXT) return bad('name-too-long', '姓名过长，请只填写姓名。');
  return { value: name };
}

/** A short text such as a team or a slip number; a number's `.0` tail is dropped. */
export function readText(cell: Cell): Reading<string> {
  const text = withoutTail(halfWidth(cell.text).trim().replace(/^'/, '')).replace(/\s+/g, ' ');
  if (text.length > MAX_TEXT) return bad('text-too-long', `内容过长，最多 ${MAX_TEXT} 个字。`);
  return { value: text };
}

/**
 * An identity number: 18 characters checked to GB 11643, or another document's letters and digits.
 * A number Excel has rounded after 15 digits, or shows as 3.20799E+17, is refused, never guessed.
 */
export function readIdentity(cell: Cell): Reading<string> {
  if (isRounded(cell)) return roundedNumber('id-number-rounded', '身份证号');
  const text = withoutTail(halfWidth(cell.text).trim());
  if (/^'?[a-z]/i.test(text)) return readOtherDocument(text);
  const read = readIdNumber(text);
  if (read.ok) return { value: read.value };
  if (/^'?\d{15}000$/.test(text)) return roundedNumber('id-number-rounded', '身份证号');
  return bad('id-number-wrong', `${read.problem}，请核对后重新填写。`);
}

/** A card or passbook number; refused where Excel has rounded it. `doubtful`: Luhn does not hold. */
export function readCard(cell: Cell): Reading<{ cardNo: string; doubtful: boolean }> {
  if (isRounded(cell)) return roundedNumber('card-no-rounded', '银行卡号');
  const read = readBankCard(withoutTail(halfWidth(cell.text).trim()));
  if (!read.ok) return bad('card-no-wrong', `${read.problem}，请核对后重新填写。`);
  return { value: { cardNo: read.value, doubtful: !read.luhn } };
}

/** An amount in yuan as fen, zero or more; blanks, ¥ and 元 round it are dropped. */
export function readAmount(cell: Cell): Reading<Fen> {
  if (cell.kind === 'date') {
    return bad('amount-wrong', '金额单元格被设成了日期格式，请改为数值格式后重新填写。');
  }
  const text = halfWidth(cell.text)
    .replace(/[\s¥￥]|元$/g, '')
    .replace(/^'/, '');
  try {
    const fen = parseYuan(text);
    if (fen < 0) return bad('amount-negative', '金额不能是负数；扣款请填正数。');
    return { value: fen };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return bad('amount-wrong', `${error.message}，请改正（公式请用 ROUND 保留两位小数）。`);
  }
}

/** Days worked in a month: 0 to 31, at most two decimals, as `22`, `22.5` or `22天`. */
export function readWorkDays(cell: Cell): Reading<number> {
  const text = halfWidth(cell.text)
    .trim()
    .replace(/[天日]$/, '')
    .trim();
  const days = Number(text);
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(withoutTail(text)) || days > 31) {
    return bad('work-days-wrong', '出勤天数应为 0 到 31 之间的数，最多两位小数。');
  }
  return { value: days };
}

/** A month: `2026-03`, `2026年3月`, `202603`, or any day in it. */
export function readMonth(cell: Cell): Reading<Month> {
  const text = withoutTail(halfWidth(cell.text).replace(/\s+(\d{2}:\d{2}(:\d{2})?)?/g, ''));
  const match =
    /^(\d{4})年(\d{1,2})(?:月份?(?:\d{1,2}日?)?)?$/.exec(text) ??
    /^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?$/.exec(text) ??
    /^(\d{4})(\d{2})$/.exec(text);
  const month = match && `${match[1]}-${match[2]?.padStart(2, '0')}`;
  if (month && isMonth(month)) return { value: month };
  if (/^\d{1,2}月份?$/.test(text))
    return bad('month-without-year', '月份缺少年份，请写成 2026-03 的样子。');
  return bad('month-wrong', '月份认不出来，请写成 2026-03 的样子。');
}

/** A credit code checked to GB 32100. */
export function readCreditCode(cell: Cell): Reading<string> {
  if (isRounded(cell)) return roundedNumber('uscc-wrong', '统一社会信用代码');
  const read = readUscc(cell.text);
  return read.ok ? { value: read.value } : bad('uscc-wrong', `${read.problem}，请核对后重新填写。`);
}

/** 是 or 否. */
export function readYesNo(cell: Cell): Reading<boolean> {
  const text = halfWidth(cell.text).trim().toUpperCase();
  if (/^(是|Y|YES|1|TRUE|√|✓|✔)$/.test(text)) return { value: true };
  if (/^(否|不是|N|NO|0|FALSE|-+)$/.test(text)) return { value: false };
  return bad('yes-no-wrong', '请填写“是”或“否”。');
}

function isRounded(cell: Cell): boolean {
  if (/^'?\d+(\.\d+)?E\+?\d+$/i.test(halfWidth(cell.text).trim())) return true;
  return cell.kind === 'number' && Math.abs(Number(cell.text)) >= SIXTEEN_DIGITS;
}

function roundedNumber(code: string, what: string): { code: string; message: string } {
  return bad(
    code,
    `${what}被表格当作数值处理，15 位以后的数字已丢失，请先把该列设为文本格式，再按证件或卡片重新录入（不要只改格式）。`,
  );
}

function readOtherDocument(text: string): Reading<string> {
  const value = text.replace(/[\s'-]/g, '').toUpperCase();
  if (/^[A-Z][0-9A-Z]{4,19}$/.test(value)) return { value };
  return bad('id-number-wrong', '证件号码格式不正确，请核对后重新填写。');
}

function withoutTail(text: string): string {
  return /^'?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

function bad(code: string, message: string): { code: string; message: string } {
  return { code, message };
}
