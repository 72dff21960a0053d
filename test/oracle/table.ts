import type { City } from '../../src/demo/story.ts';
import { type ExpectedAlert, keyOf } from './alerts.ts';
import type { ActualAlert } from './compare.ts';

/** What came of one rule over all nights. */
export interface TableRow {
  rule: string;
  /** Alerts planted on purpose. */
  planted: number;
  found: number;
  missed: number;
  /** Alerts raised that the facts do not bear out. */
  false: number;
  /** Alerts of the rule that were compared, over all nights. */
  compared: number;
  /** Its step in a night, on average. */
  ms: number;
}

/** Counts by rule what was planted, found, missed and raised without cause, and what the rule cost a night. */
export class Table {
  readonly #planted: ReadonlyMap<string, string>;
  readonly #expected = new Map<string, string>();
  readonly #raised = new Map<string, string>();
  readonly #compared = new Map<string, number>();
  readonly #ms = new Map<string, number[]>();

  constructor({ plants }: Pick<City, 'plants'>) {
    this.#planted = new Map(
      plants.flatMap(({ projectCode, also, ...main }) =>
        [main, ...also].map((one) => [keyOf({ ...one, projectCode }), one.rule] as const),
      ),
    );
  }

  /** Takes in a night: what was to live after it, what did, and its run with the step of each rule. */
  add(
    expected: readonly ExpectedAlert[],
    actual: readonly ActualAlert[],
    run: Record<string, unknown>,
  ): void {
    for (const one of expected) {
      this.#expected.set(keyOf(one), one.rule);
      this.#compared.set(one.rule, (this.#compared.get(one.rule) ?? 0) + 1);
    }
    for (const one of actual) this.#raised.set(keyOf(one), one.rule);
    for (const [rule, step] of Object.entries(run.counts ?? {})) {
      if (!/^[A-Z]\d\d$/.test(rule)) continue;
      this.#ms.set(rule, [...(this.#ms.get(rule) ?? []), Number(step.ms)]);
    }
  }

  /** A row for every rule that ran, found or was planted. */
  rows(): TableRow[] {
    const rules = new Set([
      ...this.#ms.keys(),
      ...this.#planted.values(),
      ...this.#raised.values(),
    ]);
    return [...rules].sort().map((rule) => {
      const of = (all: ReadonlyMap<string, string>) =>
        [...all].filter(([, one]) => one === rule).map(([key]) => key);
      const planted = of(this.#planted);
      const found = planted.filter((key) => this.#raised.has(key)).length;
      const untrue = of(this.#raised).filter((key) => !this.#expected.has(key));
      const ms = this.#ms.get(rule) ?? [];
      return {
        rule,
        planted: planted.length,
        found,
        missed: planted.length - found,
        false: untrue.length,
        compared: this.#compared.get(rule) ?? 0,
        ms: Math.round((ms.reduce((sum, one) => sum + one, 0) * 10) / ms.length) / 10,
      };
    });
  }

  /** As lines of Markdown. */
  print(): string {
    const head = ['rule', 'planted', 'found', 'missed', 'false', 'compared', 'ms'];
    const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
    const body = this.rows().map((row) => line(Object.values(row)));
    return [line(head), line(head.map(() => '---')), ...body].join('\n');
  }
}
