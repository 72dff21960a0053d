/** What went wrong, in a form every edge can turn into its own answer (RFC 9457 over HTTP). */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

/** One bad place in the input: RFC 6901 pointer, stable code, a sentence in Chinese. */
export interface Fault {
  pointer: string;
  code: string;
  message: string;
}

/**
 * An expected refusal. `code` is a stable slug; `detail` is plain Chinese for the person who reads
 * the answer; `extra` holds members that a program may use.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly detail: string;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(
    kind: ProblemKind,
    code: string,
    detail: string,
    extra: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
    this.kind = kind;
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }
}

const LISTED_FAULTS = 1000;

/** A refusal with every bad place: the first 1,000 are listed, all are counted. */
export function refused(code: string, detail: string, faults: readonly Fault[]): Problem {
  return new Problem('invalid', code, detail, {
    errors: faults.slice(0, LISTED_FAULTS),
    errorCount: faults.length,
  });
}
