import type { Fonts } from './fonts.ts';
import type { Look, Paper } from './page.ts';
import { AREA } from './page.ts';
import type { Drawn } from './svg.ts';

/** Bars, one on the other; a null is kept back and not drawn. */
export interface Chart {
  title: string;
  /** What the numbers are, at the axis. */
  unit: string;
  categories: string[];
  series: { name: string; colour: string; values: (number | null)[] }[];
  /** Bars that lie, for categories with long names. */
  lying?: boolean;
}

const HEAD = 24;
const STANDING = 165;
const LYING_ROW = 22;
const SMALL = 9;
const INK = '#333333';

/** Points that a chart takes. */
export const chartHeight = (chart: Chart): number =>
  HEAD + (chart.lying ? 70 + chart.categories.length * LYING_ROW : STANDING);

/** True where there is something to draw. */
export const isDrawable = ({ series }: Chart): boolean =>
  series.some(({ values }) => values.some((value) => (value ?? 0) > 0));

/** Makes the drawing of a chart with ECharts, in points. */
export const makeDrawing = (chart: Chart, fonts: Fonts): Promise<Drawn[]> =>
  drawOption(
    optionOf(chart),
    { width: AREA.width, height: chartHeight(chart) - HEAD },
    (text, size) => fonts.faces.body.width(text, size),
  );

/** What ECharts draws of its option; `measure` tells a text's width. The library is loaded when it is first asked: it costs a fifth of a second. */
export async function drawOption(
  option: Record<string, unknown>,
  size: { width: number; height: number },
  measure: (text: string, size: number) => number,
): Promise<Drawn[]> {
  const { init, setPlatformAPI } = await import('echarts/dist/echarts.esm.min.mjs');
  const { readDrawing } = await import('./svg.ts');
  setPlatformAPI({
    measureText: (text: string, font?: string) => ({
      width: measure(text, Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? SMALL)),
    }),
  });
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(option);
    return readDrawing(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

function optionOf({ categories, series, lying = false, unit }: Chart) {
  const words = { fontSize: SMALL, color: INK };
  const names = {
    type: 'category' as const,
    data: categories,
    inverse: lying,
    axisLabel: {
      ...words,
      interval: 0,
      ...(lying && { width: 150, overflow: 'truncate' as const }),
    },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: INK, width: 0.5 } },
  };
  const numbers = {
    type: 'value' as const,
    name: unit,
    nameTextStyle: words,
    ...(lying ? {} : { nameGap: 8 }),
    minInterval: 1,
    axisLabel: words,
    splitLine: { lineStyle: { color: '#dddddd', width: 0.5 } },
  };
  const longest = Math.max(
    ...categories.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)),
  );
  const lit = series.filter(({ values }) => values.some((value) => (value ?? 0) > 0));
  return {
    animation: false,
    legend: {
      show: lit.length > 1,
      bottom: 0,
      itemWidth: 12,
      itemHeight: 8,
      textStyle: words,
      data: lit.map((one) => one.name),
    },
    grid: { left: 4, right: lying ? 40 : 8, top: lying ? 8 : 24, bottom: 26, containLabel: true },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: lit.map(({ name, colour, values }) => ({
      name,
      type: 'bar' as const,
      stack: 'all',
      barMaxWidth: 34,
      data: values.map((value) => value ?? 0),
      itemStyle: { color: colour },
      label: {
        show: true,
        fontSize: 8,
        color: isDark(colour) ? '#ffffff' : '#000000',
        textBorderWidth: 0,
        // A label must fit into its bar.
        formatter: ({ value }: { value?: unknown }) =>
          Number(value) <= longest * (lying ? 0.03 : 0.07) ? '' : String(value),
      },
    })),
  };
}

/** Whether white letters are read better on it (ITU-R BT.601 weights). */
function isDark(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(colour.slice(at, at + 2), 16),
  );
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}

const TITLE: Look = { face: 'strong', size: 10.5 };

/** Puts a chart and its title on the paper, whole on one page. */
export function putChart(paper: Paper, chart: Chart, drawing: readonly Drawn[]): void {
  const top = paper.take(chartHeight(chart));
  paper.part('Figure', () => putDrawing(paper, chart, drawing, top), {
    alt: `${chart.title}（${chart.unit}），数字见其表`,
  });
}

function putDrawing(paper: Paper, chart: Chart, drawing: readonly Drawn[], top: number): void {
  const x = AREA.left + (AREA.width - paper.width(chart.title, TITLE)) / 2;
  paper.put(chart.title, x, top + (HEAD - TITLE.size) / 2, TITLE);
  const [left, down] = [AREA.left, top + HEAD];
  for (const one of drawing) {
    if (one.kind === 'path') {
      paper.path(one.d, { ...one, x: left + one.x, y: down + one.y });
      continue;
    }
    const look: Look = { face: 'body', size: one.size, colour: one.fill };
    const shift = { start: 0, middle: 0.5, end: 1 }[one.anchor] * paper.width(one.text, look);
    paper.put(one.text, left + one.x - shift, down + one.y - one.size / 2, look);
  }
}
