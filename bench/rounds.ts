/** Milliseconds of each round, in order. */
export interface Rounds {
  ours: number[];
  floor: number[];
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value below which the share `p` of the values lies (nearest rank). */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

/** Milliseconds that `act` took. */
export async function timed(act: () => unknown): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

/**
 * Measures two things in turn, so that noise of the machine meets both alike; who begins changes with each round.
 * `before` runs unmeasured before each of the two. An act that gives a number has measured itself.
 */
export async function alternate(
  count: number,
  acts: {
    ours: (round: number) => Promise<unknown>;
    floor: (round: number) => Promise<unknown>;
    before?: (round: number) => Promise<unknown>;
  },
): Promise<Rounds> {
  const rounds: Rounds = { ours: [], floor: [] };
  for (let round = 0; round < count; round++) {
    const order = round % 2 === 0 ? (['floor', 'ours'] as const) : (['ours', 'floor'] as const);
    for (const who of order) {
      await acts.before?.(round);
      let own: unknown;
      const ms = await timed(async () => {
        own = await acts[who](round);
      });
      rounds[who].push(typeof own === 'number' ? own : ms);
    }
  }
  return rounds;
}
