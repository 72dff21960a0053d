/** The line that a new payout event is of, and the root of its chain. */
export interface FreshEvent {
  batch_id: string;
  line_no: number;
  root_batch_id: string;
  root_line_no: number;
}

/** The lowest and the highest of some line numbers. */
export const rangeOf = (numbers: readonly number[]) => ({
  lowest: numbers.reduce((a, b) => Math.min(a, b)),
  highest: numbers.reduce((a, b) => Math.max(a, b)),
});

/** Each pair of batch and line once, as two arrays, with the batches and the range that the lines lie in. */
export function placesOf(of: readonly (readonly [string, number])[]) {
  const unique = [...new Map(of.map((pair) => [pair.join(' '), pair])).values()];
  const lines = unique.map(([, line]) => line);
  const each = unique.map(([batch]) => batch);
  return { each, lines, batches: [...new Set(each)], ...rangeOf(lines) };
}
