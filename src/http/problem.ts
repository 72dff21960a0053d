import type { Context } from 'hono';
import { Problem } from '../lib/problem.ts';
import { codeOf, kindStatus } from './codes.ts';
import type { Edge } from './edge.ts';
import { counted } from './rates.ts';

const RETRY_SECONDS = 5;

// A row policy refused what was to be written; a missing grant has the same state and is a bug.
const DENIED = '42501';
const BY_POLICY = 'ExecWithCheckOptions';
const FULL = '53100';
// Node's, postgres.js's and PostgreSQL's names for a server that is away, going or short of something; 25P03 ends who slept.
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_[A-Z]+|57P0[1-5]|25P03|53[0-9A-Z]{3}|08[0-9A-Z]{3})$/;
// Serialization failure, deadlock, lock not available: the same request may succeed at once.
const BUSY = /^(40001|40P01|55P03)$/;

/** The problem that an error is to the caller; null for a bug. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  for (
    let cause = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth += 1
  ) {
    const { code: given, routine } = cause as { code?: unknown; routine?: unknown };
    const code = String(given ?? '');
    if (code === DENIED && routine === BY_POLICY) return notYours();
    if (code === FULL) return full();
    if (AWAY.test(code) || isSocketError(cause)) {
      return new Problem(
        'unavailable',
        'database-unavailable',
        '数据库暂时连接不上，请稍后原样重试。',
      );
    }
    if (BUSY.test(code))
      return new Problem('unavailable', 'database-busy', '数据库繁忙，请稍后原样重试。');
  }
  return null;
}

/** Whoever takes part in a project sees his own part, and writes nothing of the whole. */
const notYours = () =>
  new Problem(
    'forbidden',
    'project-not-yours',
    '本单位只是参建单位，这一项由总承包单位、建设单位或主管部门办理。',
  );

const full = () =>
  new Problem(
    'unavailable',
    'database-full',
    '数据库所在磁盘已满，未存入任何内容；请告知管理员腾出空间，之后原样重试。',
  );
/** workerd's socket errors have no code: plain errors, on which the driver put its query where one was under way. */
const isSocketError = (error: Error): boolean =>
  error.name === 'Error' &&
  !('code' in error) &&
  ('query' in error || error.message.startsWith('Network connection lost'));

/** Hono's error handler: RFC 9457 for everything, and nothing leaks from a bug. */
export function onError(error: Error, c: Context<Edge>): Response {
  const problem = problemOf(error);
  const { requestId, deps } = c.var;
  if (problem === null) deps.log.error({ requestId, err: error }, 'request failed');
  else if (problem.kind === 'unavailable')
    deps.log.warn({ requestId, code: problem.code, err: error }, 'request put off');
  const detail = `请求编号 ${requestId}，请连同时间告知管理员。`;
  return answerProblem(c, problem ?? new Problem('invalid', 'internal', detail));
}

/** Hono's handler for what no route takes. */
export async function notFound(c: Context<Edge>): Promise<Response> {
  await counted(c, 'anonymous');
  return answerProblem(
    c,
    new Problem('not-found', 'route-not-found', '没有这个接口，请对照接口文档核对方法和路径。'),
  );
}

/** Writes a problem as `application/problem+json`. */
export function answerProblem(c: Context<Edge>, problem: Problem): Response {
  const { code, kind, detail, extra } = problem;
  const { title, status = kindStatus[kind] } = codeOf(code);
  if (status === 503) c.header('Retry-After', String(RETRY_SECONDS));
  if (status === 429) c.header('Retry-After', String(extra.retryAfterSeconds));
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="wage-escrow"');
  c.header('Content-Type', 'application/problem+json');
  const instance = `urn:request:${c.var.requestId}`;
  const type = `/api/v1/docs#${code}`;
  return c.body(
    JSON.stringify({ ...extra, type, title, status, detail, code, instance }),
    status as 400,
  );
}
