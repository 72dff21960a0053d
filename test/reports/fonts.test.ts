import { expect, test } from 'vitest';
import { faceOf, type SharedFont } from '../../reports/fonts.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';

const points = function* (from: number, to: number) {
  for (let code = from; code <= to; code++) yield code;
};

test('every face covers the basic block and Extension A', () => {
  for (const face of Object.values(nodeFonts().faces)) {
    for (const code of points(0x4e00, 0x9fff)) expect(face.has(code)).toBe(true);
    for (const code of points(0x3400, 0x4dbf)) expect(face.has(code)).toBe(true);
  }
});

test('the fonts are parsed once a process', () => {
  expect(nodeFonts()).toBe(nodeFonts());
});

test('a font says what it lacks', () => {
  const { body } = nodeFonts().faces;
  expect(body.has(0x20bb7)).toBe(false);
  expect(body.has('𬱖'.codePointAt(0) ?? 0)).toBe(true);
});

/** A font with the given characters, each as wide as said. */
const fake = (name: string, chars: string, em: number): SharedFont => ({
  name,
  has: (code) => [...chars].some((char) => char.codePointAt(0) === code),
  advance: () => em,
  source: {},
});

test('what the first font lacks the next one draws, in one run as long as it can', () => {
  const first = fake('first', '王明工资', 1);
  const second = fake('second', '王𠮷𠂢', 0.5);
  const face = faceOf([first, second]);
  expect(face.runs('王𠮷𠂢明').map((run) => [run.font.name, run.text])).toEqual([
    ['first', '王'],
    ['second', '𠮷𠂢'],
    ['first', '明'],
  ]);
  expect(face.width('王𠮷𠂢明', 10)).toBe(30);
  expect(face.has(0x20bb7)).toBe(true);
  expect(face.has('无'.codePointAt(0) ?? 0)).toBe(false);
});

test('a Chinese character is one em wide in every face', () => {
  for (const face of Object.values(nodeFonts().faces))
    expect(face.width('工资，㛃𬱖', 16)).toBe(80);
});
