import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Points row by row, four bytes each: red, green, blue, alpha. */
export interface Picture {
  width: number;
  height: number;
  rgba: Uint8Array;
}

const SIGNATURE = '89504e470d0a1a0a';
/** Samples a point, by colour type (PNG, third edition, 11.2.1). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Reads a PNG of eight bits a sample that is not interlaced, the whole picture or nothing.
 *
 * @param most points along one side
 * @returns what is wrong with it instead: no PNG, damaged, of a kind that is not read, or too large
 */
export function readPng(
  bytes: Uint8Array,
  most: number,
): Picture | 'no-png' | 'damaged' | 'kind' | 'large' {
  const source = Buffer.from(bytes);
  if (source.subarray(0, 8).toString('hex') !== SIGNATURE) return 'no-png';
  const chunks = chunksOf(source);
  const head = chunks?.find(({ type }) => type === 'IHDR')?.data;
  if (!chunks || head?.length !== 13) return 'damaged';
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const [depth, colour = -1, , , interlaced] = head.subarray(8);
  const channels = CHANNELS[colour];
  if (depth !== 8 || channels === undefined || interlaced !== 0) return 'kind';
  if (width === 0 || height === 0) return 'damaged';
  if (width > most || height > most) return 'large';
  const of = (name: string) => chunks.filter(({ type }) => type === name).map(({ data }) => data);
  const samples = unfiltered(Buffer.concat(of('IDAT')), width * channels, height, channels);
  if (samples === null) return 'damaged';
  const [palette, clear] = [of('PLTE')[0], of('tRNS')[0]];
  if (colour === 3 && palette === undefined) return 'damaged';
  if (colour === 6) return { width, height, rgba: samples };
  const rgba = new Uint8Array(width * height * 4);
  for (let point = 0; point < width * height; point++) {
    const own = samples.subarray(point * channels, (point + 1) * channels);
    rgba.set(colourOf(colour, own, palette, clear), point * 4);
  }
  return { width, height, rgba };
}

/** The chunks in order; null where one is cut short or its checksum differs. */
function chunksOf(source: Buffer): { type: string; data: Buffer }[] | null {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < source.length; ) {
    if (at + 12 > source.length) return null;
    const length = source.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > source.length) return null;
    if (crc32(source.subarray(at + 4, end)) !== source.readUInt32BE(end)) return null;
    chunks.push({
      type: source.toString('latin1', at + 4, at + 8),
      data: source.subarray(at + 8, end),
    });
    at = end + 4;
  }
  return chunks.at(-1)?.type === 'IEND' ? chunks : null;
}

/** Undoes the filters of each row (9.2); null where the data is not what the head says. */
function unfiltered(packed: Buffer, rowLength: number, rows: number, step: number): Buffer | null {
  const raw = inflated(packed, (rowLength + 1) * rows);
  if (raw === null) return null;
  // A row above the first and a point before it, all nought.
  const wide = rowLength + step;
  const out = Buffer.alloc(wide * (rows + 1));
  for (let row = 0; row < rows; row++) {
    const from = row * (rowLength + 1);
    const filter = raw[from] as number;
    if (filter > 4) return null;
    for (let i = 0; i < rowLength; i++) {
      const at = (row + 1) * wide + step + i;
      const guess = guessOf(
        filter,
        byte(out, at - step),
        byte(out, at - wide),
        byte(out, at - wide - step),
      );
      out[at] = (byte(raw, from + 1 + i) + guess) & 0xff;
    }
  }
  const whole = Array.from({ length: rows }, (_, row) =>
    out.subarray((row + 1) * wide + step, (row + 2) * wide),
  );
  return Buffer.concat(whole);
}

const byte = (bytes: Buffer, at: number) => bytes[at] as number;

function guessOf(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  return filter === 3 ? (left + above) >> 1 : paeth(left, above, corner);
}

function inflated(packed: Buffer, expected: number): Buffer | null {
  try {
    const raw = inflateSync(packed, { maxOutputLength: expected });
    return raw.length === expected ? raw : null;
  } catch {
    return null;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function colourOf(
  type: number,
  own: Buffer,
  palette: Buffer | undefined,
  clear: Buffer | undefined,
): number[] {
  const [first = 0, second = 255] = own;
  if (type === 3) {
    const at = first * 3;
    return [...(palette?.subarray(at, at + 3) ?? [0, 0, 0]), clear?.[first] ?? 255];
  }
  if (type === 0 || type === 4) return [first, first, first, type === 4 ? second : 255];
  return [...own, 255];
}

/** Points of one bit, row by row, each row filled up to whole bytes. */
interface Bits {
  width: number;
  height: number;
  bits: Uint8Array;
}

/** Writes a PNG of the points that are 1 in a colour (`#rrggbb`), the others clear (PNG, third edition, 11.2 and 11.3.1). */
export function writeStencil({ width, height, bits }: Bits, colour: string): Buffer {
  const perRow = Math.ceil(width / 8);
  const rows = Array.from({ length: height }, (_, row) => [
    Buffer.of(0),
    Buffer.from(bits.subarray(row * perRow, (row + 1) * perRow)),
  ]).flat();
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from(SIGNATURE, 'hex'),
    chunk('IHDR', Buffer.concat([size, Buffer.of(1, 3, 0, 0, 0)])),
    chunk('PLTE', Buffer.from(`ffffff${colour.slice(1)}`, 'hex')),
    chunk('tRNS', Buffer.of(0)),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}
