import { expect, test } from 'vitest';
import { layPlot, PLOT, type Plot, type Plotted } from '../../reports/plot.ts';

const months: Plot = {
  unit: '万元',
  categories: ['26.05', '26.06', '26.07'],
  series: [
    { name: '收入', ink: 'full', values: [10, 20, 0] },
    { name: '支出', ink: 'hollow', values: [5, 20, 10] },
    { name: '余额', ink: 'course', values: [5, 5, 0] },
  ],
};
const weeks: Plot = {
  unit: '条',
  categories: ['06-01', '06-08'],
  series: [
    { name: '发现', ink: 'full', values: [12, 3] },
    { name: '解除', ink: 'hollow', values: [4, 0] },
  ],
  opposed: true,
};

const textsOf = (parts: readonly Plotted[]) =>
  parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
/** The boxes of closed paths of one ink, its mark in the legend left out. */
function barsOf(parts: readonly Plotted[], ink: string) {
  return parts.flatMap((part) => {
    if (part.kind !== 'path' || part.ink !== ink || !part.d.endsWith('Z')) return [];
    const [, x, y, w, h] =
      /^M(-?[\d.]+) (-?[\d.]+)l(-?[\d.]+) 0l0 (-?[\d.]+)l/.exec(part.d)?.map(Number) ?? [];
    if (x === undefined || y === undefined || w === undefined || h === undefined || part.y !== 0)
      return [];
    return [{ x, foot: y, width: w, height: -h }];
  });
}
const axisOf = (parts: readonly Plotted[]) => {
  const axis = parts.find((part) => part.kind === 'path' && part.ink === 'axis');
  return Number(/^M[\d.]+ ([\d.]+)L/.exec(axis?.kind === 'path' ? axis.d : '')?.[1]);
};

test('bars stand beside each other, as high as their numbers; of nothing there is none', async () => {
  const parts = await layPlot(months);
  const [full, hollow] = [barsOf(parts, 'full'), barsOf(parts, 'hollow')];
  expect([full.length, hollow.length]).toEqual([2, 3]);
  expect((full[1]?.height ?? 0) / (full[0]?.height ?? 1)).toBeCloseTo(2, 1);
  expect((hollow[1]?.height ?? 0) / (full[1]?.height ?? 1)).toBeCloseTo(1, 1);
  for (const [n, { x, width }] of full.entries())
    expect(x + width).toBeLessThanOrEqual(hollow[n]?.x ?? 0);
  expect(parts.filter((part) => part.kind === 'path' && part.ink === 'course').length).toBe(2);
});

test('it says the unit, the months, the names and the steps of its axis', async () => {
  const texts = textsOf(await layPlot(months));
  for (const word of ['万元', '26.05', '26.06', '26.07', '收入', '支出', '余额', '0', '10', '20'])
    expect(texts).toContain(word);
});

test('opposed, the second hangs under the axis, and no number is negative', async () => {
  const parts = await layPlot(weeks);
  const axis = axisOf(parts);
  const [full, hollow] = [barsOf(parts, 'full'), barsOf(parts, 'hollow')];
  expect([full.length, hollow.length]).toEqual([2, 1]);
  for (const { foot, height } of full)
    expect([Math.round(foot - axis) <= 1, height > 0]).toEqual([true, true]);
  for (const { foot, height } of hollow)
    expect([foot >= axis - 1, height < 0]).toEqual([true, true]);
  const texts = textsOf(parts);
  expect(texts.filter((text) => /^-/.test(text))).toEqual([]);
  expect(texts.filter((text) => text === '12' || text === '3')).toHaveLength(2);
});

test('everything lies within the plot, and no letter lies on another', async () => {
  const many = Array.from({ length: 26 }, (_, n) => `2026-${10 + n}-27`);
  const values = many.map((_, n) => n * 1000);
  const parts = await layPlot({
    ...weeks,
    categories: many,
    series: weeks.series.map((one) => ({ ...one, values })),
  });
  const labels = parts.flatMap((part) =>
    part.kind === 'text' && /-27$/.test(part.text) ? [part.x] : [],
  );
  expect(labels.length).toBeGreaterThan(5);
  for (const [n, x] of labels.slice(1).entries()) expect(x - (labels[n] ?? 0)).toBeGreaterThan(75);
  for (const part of parts)
    if (part.kind === 'text') {
      expect([part.x >= 0, part.x <= PLOT.width]).toEqual([true, true]);
      expect([part.y >= 0, part.y <= PLOT.height]).toEqual([true, true]);
    }
});

test('nothing to show is an empty axis', async () => {
  const parts = await layPlot({ ...months, categories: [], series: [] });
  expect(barsOf(parts, 'full')).toEqual([]);
  expect(textsOf(parts)).toContain('万元');
});
