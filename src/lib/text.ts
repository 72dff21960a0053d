/**
 * Turns full-width forms (U+FF01 to U+FF5E) and the ideographic space into plain ones. Unlike NFKC
 * it leaves ² and ① alone, which in an amount or a number are mistakes, not digits.
 */
export function halfWidth(text: string): string {
  return text
    .replaceAll('\u3000', ' ')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** Leaves the last four of every number that is long enough to be a person's or an account's. */
export const maskNumbers = (text: string): string =>
  text.replace(/\d{7,}(?=\d{3}[\dXx])/g, (hidden) => '*'.repeat(hidden.length));

/** A person's name with all but its first character hidden, and with it how long it is: 王**, 阿**. */
export function maskName(name: string): string {
  const [first = ''] = name.trim();
  return `${first}**`;
}
