import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Members that may hold personal data; a log line that carries one by mistake shows [gone]. */
const PERSONAL = new Set([
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
  'secret',
  'key',
  'body',
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
    formatters: { log: hidePersonal },
    serializers: { err: errorFields },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** The fields of a line; those that may hold personal data, in it or one level below, show [gone]. */
function hidePersonal(fields: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    shown[name] = hidden(name, value) ?? (isPlain(value) ? hideBelow(value) : value);
  }
  return shown;
}

const hidden = (name: string, value: unknown) =>
  PERSONAL.has(name) && value !== undefined ? '[gone]' : null;

const hideBelow = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, hidden(name, value) ?? value]),
  );

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
    ...(fromDatabase ? { constraint, table } : { message: error.message }),
    code,
    frames: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}

interface DatabaseFields {
  code?: unknown;
  constraint_name?: unknown;
  table_name?: unknown;
}
