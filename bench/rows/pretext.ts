import { readdirSync, readFileSync } from 'node:fs';
import { checkPretext } from '../../src/domain/settlement/pretext/check.ts';
import { alternate, median } from '../rounds.ts';
import type { Measured, Row } from '../row.ts';

const FOLDER = new URL('../../test/fixtures/pretext/', import.meta.url);
const ROUNDS = 9;
const TIMES = 5;
const AIM_US = 200;

/** What a keyword test would be: it cannot tell a ban from a breach, but it reads every character once. */
const KEYWORD = /审计|評審|评审|财评|審計|审价|审定/;

const read = () =>
  readdirSync(FOLDER).flatMap((file) =>
    readFileSync(new URL(file, FOLDER), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text),
  );

/** Microseconds a text. */
function timed(texts: readonly string[], act: (text: string) => boolean): number {
  const from = performance.now();
  let found = 0;
  for (let i = 0; i < TIMES; i++) for (const text of texts) if (act(text)) found += 1;
  if (found === 0) throw new Error('没有认出一条');
  return ((performance.now() - from) * 1000) / (TIMES * texts.length);
}

async function run(): Promise<Measured> {
  const texts = read();
  const sides = {
    ours: async () => timed(texts, (text) => checkPretext(text).pretext),
    floor: async () => timed(texts, (text) => KEYWORD.test(text)),
  };
  const all = await alternate(ROUNDS, sides);
  const [ours, floor] = [median(all.ours), median(all.floor)];
  const long = texts.join('。').slice(0, 20_000);
  const longMs = timed([long], (text) => checkPretext(text).pretext) / 1000;
  return {
    ours: `${ours.toFixed(1)} µs`,
    floor: `${floor.toFixed(2)} µs`,
    ratio: null,
    memoryMb: null,
    met: ours <= AIM_US,
    more: { texts: texts.length, longMs, ...all },
  };
}

/** 理由识别: one text of the fixtures at a time, in this process. */
export const pretext: Row = {
  name: 'pretext',
  what: '识别一条理由文字；底线为一次关键词查找',
  aim: '≤ 200 µs a text',
  run,
};
