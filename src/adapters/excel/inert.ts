/** OWASP "CSV injection": these first characters make a spreadsheet calculate a text. */
export function inert(text: string): string {
  const isNumber = /^[-+]?\d+(\.\d+)?$/.test(text);
  return /^[=+\-@\t\r＝＋－＠]/.test(text) && !isNumber ? `'${text}` : text;
}

const LONGEST_NUMBER = 15;

/** A text as a field of a CSV, which neither calculates nor, where it is a long number, gets rounded. */
export function csvField(text: string): string {
  const rounds = /^\d+$/.test(text) && text.length > LONGEST_NUMBER;
  return quoted(rounds ? `'${text}` : inert(text));
}

/** A text as it stands between the commas of a CSV (RFC 4180). */
export const quoted = (text: string): string =>
  /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
