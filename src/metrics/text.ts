import { AggregatorRegistry } from 'prom-client';
import type { Told } from './process.ts';

/** What one process told; `process` is its label where there are several. */
export interface Part {
  process?: string;
  told: Told;
}

/**
 * Metrics of several processes as one Prometheus text. Each keeps its own series under its label: a process that
 * begins anew is then a reset of its own counter, and no sum jumps.
 */
export function textOf(parts: readonly Part[]): Promise<string> {
  const labelled = parts.map(({ process, told }) =>
    told.map((metric) => ({
      ...metric,
      // Labels differ, so nothing is added up; the default would leave out or average some.
      aggregator: 'sum' as const,
      values: metric.values.map((value) => ({
        ...value,
        labels: process === undefined ? value.labels : { ...value.labels, process },
      })),
    })),
  );
  return AggregatorRegistry.aggregate(labelled).metrics();
}
