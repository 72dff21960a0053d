import type { Day } from '../../src/lib/day.ts';
import { type ExpectedAlert, keyOf } from './alerts.ts';

/** An alert as the program answers it; its subject may be an id that only the server gives. */
export type ActualAlert = Omit<ExpectedAlert, 'rule' | 'level' | 'period'> & {
  rule: string;
  level: string;
  period: string;
};

const FIELDS = ['level', 'held', 'amountFen'] as const;

/**
 * What differs between the alerts expected and those there after a night, one line each; none when
 * they agree. `ids` gives the server's id of a settlement's or an account's ref; a subject without
 * one is compared as it stands.
 */
export function compare(
  day: Day,
  expected: readonly ExpectedAlert[],
  actual: readonly ActualAlert[],
  ids: ReadonlyMap<string, string> = new Map(),
): string[] {
  const wanted = new Map(expected.map((one) => [keyOf(translated(one, ids)), one]));
  const left = new Map<string, ActualAlert[]>();
  for (const one of actual) left.set(keyOf(one), [...(left.get(keyOf(one)) ?? []), one]);
  const differences: string[] = [];
  for (const [key, want] of wanted) {
    const [got, ...more] = left.get(key) ?? [];
    left.delete(key);
    if (got === undefined) differences.push(`${day} missing: ${told(want)}`);
    else {
      for (const field of FIELDS) {
        if (want[field] === got[field]) continue;
        const values = `expected ${want[field]}, actual ${got[field]}`;
        differences.push(`${day} ${named(want)}: ${field} ${values}`);
      }
    }
    for (const double of more) differences.push(`${day} twice: ${told(double)}`);
  }
  for (const one of [...left.values()].flat())
    differences.push(`${day} not expected: ${told(one)}`);
  return differences;
}

function translated(one: ExpectedAlert, ids: ReadonlyMap<string, string>): ExpectedAlert {
  return { ...one, subject: ids.get(one.subject) ?? one.subject };
}

function named({ rule, projectCode, subject, period }: ActualAlert): string {
  return `${rule} of ${projectCode}, subject ${subject}, period ${period}`;
}

function told(one: ActualAlert): string {
  const state = one.held ? 'held' : 'open';
  return `${named(one)}: ${one.level}, ${state}, ${one.amountFen} fen`;
}
