import type { Place } from './place.ts';

/** An amount as written and in minor units of its currency (CNY: fen). */
export interface Amount {
  amountText: string;
  amountMinor: number;
  currency: string;
}

// ISO 4217 minor units other than two; a currency not named here has two.
const WITHOUT_MINOR = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);
const THOUSANDTHS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));
const LONGEST_AMOUNT = 40;
const SCALE_DIGITS = 18;

/** Decimal places of a currency (ISO 4217). */
export function minorDigits(currency: string): number {
  if (WITHOUT_MINOR.has(currency)) return 0;
  return THOUSANDTHS.has(currency) ? 3 : 2;
}

/**
 * Reads an amount element with its `Ccy`. Faults: amount-invalid (no plain decimal number),
 * amount-negative (the sign is in CdtDbtInd), amount-precision (more decimals than ISO 4217 gives
 * the currency), amount-too-large (above 2^53 − 1 minor units), currency-missing,
 * currency-invalid. Null when any was reported.
 */
export function readAmount(place: Place): Amount | null {
  const amountText = place.text();
  const currency = readCurrency(place);
  if (amountText === null) {
    place.fault('amount-missing', '缺少金额');
    return null;
  }
  if (/^-/.test(amountText)) {
    place.fault('amount-negative', '金额不得为负，收支方向由 CdtDbtInd 表示');
    return null;
  }
  const parts = decimalParts(amountText);
  if (parts === null) {
    place.fault('amount-invalid', '金额不是十进制数');
    return null;
  }
  if (currency === null) return null;
  const digits = minorDigits(currency);
  if (parts.fraction.length > digits) {
    place.fault('amount-precision', `${currency} 金额最多 ${digits} 位小数`);
    return null;
  }
  const minor = BigInt(parts.whole + parts.fraction.padEnd(digits, '0'));
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) {
    place.fault('amount-too-large', '金额超出可处理的范围');
    return null;
  }
  return { amountText, amountMinor: Number(minor), currency };
}

function readCurrency(place: Place): string | null {
  const currency = place.attribute('Ccy');
  if (currency === null) place.fault('currency-missing', '金额缺少币种 Ccy');
  else if (!/^[A-Z]{3}$/.test(currency)) place.fault('currency-invalid', '币种不是三位字母代码');
  else return currency;
  return null;
}

function decimalParts(text: string): { whole: string; fraction: string } | null {
  if (text.length > LONGEST_AMOUNT) return null;
  const match = /^\+?(\d+)(?:\.(\d*))?$|^\+?\.(\d+)$/.exec(text);
  return match ? { whole: match[1] ?? '0', fraction: match[2] ?? match[3] ?? '' } : null;
}

/** A decimal number times 10^18, exact, for comparing header sums; null when it is none. */
export function scaled(text: string): bigint | null {
  const parts = decimalParts(text.replace(/^-/, ''));
  if (parts === null || parts.fraction.length > SCALE_DIGITS) return null;
  const value = BigInt(parts.whole + parts.fraction.padEnd(SCALE_DIGITS, '0'));
  return text.startsWith('-') ? -value : value;
}

/** Minor units of a currency times 10^18, exact. */
export function scaledMinor(minor: number, currency: string): bigint {
  return BigInt(minor) * 10n ** BigInt(SCALE_DIGITS - minorDigits(currency));
}

/** Minor units as decimal text with the currency's places: 123456, CNY is `1234.56`. */
export function minorText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
