import { type Day, isDay } from './day.ts';
import { halfWidth } from './text.ts';

/** An identifier in its one stored form, or what is wrong with it, in Chinese and without the text. */
export type Identifier = { ok: true; value: string } | { ok: false; problem: string };

/** A bank card; `luhn` says that it is 16 to 19 digits that pass Luhn, which old cards may not. */
export type BankCard = { ok: true; value: string; luhn: boolean } | { ok: false; problem: string };

// Written out, with the libraries as witnesses in the tests: validator's check asks the system clock
// and knows no 83 or 93; stdnum's refuses codes whose check character is 0, or that begin with N2.
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** The divisions of Lianyungang (GB/T 2260), code to name. */
export const lianyungangRegions: Readonly<Record<string, string>> = {
  '320703': '连云区',
  '320706': '海州区',
  '320707': '赣榆区',
  '320722': '东海县',
  '320723': '灌云县',
  '320724': '灌南县',
  '320771': '经济技术开发区',
};

/** What the beginning of a region's code (or the whole) is called; the digits themselves where it lies elsewhere. */
export const regionName = (prefix: string): string =>
  prefix === '3207' ? '连云港市' : (lianyungangRegions[prefix] ?? prefix);

/**
 * Reads a resident identity number (GB 11643, 18 digits): province, day of birth, check digit. The
 * district is not tested, for people keep the code of one long since merged; nor is the birth held
 * against any clock. 83 begins a Taiwan resident's permit, 9 a foreigner's permanent residence card
 * with the province after it.
 */
export function readIdNumber(text: string): Identifier {
  const value = compact(text);
  if (/^\d{15}$/.test(value)) return wrong('请提供18位号码');
  if (!/^[1-9]\d{16}[\dX]$/.test(value)) return wrong('身份证号码应为18位，末位为数字或X');
  if (!PROVINCE.test(value.startsWith('9') ? value.slice(1) : value))
    return wrong('身份证号码的地区代码不存在');
  if (!isDay(birthDayOf(value))) return wrong('身份证号码中的出生日期不存在');
  if (value.at(17) !== idCheck(value)) return wrong('身份证号码校验位不正确');
  return { ok: true, value };
}

/** The day of birth in an 18-digit identity number. */
export function birthDayOf(idNumber: string): Day {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
}

/** The day on which the bearer of an 18-digit identity number turns sixteen. */
export function sixteenthBirthday(idNumber: string): Day {
  return `${Number(idNumber.slice(6, 10)) + 16}${birthDayOf(idNumber).slice(4)}`;
}

/** The check character for the first 17 digits of an identity number (GB 11643, ISO 7064 MOD 11-2). */
export function idCheck(idNumber: string): string {
  const sum = weighted(idNumber, '0123456789', ID_WEIGHTS);
  return ID_CHECKS.charAt(sum % 11);
}

/** Reads a unified social credit code (GB 32100): form and check character. */
export function readUscc(text: string): Identifier {
  const value = compact(text);
  if (value.length !== 18) return wrong('统一社会信用代码应为18位');
  // The standard's first two places take letters too: N2 is a village's collective.
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(value)) {
    return wrong('统一社会信用代码含有不允许的字符');
  }
  if (value.at(17) !== usccCheck(value)) return wrong('统一社会信用代码校验位不正确');
  return { ok: true, value };
}

/** The check character for the first 17 of a unified social credit code (GB 32100). */
export function usccCheck(uscc: string): string {
  const sum = weighted(uscc, USCC_ALPHABET, USCC_WEIGHTS);
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Reads a worker's bank card or passbook number, 12 to 25 digits. A failed Luhn only warns. */
export function readBankCard(text: string): BankCard {
  const value = compact(text);
  if (!/^\d{12,25}$/.test(value)) return wrong('银行卡号应为12至25位数字');
  return { ok: true, value, luhn: /^\d{16,19}$/.test(value) && luhnSum(value) % 10 === 0 };
}

/** The Luhn check digit for a number without it (ISO/IEC 7812-1). */
export function luhnCheck(digits: string): string {
  return String((10 - (luhnSum(`${digits}0`) % 10)) % 10);
}

/** Reads a bank account number: 6 to 34 digits and letters, spaces and hyphens left out. */
export function readAccountNo(text: string): Identifier {
  const value = compact(text);
  if (!/^(?=.*\d)[0-9A-Z]{6,34}$/.test(value)) return wrong('银行账号应为6至34位数字或字母');
  return { ok: true, value };
}

/** Whether a text has the form of a division code (GB/T 2260): a province's two digits and four more. */
export function isRegionCode(text: string): boolean {
  return /^\d{6}$/.test(text) && PROVINCE.test(text);
}

/** The digits of a phone number, without blanks, dashes and China's own code; null where there are none. */
export function phoneDigits(text: string): string | null {
  const digits = halfWidth(text).replace(/\D/g, '');
  const own = /^(?:00)?86(1\d{10})$/.exec(digits)?.[1] ?? digits;
  return own === '' ? null : own;
}

/** The last four characters, for display; nothing of a text too short to keep the rest hidden. */
export function lastFour(text: string): string {
  return text.length < 8 ? '' : text.slice(-4);
}

/** A person's name with all but the first character hidden: 王**; a single character is hidden too. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim());
  const shown = letters.length > 1 ? 1 : 0;
  return letters.slice(0, shown).join('') + '*'.repeat(letters.length - shown);
}

function wrong(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}

// Sheets bring full-width digits, groups of four, and now and then an apostrophe that kept Excel
// from turning the number into a float.
function compact(text: string): string {
  return halfWidth(text)
    .trim()
    .replace(/^'/, '')
    .replace(/[\s\u200b\ufeff\u2010-\u2015-]/g, '')
    .toUpperCase();
}

function weighted(text: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * alphabet.indexOf(text.charAt(at)), 0);
}

function luhnSum(digits: string): number {
  return Array.from(digits, Number).reduceRight((sum, digit, at) => {
    const doubled = (digits.length - at) % 2 === 0 ? digit * 2 : digit;
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
}
