import { XMLParser } from 'fast-xml-parser';

/** A path of a drawing with its origin; null: not filled, no line. */
export interface DrawnPath {
  kind: 'path';
  d: string;
  x: number;
  y: number;
  fill: string | null;
  stroke: string | null;
  width: number;
  dash: number[];
}

/** Text whose middle of the line lies at `y`; `anchor` says what of it lies at `x`. */
export interface DrawnWords {
  kind: 'text';
  text: string;
  x: number;
  y: number;
  size: number;
  anchor: 'start' | 'middle' | 'end';
  fill: string;
}

export type Drawn = DrawnPath | DrawnWords;

type Element = Record<string, unknown> & { ':@'?: Record<string, string> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
});

/**
 * Reads the drawing that ECharts makes: paths, rectangles and lines of text, moved but not turned, without clipping or transparency. What is
 * invisible is left out, styles for a pointer are no part of a paper.
 * @throws RangeError for an element or a transformation that is none of these
 */
export function readDrawing(svg: string): Drawn[] {
  const [root] = (parser.parse(svg) as Element[]).filter((one) => 'svg' in one);
  return itemsOf((root?.svg ?? []) as Element[], 0, 0);
}

function itemsOf(elements: readonly Element[], left: number, top: number): Drawn[] {
  return elements.flatMap((element) => {
    const name = Object.keys(element).find((key) => key !== ':@') ?? '';
    const attributes = element[':@'] ?? {};
    const [dx, dy] = movedBy(attributes.transform);
    const [x, y] = [left + dx, top + dy];
    if (name === '#text' || name === 'style' || name === 'defs') return [];
    if (name === 'g') return itemsOf(element.g as Element[], x, y);
    if (name === 'path') return pathOf(attributes, attributes.d ?? '', x, y);
    if (name === 'rect') return pathOf(attributes, rectangle(attributes), x, y);
    if (name === 'text') return [wordsOf(attributes, element.text as Element[], x, y)];
    throw new RangeError(`an element ${name} in a chart`);
  });
}

function movedBy(transform: string | undefined): [number, number] {
  if (transform === undefined) return [0, 0];
  const [, x, y] = /^translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)$/.exec(transform) ?? [];
  if (x === undefined || y === undefined) throw new RangeError(`a chart ${transform}`);
  return [Number(x), Number(y)];
}

const rectangle = ({ x = '0', y = '0', width = '0', height = '0' }: Record<string, string>) =>
  `M${x} ${y}h${width}v${height}h-${width}Z`;

function pathOf(attributes: Record<string, string>, d: string, x: number, y: number): Drawn[] {
  const paint = (name: 'fill' | 'stroke') => {
    const colour = attributes[name] ?? 'none';
    return colour === 'none' || attributes[`${name}-opacity`] === '0' ? null : colour;
  };
  const width = Number(attributes['stroke-width'] ?? 1);
  const [fill, stroke] = [paint('fill'), width > 0 ? paint('stroke') : null];
  if ((fill ?? stroke) === null || attributes.opacity === '0') return [];
  const dash = (attributes['stroke-dasharray'] ?? '').split(/[ ,]+/).filter(Boolean).map(Number);
  return [{ kind: 'path', d, x, y, fill, stroke, width, dash }];
}

function wordsOf(
  attributes: Record<string, string>,
  children: readonly Element[],
  x: number,
  y: number,
): DrawnWords {
  const { style = '', fill = '#000000', 'text-anchor': anchor = 'start' } = attributes;
  return {
    kind: 'text',
    text: children.map((child) => String(child['#text'] ?? '')).join(''),
    x: x + Number(attributes.x ?? 0),
    y: y + Number(attributes.y ?? 0),
    size: Number(/font-size:([\d.]+)px/.exec(style)?.[1] ?? 12),
    anchor: anchor as DrawnWords['anchor'],
    fill,
  };
}
