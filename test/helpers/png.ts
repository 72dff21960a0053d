import { crc32, deflateSync } from 'node:zlib';

export interface PngGiven {
  width: number;
  height: number;
  /** Of each point its samples, as many as the colour type has. */
  point: (x: number, y: number) => readonly number[];
  colour?: 0 | 2 | 3 | 4 | 6;
  depth?: number;
  interlaced?: number;
  /** Of each row, 0 to 4. */
  filter?: (row: number) => number;
  palette?: Buffer;
  clear?: Buffer;
}

export const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Writes a PNG as the standard has it (filters of 9.2), for what reads one. */
export function makePng(given: PngGiven): Buffer {
  const { width, height, point, colour = 6, depth = 8, interlaced = 0, filter = () => 0 } = given;
  const step = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour];
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => point(x, y)).flat(),
  );
  const raw = rows.map((row, y) => {
    const kind = filter(y);
    const filtered = row.map((value, i) => {
      const a = row[i - step] ?? 0;
      const b = rows[y - 1]?.[i] ?? 0;
      const c = rows[y - 1]?.[i - step] ?? 0;
      const p = a + b - c;
      const nearest = [a, b, c].reduce((best, one) =>
        Math.abs(p - one) < Math.abs(p - best) ? one : best,
      );
      const guess = [0, a, b, Math.floor((a + b) / 2), nearest][kind] ?? 0;
      return (value - guess) & 0xff;
    });
    return Buffer.from([kind, ...filtered]);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, interlaced], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    ...(given.palette ? [chunk('PLTE', given.palette)] : []),
    ...(given.clear ? [chunk('tRNS', given.clear)] : []),
    chunk('IDAT', deflateSync(Buffer.concat(raw))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A red ring as a seal has one, clear where there is no ink. */
export const aSeal = (side = 400): Buffer =>
  makePng({
    width: side,
    height: side,
    point: (x, y) => {
      const r = Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) / (side / 2);
      return r > 0.9 && r <= 1 ? [220, 20, 30, 255] : [0, 0, 0, 0];
    },
  });
