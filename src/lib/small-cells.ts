type Counts = readonly (readonly number[])[];
type Place = readonly [row: number, column: number];

/**
 * Which cells of a cross-table to keep back, so that no small count is published or can be worked out from the rest.
 *
 * `counts` has the totals as its last row and last column. A cell from 1 to `least` - 1 is kept back, and with it the cells of the cheapest
 * ring through it, inner ones and small ones first, along which the numbers kept back may all be others while every sum still shown stays
 * the same. A reader is taken to know that a cell kept back is at least 1 and that a 0 is always shown. `also` are cells to keep back
 * whatever their count.
 *
 * @returns for each cell whether it is kept back, totals included
 */
export function smallCells(
  counts: Counts,
  least: number,
  also: (row: number, column: number) => boolean = () => false,
): boolean[][] {
  const hidden = counts.map((row, i) =>
    row.map((count, j) => count > 0 && (count < least || also(i, j))),
  );
  const hide = ([i, j]: Place) => {
    (hidden[i] as boolean[])[j] = true;
  };
  for (const [i, j] of placesOf(counts).filter(([i, j]) => hidden[i]?.[j])) {
    const ring = cheapestRing(counts, hidden, [i, j]);
    if (!ring) return counts.map((row) => row.map((count) => count > 0));
    ring.forEach(hide);
  }
  return hidden;
}

const placesOf = (counts: Counts): Place[] =>
  counts.flatMap((row, i) => row.map((_, j) => [i, j] as const));

/** Cells of a total cost more than any other. */
const TOTAL = 1e15;

/**
 * The cells that have to be hidden besides those that are, so that a cell may be another number; null: it cannot. With the totals of
 * rows and of columns negative every row and every column adds up to 0: a cell changes along a ring of cells, up and down in turn.
 * A ring covers all cells on it. Columns are nodes after the rows; an edge from a row is a cell that goes up, one from a column a cell that goes down.
 */
function cheapestRing(
  counts: Counts,
  hidden: readonly (readonly boolean[])[],
  [row, column]: Place,
): Place[] | null {
  const rows = counts.length;
  const edges = placesOf(counts).flatMap(([i, j]) => {
    const count = counts[i]?.[j] ?? 0;
    if (count === 0) return [];
    const totals = Number(i === rows - 1) + Number(j === (counts[0]?.length ?? 0) - 1);
    const cost = hidden[i]?.[j] ? 0 : 1 + count + totals * TOTAL;
    const [up, down] = totals === 1 ? [count > 1, true] : [true, count > 1];
    return [
      ...(up ? [{ from: i, to: rows + j, cost, place: [i, j] as Place }] : []),
      ...(down ? [{ from: rows + j, to: i, cost, place: [i, j] as Place }] : []),
    ];
  });
  const others = edges.filter(({ place: [i, j] }) => i !== row || j !== column);
  const own = edges.filter((edge) => !others.includes(edge));
  const rings = own.flatMap(({ from, to }) => cheapestPath(others, to, from) ?? []);
  return rings.sort((a, b) => a.cost - b.cost)[0]?.places ?? null;
}

interface Edge {
  from: number;
  to: number;
  cost: number;
  place: Place;
}

/** Bellman and Ford: the tables are small. */
function cheapestPath(edges: readonly Edge[], from: number, to: number) {
  const best = new Map([[from, { cost: 0, places: [] as Place[] }]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of edges) {
      const here = best.get(edge.from);
      if (!here) continue;
      const cost = here.cost + edge.cost;
      if (cost >= (best.get(edge.to)?.cost ?? Number.POSITIVE_INFINITY)) continue;
      best.set(edge.to, { cost, places: [...here.places, edge.place] });
      changed = true;
    }
  }
  return best.get(to);
}
