import { z } from '@hono/zod-openapi';
import { FIRST_YEAR, isDay, isInYears, isMonth, LAST_YEAR } from '../lib/day.ts';
import { MOST_FEN } from '../lib/fen.ts';
import {
  type BankCard,
  type Identifier,
  isRegionCode,
  readAccountNo,
  readBankCard,
  readIdNumber,
  readUscc,
} from '../lib/identity.ts';

/** The building blocks of every body, query and path; what is wrong is said in Chinese, without the value. */

const LISTED_ISSUES = 1000;

const clean = (value: string) => value.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(value);
const odd = {
  error: '含有控制字符，请去掉。',
  params: { fault: 'text-invalid' },
};

/** Text of 1 to `max` characters, outer blanks dropped. */
export const text = (max: number) => z.string().trim().min(1).max(max).refine(clean, odd);

/** A day of Asia/Shanghai. */
export const day = z
  .string()
  .refine((value) => isDay(value) && isInYears(value), {
    error: `应为 ${FIRST_YEAR}-01-01 至 ${LAST_YEAR}-12-31 之间存在的日期，格式 YYYY-MM-DD。`,
    params: { fault: 'day-invalid' },
  })
  .openapi({ format: 'date', example: '2026-09-15' });

/** A month. */
export const month = z
  .string()
  .refine((value) => isMonth(value) && isInYears(value), {
    error: `应为 ${FIRST_YEAR}-01 至 ${LAST_YEAR}-12 之间的月份，格式 YYYY-MM。`,
    params: { fault: 'month-invalid' },
  })
  .openapi({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', example: '2026-09' });

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An instant with its offset (RFC 3339), as a Date. */
export const instant = z
  .string()
  .refine((value) => isDay(INSTANT.exec(value)?.[1]) && isInYears(value), {
    error: `应为 ${FIRST_YEAR} 至 ${LAST_YEAR} 年间带时区的时间，例如 2026-09-15T08:30:00+08:00。`,
    params: { fault: 'instant-invalid' },
  })
  .transform((value) => new Date(value.toUpperCase()))
  .openapi({ format: 'date-time', example: '2026-09-15T08:30:00+08:00' });

const inFen = { format: 'int64', description: '整数分', example: 6_840_000 };
const tooMuch = {
  error: '金额不得超过一千亿元，请核对；金额以分为单位。',
  params: { fault: 'amount-implausible' },
};
/** Numbers that JSON does not carry safely were refused before. */
const plausible = (value: number) => !Number.isSafeInteger(value) || Math.abs(value) <= MOST_FEN;
const capped = (least: number) =>
  z
    .int()
    .min(least)
    .refine(plausible, tooMuch)
    .openapi({ ...inFen, maximum: MOST_FEN });

/** One amount in whole fen, 0 or more, up to a hundred thousand million yuan. */
export const fen = capped(0);

/** The same, more than 0. */
export const someFen = capped(1);

/** A balance, in whole fen: below 0 where the account is overdrawn. */
export const balanceFen = z
  .int()
  .refine(plausible, tooMuch)
  .openapi({ ...inFen, minimum: -MOST_FEN, maximum: MOST_FEN });

/** Whole fen, 0 or more, for sums and for amounts that the domain itself caps lower. */
export const sumFen = z.int().min(0).openapi(inFen);

/** An interest rate: a share a year, up to five decimals. */
export const annualRate = z
  .number()
  .refine((value) => /^(0\.(?!0+$)\d{1,5}|1)$/.test(String(value)), {
    error: '应为大于 0、不大于 1 的年利率，最多五位小数，例如 0.0345。',
    params: { fault: 'ratio-invalid' },
  })
  .openapi({ minimum: 0, maximum: 1, example: 0.0345 });

const identifier = (read: (value: string) => Identifier | BankCard, fault: string) =>
  z
    .string()
    .max(64)
    .transform((value, context) => {
      const result = read(value);
      if (result.ok) return result.value;
      context.issues.push({
        code: 'custom',
        message: `${result.problem}。`,
        params: { fault },
        input: undefined,
      });
      return z.NEVER;
    });

/** 统一社会信用代码 (GB 32100), in capitals. */
export const uscc = identifier(readUscc, 'uscc-invalid').openapi({
  description: '统一社会信用代码',
});
/** 身份证号码 (GB 11643). */
export const idNumber = identifier(readIdNumber, 'id-number-invalid').openapi({
  description: '身份证号码',
});
/** 工资卡号. */
export const cardNo = identifier(readBankCard, 'card-no-invalid').openapi({
  description: '工资卡号',
});
/** 银行账号. */
export const accountNo = identifier(readAccountNo, 'account-no-invalid').openapi({
  description: '银行账号',
});

/** 行政区划代码 (GB/T 2260), six digits. */
export const regionCode = z.string().refine(isRegionCode, {
  error: '应为6位行政区划代码。',
  params: { fault: 'region-invalid' },
});

const form = (pattern: RegExp, error: string) =>
  z
    .string()
    .refine((value) => pattern.test(value), { error, params: { fault: 'value-invalid' } })
    .openapi({ pattern: pattern.source });

export const projectCode = form(/^[0-9A-Za-z-]{1,32}$/, '项目编码为1至32位数字、字母或连字符。');
export const bankCode = form(/^\d{3}$/, '银行代码为3位数字。');
/** 支付行号 of a bank's branch. */
export const branchCode = form(/^\d{12}$/, '开户网点的支付行号为12位数字。').openapi({
  description: '开户网点的支付行号',
});
/** An id that our answers gave; another text finds nothing. */
export const publicId = z.string().max(64);

/**
 * A list of 1 to `max` rows. Bad rows are all counted, but only the first 1,000 issues are kept, so
 * that a large bad body costs no more memory than a good one.
 */
export function rows<T extends z.ZodType>(row: T, max: number, min = 1) {
  const list = z.array(row).min(min).max(max);
  const { parse } = list._zod;
  // Put in the array's own place: a step before it would have every row read twice.
  list._zod.parse = (payload, context) => {
    const { value } = payload as { value: unknown };
    if (!Array.isArray(value)) return parse(payload, context);
    if (value.length > max) return payload;
    // With a bad row the list is left as it came: shortened by it, it might be too short besides.
    const read = collect(value, row, payload.issues);
    if (read.length === value.length) payload.value = read;
    return payload;
  };
  return list;
}

function collect<T extends z.ZodType>(
  values: readonly unknown[],
  row: T,
  issues: z.core.$ZodRawIssue[],
): z.output<T>[] {
  const read: z.output<T>[] = [];
  let kept = 0;
  let surplus = 0;
  for (const [index, value] of values.entries()) {
    const result = row.safeParse(value);
    if (result.success) {
      read.push(result.data);
      continue;
    }
    for (const issue of result.error.issues) {
      if (kept < LISTED_ISSUES) {
        issues.push({
          ...issue,
          path: [index, ...issue.path],
          input: undefined,
        } as z.core.$ZodRawIssue);
        kept += 1;
      } else {
        surplus += issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
      }
    }
  }
  if (surplus > 0)
    issues.push({ code: 'custom', message: '', params: { surplus }, input: undefined });
  return read;
}

/** `after` and `limit` of every list. */
export const page = {
  after: text(200).optional().openapi({ description: '上一页的 next' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** The answer of a list. */
export const listOf = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: '下一页的 after' }),
  });

/** The same for lists whose cursor is a number. */
export const numberedPage = {
  ...page,
  after: z
    .string()
    .refine((value) => /^\d{1,15}$/.test(value), {
      error: '翻页参数 after 无效，请原样使用上一页返回的 next。',
      params: { fault: 'cursor-invalid' },
    })
    .optional(),
};
