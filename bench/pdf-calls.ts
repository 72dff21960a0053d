import PDFDocument from 'pdfkit';

type Call = [name: string, args: unknown[]];
const CALLS = [
  'registerFont',
  'font',
  'fontSize',
  'fillColor',
  'text',
  'rect',
  'fill',
  'addPage',
  'switchToPage',
  'markContent',
  'markStructureContent',
  'endMarkedContent',
];

/** What was asked of pdfkit: the document's options, and the calls in order. */
export interface Noted {
  options: object;
  calls: Call[];
}

/**
 * What a paper asks of pdfkit: its options and calls, noted while it is drawn. Calls that pdfkit makes
 * of itself are left out.
 */
export function noted(draw: () => void): Noted {
  const proto = PDFDocument.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const own = new Map(CALLS.map((name) => [name, proto[name] as (...args: unknown[]) => unknown]));
  const calls: Call[] = [];
  let depth = 0;
  let options: object = {};
  for (const [name, method] of own) {
    proto[name] = function noting(this: { options: object }, ...args: unknown[]) {
      options = this.options;
      if (depth === 0) calls.push([name, args]);
      depth += 1;
      try {
        return method.apply(this, args);
      } finally {
        depth -= 1;
      }
    };
  }
  draw();
  for (const [name, method] of own) proto[name] = method;
  return { options, calls };
}

/** The same pages by pdfkit alone: no facts read, no lines broken, no digest made, no tree of tags and no outline. Gives how many bytes. */
export function replay({ options, calls }: Noted): number {
  const doc = new PDFDocument({ ...options });
  const methods = doc as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, args] of calls) methods[name]?.(...args);
  doc.end();
  let bytes = 0;
  for (let chunk = doc.read(); chunk !== null; chunk = doc.read())
    bytes += (chunk as Buffer).length;
  return bytes;
}
