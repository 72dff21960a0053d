/** How many pages a PDF has, by the root of its page tree. @throws Error where none is told in plain (ISO 32000-1, 7.7.3.2) */
export function pageCount(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const tree = /\/Type \/Pages\s[^>]*?\/Count (\d+)/.exec(text);
  if (tree === null) throw new Error('a PDF without a page tree');
  return Number(tree[1]);
}
