import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { faceOf, type SharedFont } from '../../reports/fonts.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import { sampleNotices } from '../../reports/samples.ts';
import { readInfo, readSheets } from '../helpers/pdf.ts';

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

describe('an office’s own fonts', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const weight = (name: string) =>
    createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${name}`);
  /** Other weights stand for the licensed fonts, so that each is known by its name. */
  const FANGSONG = weight('200ExtraLight/NotoSerifSC_200ExtraLight.ttf');
  const KAI = weight('300Light/NotoSerifSC_300Light.ttf');
  const folderOf = (files: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
    folders.push(folder);
    for (const [name, path] of Object.entries(files)) copyFileSync(path, join(folder, name));
    return folder;
  };
  const facts = sampleNotices().find(({ name }) => name === 'warning-long')?.facts as never;

  test('are used by their files’ names; page numbers stay in 宋体; the metadata names those that were used', async () => {
    const fonts = nodeFonts(
      folderOf({
        '仿宋_GB2312.ttf': FANGSONG,
        '楷体_GB2312.ttf': KAI,
        '方正小标宋简体.ttf': weight('600SemiBold/NotoSerifSC_600SemiBold.ttf'),
        'simhei.TTF': weight('500Medium/NotoSerifSC_500Medium.ttf'),
        '说明.txt': FANGSONG,
      }),
    );
    const bytes = drawNotice(facts, fonts);
    const texts = (await readSheets(bytes)).flatMap((sheet) => sheet.texts);
    const fontOf = (start: RegExp) => texts.find(({ text }) => start.test(text))?.font;
    expect(fontOf(/^虚构市住房和城乡建设局$/)).toBe('NotoSerifSC-SemiBold');
    expect(fontOf(/^经农民工/)).toBe('NotoSerifSC-ExtraLight');
    expect(fontOf(/^一、/)).toBe('NotoSerifSC-Medium');
    expect(fontOf(/^（一）/)).toBe('NotoSerifSC-Light');
    expect(fontOf(/^— 1 —$/)).toBe('NotoSerifSC-Regular');
    const used = (await readInfo(bytes)).info.Keywords?.split('; fonts ')[1]?.split(', ');
    expect(new Set(used)).toEqual(new Set(texts.map(({ font }) => font)));
    expect(used).toHaveLength(5);
  });

  test('what is not used is not named: a paper without a second level has no 楷体', async () => {
    const short = sampleNotices().find(({ name }) => name === 'warning-short')?.facts as never;
    const { info } = await readInfo(drawNotice(short, nodeFonts(folderOf({ '楷体.ttf': KAI }))));
    expect(info.Keywords).toContain('NotoSerifSC-Regular');
    expect(info.Keywords).not.toContain('NotoSerifSC-Light');
  });

  test('a folder that is none, a file that is no font and two of one use are refused by name', () => {
    expect(() => nodeFonts('/nowhere/fonts')).toThrow('没有字体目录 /nowhere/fonts');
    const bad = folderOf({});
    writeFileSync(join(bad, '仿宋.ttf'), 'MZ no font at all');
    expect(() => nodeFonts(bad)).toThrow('仿宋.ttf 不是 TrueType 或 OpenType 字体');
    const two = folderOf({ '仿宋.ttf': FANGSONG, 'simfang.ttf': FANGSONG });
    expect(() => nodeFonts(two)).toThrow('用途相同');
  });
});
