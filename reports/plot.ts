import { drawOption } from './chart.ts';
import type { Drawn } from './svg.ts';

/** How a part of a plot is drawn; series differ in shape and not in colour alone. */
export type Ink = 'full' | 'hollow' | 'course' | 'axis' | 'gridline';

/** A plot for a page. */
export interface Plot {
  /** What the numbers are, at the axis. */
  unit: string;
  categories: string[];
  /** Bars, full and hollow, and a line. */
  series: { name: string; ink: 'full' | 'hollow' | 'course'; values: number[] }[];
  /** The second series hangs from the axis under the first, whose numbers stand on its bars; else they stand side by side. */
  opposed?: boolean;
}

/** A part of a plot, without colour or font: those are the page's. */
export type Plotted =
  | { kind: 'path'; d: string; x: number; y: number; ink: Ink }
  /** `y` is the middle of the line. */
  | { kind: 'text'; text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' };

/** Points of the plot's sides; a page draws it as wide as it is itself. */
export const PLOT = { width: 1100, height: 250 };
const LETTERS = 13;
const BAR = 34;
/** Colours by which the drawing's parts are told from one another. */
const TOKENS: Readonly<Record<Ink | 'surface', string>> = {
  full: '#000001',
  hollow: '#000002',
  course: '#000003',
  axis: '#000004',
  gridline: '#000005',
  surface: '#000006',
};
const INKS = new Map(Object.entries(TOKENS).map(([ink, token]) => [token, ink as Ink]));

/**
 * Lays a plot out with ECharts. Its SVG carries styles, which a page's policy refuses, and one set of colours; so its parts are read and
 * handed out bare.
 */
export const layPlot = async (plot: Plot): Promise<Plotted[]> =>
  (await drawOption(optionOf(plot), PLOT, widthOf)).flatMap(plotted);

function plotted(drawn: Drawn): Plotted[] {
  if (drawn.kind === 'text') {
    const { text, x, y, anchor } = drawn;
    return [{ kind: 'text', text, x, y, anchor }];
  }
  const { d, x, y, fill, stroke } = drawn;
  const ink = INKS.get(stroke ?? fill ?? '');
  return ink ? [{ kind: 'path', d, x, y, ink }] : [];
}

/** A character of Chinese is as wide as it is high, others on average a little more than half of it. */
const widthOf = (text: string, size: number) =>
  [...text].reduce((sum, char) => sum + size * (char > '\u2e80' ? 1 : 0.58), 0);

function optionOf({ unit, categories, series, opposed = false }: Plot) {
  const words = { fontSize: LETTERS };
  const line = (ink: Ink) => ({ lineStyle: { color: TOKENS[ink], width: 1 } });
  return {
    animation: false,
    legend: { left: 72, top: 0, itemWidth: 16, itemHeight: 10, textStyle: words },
    grid: { left: 4, right: 4, top: 34, bottom: 2, containLabel: true },
    xAxis: {
      type: 'category' as const,
      data: categories,
      axisTick: { show: false },
      axisLabel: words,
      axisLine: line('axis'),
    },
    yAxis: {
      type: 'value' as const,
      name: unit,
      nameTextStyle: { ...words, align: 'left' as const },
      splitNumber: 4,
      axisLabel: { ...words, formatter: (value: number) => String(Math.abs(value)) },
      splitLine: line('gridline'),
    },
    series: series.map(({ name, ink, values }) =>
      ink === 'course'
        ? {
            ...{ name, type: 'line' as const, symbol: 'none', clip: false, data: values },
            lineStyle: { color: TOKENS.course, width: 2 },
          }
        : {
            ...{ name, type: 'bar' as const, barMaxWidth: BAR, barGap: '8%' },
            ...(opposed && { stack: 'all' }),
            // Of nothing there is no bar.
            data: values.map((value) => (opposed && ink === 'hollow' ? -value : value) || null),
            itemStyle:
              ink === 'full'
                ? { color: TOKENS.full }
                : { color: TOKENS.surface, borderColor: TOKENS.hollow, borderWidth: 1.5 },
            label: { ...words, show: opposed && ink === 'full', position: 'top' as const },
          },
    ),
  };
}
