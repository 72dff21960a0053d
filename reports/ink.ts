import type { KeptDocument } from './document.ts';

export const BLACK = '#000000';

/** Where a path lies and how it is painted; null: not. */
export interface Paint {
  x: number;
  y: number;
  fill: string | null;
  stroke: string | null;
  width: number;
  dash: number[];
}

/** A path in the words of SVG, its origin at a point of the sheet. */
export function putPath(
  doc: KeptDocument,
  d: string,
  { x, y, fill, stroke, width, dash }: Paint,
): void {
  doc.save().translate(x, y).path(d).lineWidth(width);
  const [first, second] = dash;
  if (first) doc.dash(first, { space: second ?? first });
  if (fill && stroke) doc.fillAndStroke(fill, stroke);
  else if (fill) doc.fill(fill);
  else doc.stroke(stroke ?? BLACK);
  doc.restore();
}

/** Dark fields of a square raster, as one filled path. */
export function putRaster(
  doc: KeptDocument,
  x: number,
  y: number,
  side: number,
  rows: readonly (readonly boolean[])[],
): void {
  const module = side / rows.length;
  for (const [down, row] of rows.entries())
    for (const [from, length] of runsOf(row))
      doc.rect(x + from * module, y + down * module, length * module, module);
  doc.fill(BLACK);
}

/** Stretches of dark fields: where each begins and how long it is. */
function runsOf(row: readonly boolean[]): [from: number, length: number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, at) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === at) last[1] += 1;
    else runs.push([at, 1]);
  });
  return runs;
}
