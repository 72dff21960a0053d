/** Signs that several rules look for, as patterns over the letters of lexicon.ts. `@` is the audit itself. */

/** Money or settlement is kept back: by a word of its own, or by a refusal beside a word for paying. */
export const WITHHELD =
  /[XD]|[xb][^,.@AWOG]{0,5}[pslmMk]|n[^,.@AWOcCGhq]{0,5}[pslmMk]|[pslmMk][^,.@AWOG]{0,6}(?:x|n(?!-?[vai]))|R/;

/** The same of money: neither a settlement nor a mere delay. */
export const MONEY_WITHHELD =
  /X|[xb][^,.@AWOG]{0,5}[plmMk]|n[^,.@AWOcCGhq]{0,5}[plmMk]|[plmMk][^,.@AWOG]{0,6}(?:[xD]|n(?!-?[vai]))|D[^,.@AWO]{0,5}[plmMk]|R/;

/** Money has been paid, or is paid in the ordinary way. */
export const PAID =
  /d[^@AWO,.nxXDbwhfquQR]{0,8}[pslk]|dq?G?[pk]|[pl]-?G(?=[,.]|$)|(?:^|[,.e])[^,.nfwxqbRXDA@]*[pG]-?[dE](?!h)|[mMls][^,.nA@xXD]{0,3}d[^,.nxXDbwA@h]{0,3}p|[ps]-{0,2}d-{0,2}[cC]|(?:^|\.)(?:[^.hfA@]*[^.hfA@nxbi])?G[^,.nxXDbAWOwhf@]{0,6}[pslk]|(?:^|[,.e])[^,.nfhwxqbRA@]*k/;

/** What is left over waits. */
const REST = /M[^.]{0,8}[wAWOhnqxX]/;

/** Whether the words after the audit say that the money came all the same. */
export function paidAfter(after: string): boolean {
  const paid = PAID.exec(after);
  if (!paid) return false;
  const rest = after.slice(paid.index + paid[0].length);
  return !WITHHELD.test(after) && !REST.test(rest);
}

/** The same of the words before it, in the same sentence: a settlement that is done is not money. */
export function paidBefore(before: string): boolean {
  const sentence = before.slice(before.lastIndexOf('.') + 1);
  const paid = PAID.exec(sentence);
  if (!paid || /s$/.test(paid[0])) return false;
  return !/[Ml][^.]*$/.test(sentence.slice(paid.index + paid[0].length));
}
