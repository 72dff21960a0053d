import { z } from 'zod';
import { type Day, formatChinese, formatMonth, type Month } from '../../src/lib/day.ts';

/** What the facts of every rule about a duty of a month carry. */
export const dutyShape = {
  day: z.iso.date(),
  /** The month the duty is about. */
  period: z.string().regex(/^\d{4}-\d{2}$/),
  /** The last day to do it, already moved to a working day. */
  dueDay: z.iso.date(),
  /** Calendar days since; 1 on the day after. */
  daysLate: z.int(),
  /** The Shanghai day on which we first knew of the duty: a duty learnt late shows it. */
  knownDay: z.iso.date(),
};

/** Fen in the facts. */
export const zFen = z.int();

const MONTHS = '一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月'.split(' ');

/** A month as a sentence of the day says it: 九月, with its year when that is another one. */
export function monthWord(month: Month, day: Day): string {
  if (month.slice(0, 4) !== day.slice(0, 4)) return formatMonth(month);
  return MONTHS[Number(month.slice(5)) - 1] ?? formatMonth(month);
}

/** A day as a sentence of the day says it: 9月15日, with its year when that is another one. */
export function dayWord(that: Day, day: Day): string {
  const words = formatChinese(that);
  return that.slice(0, 4) === day.slice(0, 4) ? words.slice(words.indexOf('年') + 1) : words;
}

/** How a sentence names a wage account: 尾号0000的农民工工资专用账户（开户银行代码102）. */
export function accountWords({ last4, bankCode }: { last4: string; bankCode: string }): string {
  return `尾号${last4}的农民工工资专用账户（开户银行代码${bankCode}）`;
}
