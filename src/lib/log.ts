import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Members that may hold personal data or a secret; a log line that carries one by mistake shows [gone]. */
const HIDDEN = new Set([
  'idNumber',
  'name',
  'phone',
  'cardNo',
  'accountNo',
  'counterpartyName',
  'counterpartyAccountNo',
  'payeeName',
  'payeeAccountNo',
  'authorization',
  'cookie',
  'set-cookie',
  'webhook-signature',
  'x-forwarded-for',
  'password',
  'token',
  'secret',
  'key',
  'body',
  'raw',
]);

/**
 * The program's log: one JSON line per request and per job run, fields and ids, never a person.
 * Errors go under `err` and lose what could quote input.
 */
export function makeLog(level: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    // By hand: pino's own redaction walks its paths anew for each line, at the price of the line itself.
    formatters: { log: (fields: Record<string, unknown>) => hideIn(fields) },
    serializers: { err: errorFields },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

const DEEPEST = 6;

/** The fields of a line, as deep as they go; those that may hold personal data show [gone]. */
function hideIn(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    shown[name] = HIDDEN.has(name) && value !== undefined ? GONE : hideBelow(value, depth);
  }
  return shown;
}

const GONE = '[gone]';

function hideBelow(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return GONE;
  if (Array.isArray(value)) return value.map((each) => hideBelow(each, depth + 1));
  return isPlain(value) ? hideIn(value, depth + 1) : value;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * What a log may say of an error. A database error's message and detail quote the row, and a wrapped
 * one the statement's parameters, so that only codes, names and frames are kept of those.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint_name: constraint, table_name: table } = error as DatabaseFields;
  const fromDatabase =
    ['PostgresError', 'DrizzleQueryError'].includes(error.name) || 'query' in error;
  return {
    type: error.name,
    ...(fromDatabase ? { constraint, table } : { message: withoutNumbers(error.message) }),
    code,
    frames: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}

/** A message may quote input: what is as long as an identity or card number goes. */
const withoutNumbers = (message: string) => message.replace(/\d[\dXx]{11,}/g, '…');

interface DatabaseFields {
  code?: unknown;
  constraint_name?: unknown;
  table_name?: unknown;
}
