import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPng } from '../../src/lib/png.ts';
import { makePng, type PngGiven } from '../helpers/png.ts';

const noise = (x: number, y: number, n: number) => (x * 37 + y * 91 + n * 53 + x * y) & 0xff;
const samples = (count: number) => (x: number, y: number) =>
  Array.from({ length: count }, (_, n) => noise(x, y, n));
const read = (given: Partial<PngGiven>) =>
  readPng(makePng({ width: 9, height: 7, point: samples(4), ...given }), 100);
const pointOf = (picture: ReturnType<typeof read>, x: number, y: number) =>
  typeof picture === 'string'
    ? picture
    : [...picture.rgba.subarray((y * 9 + x) * 4, (y * 9 + x) * 4 + 4)];

test.each([0, 1, 2, 3, 4])('rows filtered by %i are read', (kind) => {
  const picture = read({ filter: () => kind });
  for (let y = 0; y < 7; y++)
    for (let x = 0; x < 9; x++) expect(pointOf(picture, x, y)).toEqual(samples(4)(x, y));
});

test('whatever the points and filters, what was written is read', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 252, maxLength: 252 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 7, maxLength: 7 }),
      (values, kinds) => {
        const point = (x: number, y: number) => values.slice((y * 9 + x) * 4, (y * 9 + x) * 4 + 4);
        const picture = read({ point, filter: (row) => kinds[row] ?? 0 });
        expect(typeof picture === 'string' ? picture : [...picture.rgba]).toEqual(values);
      },
    ),
    { numRuns: 40 },
  );
});

test('grey, grey with alpha, colour and palette become red, green, blue and alpha', () => {
  const [a, b, c] = samples(3)(4, 3) as [number, number, number];
  expect(pointOf(read({ colour: 0, point: samples(1) }), 4, 3)).toEqual([a, a, a, 255]);
  expect(pointOf(read({ colour: 4, point: samples(2) }), 4, 3)).toEqual([a, a, a, b]);
  expect(pointOf(read({ colour: 2, point: samples(3) }), 4, 3)).toEqual([a, b, c, 255]);
  const palette = Buffer.from([1, 2, 3, 40, 50, 60]);
  const paletted = read({ colour: 3, point: (x) => [x % 2], palette, clear: Buffer.from([9]) });
  expect([pointOf(paletted, 0, 0), pointOf(paletted, 1, 0)]).toEqual([
    [1, 2, 3, 9],
    [40, 50, 60, 255],
  ]);
});

test('what is no PNG, cut short, changed, of another kind or too large is told apart', () => {
  const good = makePng({ width: 9, height: 7, point: samples(4) });
  expect(readPng(Buffer.from('%PDF-1.7'), 100)).toBe('no-png');
  expect(readPng(Buffer.alloc(0), 100)).toBe('no-png');
  for (const length of [8, 20, 40, good.length - 1])
    expect(readPng(good.subarray(0, length), 100)).toBe('damaged');
  const changed = Buffer.from(good);
  changed[45] = (changed[45] as number) ^ 1;
  expect(readPng(changed, 100)).toBe('damaged');
  expect(read({ depth: 16 })).toBe('kind');
  expect(read({ interlaced: 1 })).toBe('kind');
  expect(read({ colour: 3, point: () => [0] })).toBe('damaged');
  expect(read({ filter: () => 5 })).toBe('damaged');
  expect(readPng(good, 9)).not.toBe('large');
  expect(readPng(good, 8)).toBe('large');
});

test('a picture that unpacks to more than its head says is damaged, not unpacked', () => {
  const head = makePng({ width: 1, height: 1, point: samples(4) });
  const bomb = makePng({ width: 90, height: 90, point: samples(4) });
  const swapped = Buffer.concat([head.subarray(0, 33), bomb.subarray(33)]);
  expect(readPng(swapped, 100)).toBe('damaged');
});
