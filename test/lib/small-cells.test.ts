import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallCells } from '../../src/lib/small-cells.ts';

const LEAST = 3;

/** A table with its totals as last row and column. */
function withTotals(inner: number[][]): number[][] {
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const rows = inner.map((row) => [...row, sum(row)]);
  return [...rows, (rows[0] ?? []).map((_, j) => sum(rows.map((row) => row[j] as number)))];
}

/** The table as it is published: `*` for what is kept back. */
const shown = (inner: number[][]) => {
  const counts = withTotals(inner);
  const hidden = smallCells(counts, LEAST);
  return counts.map((row, i) => row.map((n, j) => (hidden[i]?.[j] ? '*' : String(n))).join(' '));
};

/**
 * Every table that a reader could think of: all inner cells that are hidden tried from 1 to `most`, those kept whose totals agree with
 * what is shown and whose hidden totals are at least 1.
 */
function thinkable(counts: number[][], hidden: boolean[][], most: number): number[][][] {
  const [m, n] = [counts.length - 1, (counts[0] as number[]).length - 1];
  const inner = counts.slice(0, m).map((row) => row.slice(0, n));
  const open = inner.flatMap((row, i) =>
    row.flatMap((_, j) => (hidden[i]?.[j] ? [[i, j] as const] : [])),
  );
  const found: number[][][] = [];
  const choose = (at: number) => {
    if (at < open.length) {
      const [i, j] = open[at] as readonly [number, number];
      for (let value = 1; value <= most; value += 1) {
        (inner[i] as number[])[j] = value;
        choose(at + 1);
      }
      return;
    }
    const whole = withTotals(inner);
    const agrees = whole.every((row, i) =>
      row.every((value, j) => (hidden[i]?.[j] ? value >= 1 : value === counts[i]?.[j])),
    );
    if (agrees) found.push(whole);
  };
  choose(0);
  return found;
}

describe('small counts', () => {
  test('0 and 3 are shown, 1 and 2 are not', () => {
    expect(shown([[0, 3, 5]])).toEqual(['0 3 5 8', '0 3 5 8']);
    expect(shown([[4, 2, 5, 1]])).toEqual(['4 * 5 * 12', '4 * 5 * 12']);
  });

  test('one small cell takes the smallest of its row with it, and both take theirs of the columns', () => {
    expect(
      shown([
        [2, 6, 4],
        [7, 8, 9],
      ]),
    ).toEqual(['* 6 * 12', '* 8 * 24', '9 14 13 36']);
  });

  test('two ones that add up to a total shown are told by it: a third goes with them', () => {
    expect(shown([[1, 1, 5]])).toEqual(['* * * 7', '* * * 7']);
  });

  test('two pairs joined by a single cell do not cover that cell', () => {
    // Rows 0–1 with columns 0–1 are a ring, so are rows 2–3 with columns 2–3; the 2 between them would follow from the sums.
    const counts = withTotals([
      [2, 2, 9, 9],
      [2, 2, 2, 9],
      [9, 9, 2, 2],
      [9, 9, 2, 2],
    ]);
    const hidden = smallCells(counts, LEAST);
    expect(hidden[1]?.[2]).toBe(true);
    expect(hidden.flat().filter(Boolean).length).toBeGreaterThan(9);
  });

  test('a table that is small as a whole is not shown at all', () => {
    expect(shown([[2, 0]])).toEqual(['* 0 *', '* 0 *']);
  });

  test('what must be kept back is, and is covered like a small cell', () => {
    const counts = withTotals([
      [9, 8],
      [7, 6],
    ]);
    const hidden = smallCells(counts, LEAST, (i, j) => i === 2 && j === 2);
    expect(hidden[2]?.[2]).toBe(true);
    expect(hidden.flat().filter(Boolean).length).toBeGreaterThan(2);
    expect(smallCells(withTotals([[0, 5]]), LEAST, (_, j) => j === 0)[0]?.[0]).toBe(false);
  });

  test('nothing small is shown and nothing kept back follows from what is shown', () => {
    const cell = fc.oneof(fc.constantFrom(0, 1, 1, 2, 2, 3), fc.integer({ min: 3, max: 5 }));
    const table = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
      .chain(([m, n]) =>
        fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
      );
    fc.assert(
      fc.property(table, (inner) => {
        const counts = withTotals(inner);
        const hidden = smallCells(counts, LEAST);
        const cells = counts.flatMap((row, i) => row.map((value, j) => ({ i, j, value })));
        for (const { i, j, value } of cells)
          expect(hidden[i]?.[j], `${i} ${j}`).toBe(
            value > 0 && (value < LEAST || hidden[i]?.[j] === true),
          );
        if (
          hidden
            .slice(0, -1)
            .flatMap((row) => row.slice(0, -1))
            .filter(Boolean).length > 5
        )
          return;
        const tables = thinkable(counts, hidden, 7);
        for (const { i, j } of cells.filter(({ i, j }) => hidden[i]?.[j])) {
          const values = new Set(tables.map((one) => one[i]?.[j]));
          expect(values.size, JSON.stringify({ inner, hidden, i, j })).toBeGreaterThan(1);
        }
      }),
      { numRuns: 150 },
    );
  });
});
